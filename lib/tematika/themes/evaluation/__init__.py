"""How good themes are: metrics, agreement, coherence, stability, active learning."""
