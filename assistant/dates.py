"""Today's date as it is spoken, where the clock can be trusted."""

from __future__ import annotations

import time

PLAUSIBLE_YEAR = 2025
"""A clock before this has not been set since the machine lost power."""


def spoken_date(now: time.struct_time | None = None) -> str:
    """Return a day as "the 3rd of May", today's by default; "" from a clock that was never set."""
    now = now or time.localtime()
    if now.tm_year < PLAUSIBLE_YEAR:
        return ""
    return f"the {_ordinal(now.tm_mday)} of {time.strftime('%B', now)}"


def _ordinal(day: int) -> str:
    teen = 10 < day % 100 < 14
    return f"{day}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"
