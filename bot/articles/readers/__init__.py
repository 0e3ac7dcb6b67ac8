"""One module a file format; each turns decoded text into blocks and declared metadata."""
