"""Floor 3: from a question to quotes, or to a refusal."""
