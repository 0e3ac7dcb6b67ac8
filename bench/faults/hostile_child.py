"""One folder of a hostile file, read in a process of its own, which may hang or die."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from bot.articles.article import Document
from bot.articles.sandbox import Sandbox
from tests.articles.hostile.looking import outcomes, told


def main() -> None:
    """Print what came of the folder named in the arguments, as JSON: `seconds`, memory in MB and
    the reasons. The worker's memory is known once it has ended."""
    with Sandbox() as sandbox:
        began = time.monotonic()
        found = outcomes(Path(sys.argv[1]), sandbox)
        seconds = time.monotonic() - began
    said = {
        "seconds": seconds,
        "worker_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1_000,
        "reader_mb": _peak_mb(),
        "articles": sum(isinstance(each, Document) for each in found),
        "told": sorted({told(each) for each in found if not isinstance(each, Document)}),
        "first": told(found[0]) if found else "",
    }
    print(json.dumps(said))


def _peak_mb() -> float:
    """Of this process; getrusage would count in the one that started it."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1_000


if __name__ == "__main__":
    main()
