"""Floor 5: the desk in Discord."""
