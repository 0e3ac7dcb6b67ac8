-- One person's rows and one server's are found without reading all. What an error ended: 'question',
-- 'timeline' or 'command', NULL in rows of older versions; `reference` is what the person was told.

CREATE INDEX answers_by_person ON answers (user_id, asked_at);
CREATE INDEX answers_by_guild ON answers (guild_id, asked_at);
CREATE INDEX votes_by_person ON votes (user_id);
CREATE INDEX failures_by_person ON failures (user_id, asked_at);
CREATE INDEX failures_by_guild ON failures (guild_id, asked_at);

ALTER TABLE failures ADD COLUMN what TEXT CHECK (what IN ('question', 'timeline', 'command'));
ALTER TABLE failures ADD COLUMN reference TEXT;

-- When the clock was last believed; retention deletes nothing by a clock that has run away from it.

CREATE TABLE retention (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    checked_at REAL NOT NULL
) STRICT;
