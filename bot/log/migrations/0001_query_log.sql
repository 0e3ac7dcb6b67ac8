-- Booleans are 0 or 1, moments are Unix seconds in UTC, days are ISO 8601 dates,
-- lists are JSON arrays of strings, spans are half-open pairs of character offsets.

CREATE TABLE answers (
    key        TEXT PRIMARY KEY,
    asked_at   REAL NOT NULL,
    face       TEXT NOT NULL,
    user_id    INTEGER,
    guild_id   INTEGER,
    channel_id INTEGER,
    private    INTEGER NOT NULL CHECK (private IN (0, 1)),
    question   TEXT NOT NULL,
    source     TEXT,
    since      TEXT,
    until      TEXT,
    "limit"    INTEGER NOT NULL,
    snapshot   INTEGER NOT NULL,
    answered   INTEGER NOT NULL CHECK (answered IN (0, 1)),
    confidence REAL NOT NULL,
    suggestion TEXT,
    took_ms    REAL NOT NULL
) STRICT;

CREATE INDEX answers_by_time ON answers (asked_at);

CREATE TABLE excerpts (
    answer           TEXT NOT NULL REFERENCES answers (key) ON DELETE CASCADE,
    near_miss        INTEGER NOT NULL CHECK (near_miss IN (0, 1)),
    position         INTEGER NOT NULL,
    article          TEXT NOT NULL,
    path             TEXT NOT NULL,
    digest           TEXT NOT NULL,
    title            TEXT,
    source           TEXT,
    authors          TEXT NOT NULL,
    date             TEXT,
    url              TEXT,
    title_from       TEXT NOT NULL,
    source_from      TEXT NOT NULL,
    authors_from     TEXT NOT NULL,
    date_from        TEXT NOT NULL,
    url_from         TEXT NOT NULL,
    article_warnings TEXT NOT NULL,
    paragraph        INTEGER NOT NULL,
    span_start       INTEGER NOT NULL,
    span_end         INTEGER NOT NULL,
    quote            TEXT NOT NULL,
    highlight_start  INTEGER NOT NULL,
    highlight_end    INTEGER NOT NULL,
    score            REAL NOT NULL,
    also_in          TEXT NOT NULL,
    warnings         TEXT NOT NULL,
    cut_before       INTEGER NOT NULL CHECK (cut_before IN (0, 1)),
    cut_after        INTEGER NOT NULL CHECK (cut_after IN (0, 1)),
    PRIMARY KEY (answer, near_miss, position)
) STRICT;

CREATE TABLE votes (
    answer   TEXT NOT NULL REFERENCES answers (key) ON DELETE CASCADE,
    user_id  INTEGER NOT NULL,
    helpful  INTEGER NOT NULL CHECK (helpful IN (0, 1)),
    voted_at REAL NOT NULL,
    PRIMARY KEY (answer, user_id)
) STRICT;

CREATE TABLE failures (
    id         INTEGER PRIMARY KEY,
    asked_at   REAL NOT NULL,
    face       TEXT NOT NULL,
    user_id    INTEGER,
    guild_id   INTEGER,
    channel_id INTEGER,
    private    INTEGER NOT NULL CHECK (private IN (0, 1)),
    question   TEXT NOT NULL,
    kind       TEXT NOT NULL,
    detail     TEXT NOT NULL
) STRICT;

CREATE INDEX failures_by_time ON failures (asked_at);
