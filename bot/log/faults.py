"""What went wrong with the query log, in words for people and in detail for the operator."""

from __future__ import annotations

import sqlite3

from bot.errors import LogError

_SENTENCES = {
    sqlite3.SQLITE_BUSY: "The query log is in use by another process.",
    sqlite3.SQLITE_LOCKED: "The query log is in use by another process.",
    sqlite3.SQLITE_FULL: "There is no room left for the query log.",
    sqlite3.SQLITE_READONLY: "The query log may not be written to.",
    sqlite3.SQLITE_PERM: "The query log may not be written to.",
    sqlite3.SQLITE_CANTOPEN: "The query log cannot be opened.",
    sqlite3.SQLITE_CORRUPT: "The query log is damaged.",
    sqlite3.SQLITE_NOTADB: "The query log is damaged.",
    sqlite3.SQLITE_IOERR: "The disk of the query log reports an error.",
}


def log_error(error: Exception) -> LogError:
    """`error` as a LogError: a sentence for people, SQLite's code and words as the detail."""
    if isinstance(error, LogError):
        return error
    code = getattr(error, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        sentence = "That answer is not in the query log."
    elif code is not None:
        sentence = _SENTENCES.get(code & 0xFF, "The query log refused the entry.")
    elif isinstance(error, OSError):
        sentence = "The query log cannot be opened."
    else:
        sentence = "The query log refused the entry."
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    return LogError(sentence, detail=f"{name}: {error}")


def blames_the_row(error: Exception) -> bool:
    """Whether other rows may well be kept while this one cannot."""
    return isinstance(
        error, sqlite3.IntegrityError | sqlite3.DataError | sqlite3.ProgrammingError
    ) or not isinstance(error, sqlite3.Error | OSError | LogError)
