"""The declared type of a parameter decides what is taken and what is sent, in path, query and body alike."""

from __future__ import annotations

import enum
import json
import warnings
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from fractions import Fraction
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Any
from uuid import UUID

import declared
import pytest
from declared import OPERATIONS
from fault_server import FaultServer, http_response
from test_calls import Float64, Int64

from qdash.client import QDashClient, QDashNotFoundError, QDashValidationError, extra
from qdash.client.models import ReanalyzeQubitSpectroscopyParams

if TYPE_CHECKING:
    from conftest import MakeClient

Call = Callable[[QDashClient], Any]
UTC = timezone.utc
TOKYO = timezone(timedelta(hours=9))
NUMBER = UUID("0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0")
HUGE = 10**5000  # more digits than Python writes


class Level(enum.IntEnum):
    THREE = 3


class Word(str, enum.Enum):
    BEST = "best"


class bool_:
    """What NumPy's truth values are to the client: of no class that it knows."""

    def __init__(self, value: bool) -> None:
        self.value = value

    def __bool__(self) -> bool:
        return self.value


class NaT(datetime):
    """What pandas has for a time that is missing: a date-time that is not equal to itself."""

    def __eq__(self, other: object) -> bool:
        return False

    def __ne__(self, other: object) -> bool:
        return True

    __hash__ = datetime.__hash__

    def __str__(self) -> str:
        return "NaT"


NAT = NaT(1, 1, 1)
NAN = float("nan")


def gate(value: Any) -> Call:
    return lambda c: c.evaluate_agent_candidate_gate("s", parameter_name="t1", value=value)


def overrides(value: Any) -> Call:
    return lambda c: c.submit_agent_action(
        "s", idempotency_key="k", expected_state_version=1, action_type="run_task", parameter_overrides=value
    )


# --- what is taken ---------------------------------------------------------------------------------------------------

TAKEN: list[tuple[Call, str, Any]] = [
    # Text takes text, integers, UUIDs and paths.
    (lambda c: c.get_chip_qubit("c", 3), "/chips/c/qubits/3", None),
    (lambda c: c.get_chip_qubit("c", Level.THREE), "/chips/c/qubits/3", None),
    (lambda c: c.get_chip_qubit("c", Int64(3)), "/chips/c/qubits/3", None),
    (lambda c: c.get_project(NUMBER), f"/projects/{NUMBER}", None),
    (lambda c: c.get_file_content(Path("a") / "b"), "/files/content?path=a%2Fb", None),
    (lambda c: c.get_file_content(PureWindowsPath("a") / "b"), "/files/content?path=a%2Fb", None),
    (lambda c: c.list_task_results(qid=3), "/task-results?qid=3", None),
    (lambda c: c.list_task_results(execution_id=NUMBER), f"/task-results?execution_id={NUMBER}", None),
    (lambda c: c.create_chip(64), "/chips", {"chip_id": "64"}),
    (lambda c: c.create_chip(NUMBER), "/chips", {"chip_id": str(NUMBER)}),
    (lambda c: c.list_chip_qubits("c", qids=[0, Int64(1), "2"]), "/chips/c/qubits?qids=0&qids=1&qids=2", None),
    (lambda c: c.list_chip_qubits("c", qids="3"), "/chips/c/qubits?qids=3", None),
    (lambda c: c.list_chip_qubits("c", qids={"3"}), "/chips/c/qubits?qids=3", None),
    (lambda c: c.list_chip_qubits("c", qids=[]), "/chips/c/qubits", None),
    (lambda c: c.create_project(name="p", tags=(1, Word.BEST)), "/projects", {"name": "p", "tags": ["1", "best"]}),
    (lambda c: c.update_issue_knowledge("k", fields={"title": 3}), "/issue-knowledge/k", {"title": "3"}),
    (lambda c: c.update_issue_knowledge("k", fields={"title": None}), "/issue-knowledge/k", {"title": None}),
    # A choice is any text.
    (lambda c: c.get_chip_metrics("c", selection_mode="newer"), "/metrics/chips/c/metrics?selection_mode=newer", None),
    (lambda c: c.get_chip_metrics("c", selection_mode=Word.BEST), "/metrics/chips/c/metrics?selection_mode=best", None),
    # Integers take integral numbers, and in a URL digits.
    (lambda c: c.list_chip_qubits("c", limit=50.0), "/chips/c/qubits?limit=50", None),
    (lambda c: c.list_chip_qubits("c", limit=Float64(50)), "/chips/c/qubits?limit=50", None),
    (lambda c: c.list_chip_qubits("c", limit="50"), "/chips/c/qubits?limit=50", None),
    (lambda c: c.list_chip_qubits("c", limit=Fraction(50)), "/chips/c/qubits?limit=50", None),
    (lambda c: c.get_chip_mux("c", "3"), "/chips/c/muxes/3", None),
    (lambda c: c.get_chip_mux("c", 3.0), "/chips/c/muxes/3", None),
    (lambda c: c.create_chip("c", size=64.0), "/chips", {"chip_id": "c", "size": 64}),
    # Booleans take NumPy's, 0 and 1, and in a URL their text.
    *[
        (lambda c, value=value: c.delete_chip("c", force=value), f"/chips/c?force={text}", None)
        for text, values in {
            "true": (True, 1, Int64(1), bool_(True), "true"),
            "false": (False, 0, Int64(0), bool_(False), "false"),
        }.items()
        for value in values
    ],
    (
        lambda c: c.set_task_result_excluded("t", excluded=bool_(True)),
        "/task-results/t/exclude",
        {"excluded": True},
    ),
    (
        lambda c: c.set_task_result_excluded("t", excluded=0),
        "/task-results/t/exclude",
        {"excluded": False},
    ),
    # Numbers take finite numbers.
    (gate(1), "/agent-sessions/s/candidate-gate", {"parameter_name": "t1", "value": 1}),
    (gate(Float64(1.5)), "/agent-sessions/s/candidate-gate", {"parameter_name": "t1", "value": 1.5}),
    # Free-form members take what JSON has, and NumPy's booleans.
    (lambda c: c.execute_flow("f", parameters={"x": bool_(True)}), "/flows/f/execute", {"parameters": {"x": True}}),
    # Times.
    *[
        (lambda c, value=value: c.get_chip_note("c", start_at=value), f"/chips/c/note?start_at={sent}", None)
        for value, sent in [
            ("2026-07-01T12:00:00Z", "2026-07-01T12%3A00%3A00Z"),
            ("2026-07-01T12:00:00.5Z", "2026-07-01T12%3A00%3A00.5Z"),
            ("2026-07-01T12:00:00.123456+00:00", "2026-07-01T12%3A00%3A00.123456%2B00%3A00"),
            ("2026-07-01T12:00:00+09:00", "2026-07-01T12%3A00%3A00%2B09%3A00"),
            # What not everything reads is written anew.
            ("2026-07-01 12:00:00+0900", "2026-07-01T03%3A00%3A00Z"),
            ("2026-07-01t12:00z", "2026-07-01T12%3A00%3A00Z"),
            ("2026-07-01T12:00:00,123456789Z", "2026-07-01T12%3A00%3A00.123456Z"),
            # A mere date is its first moment in UTC.
            ("2026-07-01", "2026-07-01T00%3A00%3A00Z"),
            (date(2026, 7, 1), "2026-07-01T00%3A00%3A00Z"),
            (datetime(2026, 7, 1, 12, tzinfo=UTC), "2026-07-01T12%3A00%3A00Z"),
            (datetime(2026, 7, 1, 12, tzinfo=TOKYO), "2026-07-01T03%3A00%3A00Z"),
            (datetime.min.replace(tzinfo=UTC), "0001-01-01T00%3A00%3A00Z"),
        ]
    ],
    # As in the guide of the official client.
    (
        lambda c: c.get_task_results_timeseries(
            chip_id="c",
            parameter="t1",
            start_at=datetime(2026, 6, 1, 1, 2, 3, 456789, tzinfo=UTC).isoformat().replace("+00:00", "Z"),
            end_at="2026-06-08T00:00:00Z",
        ),
        "/task-results/timeseries?chip_id=c&parameter=t1&start_at=2026-06-01T01%3A02%3A03.456789Z"
        "&end_at=2026-06-08T00%3A00%3A00Z",
        None,
    ),
    # The time of a schedule has a time zone of its own.
    *[
        (
            lambda c, value=value: c.schedule_flow("f", scheduled_time=value),
            "/flows/f/schedule",
            {"scheduled_time": sent},
        )
        for value, sent in [
            ("2026-12-01T09:00:00", "2026-12-01T09:00:00"),
            ("2026-12-01T09:00", "2026-12-01T09:00"),
            ("2026-12-01", "2026-12-01"),
            (date(2026, 12, 1), "2026-12-01"),
            ("2026-12-01T09:00:00+09:00", "2026-12-01T09:00:00+09:00"),
            (datetime(2026, 12, 1, 9, tzinfo=TOKYO), "2026-12-01T00:00:00Z"),
        ]
    ],
    # What a device says of its calibration goes back as it came.
    *[
        (
            lambda c, value=value: c.get_device_topology_plot(
                name="n", device_id="d", qubits=[], couplings=[], calibrated_at=value
            ),
            "/device-topology/plot",
            {"name": "n", "device_id": "d", "qubits": [], "couplings": [], "calibrated_at": sent},
        )
        for value, sent in [("", ""), ("last week", "last week"), (date(2026, 7, 1), "2026-07-01T00:00:00Z")]
    ],
    # Days.
    *[
        (
            lambda c, value=value: c.get_historical_qubit_task_results(chip_id="c", task="t", date=value),
            "/task-results/qubits/history?chip_id=c&task=t&date=20260701",
            None,
        )
        for value in ("20260701", "2026-07-01", date(2026, 7, 1))
    ],
    (
        lambda c: c.request_bulk_ai_review(chip_id="c", task="t", date=date(2026, 7, 1)),
        "/task-results/ai-review/bulk",
        {"chip_id": "c", "task": "t", "date": "20260701"},
    ),
    # A span may be a moment long.
    (
        lambda c: c.get_chip_note("c", start_at="2026-07-01T09:00:00+09:00", end_at=date(2026, 7, 1)),
        "/chips/c/note?start_at=2026-07-01T09%3A00%3A00%2B09%3A00&end_at=2026-07-01T00%3A00%3A00Z",
        None,
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("call", "target", "body"), TAKEN, ids=[f"{row} {target}" for row, (_, target, _) in enumerate(TAKEN)]
)
def test_value_is_sent_as_its_declared_type(
    server: FaultServer, make_client: MakeClient, call: Call, target: str, body: Any
) -> None:
    server.play(http_response({}, 404))  # what comes back does not matter here
    with pytest.raises(QDashNotFoundError):
        call(make_client())
    (request,) = server.requests
    assert request.target == target
    assert (json.loads(request.body) if request.body else None) == body


# --- what is refused -------------------------------------------------------------------------------------------------

REFUSED: list[tuple[Call, str]] = [
    *[
        (call, f"{name}: must be a text, not {said}")
        for value, said in [
            (["3", "4"], "list"),
            (("3",), "tuple"),
            ({"a": 1}, "dict"),
            (3.0, "float"),
            (True, "bool"),
            (bool_(True), "bool_"),
            (b"3", "bytes"),
            (NAN, "nan"),
            (NAT, "NaT"),
            (Decimal(3), "Decimal"),
            (date(2026, 7, 1), "date"),
        ]
        for name, call in [
            ("qid", lambda c, value=value: c.get_chip_qubit("c", value)),
            ("qid", lambda c, value=value: c.list_task_results(qid=value)),
            (
                "qid",
                lambda c, value=value: c.get_task_results_timeseries(
                    chip_id="c", parameter="t1", qid=value, start_at="2026-07-01", end_at="2026-07-02"
                ),
            ),
            ("chip_id", lambda c, value=value: c.create_chip(value)),
            ("selection_mode", lambda c, value=value: c.get_chip_metrics("c", selection_mode=value)),
            ("activity_status", lambda c, value=value: c.update_chip("c", activity_status=value)),
            ("qids", lambda c, value=value: c.list_chip_qubits("c", qids=[value])),
            ("tags", lambda c, value=value: c.create_project(name="p", tags=[value])),
        ]
    ],
    (lambda c: c.create_project(name="p", tags="ab"), "tags: must be a list of texts, not str"),
    *[
        (call, f"{name}: must be an integer, not {said}")
        for value, said in [
            (3.5, "3.5"),
            (NAN, "nan"),
            (float("inf"), "inf"),
            (True, "True"),
            (bool_(True), "bool_"),
            ("3.0", "str"),
            ("\u0663", "str"),
            ("", "str"),
            ([3], "list"),
            (Fraction(1, 2), "Fraction"),
            (NAT, "NaT"),
            ("9" * 5000, "str"),
        ]
        for name, call in [
            ("limit", lambda c, value=value: c.list_chip_qubits("c", limit=value)),
            ("mux_id", lambda c, value=value: c.get_chip_mux("c", value)),
            ("size", lambda c, value=value: c.create_chip("c", size=value)),
        ]
    ],
    (lambda c: c.create_chip("c", size="64"), "size: must be an integer, not str"),
    *[
        (call, f"{name}: must be true or false, not ")
        for value in (2, -1, 1.0, "yes", "True", "", [True], NAN, NAT, HUGE)
        for name, call in [
            ("force", lambda c, value=value: c.delete_chip("c", force=value)),
            ("excluded", lambda c, value=value: c.set_task_result_excluded("t", excluded=value)),
        ]
    ],
    (lambda c: c.set_task_result_excluded("t", excluded="true"), "excluded: must be true or false, not str"),
    *[
        (call, f"{name}: ")
        for value in (NAN, float("inf"), 10**400, HUGE, Fraction(10**400), True, "1.5", [1.5], Decimal("1.5"), NAT)
        for name, call in [("value", gate(value)), ("parameter_overrides.x", overrides({"x": value}))]
    ],
    (overrides([1]), "parameter_overrides: must be a mapping, not list"),
    # Integers that Python does not write.
    (lambda c: c.get_chip_qubit("c", HUGE), "qid: is an integer with more digits"),
    (lambda c: c.get_chip_mux("c", HUGE), "mux_id: is an integer with more digits"),
    (lambda c: c.list_task_results(qid=HUGE), "qid: is an integer with more digits"),
    (lambda c: c.list_chip_qubits("c", limit=HUGE), "limit: is an integer with more digits"),
    (lambda c: c.create_chip("c", size=HUGE), "size: is an integer with more digits"),
    (lambda c: c.create_chip(HUGE), "chip_id: is an integer with more digits"),
    (lambda c: c.list_flow_schedules("f", limit=HUGE), "limit: is an integer with more digits"),
    (
        lambda c: c.execute_flow("f", parameters={"a": [1, {"b": HUGE}]}),
        r"parameters.a\[1\].b: is an integer with more digits",
    ),
    (lambda c: c.execute_flow("f", parameters={"a": NAN}), "parameters.a: nan is not a JSON number"),
    (lambda c: c.execute_flow("f", parameters={"a": NAT}), "parameters.a: NaT is not a date-time"),
    (lambda c: c.execute_flow("f", parameters={HUGE: 1}), "parameters: the key int is not a text"),
    (lambda c: c.update_issue_knowledge("k", fields={HUGE: 1}), "fields.int: there is no such member"),
    # Times.
    *[
        (call, f"{name}: {said}")
        for value, said in [
            ("yesterday", "'yesterday' is not a date-time in ISO 8601"),
            ("", "'' is not a date-time"),
            ("1782868923", "'1782868923' is not a date-time"),
            ("20260701", "'20260701' is not a date-time"),
            ("2026-13-01", "'2026-13-01' is not a date-time"),
            ("2026-07-01T12:00:00.123456 JST", "'2026-07-01T12:00:00.123456 JST' is not a date-time"),
            (1782868923, "must be a date-time, not 1782868923"),
            (NAT, "NaT is not a date-time"),
            (NAN, "must be a date-time, not nan"),
            (time(12), "must be a date-time, not time"),
            (["2026-07-01"], "must be a date-time, not list"),
            (datetime(2026, 7, 1), ".*time zone"),
            (datetime.max.replace(tzinfo=timezone(-timedelta(hours=9))), "lies before year 1 or after year 9999"),
            (datetime.min.replace(tzinfo=TOKYO), "lies before year 1 or after year 9999"),
            ("0001-01-01T00:00:00+09:00", "lies before year 1 or after year 9999"),
        ]
        for name, call in [
            ("start_at", lambda c, value=value: c.get_chip_note("c", start_at=value)),
            ("end_at", lambda c, value=value: c.upsert_chip_note("c", content="x", end_at=value)),
            ("start_from", lambda c, value=value: c.list_task_results(start_from=value)),
            ("started_at", lambda c, value=value: c.update_cooldown("k", started_at=value)),
            ("scheduled_time", lambda c, value=value: c.schedule_flow("f", scheduled_time=value)),
        ]
    ],
    *[
        (call, f"{name}: '2026-07-01T12:00:00' has no time zone .*append Z for UTC, or an offset")
        for name, call in [
            ("start_at", lambda c: c.get_chip_note("c", start_at="2026-07-01T12:00:00")),
            ("started_at", lambda c: c.update_cooldown("k", started_at="2026-07-01T12:00:00")),
        ]
    ],
    (
        lambda c: c.get_chip_note("c", start_at="2026-07-02", end_at="2026-07-01"),
        "start_at: 2026-07-02.* is after end_at, which is 2026-07-01",
    ),
    (
        lambda c: c.get_chip_note("c", start_at="2026-07-01T00:00:00.000001Z", end_at="2026-07-01T00:00:00Z"),
        "start_at: .* is after end_at",
    ),
    (
        lambda c: c.list_task_results(start_from=datetime(2026, 7, 2, tzinfo=UTC), start_to="2026-07-01"),
        "start_from: .* is after start_to",
    ),
    (
        lambda c: c.update_cooldown("k", started_at="2026-07-02", ended_at="2026-07-01"),
        "started_at: .* is after ended_at",
    ),
    # Days.
    *[
        (
            lambda c, value=value: c.get_historical_qubit_task_results(chip_id="c", task="t", date=value),
            f"date: {said}",
        )
        for value, said in [
            ("2026-0701", "'2026-0701' is not a day, such as 20260701"),
            ("20261301", "'20261301' is not a day"),
            ("", "'' is not a day"),
            ("today", "'today' is not a day"),
            (20261301, "'20261301' is not a day"),
            (datetime(2026, 7, 1, tzinfo=UTC), "a date-time is not a day"),
            (["20260701"], "must be a day"),
        ]
    ],
]  # fmt: skip


def test_value_of_another_type_is_refused_by_name(
    server: FaultServer, client: QDashClient, subtests: pytest.Subtests
) -> None:
    for row, (call, says) in enumerate(REFUSED):
        with subtests.test(row=row, says=says):
            with pytest.raises(QDashValidationError, match=rf"^\w+\(\): {says}") as caught:
                call(client)
            assert server.connections == 0
            assert len(str(caught.value)) < 400


@pytest.mark.parametrize("value", [12345.5, ["open-sesame"], b"open-sesame"], ids=str)
def test_password_of_another_type_is_not_shown(client: QDashClient, value: Any) -> None:
    with pytest.raises(QDashValidationError, match="new_password: must be a text") as caught:
        client.change_password(current_password="x", new_password=value)
    assert "12345.5" not in str(caught.value)
    assert "sesame" not in str(caught.value)


# --- all operations, with odd arguments ------------------------------------------------------------------------------


class Odd(tzinfo):
    def utcoffset(self, when: datetime | None) -> None:
        return None


LOOP: list[Any] = []
LOOP.append(LOOP)
MAPPING: dict[str, Any] = {}
MAPPING["x"] = MAPPING
DEEP: Any = []
for _ in range(5000):
    DEEP = [DEEP]
ODD: list[Any] = [
    *(None, True, 0, -1, 7, 2**63, HUGE, -HUGE, 1.5, NAN, float("inf"), -0.0, 1j, Decimal("NaN"), Fraction(10**400)),
    *("", "x", "\ud800", "\0", "a/b", "..", "9" * 5000, "1e999", "x" * 100_000, Word.BEST, Level.THREE),
    *(b"x", bytearray(b"x"), memoryview(b"x"), [], [None], ["x"], [HUGE], [b"x"], ["\ud800"], (1,), {"x"}, range(3)),
    *({}, {"x": 1}, {1: 2}, {HUGE: 1}, {"x": HUGE}, {"\ud800": 1}, {"x": NAN}, {"x": {"x": {}}}, [{}], [{"x": LOOP}]),
    *(LOOP, MAPPING, DEEP, object(), object, print, Ellipsis, NotImplemented, iter("ab"), (x for x in "ab")),
    *(NAT, datetime.max, datetime.max.replace(tzinfo=TOKYO), datetime.min.replace(tzinfo=TOKYO)),
    *(datetime(2026, 7, 1, tzinfo=Odd()), "0001-01-01T00:00:00+09:00", "9999-12-31T23:59:59-09:00", "2026-07-01"),
    *(date.max, date.min, time(1), timedelta.max, timedelta.min, timedelta(0), bool_(True), Int64(3), Float64("nan")),
    *(NUMBER, Path("a/b"), Path("\udcff"), ReanalyzeQubitSpectroscopyParams(top_power=NAN), Exception("x")),
]
# The sources of uploads and the targets of downloads have tests of their own.
ELSEWHERE = ("file", "to", "progress")


class Sent(Exception):
    """The request was made, which is as far as these calls go."""


@pytest.fixture
def stopped(make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> QDashClient:
    """Make a client that raises `Sent` instead of sending."""

    def send(transport: object, request: object) -> Any:
        raise Sent

    monkeypatch.setattr("qdash.client.transport.transport.Sender.send", send)
    return make_client(base_url="http://localhost")


def test_no_argument_ends_in_another_exception(stopped: QDashClient, subtests: pytest.Subtests) -> None:
    for name, operation in OPERATIONS.items():
        sample = declared.sample_call(operation)
        with subtests.test(name), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            for parameter in sample.arguments.keys() - {*ELSEWHERE}:
                for value in ODD:
                    with pytest.raises((Sent, QDashValidationError)) as caught:
                        getattr(stopped, name)(**sample.arguments | {parameter: value})
                    assert len(str(caught.value)) < 1000


@pytest.mark.parametrize("value", ["5", 5.0, Fraction(5)], ids=repr)
def test_iterator_takes_what_the_list_takes(server: FaultServer, client: QDashClient, value: Any) -> None:
    page = declared.sample_document(declared.models.ListQubitsResponse)
    server.play(http_response(page | {"qubits": page["qubits"] * 5, "total": 10}))
    found = [next(client.iter_chip_qubits("c", offset=value)), next(client.iter_chip_qubits("c", limit=value))]
    assert len(found) == 2
    assert [request.query.count("=5") for request in server.requests] == [1, 1]


@pytest.mark.parametrize("value", ["five", "9" * 5000, HUGE, NAN, [5]], ids=["word", "digits", "huge", "NaN", "list"])
@pytest.mark.parametrize("parameter", ["limit", "offset"])
def test_iterator_refuses_what_the_list_refuses(client: QDashClient, parameter: str, value: Any) -> None:
    with pytest.raises(QDashValidationError, match=rf"^list_chip_qubits\(\): {parameter}: "):
        list(client.iter_chip_qubits("c", **{parameter: value}))


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda client: client.create_agent_session(chip_id="c", policy=5), "policy: must be a mapping, not int"),
        (lambda client: client.execute_flow("f", parameters=[1]), "parameters: must be a mapping, not list"),
        (lambda client: client.execute_flow("f", parameters="x"), "parameters: must be a mapping, not str"),
        (
            lambda client: client.import_seed_parameters(chip_id="c", source="manual", manual_data={"0": [1]}),
            "manual_data['0']: must be a mapping, not list",
        ),
        (
            lambda client: client.create_copilot_chat_session(session_id="s", messages={"role": "user"}),
            "messages: must be a list, not dict",
        ),
        (
            lambda client: client.create_copilot_chat_session(session_id="s", messages=[{}, "x"]),
            "messages[1]: must be a mapping, not str",
        ),
    ],
)
def test_structures_are_those_that_are_declared(server: FaultServer, client: QDashClient, call: Any, says: str) -> None:
    with pytest.raises(QDashValidationError) as caught:
        call(client)
    assert says in str(caught.value)
    assert server.connections == 0


def test_unknown_members_may_be_null(server: FaultServer, client: QDashClient) -> None:
    server.play(http_response({"chip_id": "c"}))
    client.create_chip("c", **extra(vendor=None))
    assert json.loads(server.requests[0].body) == {"chip_id": "c", "vendor": None}
    with pytest.raises(QDashValidationError, match="cannot be sent in a query"):
        client.list_chips(**extra(vendor=None))
