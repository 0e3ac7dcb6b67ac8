"""tantivy through its Python package: one thread indexes, and no text is stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import tantivy

from bench.speed.engines.base import Hits

HEAP_BYTES = 1_000_000_000
"""Enough for one segment at a million paragraphs, which is what it searches fastest."""

CHANGE_HEAP_BYTES = 128_000_000


class Tantivy:
    name = "tantivy"
    remark = "1-byte lengths; texts by its en_stem, terms by blanks; one thread, one segment"
    tolerance = 2e-5
    ordered = False
    changes = True

    def __init__(self) -> None:
        self._index: Any = None
        self._searcher: Any = None
        self._schema: Any = None

    def build_texts(self, texts: Iterable[str], folder: Path) -> None:
        self._build(texts, folder, "en_stem")

    def build_terms(self, texts: Iterable[str], folder: Path) -> None:
        self._build(texts, folder, "whitespace")

    def open(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    def search(self, terms: Sequence[str], count: int) -> Hits:
        should, term_query = tantivy.Occur.Should, tantivy.Query.term_query
        parts = [(should, term_query(self._schema, "body", term, "freq")) for term in terms]
        query = tantivy.Query.boolean_query(parts)
        hits = self._searcher.search(query, count, count=False).hits
        numbers = self._searcher.fast_field_values("id", [address for _, address in hits])
        return Hits(numbers, [score for score, _ in hits])

    def add(self, texts: Sequence[str], first: int) -> None:
        writer = self._index.writer(CHANGE_HEAP_BYTES, 1)
        _write(writer, texts, first)
        self._committed(writer)

    def delete(self, ids: Sequence[int], texts: Sequence[str]) -> None:
        writer = self._index.writer(CHANGE_HEAP_BYTES, 1)
        # by query: deleting by term finds no unsigned number in tantivy 0.27
        writer.delete_documents_by_query(
            tantivy.Query.term_set_query(self._schema, "id", list(ids))
        )
        self._committed(writer)

    def _committed(self, writer: Any) -> None:
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def _build(self, texts: Iterable[str], folder: Path, tokeniser: str) -> None:
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("body", tokenizer_name=tokeniser, index_option="freq")
        schema.add_unsigned_field("id", indexed=True, fast=True)
        index = tantivy.Index(schema.build(), path=str(folder))
        writer = index.writer(HEAP_BYTES, 1)
        _write(writer, texts, 0)
        writer.commit()
        writer.wait_merging_threads()


def _write(writer: Any, texts: Iterable[str], first: int) -> None:
    for number, text in enumerate(texts, first):
        document = tantivy.Document()
        document.add_text("body", text)
        document.add_unsigned("id", number)
        writer.add_document(document)
