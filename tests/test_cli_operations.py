"""``qdash-client operations`` and ``qdash-client schema``."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any

import declared
import jsonschema
import pytest
from declared import OPERATIONS, sample_call, sample_document
from test_recorded import NOTHING, RESPONSES, load

from qdash.client import QDashApiError, QDashClient, QDashConfig
from qdash.client.api import AREAS
from qdash.client.cli.main import main
from qdash.client.cli.operations.json_schema import tool
from qdash.client.codec import decode, encode
from qdash.client.demo import DemoServer
from qdash.client.testing import MockTransport

TOOLS = {name: tool(operation) for name, operation in OPERATIONS.items()}
SCHEMAS = ("inputSchema", "outputSchema", "itemSchema")
FORMATS = jsonschema.FormatChecker(())


@FORMATS.checks("date-time")
def _is_date_time(value: object) -> bool:
    return not isinstance(value, str) or bool(
        re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", value)
    )


Run = Callable[..., tuple[int, str, str]]
SERIES = {"chip_id": "64Qv3", "parameter": "t1", "end_at": "2026-08-01"}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: str) -> tuple[int, str, str]:
        code = main(words)
        return (code, *capsys.readouterr())

    return run


def errors(schema: dict[str, Any], document: object, *, formats: bool = False) -> list[str]:
    validator = jsonschema.Draft202012Validator(schema, format_checker=FORMATS if formats else None)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]


# --- operations ------------------------------------------------------------------------------------------------------


def test_all_operations_are_listed(run: Run) -> None:
    code, output, _ = run("operations", "-o", "json")
    rows = json.loads(output)
    assert code == 0
    assert [row["name"] for row in rows] == sorted(OPERATIONS)
    for row in rows:
        operation = OPERATIONS[row["name"]]
        assert (row["operation_id"], row["method"], row["path"]) == (
            operation.operation,
            operation.method,
            operation.path,
        )
        assert row["effect"] == operation.effect
        assert [parameter["name"] for parameter in row["parameters"]] == [
            name for name in operation.names if name != "progress"
        ]
        assert any(row["name"] in names.split() for place, names in AREAS.items() if place.startswith(row["area"]))


def test_the_parameters_are_described(run: Run) -> None:
    _, output, _ = run("operations", "list_chip_qubits", "-o", "json")
    (row,) = json.loads(output)
    assert row["paged"]
    assert row["result"] == "ListQubitsResponse"
    limit = next(parameter for parameter in row["parameters"] if parameter["name"] == "limit")
    assert limit.pop("description")
    assert limit == {
        "name": "limit",
        "place": "query",
        "type": "int",
        "required": False,
        "default": 50,
        "minimum": 1,
        "maximum": 256,
    }


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["getchip", "DATES"], ["get_chip_dates"]),
        (["/chips/{chip_id}/muxes", "list"], ["list_chip_muxes"]),
        (["over a chip, with their unit"], ["get_chip_metric_heatmap"]),
        (["heatmap", "nothing"], []),
        (["--effect", "hardware", "schedule"], ["schedule_flow", "update_flow_schedule"]),
        (["--area", "cooldowns", "--effect", "read", "cryostat"], ["get_cryostat", "list_cryostats"]),
        (["--area=settings", "--read-only", "--fields", "name"], None),
    ],
)
def test_operations_are_searched(words: list[str], names: list[str] | None, run: Run) -> None:
    code, output, _ = run("operations", *words, "-o", "json")
    found = [row["name"] for row in json.loads(output)]
    assert code == 0
    if names is None:
        assert found
        assert {OPERATIONS[name].effect for name in found} == {"read"}
    else:
        assert found == names


def test_a_person_sees_a_table(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    code, output, _ = run("operations", "cooldown", "--effect", "write", "wiring")
    assert (code, output.splitlines()) == (
        0,
        [
            "OPERATION                          EFFECT  SUMMARY",
            "create_cooldown_wiring_checkpoint  write   Keep the wiring of a cooldown as it …",
        ],
    )


def test_operations_that_do_not_exist_are_no_failure(run: Run) -> None:
    assert run("operations", "nothing-of-the-kind") == (0, "", "There is no such operation.\n")


def test_operations_are_written_as_csv(run: Run) -> None:
    _, output, _ = run("operations", "heatmap", "-o", "csv")
    (row,) = csv.DictReader(output.splitlines())
    assert row["name"] == "get_chip_metric_heatmap"
    assert row["path"] == "/chips/{chip_id}/metrics/heatmap/{metric}"


# --- schema: what is printed -----------------------------------------------------------------------------------------


def test_the_schema_of_one_operation_is_an_object(run: Run) -> None:
    code, output, _ = run("schema", "getChip")
    assert (code, json.loads(output)) == (0, TOOLS["get_chip"])


def test_the_schemas_of_several_operations_are_an_array(run: Run) -> None:
    _, output, _ = run("schema", "get-chip", "create_chip")
    assert json.loads(output) == [TOOLS["get_chip"], TOOLS["create_chip"]]


@pytest.mark.parametrize(
    ("options", "effects"),
    [
        ([], {"read", "write", "hardware"}),
        (["--effect", "hardware"], {"hardware"}),
        (["--read-only"], {"read"}),
        (["--read-only", "--effect=write"], set()),
    ],
)
def test_all_schemas_are_printed(options: list[str], effects: set[str], run: Run) -> None:
    code, output, _ = run("schema", *options, "-o", "jsonl")
    found = [json.loads(line) for line in output.splitlines()]
    assert code == 0
    assert found == [TOOLS[name] for name in sorted(TOOLS) if OPERATIONS[name].effect in effects]


def test_read_only_by_a_variable_lists_reads(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QDASH_READ_ONLY", "1")
    _, output, _ = run("schema")
    assert {row["effect"] for row in json.loads(output)} == {"read"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["get_chipp"], "there is no operation 'get_chipp'. Did you mean get_chip"),
        (["create_chip", "--read-only"], "create_chip is no read: its effect is write"),
        (["get_chip", "--effect", "write"], "get_chip is no write: its effect is read"),
        (["-o", "csv"], "-o csv: schema can write json, jsonl"),
    ],
)
def test_what_has_no_schema_is_a_usage_error(words: list[str], message: str, run: Run) -> None:
    code, output, problem = run("schema", *words)
    assert (code, output) == (2, "")
    assert message in problem


# --- schema: what it says --------------------------------------------------------------------------------------------


def test_schemas_are_valid(subtests: pytest.Subtests) -> None:
    checked: list[dict[str, Any]] = []
    for name, described in TOOLS.items():
        with subtests.test(name):
            assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", described["name"])
            assert described["description"]
            assert described["output"] in ("object", "array", "events", "text", "file", "nothing")
            assert ("outputSchema" in described) == (described["output"] == "object")
            # MCP allows nothing but objects here.
            assert described["inputSchema"]["type"] == "object"
            assert described.get("outputSchema", {"type": "object"})["type"] == "object"
            for kind in SCHEMAS:
                schema = described.get(kind, {})
                models = schema.get("$defs", {})
                assert set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(schema))) == models.keys()
                for part in ({**schema, "$defs": {}}, *models.values()):
                    if part not in checked:  # operations share models
                        jsonschema.Draft202012Validator.check_schema(part)
                        checked.append(part)


@pytest.mark.parametrize(
    ("name", "hints"),
    [
        ("get_chip", (True, False, True)),
        ("get_device_topology_plot", (True, False, True)),
        ("create_chip", (False, False, False)),
        ("update_chip", (False, True, False)),
        ("delete_chip", (False, True, True)),
        ("upsert_chip_note", (False, True, True)),
        ("execute_flow", (False, True, False)),
        ("submit_agent_action", (False, True, True)),
    ],
)
def test_annotations_say_what_an_operation_does(name: str, hints: tuple[bool, bool, bool]) -> None:
    found = TOOLS[name]["annotations"]
    assert (found["readOnlyHint"], found["destructiveHint"], found["idempotentHint"]) == hints


@pytest.mark.parametrize("all_of_them", [True, False], ids=["all", "required"])
def test_arguments_that_the_client_takes_are_allowed(all_of_them: bool, subtests: pytest.Subtests) -> None:
    for name, operation in OPERATIONS.items():
        arguments = sample_call(operation, all_of_them=all_of_them).arguments
        if "file" in arguments:
            arguments["file"] = "image.png"
        document = {
            key: value.isoformat() if hasattr(value, "isoformat") else encode(value) for key, value in arguments.items()
        }
        with subtests.test(name):
            assert errors(TOOLS[name]["inputSchema"], document) == []


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("get_chip", {}),
        ("get_chip", {"chip_id": ""}),
        ("get_chip", {"chip_id": "a/b"}),
        ("get_chip", {"chip_id": ".."}),
        ("get_chip", {"chip_id": None}),
        ("get_chip", {"chip_id": "64Qv3", "chip": "64Qv3"}),
        ("get_chip", {"chip_id": ["64Qv3"]}),
        ("list_chip_qubits", {"chip_id": "64Qv3", "limit": 0}),
        ("list_chip_qubits", {"chip_id": "64Qv3", "limit": 257}),
        ("list_chip_qubits", {"chip_id": "64Qv3", "limit": 1.5}),
        ("list_chip_qubits", {"chip_id": "64Qv3", "limit": "many"}),
        ("list_chip_qubits", {"chip_id": "64Qv3", "qids": [{}]}),
        ("list_issues", {"is_closed": "perhaps"}),
        ("create_agent_session", {"chip_id": "64Qv3", "policy": {"qids": ["0"], "allowed_tasks": [], "burst": 3}}),
        ("create_agent_session", {"chip_id": "64Qv3", "policy": ["0"]}),
        ("get_task_results_timeseries", {**SERIES, "start_at": "yesterday"}),
        ("get_task_results_timeseries", {**SERIES, "start_at": "2026-07-01T10:00:00"}),
        ("execute_flow", {"name": "daily", "parameters": ["qids"]}),
        ("update_issue_knowledge", {"knowledge_id": "1", "fields": {"titel": "x"}}),
    ],
)
def test_arguments_that_the_client_refuses_are_refused(name: str, arguments: dict[str, Any]) -> None:
    assert errors(TOOLS[name]["inputSchema"], arguments) != []
    config = QDashConfig(base_url="http://qdash.test", api_token="t")
    with (
        QDashClient(config, transport=MockTransport(lambda request: (200, {}, {}))) as client,
        pytest.raises((QDashApiError, TypeError)),
    ):
        getattr(client, name)(**arguments)


@pytest.mark.parametrize(
    ("name", "arguments", "allowed"),
    [
        ("update_forum_post", {"post_id": "1", "content": "x", "chip_id": None}, True),
        ("update_forum_post", {"post_id": "1", "content": None}, False),
        ("list_issues", {"task_id": None}, False),
        ("schedule_flow", {"name": "daily", "scheduled_time": "2026-07-01T10:00"}, True),
        ("download_file", {"path": "/app/calib_data/a/b.csv", "to": "b.csv"}, True),
        ("get_forum_image", {"filename": "/api/forum/images/1.png"}, True),
        ("create_agent_session", {"chip_id": "1", "policy": {"qids": ["0"]}}, False),
    ],
)
def test_what_else_the_schema_of_arguments_says(name: str, arguments: dict[str, Any], allowed: bool) -> None:
    assert (errors(TOOLS[name]["inputSchema"], arguments) == []) is allowed


def test_sample_results_are_allowed(subtests: pytest.Subtests) -> None:
    for name, described in TOOLS.items():
        if described["output"] not in ("object", "array"):
            continue
        result = sample_document(declared.hints(OPERATIONS[name].signature)["return"])
        with subtests.test(name):
            if described["output"] == "object":
                assert errors(described["outputSchema"], result) == []
            else:
                assert [problem for item in result for problem in errors(described["itemSchema"], item)] == []


def test_results_may_be_of_a_newer_server() -> None:
    chip = {**sample_document(declared.models.ChipResponse), "activity_status": "on loan", "vendor": "x"}
    assert errors(TOOLS["get_chip"]["outputSchema"], chip) == []
    del chip["chip_id"]
    assert errors(TOOLS["get_chip"]["outputSchema"], chip) == ["$: 'chip_id' is a required property"]


def test_models_may_hold_themselves() -> None:
    leaf = {"name": "c", "path": "a/b/c", "type": "file"}
    tree = {"name": "a", "path": "a", "type": "directory", "children": [{**leaf, "children": [leaf]}]}
    schema = TOOLS["get_files_tree"]["itemSchema"]
    assert errors(schema, tree) == []
    tree["children"][0]["children"][0]["name"] = 5  # type: ignore[index]
    assert errors(schema, tree) != []


def test_events_are_described() -> None:
    described = TOOLS["stream_copilot_chat"]
    assert described["output"] == "events"
    assert errors(described["itemSchema"], sample_document(declared.models.StatusEvent)) == []
    assert errors(described["itemSchema"], ["type"]) != []


@pytest.mark.parametrize("stem", RESPONSES or NOTHING)
def test_what_a_real_deployment_answered_is_allowed(stem: str) -> None:
    recorded = load(stem)
    described = TOOLS[recorded.name]
    if described["output"] not in ("object", "array") or not isinstance(recorded.document, (dict, list)):
        pytest.skip("it is no JSON, or was cut when it was recorded")
    operation = OPERATIONS[recorded.name]
    written = encode(decode(recorded.body, operation.shape))
    member = operation.unwrap.partition(".")[2]
    for document, formats in ((recorded.document, False), (written, True)):
        found = document[member] if member else document
        items = found if described["output"] == "array" else [found]
        schema = described["itemSchema" if described["output"] == "array" else "outputSchema"]
        assert [problem for item in items for problem in errors(schema, item, formats=formats)] == []


# What the tools of an agent need, by parameter, of the demo server.
KNOWN = {"chip_id": "64Qv3", "qid": "3", "coupling_id": "0-1", "metric": "t1", "name": "daily_calibration"}


def test_a_tool_is_made_of_schema_and_call(
    monkeypatch: pytest.MonkeyPatch, run: Run, subtests: pytest.Subtests
) -> None:
    """Each read that can be called with what is known writes what its schema says."""
    with DemoServer() as demo:
        for name, value in demo.environment.items():
            monkeypatch.setenv(name, value)
        _, output, _ = run("schema", "--read-only")
        tools = [
            tool
            for tool in json.loads(output)
            if KNOWN.keys() >= set(tool["inputSchema"].get("required", ())) and tool["output"] in ("object", "array")
        ]
        assert len(tools) > 40
        for tool in tools:
            with subtests.test(tool["name"]):
                arguments = {name: KNOWN[name] for name in tool["inputSchema"].get("required", ())}
                assert errors(tool["inputSchema"], arguments) == []
                monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(arguments).encode())))
                code, output, problem = run("call", "--read-only", tool["name"], "--input", "-", "-o", "json")
                if code:  # the demo server does not have it
                    assert json.loads(problem)["status"] in (400, 404, 501), problem
                elif tool["output"] == "object":
                    assert errors(tool["outputSchema"], json.loads(output), formats=True) == []
                else:
                    assert [each for item in json.loads(output) for each in errors(tool["itemSchema"], item)] == []
