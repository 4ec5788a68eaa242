"""Times as QDash reads and writes them. Inside the demo every time is naive and means UTC."""

from __future__ import annotations

import re
from datetime import datetime, timezone

# Before CPython 3.11 fromisoformat knows neither Z nor fractions of other than three or six digits.
_TIME = re.compile(r"(?P<head>.+?)(?:\.(?P<fraction>\d+))?(?P<zone>Z|[+-]\d\d:?\d\d)?", re.ASCII)


def utc_now() -> datetime:
    """Return the current time."""
    return naive_utc(datetime.now(timezone.utc))


def naive_utc(moment: datetime) -> datetime:
    """Drop the offset of a time, after a change to UTC; without one the time is in UTC already."""
    return moment.astimezone(timezone.utc).replace(tzinfo=None) if moment.tzinfo else moment


def stamp(moment: datetime) -> str:
    """Write a time as QDash does when it comes from its database: no offset, milliseconds in six digits."""
    return f"{moment.isoformat(timespec='milliseconds')}000"


def stamp_utc(moment: datetime) -> str:
    """Write a time as QDash does for runs of tasks and for the echo of a query: in UTC, with a Z."""
    return f"{moment.isoformat()}Z"


def parse(text: str) -> datetime:
    """Read an ISO 8601 time or date; without an offset it is in UTC. Raises ValueError for anything else."""
    match = _TIME.fullmatch(text)
    if not match:
        raise ValueError(f"Invalid isoformat string: {text!r}")
    head, fraction, zone = match["head"], match["fraction"], match["zone"] or ""
    if fraction:
        head = f"{head}.{fraction[:6]:0<6}"
    if zone and ":" not in zone:
        zone = "+00:00" if zone == "Z" else f"{zone[:3]}:{zone[3:]}"
    return naive_utc(datetime.fromisoformat(head + zone))


def whole_milliseconds(moment: datetime) -> datetime:
    """Drop what QDash's database does not keep of a time."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
