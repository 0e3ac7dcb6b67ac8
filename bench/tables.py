"""How a bench prints: a table for people and, on demand, one JSON object as the last line."""

from __future__ import annotations

import json
from collections.abc import Sequence


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    cells = [list(columns), *[[_cell(value) for value in row] for row in rows]]
    widths = [max(len(row[place]) for row in cells) for place in range(len(columns))]
    print(title)
    for row in cells:
        parts = [row[0].ljust(widths[0])]
        parts += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        print("  " + "  ".join(parts).rstrip())
    print()


def finish(result: dict[str, object], as_json: bool) -> None:
    if as_json:
        print(json.dumps(result, ensure_ascii=False))


def _cell(value: object) -> str:
    return f"{value:.4f}" if isinstance(value, float) else str(value)
