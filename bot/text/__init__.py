"""Floor 0: from characters to tokens, sentences and dates. Imports nothing of the project."""
