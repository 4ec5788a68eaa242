from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from json_values import fixed

from qdash.client.formats.times import age, duration, instant, local_time, seconds

TOKYO = timezone(timedelta(hours=9))
KOLKATA = timezone(timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(
    ("text", "tz", "result"),
    [
        ("2026-11-25T06:04:00+00:00", TOKYO, "2026-11-25 15:04 +09:00"),
        ("2026-11-25T06:04:00Z", TOKYO, "2026-11-25 15:04 +09:00"),
        ("2026-11-25T06:04:59.999999Z", TOKYO, "2026-11-25 15:04 +09:00"),
        ("2026-11-25T06:04:59.9", TOKYO, "2026-11-25 15:04 +09:00"),
        ("2026-11-25 06:04", TOKYO, "2026-11-25 15:04 +09:00"),
        ("2026-11-25T15:04:00+0900", timezone.utc, "2026-11-25 06:04 +00:00"),
        ("2026-11-25T20:00:00-08", KOLKATA, "2026-11-26 09:30 +05:30"),
        ("2026-11-25", TOKYO, "2026-11-25"),
        ("2026-02-30T00:00:00Z", TOKYO, "2026-02-30T00:00:00Z"),
        ("0001-01-01T00:00:00Z", TOKYO, "0001-01-01 09:00 +09:00"),
        ("0001-01-01T00:00:00+09:00", TOKYO, "0001-01-01T00:00:00+09:00"),
        ("soon", TOKYO, "soon"),
        ("", TOKYO, ""),
    ],
)
def test_local_times(text: str, tz: timezone, result: str) -> None:
    assert local_time(text, tz) == result


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the time zone cannot be set")
def test_the_time_zone_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
        time.tzset()
        try:
            assert local_time("2026-07-01T12:00:00Z") == "2026-07-01 14:00 +02:00"
            assert local_time("2026-12-01T12:00:00Z") == "2026-12-01 13:00 +01:00"
        finally:
            patch.undo()
            time.tzset()


@fixed
@given(st.datetimes(timezones=st.just(timezone.utc)))
def test_an_instant_is_read_as_it_was_written(written: datetime) -> None:
    assert instant(written.isoformat()) == written.replace(microsecond=0)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0 s"),
        (0.04, "0.04 s"),
        (0.456, "0.46 s"),
        (1, "1 s"),
        (5.25, "5.2 s"),
        (9.97, "10 s"),
        (12.3, "12 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (220, "3 min 40 s"),
        (3599.4, "59 min 59 s"),
        (3599.6, "1 h"),
        (7500, "2 h 5 min"),
        (86399, "1 d"),
        (100_000, "1 d 4 h"),
        (-220, "-3 min 40 s"),
        ("0:03:40", "3 min 40 s"),
        ("27:46:40", "1 d 4 h"),
        ("PT3M40S", "3 min 40 s"),
        ("PT0.25S", "0.25 s"),
        ("-1 day, 23:59:55", "-5 s"),
        ("P", "P"),
        ("long", "long"),
        (float("inf"), "inf"),
    ],
)
def test_durations(value: Any, text: str) -> None:
    assert duration(value) == text


@fixed
@given(st.timedeltas())
def test_seconds_of_what_python_writes(length: timedelta) -> None:
    assert seconds(str(length)) == pytest.approx(length.total_seconds(), abs=1e-3)


NOW = datetime(2026, 11, 25, 12, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("passed", "text"),
    [
        (0, "0 s"),
        (-0.5, "0 s"),
        (59.9, "59 s"),
        (60, "1 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (47.9 * 3600, "47 h"),
        (48 * 3600, "2 days"),
        (400 * 86400, "400 days"),
        (-300, "in 5 min"),
    ],
)
def test_ages(passed: float, text: str) -> None:
    past = NOW - timedelta(seconds=passed)
    assert age(past, NOW) == text


def test_the_age_of_text() -> None:
    assert age("2026-11-25T11:30:00", NOW) == "30 min"
    assert age("2026-11-25T20:30:00+09:00", NOW) == "30 min"
    assert age("some day", NOW) == "some day"
