"""Times and durations on the command line."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone

import pytest

from qdash.client.cli import moments


@pytest.fixture(params=["Asia/Tokyo", "Europe/Berlin"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Set the local time zone."""
    if not hasattr(time, "tzset"):
        pytest.skip("the time zone of this system cannot be set")
    rules = {"Asia/Tokyo": "JST-9", "Europe/Berlin": "CET-1CEST,M3.5.0,M10.5.0/3"}
    monkeypatch.setenv("TZ", rules[request.param])
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("text", "tokyo", "berlin"),
    [
        ("2026-11-01", "2026-10-31T15:00:00Z", "2026-10-31T23:00:00Z"),
        ("2026-07-01", "2026-06-30T15:00:00Z", "2026-06-30T22:00:00Z"),
        ("2026-11-01T08:30", "2026-10-31T23:30:00Z", "2026-11-01T07:30:00Z"),
        ("2026-11-01 08:30:15.5", "2026-10-31T23:30:15.500000Z", "2026-11-01T07:30:15.500000Z"),
        ("2026-11-01T08:30Z", "2026-11-01T08:30:00Z", "2026-11-01T08:30:00Z"),
        ("2026-11-01t08:30:00.1234567z", "2026-11-01T08:30:00.123456Z", "2026-11-01T08:30:00.123456Z"),
        ("2026-11-01T08:30:00+09:00", "2026-10-31T23:30:00Z", "2026-10-31T23:30:00Z"),
        ("2026-11-01T08:30-0330", "2026-11-01T12:00:00Z", "2026-11-01T12:00:00Z"),
        ("2026-11-01T08:30+09", "2026-10-31T23:30:00Z", "2026-10-31T23:30:00Z"),
    ],
)
def test_a_time_is_local_unless_it_has_an_offset(zone: str, text: str, tokyo: str, berlin: str) -> None:
    expected = tokyo if zone == "Asia/Tokyo" else berlin
    found = moments.since(text)
    assert found.utcoffset() is not None
    assert found.astimezone(timezone.utc).isoformat().replace("+00:00", "Z") == expected


@pytest.mark.parametrize(("day", "hours"), [("2026-11-01", 24), ("2026-03-29", 23), ("2026-10-25", 25)])
def test_a_day_counts_to_its_end(zone: str, day: str, hours: int) -> None:
    length = moments.until(day) - moments.since(day) + timedelta.resolution
    assert length == timedelta(hours=hours if zone == "Europe/Berlin" else 24)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("5m", 300), ("24h", 86_400), ("1.5h", 5_400), ("30d", 2_592_000), ("2w", 1_209_600), ("0s", 0)],
)
def test_so_long_ago(text: str, seconds: float) -> None:
    before = datetime.now(timezone.utc)
    for read in (moments.since, moments.until):
        ago = timedelta(seconds=seconds)
        assert before - ago <= read(text) <= datetime.now(timezone.utc) - ago
    assert moments.span(text) == seconds


def test_a_duration_without_a_unit_is_in_seconds() -> None:
    assert moments.span("90") == 90
    assert moments.span("0.5") == 0.5


@pytest.mark.parametrize("read", [moments.since, moments.until, moments.span])
@pytest.mark.parametrize(
    "text",
    [
        *("", "h", ".", ".h", "-5m", "5 m", "5y", "1e3s", "infs", "nan", "٣h", "tomorrow", "2026-13-01", "2026-02-30"),
        *("2026-11-01T25:00", "2026-11-01T08", "2026-11-01T08:30+99:00", "2026-11-01Z", "24hh", "1.2.3s"),
    ],
)
def test_what_cannot_be_read(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match=r"is not a (time|duration) such as"):
        read(text)


@pytest.mark.parametrize("read", [moments.since, moments.until])
def test_a_number_is_no_time(read: Callable[[str], object]) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="'2026' is not a time such as"):
        read("2026")


@pytest.mark.parametrize("read", [moments.since, moments.until])
def test_a_time_out_of_range(read: Callable[[str], datetime], zone: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="'0001-01-01' is not a time that this computer can convert"):
        read("0001-01-01")


def test_a_very_long_time_ago() -> None:
    assert moments.since("999999999999w") < moments.since("99w")
