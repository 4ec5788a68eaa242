"""Programs written for qdash-client 1.9.20 run as they are: its calls, with all their parameters, and its names."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import api_document
import declared
import pytest
from declared import OPERATIONS
from fault_server import RESET, FaultServer, Received, http_response
from test_calls import right_response

from qdash.client import (
    QDashApiError,
    QDashAuthError,
    QDashClient,
    QDashConfigError,
    QDashNotFoundError,
    QDashTransportError,
)
from qdash.client.call.declare import UNSET
from qdash.client.call.operation import Operation

if TYPE_CHECKING:
    from conftest import MakeClient

TABLE = Path(__file__).resolve().parents[2] / "shared" / "qdash-api" / "PEER_API.md"
TEXT = TABLE.read_text("utf-8") if TABLE.exists() else ""
ABSENT = [pytest.param(None, marks=pytest.mark.skip(f"the description of 1.9.20 is not at {TABLE}"))]


@dataclass
class Official:
    """One row of the table of methods."""

    name: str
    parameters: list[inspect.Parameter]
    method: str
    path: str
    """With {} for the parameters in it."""
    operation: str


def _section(number: int) -> str:
    match = re.search(rf"^## {number}\. .*?(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    return match[0] if match else ""


def _rows() -> list[Official]:
    rows = []
    for line in _section(2).splitlines():
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)]
        if len(cells) != 5 or "`(" not in cells[2]:
            continue
        name = re.findall(r"`(\w+)`", cells[1])[0]
        scope: dict[str, Any] = {}
        exec(f"from __future__ import annotations\ndef call{cells[2].strip('`')}: ...", scope)
        parameters = list(inspect.signature(scope["call"]).parameters.values())[1:]
        http = re.fullmatch(r"(\w+) (\S+) -> (\w+)", cells[3])
        rows.append(Official(name, parameters, *(http.groups() if http else ("", "", ""))))
    return rows


ROWS = _rows()
calls = pytest.mark.parametrize(
    "row", [row for row in ROWS if row.operation] or ABSENT, ids=lambda row: row and row.name
)


def exported(module: str) -> list[str]:
    """Return the names that a module exported."""
    found: list[str] = []
    block = re.search(rf"^`{re.escape(module)}.__all__` \((\d+)[^)]*\)([^\n]*\n(?:\n?- [^\n]*\n)*)", _section(1), re.M)
    if block:
        found = re.findall(r"`(\w+)`", block[2])
        assert len(set(found)) == int(block[1])
    return found


def test_the_table_was_read() -> None:
    if not TEXT:
        pytest.skip(f"the description of 1.9.20 is not at {TABLE}")
    assert len(ROWS) > 90
    assert sum(bool(row.operation) for row in ROWS) > 80


@pytest.mark.parametrize("module", ["qdash.client", "qdash.client.rest"])
def test_every_exported_name_is_here(module: str) -> None:
    if not TEXT:
        pytest.skip(f"the description of 1.9.20 is not at {TABLE}")
    names = exported(module)
    assert names
    assert [name for name in names if not hasattr(importlib.import_module(module), name)] == []


def test_every_parameter_is_here(subtests: pytest.Subtests) -> None:
    if not ROWS:
        pytest.skip(f"the description of 1.9.20 is not at {TABLE}")
    for row in ROWS:
        with subtests.test(row.name):
            ours = inspect.signature(getattr(QDashClient, row.name)).parameters
            positional = [name for name, parameter in ours.items() if parameter.kind is not parameter.KEYWORD_ONLY]
            for place, parameter in enumerate(row.parameters):
                assert parameter.name in ours
                mine = ours[parameter.name]
                if parameter.kind is parameter.POSITIONAL_OR_KEYWORD:
                    taken = positional[1:] if positional[:1] == ["self"] else positional
                    assert taken[place] == parameter.name
                assert mine.kind in (mine.POSITIONAL_OR_KEYWORD, mine.KEYWORD_ONLY)
                if parameter.default is not parameter.empty:
                    same = mine.default == parameter.default
                    assert same or (mine.default in (None, UNSET) and parameter.default is None), (parameter, mine)
            required = {name for name, parameter in ours.items() if parameter.default is parameter.empty} - {"self"}
            assert required <= {parameter.name for parameter in row.parameters if parameter.default is parameter.empty}


@calls
def test_official_call_reaches_its_operation(server: FaultServer, client: QDashClient, row: Official) -> None:
    endpoint, _, asynchronous = _endpoint(row)
    assert endpoint.operation == row.operation
    server.script = api_document.checked(lambda request: right_response(endpoint))
    sample = declared.sample_call(endpoint)
    arguments = {parameter.name: sample.arguments[parameter.name] for parameter in row.parameters}
    if row.name == "update_issue_knowledge":
        arguments["fields"] = {"title": "T", "severity": "info"}

    first = [arguments.pop(p.name) for p in row.parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    result = getattr(client, row.name)(*first, **arguments)
    if asynchronous:
        asyncio.run(result)

    (request,) = server.requests
    _check_path(request, row)
    in_path = endpoint.path.count("{")
    sent = {key for key, _ in parse_qsl(request.query, keep_blank_values=True)} | set(json.loads(request.body or "{}"))
    if row.name == "update_issue_knowledge":
        assert json.loads(request.body) == {"title": "T", "severity": "info"}
    else:
        assert len(sent) == len(row.parameters) - in_path - sum(p.name in endpoint.local for p in row.parameters)


def test_official_call_with_what_it_needs_reaches_its_operation(
    server: FaultServer, client: QDashClient, subtests: pytest.Subtests
) -> None:
    if not TEXT:
        pytest.skip(f"the description of 1.9.20 is not at {TABLE}")
    for row in ROWS:
        if row.operation:
            with subtests.test(row.name):
                server.requests.clear()
                endpoint, name, _ = _endpoint(row)
                server.script = api_document.checked(lambda request, endpoint=endpoint: right_response(endpoint))
                sample = declared.sample_call(endpoint)
                needed = {p.name: sample.arguments[p.name] for p in row.parameters if p.default is p.empty}
                getattr(client, name)(**needed)
                _check_path(server.requests[0], row)


def _endpoint(row: Official) -> tuple[Operation, str, bool]:
    name = row.name.removesuffix("_async")
    return OPERATIONS[name], name, name != row.name


def _check_path(request: Received, row: Official) -> None:
    assert request.method == row.method
    assert re.fullmatch(re.escape(row.path).replace(r"\{\}", "[^/]+"), request.path)


# --- what went wrong there -------------------------------------------------------------------------------------------


def test_flow_without_parameters_is_sent_an_empty_object(server: FaultServer, client: QDashClient) -> None:
    server.play(right_response(OPERATIONS["execute_flow"]))
    client.execute_flow("x")
    client.execute_flow("x", parameters=None)
    client.execute_flow("x", parameters={"qids": ["0"]})
    bodies = [json.loads(request.body) for request in server.requests]
    assert bodies == [{}, {}, {"parameters": {"qids": ["0"]}}]


@pytest.mark.parametrize("name", ["save_flow", "schedule_flow", "submit_agent_action"])
def test_no_call_sends_null_where_a_mapping_is_due(server: FaultServer, client: QDashClient, name: str) -> None:
    server.play(right_response(OPERATIONS[name]))
    getattr(client, name)(**declared.sample_call(OPERATIONS[name], all_of_them=False).arguments)
    assert None not in json.loads(server.requests[0].body).values()


@pytest.mark.parametrize(
    ("name", "entity"), [("get_qubit_task_history", "qid"), ("get_coupling_task_history", "coupling_id")]
)
def test_history_needs_no_date_and_sends_none(server: FaultServer, client: QDashClient, name: str, entity: str) -> None:
    server.play(right_response(OPERATIONS[name]))
    getattr(client, name)(**{entity: "0"}, chip_id="c", task="CheckT1")
    getattr(client, name)(**{entity: "0"}, chip_id="c", task="CheckT1", date="20260701")
    first, second = server.requests
    assert first.target == second.target
    assert "date" not in first.query


def test_error_without_value_stays_none(server: FaultServer, client: QDashClient) -> None:
    point = {**declared.sample_document(declared.models.ParameterModel), "error": None}
    server.play(http_response({"data": {"0": [point]}}))
    series = client.get_task_results_timeseries(chip_id="c", parameter="t1", start_at="2026-07-01", end_at="2026-07-02")
    assert series.data["0"][0].error is None
    qubit = {**declared.sample_document(declared.models.QubitResponse), "data": {"t1": {"error": None}}}
    server.play(http_response(qubit))
    assert client.get_chip_qubit("c", "0").data == {"t1": {"error": None}}


def test_text_that_is_called_error_stays_text(server: FaultServer, client: QDashClient) -> None:
    said = {"error": "the model is out of reach", "note": {"error": None}}
    server.play(http_response({**declared.sample_document(declared.models.ExecutionResponseDetail), "note": said}))
    assert client.get_execution("20260701-003").note == said


@pytest.mark.parametrize(("status", "kind"), [(401, QDashAuthError), (403, QDashAuthError), (404, QDashNotFoundError)])
def test_status_has_its_exception(
    server: FaultServer, client: QDashClient, status: int, kind: type[QDashApiError]
) -> None:
    server.play(http_response({"detail": "no"}, status))
    with pytest.raises(kind) as caught:
        client.list_chips()
    assert caught.value.status_code == status
    assert not isinstance(caught.value, QDashTransportError)


def test_fields_and_parameters_of_knowledge_go_together(server: FaultServer, client: QDashClient) -> None:
    server.play(right_response(OPERATIONS["update_issue_knowledge"]))
    client.update_issue_knowledge("k", fields={"title": "T"}, resolution="R")
    client.update_issue_knowledge("k", fields={"case_type": ["a"], "severity": None})
    client.update_issue_knowledge("k", title="T")
    bodies = [json.loads(request.body) for request in server.requests]
    assert bodies[0] == {"title": "T", "resolution": "R"}
    assert bodies[1]["case_type"] == ["a"]
    assert bodies[2] == {"title": "T"}


@pytest.mark.parametrize("fields", [{"titel": "T"}, {"fields": {}}, {"knowledge_id": "j"}, {1: 2}, ["title"], "title"])
def test_fields_that_are_none_are_refused(server: FaultServer, client: QDashClient, fields: Any) -> None:
    with pytest.raises(QDashApiError, match="fields"):
        client.update_issue_knowledge("k", fields=fields)
    assert server.connections == 0


def test_constructor_takes_what_it_took(server: FaultServer, make_client: MakeClient, tmp_path: Path) -> None:
    waits: list[float] = []
    kept = make_client().config
    with QDashClient(kept, sleep_fn=waits.append, default_headers={"X-A": "a"}) as client:
        assert client.config is kept
        client.get_metrics_config()
    assert server.requests[0]["X-A"] == "a"
    with pytest.raises(QDashConfigError):
        QDashClient.from_profile("nobody", tmp_path / "nothing.ini")
    with pytest.raises(QDashConfigError):
        QDashClient.from_env()


# --- what the documentation must say ---------------------------------------------------------------------------------

HARDWARE = {
    "apply_agent_candidate_commit",
    "execute_agent_action",
    "execute_flow",
    "re_execute_from_snapshot",
    "re_execute_task_result",
    "schedule_flow",
    "update_flow_schedule",
}
# POSTs that change nothing, and those that the server recognises by their idempotency key.
SAFE = {
    "commit_agent_action_candidate",
    "commit_agent_campaign_candidates",
    "download_figures_as_zip",
    "download_metrics_pdf",
    "evaluate_agent_candidate_gate",
    "get_device_topology",
    "get_device_topology_plot",
    "reanalyze_qubit_spectroscopy",
    "reanalyze_resonator_spectroscopy",
    "submit_agent_action",
    "validate_file_content",
}


def test_only_what_may_be_repeated_is_safe() -> None:
    assert {name for name, endpoint in OPERATIONS.items() if endpoint.method == "GET" and not endpoint.safe} == set()
    assert {name for name, endpoint in OPERATIONS.items() if endpoint.method != "GET" and endpoint.safe} == SAFE
    assert not any(endpoint.safe for endpoint in OPERATIONS.values() if endpoint.events or endpoint.upload)


@pytest.mark.parametrize("name", sorted(HARDWARE))
def test_what_moves_hardware_says_so_and_is_sent_once(server: FaultServer, make_client: MakeClient, name: str) -> None:
    said = " ".join((getattr(QDashClient, name).__doc__ or "").split())
    assert re.search(
        r"[Ss]tarts? (a )?(measurements?|work) on the hardware|Changes what the hardware runs with", said
    ), said
    assert "sent once" in said
    assert not OPERATIONS[name].safe
    server.play(RESET)
    client = make_client(retry={"max_attempts": 3})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        with pytest.raises(QDashTransportError):
            getattr(client, name)(**declared.sample_call(OPERATIONS[name]).arguments)
    assert len(server.requests) == 1


@pytest.mark.parametrize("name", [name for name, endpoint in OPERATIONS.items() if endpoint.undocumented])
def test_undocumented_operation_says_so(name: str) -> None:
    said = " ".join((getattr(QDashClient, name).__doc__ or "").split())
    assert "The API document does not list this operation." in said


# --- deprecation -----------------------------------------------------------------------------------------------------


def test_removed_operation_warns_at_the_line_of_the_call(server: FaultServer, client: QDashClient) -> None:
    server.play(right_response(OPERATIONS["re_execute_from_snapshot"]))
    with pytest.warns(DeprecationWarning, match=r"^re_execute_from_snapshot\(\): .*1\.9\.20.*execute_flow") as caught:
        client.re_execute_from_snapshot("20260701-003", flow_name="f")
    (warning,) = caught
    assert (warning.filename, warning.lineno) == (__file__, _this_line() - 2)


def test_removed_operation_warns_once_in_async_code(server: FaultServer, client: QDashClient) -> None:
    server.play(right_response(OPERATIONS["re_execute_from_snapshot"]))

    async def main() -> None:
        await client.re_execute_from_snapshot_async("20260701-003", flow_name="f")

    with pytest.warns(DeprecationWarning, match="re_execute_from_snapshot") as caught:
        asyncio.run(main())
    assert len(caught) == 1


def test_nothing_else_is_deprecated() -> None:
    found = [name for name in OPERATIONS if hasattr(getattr(QDashClient, name), "__deprecated__")]
    assert found == ["re_execute_from_snapshot"]


def _this_line() -> int:
    frame = inspect.currentframe()
    assert frame is not None
    assert frame.f_back is not None
    return frame.f_back.f_lineno
