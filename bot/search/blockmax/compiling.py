"""How the kernel's functions are compiled."""

from __future__ import annotations

from functools import partial
from typing import Any

from numba import njit

inner: Any = partial(njit, nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)
"""For functions that only compiled code calls; without a way in from Python they compile sooner.

They go into what calls them, in whose cache they are. Arrays are handed on by value, a View being
some ninety numbers, so that what is called often takes the few arrays that it needs.
"""
