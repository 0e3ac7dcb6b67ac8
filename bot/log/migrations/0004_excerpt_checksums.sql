-- Of what is quoted, so that a quote that a failing disk has altered is never shown as one: SQLite
-- itself notices no damage within a text. NULL in rows of older versions.

ALTER TABLE excerpts ADD COLUMN checksum TEXT;
