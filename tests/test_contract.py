"""The declarations and the models say what the API document says, in both directions; a planted difference is found."""

from __future__ import annotations

import copy
import importlib
import json
import os
import pkgutil
import re
import shutil
import subprocess
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import contract
import pytest
from fault_server import FaultServer, http_response
from pytest_httpserver import HTTPServer

from qdash.client import QDashClient, QDashConfig, QDashNotFoundError, QDashValidationError, api
from qdash.client.call.declare import Area, declared
from qdash.client.call.operation import Operation
from qdash.client.compatibility.compare import compare
from qdash.client.models import ChipDatesResponse

ROOT = Path(__file__).resolve().parents[1]
FACTS = ROOT / "tests" / "api" / "facts.json"
API = ROOT.parent / "shared" / "qdash-api"
OPERATIONS = declared(QDashClient)
EFFECTS = contract.effects_of_the_server()
Document = dict[str, Any]


@pytest.fixture(scope="session")
def document() -> Document:
    found: Document = json.loads(FACTS.read_text("utf-8"))
    return found


def refresh(source: Path | str, *options: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, FACTS.with_name("refresh.py"), str(source), *options]
    return subprocess.run(program, capture_output=True, text=True, timeout=60)


@pytest.fixture
def own_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the facts and of the script that writes them."""
    shutil.copytree(FACTS.parent, tmp_path / "api")
    monkeypatch.setitem(globals(), "FACTS", tmp_path / "api" / FACTS.name)
    return tmp_path / "api" / FACTS.name


@pytest.mark.parametrize(("source", "options"), [("openapi.json", []), ("openapi.full.json", ["--all"])])
def test_facts_are_those_of_the_api_document(source: str, options: list[str], own_facts: Path) -> None:
    if not (API / source).exists():
        pytest.skip(f"the API document is not at {API / source}")
    kept = own_facts.read_text("utf-8")
    assert refresh(API / source, *options).returncode == 0
    assert own_facts.read_text("utf-8") == kept, f"run python3 tests/api/refresh.py {API / source}"
    # The full document says no more of what the other has; both are as the declarations are.
    assert compare(OPERATIONS, json.loads((API / source).read_text("utf-8"))).findings == []


def test_facts_are_taken_from_a_deployment(own_facts: Path, document: Document, httpserver: HTTPServer) -> None:
    kept = own_facts.read_text("utf-8")
    talkative = copy.deepcopy(document)
    del talkative["paths"]["/forum/upload-image"]  # the document of a deployment lacks what is undocumented
    talkative["paths"]["/chips"]["get"] |= {"description": "Not a fact.", "tags": ["chip"]}
    schema(talkative, "ChipResponse")["properties"]["chip_id"]["examples"] = ["Not a fact."]
    httpserver.expect_request("/openapi.json").respond_with_json(talkative)
    assert refresh(httpserver.url_for("/openapi.json")).returncode == 0
    assert own_facts.read_text("utf-8") == kept
    # A change is a line.
    parameter(talkative, "limit")["schema"]["maximum"] = 7
    source = own_facts.with_name("changed.json")
    source.write_text(json.dumps(talkative), "utf-8")
    assert refresh(source).returncode == 0
    pairs = zip(kept.splitlines(), own_facts.read_text("utf-8").splitlines(), strict=True)
    changed = [new for old, new in pairs if old != new]
    assert len(changed) == 1
    assert '"maximum":7' in changed[0]


@pytest.mark.parametrize("content", ["[]", "{}", "no JSON", None])
def test_facts_are_left_alone_when_there_is_no_document(content: str | None, own_facts: Path, tmp_path: Path) -> None:
    kept = own_facts.read_text("utf-8")
    if content is not None:
        tmp_path.joinpath("odd.json").write_text(content, "utf-8")
    found = refresh(tmp_path / "odd.json")
    assert found.returncode == 1
    assert "odd.json" in found.stderr
    assert "Traceback" not in found.stderr
    assert own_facts.read_text("utf-8") == kept


def test_every_operation_and_every_schema_is_as_the_document_says(document: Document) -> None:
    report = compare(OPERATIONS, document)
    assert not report.findings, "\n".join(f"{found.subject}: {found.message}" for found in report.findings)
    assert report.compatible


CHECKS: dict[str, Callable[[contract.Operations, Document], Iterator[str]]] = {
    "defaults": contract.defaults,
    "effects": lambda operations, document: contract.effects(operations, EFFECTS),
    "credentials": contract.credentials,
    "results": lambda operations, document: contract.results(operations),
    "members": lambda operations, document: contract.model_members(document),
}


@pytest.mark.parametrize("check", CHECKS)
def test_declarations_and_models_agree_with_the_facts(check: str, document: Document) -> None:
    problems = list(CHECKS[check](OPERATIONS, document))
    assert not problems, "\n".join(problems)


def changed(name: str, *, returns: str = "", default: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
    """Return all operations, one of them declared otherwise."""
    old = OPERATIONS[name]
    function: Any = old.signature
    signature = types.FunctionType(function.__code__, function.__globals__, name, function.__defaults__)
    signature.__doc__ = function.__doc__
    signature.__kwdefaults__ = {**(function.__kwdefaults__ or {}), **(default or {})}
    signature.__annotations__ = {**function.__annotations__, **({"return": returns} if returns else {})}
    known = {*Operation.__annotations__, "operation", "query"} | (set() if "effect" in options else {"effect", "safe"})
    kept = {option: value for option, value in vars(old).items() if option in known}
    return {**OPERATIONS, name: Operation(old.method, old.path, signature, {**kept, **options})}


@pytest.mark.parametrize(
    ("check", "name", "change", "problem"),
    [
        ("defaults", "create_agent_session", {"default": {"expires_in_seconds": 3600}}, "expires_in_seconds: .* 21600"),
        ("defaults", "list_chip_qubits", {"default": {"limit": 51}}, "limit: its default is 50, and not 51"),
        ("defaults", "re_execute_task_result", {"default": {"update_params": False}}, "update_params: .* is True"),
        ("defaults", "re_execute_task_result", {"default": {"update_params": None}}, "update_params: its docstring"),
        ("defaults", "list_chip_qubits", {"default": {"qids": ["0"]}}, "qids: its default is None"),
        ("effects", "execute_flow", {"effect": "write"}, "its effect is 'hardware', and not 'write'"),
        ("effects", "create_chip", {"effect": "read"}, "its effect is 'write', and not 'read'"),
        ("effects", "create_chip", {"safe": True}, "safe=True contradicts 'write'"),
        ("effects", "submit_agent_action", {"safe": False}, "safe=False contradicts 'write once by"),
        ("effects", "create_chip", {"operation": "buildChip"}, "add buildChip to one of the lists of tests/api"),
        ("credentials", "login", {"anonymous": False}, "anonymous=False: only for"),
        ("credentials", "get_chip", {"anonymous": True}, "anonymous=True: only for"),
        ("credentials", "login", {"secret": False}, "secret=False, and it has access_token, password"),
        ("credentials", "get_settings", {"secret": False}, "secret=False, and it has slack_bot_token"),
        ("credentials", "get_chip", {"secret": True}, "secret=True, and it has no password or token"),
        ("results", "list_agent_actions", {"returns": "list[AgentCandidateResponse]"}, "unwrap: .*AgentAction"),
        ("results", "list_agent_actions", {"unwrap": "ListAgentActionsResponse.actions"}, "unwrap: .* is nothing"),
        ("results", "list_chip_qubits", {"pages": "items"}, "pages='items': there is no such list"),
        ("results", "list_chip_qubits", {"pages": "total"}, "pages='total': there is no such list"),
        ("results", "list_chip_qubits", {"pages": None}, "it has pages, which are not declared"),
        ("results", "list_chip_qubits", {"key": "id"}, "key='id': .* are .'qid', 'chip_id'."),
        ("results", "list_chip_qubits", {"key": "chip_id"}, "key='chip_id'"),
        ("results", "list_executions", {"key": ""}, "key=''"),
        ("results", "list_flow_schedules", {"recurring": ("kind", "cron")}, "recurring: .* no member 'kind'"),
        ("results", "list_all_flow_schedules", {"rest": ("list_flow", "flow_name", "name")}, "rest: .* of list_flow"),
        ("results", "list_all_flow_schedules", {"rest": ("list_flow_schedules", "flow_name", "flow")}, "rest: "),
        ("results", "list_all_flow_schedules", {"rest": ("list_flow_schedules", "flow", "name")}, "rest: .* 'flow'"),
        ("results", "list_agent_actions", {"unwrap": "ListAgentAction.items"}, "unwrap: .* is nothing"),
        ("results", "stream_copilot_chat", {"final": ()}, "final: "),
        ("results", "stream_copilot_chat", {"final": ("status",)}, "final: status"),
        ("results", "stream_copilot_chat", {"events": {"result": "StatusEvent"}}, "events: they are StatusEvent"),
        ("results", "upload_forum_image", {"upload": "csv"}, "upload='csv'"),
    ],
)  # fmt: skip
def test_a_wrong_declaration_is_found(
    check: str, name: str, change: dict[str, Any], problem: str, document: Document
) -> None:
    (found, *_) = CHECKS[check](changed(name, **change), document)
    assert re.match(rf"{name}: {problem}", found), found


@pytest.mark.parametrize(
    ("name", "member", "spec", "problem"),
    [
        ("ForumPostResponse", "is_deleted", {"default": True, "type": "boolean"}, "its default is True"),
        ("ForumPostResponse", "title", {"default": "", "type": "string"}, "it is string, and not null or string"),
        ("AgentCandidateResponse", "error", {"type": "integer"}, "it is integer, and not null or number"),
        ("ListChipsResponse", "chips", {"type": "array", "items": {"type": "number"}}, "array<null or number>"),
    ],
)
def test_a_wrong_member_is_found(name: str, member: str, spec: Document, problem: str, document: Document) -> None:
    other = copy.deepcopy(document)
    schema(other, name)["properties"][member] = spec
    found = [line for line in CHECKS["members"](OPERATIONS, other) if line.startswith(f"{name}: {member}: ")]
    assert problem in " ".join(found)


def test_every_operation_is_declared_once(document: Document) -> None:
    paths = [(endpoint.method, endpoint.path) for endpoint in OPERATIONS.values()]
    assert len(paths) == len(set(paths))
    theirs = {
        operation["operationId"]
        for item in document["paths"].values()
        for method, operation in item.items()
        if method in ("get", "post", "put", "patch", "delete")
    }
    documented = {endpoint.operation for endpoint in OPERATIONS.values() if not endpoint.undocumented}
    assert documented <= theirs
    assert theirs <= {endpoint.operation for endpoint in OPERATIONS.values()}


def test_docstrings_name_the_operation() -> None:
    for endpoint in OPERATIONS.values():
        assert f"QDash operation: {endpoint.operation}." in (endpoint.signature.__doc__ or "")


@pytest.mark.parametrize("module", [found.name for found in pkgutil.iter_modules(api.__path__)])
def test_the_client_has_what_each_area_declares(module: str) -> None:
    areas = vars(importlib.import_module(f"{api.__name__}.{module}")).values()
    for area in [area for area in areas if isinstance(area, type) and area is not Area]:
        public = {name for name in vars(area) if not name.startswith("_")}
        synchronous = {name for name in public if not name.endswith("_async")}
        assert set(api.AREAS[f"{module}.{area.__name__}"].split()) == synchronous
        assert all(getattr(QDashClient, name) is getattr(area, name) for name in public)


def test_an_area_is_imported_when_it_is_used() -> None:
    program = """
import sys
from qdash.client import QDashClient

class Mine(QDashClient):
    def get_chip(self, chip_id):
        return super().get_chip(chip_id.upper())

def areas():
    return {name.rpartition(".")[2] for name in sys.modules if name.startswith("qdash.client.api.")}

assert areas() == set()
assert "list_chips" in dir(QDashClient)
assert areas() == set()
assert Mine.get_chip_dates is QDashClient.get_chip_dates
assert Mine.get_chip is not QDashClient.get_chip
assert areas() == {"chips"}
"""
    subprocess.run([sys.executable, "-c", program], check=True, env=os.environ | {"PYTHONPATH": str(ROOT)})


def test_operations_may_be_overridden(httpserver: HTTPServer) -> None:
    class Mine(QDashClient):
        def get_chip_dates(self, chip_id: str) -> ChipDatesResponse:
            return super().get_chip_dates(chip_id.upper())

    httpserver.expect_oneshot_request("/chips/64QV3/dates").respond_with_json({"data": ["20260701"]})
    with Mine(QDashConfig(base_url=httpserver.url_for(""), api_token="t")) as client:
        assert client.get_chip_dates("64qv3").data == ["20260701"]


def qubits(document: Document) -> Document:
    found: Document = document["paths"]["/chips/{chip_id}/qubits"]["get"]
    return found


def parameter(document: Document, name: str) -> Document:
    found: Document = next(entry for entry in qubits(document)["parameters"] if entry["name"] == name)
    return found


def schema(document: Document, name: str) -> Document:
    found: Document = document["components"]["schemas"][name]
    return found


PLANTED: list[tuple[str, str, Callable[[Document], object]]] = [
    ("operation_missing", "GET /chips", lambda document: document["paths"]["/chips"].pop("get")),
    (
        "operation_missing",
        "GET /chips/{chip_id}/dates",
        lambda document: document["paths"].pop("/chips/{chip_id}/dates"),
    ),
    ("operation_new", "GET /fridges", lambda document: document["paths"].update({"/fridges": {"get": {}}})),
    ("parameter_missing", "GET /chips/{chip_id}/qubits", lambda document: qubits(document)["parameters"].pop(1)),
    (
        "parameter_new",
        "GET /chips/{chip_id}/qubits",
        lambda document: qubits(document)["parameters"].append({"name": "sort", "in": "query", "schema": {}}),
    ),
    ("parameter_differs", "limit", lambda document: parameter(document, "limit").update(required=True)),
    ("parameter_differs", "limit", lambda document: parameter(document, "limit")["schema"].update(maximum=100)),
    (
        "parameter_differs",
        "expires_in_seconds: its bounds are 60.0 to 3600",
        lambda document: schema(document, "CreateAgentSessionRequest")["properties"]["expires_in_seconds"].update(
            maximum=3600
        ),
    ),
    (
        "parameter_differs",
        "POST /auth/login its body is multipart/form-data",
        lambda document: document["paths"]["/auth/login"]["post"]["requestBody"].update(
            content={"multipart/form-data": {"schema": {"$ref": "#/components/schemas/Body_login"}}}
        ),
    ),
    ("parameter_differs", "limit", lambda document: parameter(document, "limit")["schema"].update(type="string")),
    ("parameter_differs", "qids", lambda document: parameter(document, "qids").update(schema={"type": "string"})),
    ("parameter_differs", "content", lambda document: schema(document, "NoteUpsertRequest").update(required=[])),
    (
        "parameter_required",
        "limit_to",
        lambda document: qubits(document)["parameters"].append(
            {"name": "limit_to", "in": "query", "required": True, "schema": {}}
        ),
    ),
    (
        "parameter_required",
        "requires a new body member 'vendor'",
        lambda document: schema(document, "CreateChipRequest").update(
            properties={**schema(document, "CreateChipRequest")["properties"], "vendor": {"type": "string"}},
            required=["chip_id", "vendor"],
        ),
    ),
    (
        "member_required",
        "requires a new member 'burst'",
        lambda document: schema(document, "AgentSessionPolicy").update(
            properties={**schema(document, "AgentSessionPolicy")["properties"], "burst": {"type": "integer"}},
            required=["burst"],
        ),
    ),
    (
        "member_new",
        "has a new member 'burst'",
        lambda document: schema(document, "ChipResponse").update(
            properties={**schema(document, "ChipResponse")["properties"], "burst": {"type": "integer"}},
            required=[*schema(document, "ChipResponse")["required"], "burst"],
        ),
    ),
    (
        "choice_new",
        "activity_status: it may also be 'on loan'",
        lambda document: schema(document, "ChipResponse")["properties"]["activity_status"].update(
            enum=["active", "inactive", "on loan"]
        ),
    ),
    ("choice_new", "'guest'", lambda document: schema(document, "ProjectRole")["enum"].append("guest")),
    ("choice_new", "'sleep'", lambda document: schema(document, "AgentActionType")["enum"].append("sleep")),
    (
        "member_legacy",
        "ForumPostResponse",
        lambda document: schema(document, "ForumPostResponse")["properties"].pop("is_closed"),
    ),
    (
        "operation_legacy",
        "reExecuteFromSnapshot",
        lambda document: document["paths"].pop("/executions/{execution_id}/re-execute"),
    ),
    (
        "parameter_new",
        "POST /chips",
        lambda document: schema(document, "CreateChipRequest")["properties"].update(vendor={"type": "string"}),
    ),
    (
        "response_differs",
        "GET /chips",
        lambda document: document["paths"]["/chips"]["get"]["responses"]["200"]["content"].clear(),
    ),
    (
        "member_missing",
        "topology_id",
        lambda document: schema(document, "ChipResponse")["properties"].pop("topology_id"),
    ),
    (
        "member_new",
        "vendor",
        lambda document: schema(document, "ChipResponse")["properties"].update(vendor={"type": "string"}),
    ),
    ("member_differs", "chip_id", lambda document: schema(document, "ChipResponse").update(required=[])),
    (
        "member_differs",
        "size",
        lambda document: schema(document, "ChipResponse")["properties"].update(size={"type": "string"}),
    ),
    (
        "member_differs",
        "chip_id",
        lambda document: schema(document, "ChipResponse")["properties"].update(
            chip_id={"anyOf": [{"type": "string"}, {"type": "null"}]}
        ),
    ),
    (
        "member_differs",
        "activity_status",
        lambda document: schema(document, "ChipResponse")["properties"]["activity_status"].update(enum=["on", "off"]),
    ),
    (
        "schema_new",
        "Fridge",
        lambda document: document["components"]["schemas"].update(Fridge={"properties": {"id": {"type": "string"}}}),
    ),
]


@pytest.mark.parametrize(("kind", "place", "plant"), PLANTED, ids=[f"{kind}-{place}" for kind, place, _ in PLANTED])
def test_a_planted_difference_is_found(
    kind: str, place: str, plant: Callable[[Document], object], document: Document
) -> None:
    changed = copy.deepcopy(document)
    plant(changed)
    report = compare(OPERATIONS, changed)
    assert any(
        finding.kind == kind and place in f"{finding.subject} {finding.message}" for finding in report.findings
    ), report.findings
    assert report.compatible == kind.endswith(("_new", "_legacy"))


def test_check_compatibility_asks_the_deployment(httpserver: HTTPServer, document: Document) -> None:
    changed = copy.deepcopy(document)
    changed["info"]["version"] = "2.4.0"
    del changed["paths"]["/executions/{execution_id}/re-execute"]
    httpserver.expect_request("/openapi.json").respond_with_json(changed)
    with QDashClient(QDashConfig(base_url=httpserver.url_for(""), api_token="token")) as client:
        report = client.check_compatibility()
    assert report.server_version == "2.4.0"
    assert [(finding.kind, finding.subject) for finding in report.findings] == [
        ("operation_legacy", "POST /executions/{execution_id}/re-execute")
    ]
    assert report.compatible


def test_check_compatibility_says_what_it_got_instead(httpserver: HTTPServer) -> None:
    with QDashClient(QDashConfig(base_url=httpserver.url_for(""), api_token="token")) as client:
        httpserver.expect_oneshot_request("/openapi.json").respond_with_json({"openapi": "3.1.0"})
        with pytest.raises(QDashValidationError, match="not an OpenAPI document"):
            client.check_compatibility()
        httpserver.expect_oneshot_request("/openapi.json").respond_with_json({"detail": "Not Found"}, status=404)
        with pytest.raises(QDashNotFoundError):
            client.check_compatibility()
        # A document that is hardly one is a long report, and no exception.
        httpserver.expect_oneshot_request("/openapi.json").respond_with_json({"paths": {}})
        report = client.check_compatibility()
    assert len(report.findings) == sum(not endpoint.undocumented for endpoint in OPERATIONS.values())


# Small documents: a forum and a chip.
SMALL: Document = {
    "paths": {
        "/forum/posts/{post_id}": {
            "get": {
                "operationId": "getForumPost",
                "parameters": [{"name": "post_id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "responses": {
                    "200": {
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ForumPostResponse"}}}
                    }
                },
            }
        }
    },
    "components": {"schemas": {"ForumPostResponse": {"properties": {}, "required": []}}},
}
FORUM = {"get_forum_post": OPERATIONS["get_forum_post"]}


def small(**members: Any) -> Document:
    """Return a document of one operation whose model has these members besides those that all servers have."""
    text, time = {"type": "string"}, {"type": "string", "format": "date-time"}
    maybe_text = {"anyOf": [text, {"type": "null"}]}
    known: Document = {
        **dict.fromkeys(("id", "project_id", "category", "username", "content"), text),
        **dict.fromkeys(("user_id", "avatar_key", "title", "parent_id", "assignee_username"), maybe_text),
        **dict.fromkeys(("chip_id", "target_type", "target_id", "cooldown_id"), maybe_text),
        "number": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        "content_blocks": {"type": "array", "items": {"type": "object"}},
        "labels": {"type": "array", "items": text},
        "status": {"type": "string", "enum": ["open", "investigating", "identified", "resolved"]},
        "reply_count": {"type": "integer"},
        "is_deleted": {"type": "boolean"},
        "is_ai_reply": {"type": "boolean"},
        "created_at": time,
        "updated_at": time,
    }
    found = copy.deepcopy(SMALL)
    found["components"]["schemas"]["ForumPostResponse"] = {
        "properties": known | members,
        "required": ["id", "project_id", "category", "username", "content", "created_at", "updated_at"],
    }
    return found


@pytest.mark.parametrize(
    ("members", "kinds"),
    [
        ({}, ["member_legacy"]),
        ({"is_closed": {"type": "boolean"}}, []),
        ({"mood": {"type": "string"}}, ["member_legacy", "member_new"]),
        (
            {"status": {"enum": ["open", "investigating", "identified", "resolved", "stale"]}},
            ["choice_new", "member_legacy"],
        ),
    ],
)
def test_server_without_legacy_members_is_compatible(members: Any, kinds: list[str]) -> None:
    report = compare(FORUM, small(**members))
    assert sorted(finding.kind for finding in report.findings) == kinds, report.findings
    assert report.compatible


@pytest.mark.parametrize(
    "options",
    [{}, {"username": "alice", "password_env": "NO_SUCH_PASSWORD"}, {"api_token": "token"}],
    ids=["no token", "login", "token"],
)
def test_check_compatibility_needs_no_token(server: FaultServer, options: dict[str, str]) -> None:
    server.play(http_response({"paths": {}}))
    with QDashClient(QDashConfig(base_url=server.url, **options)) as client:
        client.check_compatibility()
    (request,) = server.requests
    assert request["Authorization"] == ("Bearer token" if "api_token" in options else None)


LOOP = {"$ref": "#/components/schemas/Loop"}
ODD: list[Any] = [
    {"paths": {"/chips": None}},
    {"paths": {"/chips": {"get": []}}},
    {"paths": {"/chips": {"get": {"parameters": [None]}}}},
    {"paths": {"/chips": {"get": {"parameters": [{"in": "query"}]}}}},
    {"paths": {"/chips": {"get": {"responses": {"200": 5}}}}},
    {
        "paths": {"/chips": {"post": {"requestBody": {"content": {"a": {"schema": LOOP}}}}}},
        "components": {"schemas": {"Loop": LOOP}},
    },
    {
        "paths": {"/chips": {"get": {"responses": {"200": {"content": {"application/json": {"schema": LOOP}}}}}}},
        "components": {"schemas": {"Loop": LOOP}},
    },
    {"paths": {}, "components": {"schemas": [1]}},
    {"paths": {}, "components": {"schemas": {"ChipResponse": {"properties": {"chip_id": {"anyOf": 5}}}}}},
    {"paths": {}, "info": 5},
]


@pytest.mark.parametrize("odd", ODD, ids=lambda document: json.dumps(document)[:60])
def test_odd_document_is_refused(server: FaultServer, client: QDashClient, odd: Any) -> None:
    server.script = lambda request: http_response(odd)
    with pytest.raises(QDashValidationError, match="not an OpenAPI document"):
        client.check_compatibility()


def test_options_of_a_declaration_are_known() -> None:
    for endpoint in declared(QDashClient).values():
        known = {"method", "path", "signature", "safe", "effect", *vars(Operation), *Operation.__annotations__}
        assert vars(endpoint).keys() <= known, endpoint
