"""What a part has looked at, and what did not hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

MAX_TOLD = 20
"""Violations of one part that are printed in full."""


class Held(StrEnum):
    """What must hold under every fault; the words are those of the report."""

    ROW = "acknowledged rows are there"
    QUOTE = "quotes are in their files"
    ONE = "answers are of one snapshot"
    LOGGED = "answers are logged or counted as lost"
    SOUND = "files are sound"
    SERVED = "questions are answered"
    IN_TIME = "in time"
    NOTICED = "damage is noticed"
    TOLD = "trouble is told"
    RECOVERED = "well again afterwards"
    ORDERLY = "order and limits keep"
    WELL_FORMED = "cards keep to Discord's limits"
    QUIET = "nothing pings or renders"
    HIDDEN = "nobody sees what is hidden"
    STEADY = "nothing grows"


@dataclass(slots=True)
class Tally:
    """`checked` counts by Held; `figures` are measured numbers by name; `left_out` tells what this
    machine does not allow."""

    part: str
    runs: int = 0
    kills: int = 0
    checked: Counter[Held] = field(default_factory=Counter)
    broken: list[tuple[Held, str]] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    took_s: float = 0.0

    def check(self, held: Held, holds: object, told: str = "") -> bool:
        """Count one look; what does not hold is kept with what is `told` of it."""
        self.checked[held] += 1
        if not holds:
            self.broken.append((held, told))
        return bool(holds)

    def figure(self, name: str, value: float) -> None:
        self.figures[name] = value

    def most(self, name: str, value: float) -> None:
        """Keep the greatest value of a name."""
        self.figures[name] = max(value, self.figures.get(name, value))

    def violations(self, *kinds: Held) -> int:
        """Of these kinds, or of all."""
        return sum(held in kinds or not kinds for held, _ in self.broken)

    def lines(self) -> list[str]:
        """For people: what was looked at, what did not hold, what was measured."""
        looked = ", ".join(f"{count:,} × {held}" for held, count in self.checked.items())
        found = [
            f"{self.part}: {self.runs:,} runs, {self.kills:,} kills, {self.took_s:.0f} s",
            f"  checked: {looked or 'nothing'}",
            f"  violations: {len(self.broken)}",
        ]
        found += [f"    {held}: {told}" for held, told in self.broken[:MAX_TOLD]]
        if len(self.broken) > MAX_TOLD:
            found.append(f"    and {len(self.broken) - MAX_TOLD} more")
        found += [f"  {name}: {value:,.4g}" for name, value in self.figures.items()]
        found += [f"  left out: {each}" for each in self.left_out]
        return found
