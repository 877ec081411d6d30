"""Templates, their environment, and markup made harmless."""
