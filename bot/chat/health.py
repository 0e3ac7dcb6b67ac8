"""Whether the bot is really connected, for moderators and for whatever watches the process.

While the gateway is connected and answers in time, the file HEALTH_FILE of the data folder is
touched every BEAT_S seconds; `beats` tells from it whether the process is well.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from pathlib import Path

HEALTH_FILE = "healthy"
BEAT_S = 15.0
STALE_AFTER_S = 60.0
MAX_LATENCY_S = 30.0  # a heartbeat of the gateway that took longer


@dataclass(frozen=True, slots=True)
class Health:
    """`latency_s` is the gateway's last heartbeat, NaN or infinite while there is none."""

    ready: bool
    closing: bool
    latency_s: float

    @property
    def well(self) -> bool:
        measured = math.isfinite(self.latency_s)
        return self.ready and not self.closing and measured and self.latency_s <= MAX_LATENCY_S

    def said(self) -> str:
        if self.closing:
            return "closing"
        if not self.ready:
            return "not connected"
        if not math.isfinite(self.latency_s):
            return "connected"
        return f"connected, {self.latency_s * 1000:.0f} ms"


def beat(data_dir: Path) -> None:
    """Raises OSError."""
    (data_dir / HEALTH_FILE).touch()


def beats(data_dir: Path, now: float | None = None) -> bool:
    """Whether a connected bot has beaten lately; `now` in Unix seconds."""
    try:
        last = (data_dir / HEALTH_FILE).stat().st_mtime
    except OSError:
        return False
    return (time.time() if now is None else now) - last <= STALE_AFTER_S
