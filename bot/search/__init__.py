"""Floor 2: postings, scores and the snapshot that every answer is made from."""
