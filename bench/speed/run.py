"""One run of the speed bench: the corpus, every part that was asked for, the report."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.speed import ENGINE_PARTS, PARTS, PRODUCT, parts, product, report
from bench.speed.corpus import Stage, stage
from bench.speed.engines import OURS, PEERS, installed
from bench.speed.process import child
from bench.tables import finish


def run(
    paragraphs: int,
    data: Path | None,
    peers: Sequence[str] | None,
    only: Sequence[str] | None,
    as_json: bool,
) -> dict[str, object]:
    """Measure `paragraphs` made ones, or at most as many of those in `data`.

    `peers` are names out of PEERS, None all that are installed; `only` names out of PARTS, None
    all. Raises ValueError where there are too few paragraphs, ChildError when ours fails.
    """
    wanted = PARTS if only is None else tuple(part for part in PARTS if part in only)
    with tempfile.TemporaryDirectory(prefix="speed-") as folder:
        work = Path(folder)
        (work / "corpus").mkdir()
        parts.progress("write the corpus")
        corpus = stage(work / "corpus", paragraphs, data)
        result: dict[str, Any] = {"corpus": corpus}
        lines = Stage(work / "corpus")
        if any(part in ENGINE_PARTS for part in wanted):
            result |= _engines(lines, work, (OURS, *_present(peers)), wanted)
        if PRODUCT in wanted:
            parts.progress("the whole product")
            result[PRODUCT] = child(PRODUCT, lines.folder, work / PRODUCT)
            product.tables(result[PRODUCT])
    finish(result, as_json)
    return result


def _engines(
    lines: Stage, work: Path, names: tuple[str, ...], wanted: Sequence[str]
) -> dict[str, object]:
    measured = parts.Run(lines, work, names, {name: {} for name in names}, {})
    if set(wanted) & set(ENGINE_PARTS) - {"build"}:
        parts.index(measured)
    for part in wanted:
        if part in parts.MEASURES:
            parts.MEASURES[part](measured)
    report.tables(measured.figures)
    report.ratio_table(measured.ratios)
    report.verdict(measured.figures, measured.ratios)
    return {**measured.figures, "ratios": measured.ratios}


def _present(peers: Sequence[str] | None) -> list[str]:
    found = []
    for peer in PEERS if peers is None else peers:
        if installed(peer):
            found.append(peer)
        else:
            print(f"{peer} is not installed and is left out; pip install -e .[peers] brings it")
    return found
