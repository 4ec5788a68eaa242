"""Times as QDash reads and writes them. Inside the demo, all times are naive and in UTC."""

from __future__ import annotations

import re
from datetime import datetime, timezone

# Before CPython 3.11, fromisoformat supports neither Z nor fractions of other than three or six digits.
_TIME = re.compile(r"(?P<head>.+?)(?:\.(?P<fraction>\d+))?(?P<zone>Z|[+-]\d\d:?\d\d)?", re.ASCII)


def utc_now() -> datetime:
    """Return the current time."""
    return naive_utc(datetime.now(timezone.utc))


def naive_utc(moment: datetime) -> datetime:
    """Return a time in UTC without an offset; a naive time is in UTC already."""
    return moment.astimezone(timezone.utc).replace(tzinfo=None) if moment.tzinfo else moment


def stamp(moment: datetime) -> str:
    """Format a time as QDash formats times of its database: no offset, milliseconds in six digits."""
    return f"{moment.isoformat(timespec='milliseconds')}000"


def stamp_utc(moment: datetime) -> str:
    """Format a time as QDash does for task runs and query echoes: in UTC, with a Z."""
    return f"{moment.isoformat()}Z"


def parse(text: str) -> datetime:
    """Parse an ISO 8601 time or date, in UTC if it has no offset.

    Raises:
        ValueError: the text is malformed.
    """
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
    """Truncate a time to the precision of QDash's database."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
