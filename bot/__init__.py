"""Refdesk: answers a team's questions with sentences quoted from the team's own articles."""

import os

# The arrays of one question are small: threads of the linear algebra library cost more than they
# give (p99 several times as long) and take cores from the bot. Must be set before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
