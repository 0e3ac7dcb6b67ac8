"""What a hostile file is: a name for it, and how it gets into a folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Hostile:
    """`put` writes it, and whatever belongs to it, into an empty folder. `expects` is a pattern for
    what must come of it: a reason, or "article". `quick` ones take well below a second."""

    name: str
    put: Callable[[Path], None]
    expects: str = ""
    quick: bool = True


def file(
    name: str, path: str, make: Callable[[], bytes], expects: str = "", *, quick: bool = True
) -> Hostile:
    """One whose bytes are made in memory."""

    def put(folder: Path) -> None:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(make())

    return Hostile(name, put, expects, quick)


PROSE = (
    "The harbour office counted forty barges on Monday. Nobody had expected so many before the "
    "lock at Odelheim opened again. "
)
"""Something to find beside whatever is wrong."""
