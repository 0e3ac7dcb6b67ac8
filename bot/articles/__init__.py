"""Floor 1: from files to articles and their quotable paragraphs."""
