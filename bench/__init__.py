"""What the README's figures come from: one command each, on data given by --data."""
