"""The paragraphs of a folder of text, and what is asked of its collections."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.collections import judged_collections, reading_collections

SUFFIXES = (".txt", ".md")
MIN_WORDS = 5
"""Shorter lines of a file are headings and the like."""


def paragraphs(data: Path, count: int, seed: int = 1) -> list[str]:
    """At most `count` different ones, drawn at random, each on one line."""
    lines = (_clean(text) for text in _texts(data))
    texts = list(dict.fromkeys(line for line in lines if line))
    order = np.random.default_rng(seed).permutation(len(texts))
    return [texts[place] for place in order[:count].tolist()]


def questions(data: Path) -> list[str]:
    """Of the collections in `data`, in order, all different."""
    asked = [topic.text for judged in judged_collections(data) for topic in judged.topics]
    asked += [each.text for reading in reading_collections(data) for each in reading.questions]
    return list(dict.fromkeys(asked))


def _clean(text: str) -> str:
    """On one line, and such as can be written to a file."""
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())


def _texts(data: Path) -> Iterator[str]:
    for judged in judged_collections(data):
        yield from judged.texts.values()
    for reading in reading_collections(data):
        for texts in reading.articles.values():
            yield from texts.values()
    for path in sorted(data.rglob("*")):
        if path.suffix in SUFFIXES and path.is_file():
            for block in path.read_text(encoding="utf-8", errors="replace").split("\n\n"):
                if len(block.split()) >= MIN_WORDS:
                    yield block
