"""How many interactions a second the real bot process answers, on a Discord of our own."""
