"""Ticks of axes at round numbers and round times."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import floor, log10

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

__all__ = ["number_ticks", "time_ticks", "widened"]

# The steps of a time axis, in seconds, in days and in months.
_SECONDS = (1, 5, 10, 30, 60, 300, 600, 1800, 3600, 7200, 10800, 21600, 43200)
_DAYS = (1, 2, 7, 14)
_MONTHS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000)
_DAY = 86400


def widened(low: float, high: float) -> tuple[float, float]:
    """Return a range with some space at both ends, also if it is a single number."""
    size = max(abs(low), abs(high))
    space = (high - low if high - low > size * 1e-9 else size) * 0.05 or 1.0
    return low - space, high + space


def number_ticks(low: float, high: float, most: int) -> tuple[list[float], int]:
    """Return round numbers in a range, and the decimals to write them with.

    Args:
        low: the start of the range.
        high: its end, above the start.
        most: how many there may be, two at least.
    """
    rough = (high - low) / most
    power = floor(log10(rough))
    step = next(step for digit in (1, 2, 5, 10) if (step := digit * 10.0**power) >= rough * (1 - 1e-9))
    first = floor(low / step)
    found = [number * step for number in range(first, first + most + 2) if low <= number * step <= high]
    return found, max(0, -floor(log10(step) + 1e-9))


def time_ticks(start: datetime, end: datetime, most: int, tz: tzinfo | None) -> list[tuple[datetime, str]]:
    """Return round times from `start` to `end` with their labels, such as "15:30", "11-26", "2026-11" or "2026".

    Args:
        start: the start, with a time zone.
        end: the end, with a time zone.
        most: how many there may be.
        tz: the time zone in which they are round; None for that of the computer.
    """
    span = (end - start).total_seconds()
    for seconds in _SECONDS:
        if span / seconds < most + 1 and len(found := list(_by_seconds(start, end, seconds, tz))) <= most:
            return found
    for days in _DAYS:
        if span / _DAY / days < most + 1 and len(found := list(_by_days(start, end, days, tz))) <= most:
            return found
    for months in _MONTHS:
        if span / _DAY / 28 / months < most + 2 and len(found := list(_by_months(start, end, months, tz))) <= most:
            return found
    return []


def _by_seconds(start: datetime, end: datetime, step: int, tz: tzinfo | None) -> Iterator[tuple[datetime, str]]:
    for midnight in _midnights(start, end, tz):
        for seconds in range(0, _DAY, step):
            moment = _local(midnight + timedelta(seconds=seconds), tz)
            if start <= moment <= end:
                if not seconds:
                    yield moment, f"{midnight:%m-%d}"
                else:
                    yield moment, f"{midnight + timedelta(seconds=seconds):{'%H:%M' if step >= 60 else '%H:%M:%S'}}"


def _by_days(start: datetime, end: datetime, step: int, tz: tzinfo | None) -> Iterator[tuple[datetime, str]]:
    for midnight in _midnights(start, end, tz):
        moment = _local(midnight, tz)
        if midnight.toordinal() % step == 1 % step and start <= moment <= end:  # day 1 was a Monday
            yield moment, f"{midnight:%m-%d}"


def _by_months(start: datetime, end: datetime, step: int, tz: tzinfo | None) -> Iterator[tuple[datetime, str]]:
    first, last = start.astimezone(tz), end.astimezone(tz)
    for number in range((first.year * 12 + first.month - 1) // step * step, last.year * 12 + last.month, step):
        year, month = divmod(number, 12)
        if year:
            moment = _local(datetime(year, month + 1, 1), tz)
            if start <= moment <= end:
                yield moment, f"{year:04}" if step % 12 == 0 else f"{year:04}-{month + 1:02}"


def _midnights(start: datetime, end: datetime, tz: tzinfo | None) -> Iterator[datetime]:
    """Yield the days of a range in a time zone, as their midnights without it."""
    day = start.astimezone(tz).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    last = end.astimezone(tz).replace(tzinfo=None)
    while day <= last:
        yield day
        day += timedelta(days=1)


def _local(moment: datetime, tz: tzinfo | None) -> datetime:
    """Give a local time its time zone."""
    return moment.astimezone() if tz is None else moment.replace(tzinfo=tz)
