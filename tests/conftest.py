"""What holds for every test.

Hypothesis runs without a deadline, for machines are shared, and with the same examples on every CI
run. Log levels do not leak from one test into the next.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

EXAMPLES = 50
"""Of a property, unless a test asks for another number: the whole suite is to take two minutes."""

settings.register_profile(
    "refdesk",
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("refdesk")


@pytest.fixture(autouse=True)
def _log_levels() -> Iterator[None]:
    """The terminal quietens some loggers for its whole process; no test should inherit that."""
    names = ("bot", "bot.articles", "bot.desk")
    levels = {name: logging.getLogger(name).level for name in names}
    yield
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
