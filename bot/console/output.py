"""Standard output that takes no more: its reader has left, or its disk is full."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class OutputError(Exception):
    """`left` says that whoever read the output has left, which is no fault."""

    def __init__(self, reason: OSError) -> None:
        super().__init__(f"The output could not be written. ({reason})")
        self.left = isinstance(reason, BrokenPipeError)


@contextmanager
def writing() -> Iterator[None]:
    """Tells a fault of the output from every other: within, an OSError becomes an OutputError."""
    try:
        yield
    except OSError as error:
        raise OutputError(error) from error


def give_up_output() -> None:
    """What is still to be written goes nowhere, as flushing it at exit would fail once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
