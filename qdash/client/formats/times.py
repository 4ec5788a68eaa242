"""Times and durations for people."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime, tzinfo

__all__ = ["age", "duration", "instant", "local_time", "seconds"]

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


def instant(text: str) -> datetime | None:
    """Read a time in ISO 8601 to the second; without an offset it is UTC. Return None if the text is none."""
    import re
    from datetime import datetime

    match = re.fullmatch(
        r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(?::(\d\d)(?:[.,]\d+)?)?(?: ?(?:[Zz]|([+-]\d\d):?(\d\d)?))?", text, re.ASCII
    )
    if match is None:
        return None
    day, minute, second, hours, minutes = match.groups()
    offset = f"{hours}:{minutes or '00'}" if hours else "+00:00"
    try:
        return datetime.fromisoformat(f"{day}T{minute}:{second or '00'}{offset}")
    except ValueError:
        return None


def local_time(text: str, tz: tzinfo | None = None) -> str:
    """Return a time in ISO 8601 as "2026-11-25 15:04 +09:00"; any other text as it is.

    Args:
        text: the time.
        tz: the time zone to show it in; None is that of the system.
    """
    if (time := instant(text)) is None:
        return text
    try:
        shown = time.astimezone(tz).isoformat(" ", "minutes")
    except (OverflowError, OSError, ValueError):  # it is out of the range of the time zone
        return text
    return f"{shown[:16]} {shown[16:22]}"


def seconds(value: float | str) -> float | None:
    """Return a duration in seconds.

    Args:
        value: seconds, or text: ``H:MM:SS``, or ISO 8601 such as ``PT1H2.5S``.

    Returns:
        The seconds, or None if the text is no duration.
    """
    if not isinstance(value, str):
        return float(value)
    import re

    clock = re.fullmatch(r"(?:(-?\d+) days?, |(-))?(\d+):([0-5]\d):([0-5]\d(?:\.\d+)?)", value, re.ASCII)
    match = clock or re.fullmatch(
        r"(-)?P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?", value, re.ASCII
    )
    if match is None or value in ("P", "-P"):
        return None
    # Python writes minus five seconds as "-1 day, 23:59:55": there the sign is that of the days alone.
    sign, days = (match[2], match[1]) if clock else (match[1], match[2])
    parts = (days, match[3], match[4], match[5])
    total = sum(float(part or 0) * size for part, size in zip(parts, (_DAY, _HOUR, _MINUTE, 1), strict=True))
    return -total if sign else total


def duration(value: float | str) -> str:
    """Return a duration as "0.4 s", "3 min 40 s", "2 h 5 min" or "3 d 4 h"; text that is no duration as it is.

    Args:
        value: seconds, or text: ``H:MM:SS``, or ISO 8601 such as ``PT1H2.5S``.
    """
    if (total := seconds(value)) is None or total - total:
        return str(value)
    sign, total = "-" if total < 0 else "", abs(total)
    if total < 1:
        return f"{sign}{total:.2g} s"
    if total < 59.5:
        return f"{sign}{total:.1f} s" if total < 9.95 and total % 1 else f"{sign}{total:.0f} s"
    minutes, rest = divmod(round(total), _MINUTE)
    if minutes < 60:
        return f"{sign}{minutes} min{f' {rest} s' if rest else ''}"
    hours, rest = divmod(round(total / _MINUTE), 60)
    if hours < 24:
        return f"{sign}{hours} h{f' {rest} min' if rest else ''}"
    days, rest = divmod(round(total / _HOUR), 24)
    return f"{sign}{days} d{f' {rest} h' if rest else ''}"


def age(time: datetime | str, now: datetime) -> str:
    """Return how long ago a time was, in one unit: "12 s", "5 min", "3 h" or "2 days"; "in 5 min" if it is to come.

    Args:
        time: the time, also as ISO 8601. Text that is no time is returned as it is.
        now: the present time, with an offset.
    """
    past = instant(time) if isinstance(time, str) else time
    if past is None:
        return str(time)
    passed = (now - past).total_seconds()
    total = int(abs(passed))
    if total < _MINUTE:
        text = f"{total} s"
    elif total < _HOUR:
        text = f"{total // _MINUTE} min"
    elif total < 2 * _DAY:
        text = f"{total // _HOUR} h"
    else:
        text = f"{total // _DAY} days"
    return f"in {text}" if passed <= -1 else text
