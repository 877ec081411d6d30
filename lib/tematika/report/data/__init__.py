"""What is shown, as plain values; no markup."""
