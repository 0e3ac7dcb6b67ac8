-- What a timeline has beyond an answer. Its row of `answers` holds the topic as `question` and the
-- greatest number of events as `limit`; the row of `excerpts` at an event's position is its quote.

CREATE TABLE timelines (
    answer        TEXT PRIMARY KEY REFERENCES answers (key) ON DELETE CASCADE,
    "order"       TEXT NOT NULL,
    articles      INTEGER NOT NULL,
    activity_unit TEXT NOT NULL
) STRICT;

CREATE TABLE events (
    answer      TEXT NOT NULL REFERENCES timelines (answer) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    first       TEXT NOT NULL,
    last        TEXT NOT NULL,
    granularity TEXT NOT NULL,
    ranged      INTEGER NOT NULL CHECK (ranged IN (0, 1)),
    planned     INTEGER NOT NULL CHECK (planned IN (0, 1)),
    inferred    INTEGER NOT NULL CHECK (inferred IN (0, 1)),
    PRIMARY KEY (answer, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE activity (
    answer   TEXT NOT NULL REFERENCES timelines (answer) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    day      TEXT NOT NULL,
    articles INTEGER NOT NULL,
    PRIMARY KEY (answer, position)
) STRICT, WITHOUT ROWID;

ALTER TABLE excerpts ADD COLUMN earliest TEXT;
ALTER TABLE excerpts ADD COLUMN latest TEXT;
