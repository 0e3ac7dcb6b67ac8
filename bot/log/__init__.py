"""Floor 4: what was asked, what was answered, and how people rated it."""
