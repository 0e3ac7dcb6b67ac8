"""The batch tokeniser's scanner as machine code. Needs numba (``pip install refdesk[fast]``).

It reads text by eight bytes with the lowest first, so it is for little-endian machines.
"""

from bot.text.compiled.scanner import CompiledScanner, warm_up

__all__ = ["CompiledScanner", "warm_up"]
