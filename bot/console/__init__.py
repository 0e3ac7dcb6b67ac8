"""Floor 5: the desk in a terminal, no Discord token needed."""
