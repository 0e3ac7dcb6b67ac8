"""The engines of the bench by name: ours first, then the peers, each imported when it is made."""

from __future__ import annotations

import sqlite3
from importlib import import_module
from importlib.util import find_spec

from bench.speed.engines.base import Engine

OURS = "refdesk"
PEERS = ("bm25s", "tantivy", "fts5", "rank-bm25")
MAPPED = "bm25s-mmap"
"""bm25s with its arrays memory-mapped, which it does not do by default; only for memory figures."""

_CLASSES = {
    OURS: ("refdesk", "Refdesk"),
    "bm25s": ("bm25s", "Bm25s"),
    MAPPED: ("bm25s", "MappedBm25s"),
    "tantivy": ("tantivy", "Tantivy"),
    "fts5": ("fts5", "Fts5"),
    "rank-bm25": ("rank_bm25", "RankBm25"),
}
_LIBRARIES = {"bm25s": "bm25s", "tantivy": "tantivy", "rank-bm25": "rank_bm25"}


def make(name: str) -> Engine:
    """Raises ImportError where the engine's library is not installed."""
    module, kind = _CLASSES[name]
    engine: Engine = getattr(import_module(f"{__name__}.{module}"), kind)()
    return engine


def installed(peer: str) -> bool:
    return _has_fts5() if peer == "fts5" else find_spec(_LIBRARIES[peer]) is not None


def _has_fts5() -> bool:
    database = sqlite3.connect(":memory:")
    try:
        database.execute("create virtual table probe using fts5(body)")
    except sqlite3.OperationalError:
        return False
    finally:
        database.close()
    return True
