"""Floor 4: figures, sentences and pages made from a sorted corpus."""
