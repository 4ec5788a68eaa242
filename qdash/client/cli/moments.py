"""Times and durations on the command line."""

from __future__ import annotations

import argparse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["add_period", "since", "span", "until"]

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}  # seconds
_LONGEST = 100 * 366 * 86_400  # seconds


def add_period(parser: argparse.ArgumentParser) -> None:
    """Add ``--since`` and ``--until``, whose values are aware date-times or None."""
    form = "24h, 30d, 2026-11-01 or 2026-11-01T08:30"
    parser.add_argument("--since", type=since, metavar="TIME", help=f"only from then on: {form}, in local time")
    parser.add_argument("--until", type=until, metavar="TIME", help="only up to then; a day counts to its end")


def since(text: str) -> datetime:
    """Return the start of a period: a time in ISO 8601, or so long ago, such as ``24h``. A day counts from its start.

    A time without an offset is a local one.
    """
    return _moment(text, ends=False)


def until(text: str) -> datetime:
    """Return the end of a period, as `since`. A day counts to its end."""
    return _moment(text, ends=True)


def span(text: str) -> float:
    """Return a duration in seconds: a number of them, or with a unit, such as ``90s``, ``10m``, ``24h`` or ``30d``."""
    seconds = _seconds(text if text[-1:] in _UNITS else f"{text}s")
    if seconds is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a duration such as 90s, 10m, 24h or 30d")
    return seconds


def _seconds(text: str) -> float | None:
    """Read a number with a unit."""
    number, unit = text[:-1], text[-1:]
    if unit not in _UNITS or not number.isascii() or not number.replace(".", "", 1).isdigit():
        return None
    return min(float(number) * _UNITS[unit], _LONGEST)


def _moment(text: str, *, ends: bool) -> datetime:
    from datetime import datetime, timedelta, timezone

    ago = _seconds(text)
    if ago is not None:
        return datetime.now(timezone.utc) - timedelta(seconds=ago)
    found = _iso(text)
    if found is None:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a time such as 24h, 30d, 2026-11-01, 2026-11-01T08:30 or 2026-11-01T08:30:00+09:00"
        )
    try:
        if ends and len(text) == len("2026-11-01"):
            # As local times: a day with a change of the clocks has 23 or 25 hours.
            found += timedelta(days=1) - timedelta.resolution
        return found.astimezone()
    except (OverflowError, ValueError, OSError):
        raise argparse.ArgumentTypeError(f"{text!r} is not a time that this computer can convert") from None


def _iso(text: str) -> datetime | None:
    """Read a time in ISO 8601, without an offset if it has none; None if it is none."""
    import re
    from datetime import datetime

    # `fromisoformat` of Python 3.10 takes less than that of later versions, which take more than this.
    match = re.fullmatch(
        r"(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,6})\d*)?)?(?:([Zz])|([+-]\d\d):?(\d\d)?)?)?",
        text,
        re.ASCII,
    )
    if match is None:
        return None
    day, minute, second, fraction, utc, hours, minutes = match.groups()
    offset = "+00:00" if utc else f"{hours}:{minutes or '00'}" if hours else ""
    try:
        return datetime.fromisoformat(f"{day}T{minute or '00:00'}:{second or '00'}.{fraction or '0':0<6}{offset}")
    except ValueError:
        return None
