"""Today's date as it is spoken, where the clock can be trusted."""

from __future__ import annotations

import datetime

from assistant.clock import is_plausible


def spoken_date(now: datetime.date | None = None) -> str:
    """Return a day as "the 3rd of May", today's by default; "" from a clock that is not set."""
    now = now or datetime.date.today()
    return f"the {_ordinal(now.day)} of {now:%B}" if is_plausible(now) else ""


def _ordinal(day: int) -> str:
    teen = 10 < day % 100 < 14
    return f"{day}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"
