"""Floor 3: weighting, theme models, labels; arrays in, arrays out."""
