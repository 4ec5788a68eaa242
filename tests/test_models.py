"""Answers become data, or an exception that says where they are not what was declared."""

from __future__ import annotations

import contextlib
import copy
import dataclasses
import json
import math
import re
import sys
import typing
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from functools import partial
from random import Random
from typing import Any

import declared
import pytest
from declared import OPERATIONS
from fault_server import FaultServer, http_response

from qdash.client import QDashClient, QDashValidationError, codec
from qdash.client.codec.decoding import Decoding
from qdash.client.codec.scalars import Durations
from qdash.client.models import ChipResponse, ListChipsResponse, MuxTask, NoteModel, TokenResponse

CHIP: dict[str, Any] = {
    "chip_id": "64Qv3",
    "size": 64,
    "topology_id": None,
    "qubit_count": 64,
    "coupling_count": 112,
    "installed_at": "2026-07-01T01:02:03",
    "activity_status": "active",
    "current_cooldown_id": None,
    "note": {"content": "", "updated_by": "", "updated_at": None},
}
CHIPS: dict[str, Any] = {"chips": [copy.deepcopy(CHIP) for _ in range(5)], "total": 5}
NO_MEMBER = object()


def changed(document: Any, place: tuple[str | int, ...], value: Any) -> Any:
    """Return a copy with another value at one place."""
    document = json.loads(json.dumps(document))
    if not place:
        return value
    parent = document
    for key in place[:-1]:
        parent = parent[key]
    if value is NO_MEMBER:
        del parent[place[-1]]
    else:
        parent[place[-1]] = value
    return document


METRICS: dict[str, Any] = {
    "chip_id": "c",
    "username": "u",
    "qubit_count": 1,
    "qubit_metrics": {"t1": {"0": {"value": 1.5, "task_id": "t", "execution_id": "e", "stddev": 0}}},
    "coupling_metrics": {},
}


# --- where a response is wrong (the fault matrix says what the error says) --------------------------------------------


@pytest.mark.parametrize("place", [("chips", 3, "installed_at"), ("chips", 0), ("total",), ()], ids=str)
def test_error_has_the_whole_response(server: FaultServer, client: QDashClient, place: tuple[str | int, ...]) -> None:
    document = changed(CHIPS, place, ["wrong"])
    server.play(http_response(document))
    with pytest.raises(QDashValidationError) as caught:
        client.list_chips()
    error = caught.value
    assert error.payload == document
    assert (error.status_code, error.method, error.url) == (200, "GET", f"{server.url}/chips")
    assert error.request_id == server.requests[0]["X-Request-ID"]
    assert len(str(error)) < 250


# --- what may vary ---------------------------------------------------------------------------------------------------


def chip_with(server: FaultServer, client: QDashClient, **members: Any) -> ChipResponse:
    server.play(http_response(CHIP | members))
    return client.get_chip("c")


def test_absent_members_have_their_defaults(server: FaultServer, client: QDashClient) -> None:
    server.play(http_response({"chip_id": "c"}))
    first, second = client.get_chip("c"), client.get_chip("c")
    assert first == ChipResponse(chip_id="c")
    assert first.note == NoteModel()
    assert first.note is not second.note


def test_unknown_members_are_ignored(server: FaultServer, client: QDashClient) -> None:
    plain, planted = chip_with(server, client), chip_with(server, client, color="red", decode={"note": 1})
    assert planted == plain
    assert not hasattr(planted, "color")


UTC = timezone.utc
MOMENTS = {
    "2026-07-01T01:02:03": datetime(2026, 7, 1, 1, 2, 3, tzinfo=UTC),
    "2026-07-01T01:02:03Z": datetime(2026, 7, 1, 1, 2, 3, tzinfo=UTC),
    "2026-07-01T01:02:03z": datetime(2026, 7, 1, 1, 2, 3, tzinfo=UTC),
    "2026-07-01 01:02:03Z": datetime(2026, 7, 1, 1, 2, 3, tzinfo=UTC),
    "2026-07-01T01:02:03+00:00": datetime(2026, 7, 1, 1, 2, 3, tzinfo=UTC),
    "2026-07-01T01:02:03-00:00": datetime(2026, 7, 1, 1, 2, 3, tzinfo=UTC),
    "2026-07-01T10:02:03+09:00": datetime(2026, 7, 1, 1, 2, 3, tzinfo=UTC),
    "2026-07-01T10:02:03+0900": datetime(2026, 7, 1, 1, 2, 3, tzinfo=UTC),
    "2026-07-01T10:02:03.5+09:00": datetime(2026, 7, 1, 1, 2, 3, 500_000, tzinfo=UTC),
    "2026-06-30T21:32:03-03:30": datetime(2026, 7, 1, 1, 2, 3, tzinfo=UTC),
    "2026-07-01T01:02": datetime(2026, 7, 1, 1, 2, tzinfo=UTC),
    "2026-07-01": datetime(2026, 7, 1, tzinfo=UTC),
    **{
        f"2026-07-01T01:02:03.{'123456789'[:digits]}{zone}": datetime(
            2026, 7, 1, 1, 2, 3, int(f"{'123456789'[:digits]:0<6}"[:6]), tzinfo=UTC
        )
        for digits in range(1, 10)
        for zone in ("", "Z", "+00:00")
    },
}


@pytest.mark.parametrize("text", MOMENTS)
def test_date_time_is_aware_and_without_offset_utc(server: FaultServer, client: QDashClient, text: str) -> None:
    moment = chip_with(server, client, installed_at=text).installed_at
    assert moment is not None
    assert moment.utcoffset() is not None
    assert moment == MOMENTS[text]


NOT_DATE_TIMES = [
    "now",
    "",
    "Z",
    "2026-07-01T",
    "2026-07-01T01",
    "2026-07-01T01:02:03+9",
    "2026-07-01T01:02:03 UTC",
    "1782867723",
    "٢٠٢٦-07-01T01:02:03Z",
    "2026-07-01T01:02:03.12345٦Z",
    # Some Pythons read these as moments in UTC, hours off, or at all.
    "2026-07-01T01:02:03.123456 JST",
    "2026-07-01T01:02:03.123456\u221209:00",
    "2026-07-01T01:02:03.1234567hello",
    "2026-07-01T01:02:03.123456x",
    "2026-07-01T01:02:03.123456ZZ",
    "2026-07-01T01:02:03ZZ",
    "2026-07-01T01:02:03xZ",
    "2026-07-01T01:02:03x",
    "2026-07-01x01:02:03Z",
    "2026-07-01x01:02:03.123456",
    "2026-07-01-01:02:03.123456",
    "2026-07-01T01:02:03.123456T01:02:03.123456",
    "2026-07-01+09:00",
    "2026-07-01Z",
    "20260701",
    "2026-W27",
    "2026-W27-3",
    "2026-W27-3T01:02:03.123456",
    "2026182",
    "20260701T010203",
    "20260701T010203.123456 JST",
    "2026-07-01T010203.123456xy",
    "2026-07-01T24:00:00",
    "2026-07-01T23:59:60",
    "2026-07-01T01:02:03+09:00:30",
    "2026-07-01T01:02:03+24:00",
    "2026-07-01T01:02:03+09:99",
    "2026-02-30T01:02:03",
    "2026-7-1T01:02:03",
    "+026-07-01T01:02:03Z",
    "2026-07-01T01:02:03\n",
    "2026-07-01T01:02:03.\ud800",
]


@pytest.mark.parametrize("text", NOT_DATE_TIMES, ids=ascii)
def test_other_notation_is_no_date_time(server: FaultServer, client: QDashClient, text: str) -> None:
    with pytest.raises(QDashValidationError, match="installed_at: expected a date-time"):
        chip_with(server, client, installed_at=text)


# What the decoder must take, alone and in a list, and nothing else, written down again: see `expected_moment`.
SHAPE = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
    r"([Tt ](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(:(?P<second>[0-9]{2})([.,](?P<fraction>[0-9]+))?)?"
    r"( ?([Zz]|(?P<sign>[+-])(?P<hours>[0-9]{2})(:?(?P<minutes>[0-9]{2}))?))?)?"
)
PIECES = (
    *(
        "2026-07-01",
        "T",
        "01:02:03",
        ".123456",
        ".123",
        ".1234567",
        "Z",
        "+09:00",
        "-0330",
        "+00",
        " ",
        "JST",
        "z",
        "t",
    ),
    *(
        "x",
        ":",
        ".",
        ",",
        "-",
        "+",
        "0",
        "9",
        "20260701",
        "010203",
        "2026-W27-3",
        "24:00:00",
        "01:02",
        "\u2212",
        "\u0661",
    ),
)


def expected_moment(text: str) -> Any:
    found = SHAPE.fullmatch(text)
    if not found:
        return NOTHING
    part = {name: int(value or 0) for name, value in found.groupdict().items() if name not in ("sign", "fraction")}
    if part["hours"] > 23 or part["minutes"] > 59:
        return NOTHING
    offset = timedelta(hours=part["hours"], minutes=part["minutes"]) * (-1 if found["sign"] == "-" else 1)
    try:
        return datetime(
            *(part[name] for name in ("year", "month", "day", "hour", "minute", "second")),
            int(f"{found['fraction'] or '':0<6}"[:6]),
            timezone(offset),
        )
    except ValueError:
        return NOTHING


def generated_texts(count: int) -> Iterator[str]:
    """Yield texts that are nearly date-times: put together of pieces, or one that is right with some changes."""
    draw = Random(20261125)
    right = ["2026-07-01T01:02:03.123456", "2026-07-01T01:02:03.123456Z", "2026-07-01T01:02:03Z", "2026-07-01T01:02:03"]
    right += ["2026-07-01T01:02:03+09:00", "2026-07-01T01:02:03.123456-03:30", "2026-07-01T01:02:03.1234567Z"]
    for _ in range(count):
        if draw.random() < 0.3:
            yield "".join(draw.choices(PIECES, k=draw.randint(1, 6)))
            continue
        text = draw.choice(right)
        for _ in range(draw.randint(0, 3)):
            place, kind = draw.randrange(len(text) + 1), draw.random()
            piece = draw.choice("0123456789.:-+TZ ") if draw.random() < 0.7 else draw.choice(PIECES)
            text = text[:place] + (piece if kind < 0.7 else "") + text[place + (kind > 0.3) :]
        yield text


def test_date_times_are_the_same_with_every_python() -> None:
    for text in generated_texts(2_500):
        chip = {"chip_id": "c", "installed_at": text}
        alone, listed = decoded(chip, ChipResponse), decoded([chip], list[ChipResponse])
        found = [alone, listed if listed is NOTHING else listed[0]]
        moments = [one if one is NOTHING else one.installed_at for one in found]
        expected = expected_moment(text)
        assert moments == [expected, expected], ascii(text)
        assert expected is NOTHING or {moment.utcoffset() for moment in moments} == {expected.utcoffset()}, text


DURATIONS = {
    None: None,
    "1:02:03": timedelta(hours=1, minutes=2, seconds=3),
    "01:02:03": timedelta(hours=1, minutes=2, seconds=3),
    "30:00:00": timedelta(hours=30),
    "0:00:01.5": timedelta(seconds=1.5),
    "PT1.5S": timedelta(seconds=1.5),
    "PT5S": timedelta(seconds=5),
    "PT1H2M3S": timedelta(hours=1, minutes=2, seconds=3),
    "P1DT2H": timedelta(days=1, hours=2),
    "-1 day, 23:59:55": timedelta(seconds=-5),  # as Python writes it
    "-2 days, 0:00:00.5": timedelta(days=-2, seconds=0.5),
    "1 day, 0:00:05": timedelta(days=1, seconds=5),
    "-0:00:05": timedelta(seconds=-5),
    "-PT5S": timedelta(seconds=-5),  # as the server writes it
    "-P1DT2H": timedelta(days=-1, hours=-2),
}


def mux_task_with(server: FaultServer, client: QDashClient, **members: Any) -> MuxTask:
    server.play(http_response({"mux_id": 0, "detail": {"0": {"CheckT1": {"name": "CheckT1", **members}}}}))
    return client.get_chip_mux("c", 0).detail["0"]["CheckT1"]


@pytest.mark.parametrize("text", DURATIONS)
def test_duration(server: FaultServer, client: QDashClient, text: str | None) -> None:
    assert mux_task_with(server, client, elapsed_time=text).elapsed_time == DURATIONS[text]


@pytest.mark.parametrize(
    "text",
    [
        *("", "5", 5, 1.5, "1:2:3", "PT", "P", "1:02", "PT1X", "1:02:03Z"),
        *(
            "--1:02:03",
            "--1 day, 1:02:03",
            "-P-1D",
            "P-1D",
            "PT-5S",
            "1:60:00",
            "1:00:60",
            "-1 day, -1:02:03",
            "-1 day",
        ),
    ],
)
def test_what_is_no_duration(server: FaultServer, client: QDashClient, text: Any) -> None:
    with pytest.raises(QDashValidationError, match=r"elapsed_time: expected a duration or null, got"):
        mux_task_with(server, client, elapsed_time=text)


def test_huge_duration_is_refused(server: FaultServer, client: QDashClient) -> None:
    with pytest.raises(QDashValidationError, match="elapsed_time: expected a duration"):
        mux_task_with(server, client, elapsed_time="99999999999999:00:00")


@pytest.mark.parametrize("sent", [3, 3.0, -1, 0])
def test_whole_number_is_a_float_where_one_is_declared(server: FaultServer, client: QDashClient, sent: float) -> None:
    server.play(http_response(changed(METRICS, ("qubit_metrics", "t1", "0", "value"), sent)))
    value = client.get_chip_metrics("c").qubit_metrics["t1"]["0"].value
    assert type(value) is float
    assert value == sent


def test_value_keeps_the_kind_of_its_number(server: FaultServer, client: QDashClient) -> None:
    points = [{"value": 3}, {"value": 3.0}, {"value": None}]
    server.play(http_response({"data": {"0": points}}))
    series = client.get_task_results_timeseries(chip_id="c", parameter="t1", start_at="2026-07-01", end_at="2026-07-02")
    assert [repr(point.value) for point in series.data["0"]] == ["3", "3.0", "None"]


NAIVE = "2026-07-01T01:02:03"
COMPLETED: list[tuple[Any, Any]] = [
    (NAIVE, f"{NAIVE}+00:00"),
    (f"{NAIVE}.456000", f"{NAIVE}.456000+00:00"),
    (f"{NAIVE}.4", f"{NAIVE}.4+00:00"),
    ("2026-07-01 01:02:03", "2026-07-01 01:02:03+00:00"),
    *[
        (same, same)
        for same in (
            f"{NAIVE}Z",
            f"{NAIVE}.456000Z",
            f"{NAIVE}+09:00",
            "2026-07-01",
            "2026-07-01T01:02",
            "2026-13-01T01:02:03",
            "2026-07-01T25:02:03.456000",
            "somewhere-else.....T....",
            f"{NAIVE} JST",
            f"{NAIVE}.456000 JST",
            "",
            None,
            5,
            1.5,
            True,
            [NAIVE],
            {"x": NAIVE},
            ["."] * 26,
        )
    ],
]


@pytest.mark.parametrize(("sent", "got"), COMPLETED, ids=repr)
def test_date_times_in_what_qdash_wrote_are_completed(
    server: FaultServer, client: QDashClient, sent: Any, got: Any
) -> None:
    data = {"t1": {"calibrated_at": sent, "note": sent}, "read_at": sent, "x": [1, 2.5, "a", True, {}]}
    server.play(http_response({"qid": "0", "chip_id": "c", "data": data}))
    found = client.get_chip_qubit("c", "0").data
    assert found == data | {"t1": {"calibrated_at": got, "note": sent}, "read_at": got}


def test_what_users_gave_stays_as_it_is(server: FaultServer, client: QDashClient) -> None:
    given = {"start_at": NAIVE, "window": {"ended_at": NAIVE}}
    names = ("input_parameters", "run_parameters", "note", "output_parameters")
    task = declared.sample_document(declared.models.TaskResult) | dict.fromkeys(names, given)
    server.play(http_response({"name": "f", "data": {"t": task}}))
    found = client.get_qubit_task_history(qid="0", chip_id="c", task="CheckT1").data["t"]
    assert found.input_parameters == found.run_parameters == found.note == given
    assert found.output_parameters == {"start_at": f"{NAIVE}+00:00", "window": {"ended_at": f"{NAIVE}+00:00"}}
    flow = declared.sample_document(declared.models.GetFlowResponse) | {"default_parameters": given}
    server.play(http_response(flow))
    assert client.get_flow("f").default_parameters == given


# --- and back --------------------------------------------------------------------------------------------------------


def test_to_dict_is_json_in_one_notation(server: FaultServer, client: QDashClient) -> None:
    chip = chip_with(server, client, installed_at="2026-07-01T10:02:03.25+09:00")
    assert chip.to_dict()["installed_at"] == "2026-07-01T01:02:03.250000Z"
    task = mux_task_with(server, client, elapsed_time="PT30H1.5S", figure_path=["a"], note={"a": [None]})
    document = task.to_dict()
    assert document["elapsed_time"] == "30:00:01.500000"
    assert document["figure_path"] == ["a"]
    assert codec.decode(json.dumps(document).encode(), MuxTask) == task


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime.max.replace(tzinfo=timezone(-timedelta(hours=9))), "9999-12-31T23:59:59.999999-09:00"),
        (datetime.min.replace(tzinfo=timezone(timedelta(hours=9))), "0001-01-01T00:00:00+09:00"),
        (datetime.min.replace(tzinfo=UTC), "0001-01-01T00:00:00Z"),
        (datetime.max.replace(tzinfo=UTC), "9999-12-31T23:59:59.999999Z"),
    ],
    ids=str,
)
def test_first_and_last_moment_survive(server: FaultServer, client: QDashClient, moment: datetime, text: str) -> None:
    chip = chip_with(server, client, installed_at=text)
    assert chip.installed_at == moment
    assert chip.to_dict()["installed_at"] == text
    assert ChipResponse(chip_id="c", installed_at=moment).to_dict()["installed_at"] == text


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(seconds=-5), "-0:00:05"),
        (timedelta(microseconds=-1), "-0:00:00.000001"),
        (timedelta.max, "23999999999:59:59.999999"),
        (timedelta.min, "-23999999976:00:00"),
        (timedelta(days=999_999, microseconds=123_457), "23999976:00:00.123457"),
    ],
    ids=str,
)
def test_duration_is_written_in_one_notation(length: timedelta, text: str) -> None:
    assert MuxTask(elapsed_time=length).to_dict()["elapsed_time"] == text
    if abs(length) < timedelta(days=10**6):
        assert codec.decode(f'"{text}"'.encode(), timedelta) == length


LOOP: dict[str, Any] = {}
LOOP["loop"] = LOOP


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"installed_at": datetime(2026, 7, 1)}, r"installed_at: a date-time without a time zone"),
        ({"size": math.nan}, "size: nan is not a JSON number"),
        ({"size": object()}, "size: object cannot be written as JSON"),
        ({"note": LOOP}, "nested too deeply, or holds itself"),
    ],
    ids=["naive", "nan", "object", "loop"],
)
def test_to_dict_says_what_it_cannot_write(members: dict[str, Any], says: str) -> None:
    with pytest.raises(QDashValidationError, match=rf"^ChipResponse\.to_dict\(\): {says}"):
        ChipResponse(chip_id="c", **members).to_dict()


def test_to_dict_shares_nothing(server: FaultServer, client: QDashClient) -> None:
    chip = chip_with(server, client)
    chip.to_dict()["note"]["content"] = "changed"
    assert chip.note.content == ""


def test_access_token_does_not_show() -> None:
    token = TokenResponse(access_token="hush", user_id="u", username="n")
    assert "hush" not in f"{token} {token!r}"
    assert token.to_dict()["access_token"] == "hush"


def test_models_are_slotted_documented_and_compare_by_value(subtests: pytest.Subtests) -> None:
    for model in declared.MODELS:
        with subtests.test(model.__name__):
            document = declared.sample_document(model)
            first, second = (codec.decode(json.dumps(document).encode(), model) for _ in range(2))
            assert first == second
            assert first is not second
            assert not hasattr(first, "__dict__")
            assert model.__doc__
            assert not model.__doc__.startswith(f"{model.__name__}(")
            assert model(**{field.name: getattr(first, field.name) for field in dataclasses.fields(model)}) == first
            with pytest.raises(TypeError, match="positional"):
                model("x", "y")  # type: ignore[call-arg]


# --- any document that does not fit is refused -----------------------------------------------------------------------

ANSWERED = {
    getattr(hint, "__name__", str(hint)) if declared.is_model(hint) else str(hint): hint
    for endpoint in OPERATIONS.values()
    if (hint := declared.decoded_shape(endpoint)) is not None
}
REPLACEMENTS: list[Any] = [
    NO_MEMBER, None, True, -7, 1.5, "text", "2026-07-01", "1:02:03", [], {}, [None], {"a": 1}, {"a": {}},
]  # fmt: skip


def places(document: Any, hint: Any, seen: set[Any], at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the places in a document of a shape; those inside a model only the first time that it is met."""
    yield at
    kind = next(member for member in declared.members(hint) if member is not type(None))
    if declared.is_model(kind):
        shapes = {} if kind in seen else declared.hints(kind)
        seen.add(kind)
    elif isinstance(document, dict):
        shapes = dict.fromkeys(document, typing.get_args(kind)[1] if typing.get_args(kind) else Any)
    elif isinstance(document, list):
        shapes = dict.fromkeys(range(len(document)), typing.get_args(kind)[0] if typing.get_args(kind) else Any)
    else:
        shapes = {}
    for key, shape in shapes.items():
        yield from places(document[key], shape, seen, (*at, key))


def test_decoding_fails_if_and_only_if_the_document_does_not_fit(subtests: pytest.Subtests) -> None:
    seen: set[Any] = set()
    for what, hint in ANSWERED.items():
        valid = declared.sample_document(hint)
        with subtests.test(what):
            assert declared.fits(valid, hint)
            for place in places(valid, hint, seen):
                for value in REPLACEMENTS:
                    if value is NO_MEMBER and (not place or isinstance(place[-1], int)):
                        continue
                    document = changed(valid, place, value)
                    fits = declared.fits(document, hint)
                    found = decoded(document, hint)
                    assert (found is not NOTHING) == fits, (place, value)
                    if fits and hasattr(found, "to_dict"):
                        assert decoded(found.to_dict(), hint) == found


NOTHING = object()


def decoded(document: Any, hint: Any) -> Any:
    """Return what is made of a document, which is `NOTHING` if it does not fit."""
    try:
        return codec.decode(json.dumps(document).encode(), hint)
    except codec.Mismatch:
        return NOTHING


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({("chips", 1, "size"): "x", ("chips", 1, "note"): 5}, "chips[1].size: expected an integer, got 'x'"),
        ({("chips", 1, "activity_status"): 5, ("chips", 1, "note"): 5}, "chips[1].activity_status: expected a text"),
        ({("chips", 1, "note", "content"): 5, ("chips", 2): 5}, "chips[1].note.content: expected a text, got 5"),
        ({("chips", 1, "chip_id"): NO_MEMBER, ("chips", 1, "note"): 5}, "chips[1].chip_id: expected a text, got no"),
        ({("chips", 1, "note"): 5, ("total",): NO_MEMBER}, "chips[1].note: expected an object (NoteModel), got 5"),
        (
            {("chips", 1): None, ("chips", 0, "size"): NO_MEMBER},
            "chips[1]: expected an object (ChipResponse), got null",
        ),
    ],
    ids=["two members", "before", "in the first", "missing after", "before a missing one", "after an incomplete one"],
)
def test_first_of_several_mismatches_is_told(changes: dict[tuple[str | int, ...], Any], says: str) -> None:
    document = CHIPS
    for place, value in changes.items():
        document = changed(document, place, value)
    with pytest.raises(codec.Mismatch) as caught:
        codec.decode(json.dumps(document).encode(), ListChipsResponse)
    assert str(caught.value).startswith(says)


def test_decoding_is_total_up_to_the_deepest_nesting() -> None:
    """However deep a response is nested, it is data or a `QDashValidationError`."""
    deepest = _greatest(lambda depth: not _too_deep(b"[" * depth + b"]" * depth))
    for depth in [*range(deepest - 4, deepest + 4), 1, 10, 100]:
        for shape in (ListChipsResponse, dict[str, Any], list[Any]):
            for body in (b"[" * depth + b"]" * depth, b'{"a":' * depth + b"1" + b"}" * depth):
                with contextlib.suppress(codec.Mismatch):
                    codec.decode(body, shape)


def _too_deep(body: bytes) -> bool:
    try:
        json.loads(body)
    except RecursionError:
        return True
    return False


def _greatest(holds: Callable[[int], bool]) -> int:
    low, high = 1, 100_000
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def test_member_that_is_missing_now_and_then(server: FaultServer, client: QDashClient) -> None:
    """A response may lack what the next one has, in any order, and none of them leaves a trace."""
    without = {name: value for name, value in CHIP.items() if name not in ("size", "note", "topology_id")}
    bare = {"chip_id": "64Qv3"}
    server.script = lambda request: http_response(
        {"chips": [CHIP, without, bare, CHIP, bare | {"size": 5}], "total": 5}
    )
    for _ in range(3):
        first, second, third, fourth, fifth = client.list_chips().chips
        assert first == fourth == codec.decode(json.dumps(CHIP).encode(), ChipResponse)
        assert (second.size, second.note, second.topology_id) == (64, NoteModel(), None)
        assert (second.note is third.note, third.installed_at) == (False, None)
        assert (fifth.size, fifth.activity_status) == (5, "active")
    server.script = lambda request: http_response({"chips": [CHIP, {"size": 5}], "total": 2})
    with pytest.raises(QDashValidationError, match=r"chips\[1\]\.chip_id: expected a text, got nothing"):
        client.list_chips()


def test_threads_may_decode_the_first_objects_together() -> None:
    """Decoders are compiled at work; nobody may notice."""
    chips: list[dict[str, Any]] = [{"chip_id": "a"} | dict([member]) for member in CHIP.items()]
    lists = [json.dumps({"chips": [chip], "total": 1}).encode() for chip in chips]
    alone = [json.dumps(chip).encode() for chip in chips]

    def decode_all(decoding: Decoding, number: int) -> list[str]:
        if number % 2:
            return [decoding.decode(body, ChipResponse).chip_id for body in alone]
        return [decoding.decode(body, ListChipsResponse).chips[0].chip_id for body in lists]

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(20):
            decode = partial(decode_all, Decoding())
            with ThreadPoolExecutor(8) as executor:
                responses = set(map(tuple, executor.map(decode, range(16))))
            assert responses == {("64Qv3", *["a"] * (len(CHIP) - 1))}
    finally:
        sys.setswitchinterval(interval)


class EmptiedMeanwhile(Durations):
    """A cache that another thread empties whenever it can."""

    def __len__(self) -> int:
        self.clear()
        return super().__len__()

    def __setitem__(self, key: str, value: timedelta) -> None:
        self.clear()


def test_durations_may_be_forgotten_at_any_time() -> None:
    durations = EmptiedMeanwhile({"0:00:21": timedelta(seconds=21)})
    for text in ("0:00:21", "0:00:22", "0:00:21"):
        assert durations[text] == timedelta(seconds=int(text[-2:]))


def test_long_durations_are_not_remembered() -> None:
    durations = Durations()
    for text in ("0:00:21", f"0:00:21.{'0' * 100_000}"):
        assert durations[text] == timedelta(seconds=21)
    assert list(durations) == ["0:00:21"]


@pytest.mark.parametrize(
    ("text", "completed"),
    [
        ("2026-07-01T01:02:03.456000", "2026-07-01T01:02:03.456000+00:00"),
        ("2026-07-01T01:02:03", "2026-07-01T01:02:03+00:00"),
        ("2026-07-01T01:02:03.45600Z", "2026-07-01T01:02:03.45600Z"),
        ("2026-07-01T01-02:03.456000", "2026-07-01T01-02:03.456000"),
        ("2026-07-01T24:00:00.000000", "2026-07-01T24:00:00.000000"),
        ("", ""),
        ("soon", "soon"),
    ],
)
def test_only_whole_naive_date_times_are_completed(
    server: FaultServer, client: QDashClient, text: str, completed: str
) -> None:
    server.play(http_response({"qid": "0", "chip_id": "c", "data": {"t1": {"calibrated_at": text}}}))
    assert client.get_chip_qubit("c", "0").data["t1"]["calibrated_at"] == completed
