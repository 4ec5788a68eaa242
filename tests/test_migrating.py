"""Each row of the table on the page `migrating` is true."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import io
import json
import pickle
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import httpx
import pytest
from agent_client import GivenClient, action
from declared import sample_document
from fault_server import RESET, FaultServer, http_response

from qdash.client import (
    AgentCalibrationRunner,
    AgentCampaignNode,
    AgentCampaignRunner,
    QDashAuthError,
    QDashClient,
    QDashConfig,
    QDashConfigError,
    QDashNotFoundError,
    QDashTransportError,
    QDashValidationError,
    models,
)
from qdash.client.agents import command

if TYPE_CHECKING:
    from conftest import MakeClient

PAGE = Path(__file__).resolve().parents[1] / "qdash" / "client" / "docs" / "migrating.md"
ROWS = re.findall(r"^\| (?!what \||---)([^|]+?) \|", PAGE.read_text("utf-8"), re.MULTILINE)
BASE_URL = "http://qdash.test/api"
CHIP = {"chip_id": "c", "size": 64}
Check = Callable[[FaultServer, "MakeClient", pytest.MonkeyPatch], None]
CHECKS: dict[str, Check] = {}


def row(text: str) -> Callable[[Check], Check]:
    def enter(check: Check) -> Check:
        CHECKS[text] = check
        return check

    return enter


def with_http_client(inner: Any) -> QDashClient:
    return QDashClient(QDashConfig(base_url=BASE_URL, api_token="t"), http_client=inner)


@row("status 401 and 403")
def _auth(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for status in (401, 403):
        server.play(http_response({"detail": "no"}, status))
        with pytest.raises(QDashAuthError):
            make_client().list_chips()


@row("a write without a response")
def _write(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    server.play(RESET)
    with pytest.raises(QDashTransportError) as caught:
        make_client().create_chip("c")
    assert (caught.value.outcome_unknown, len(server.requests)) == (True, 1)


@row("status 429, 502 and 503 of a GET")
def _temporary(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for status in (429, 502, 503):
        server.play(http_response({}, status), http_response({"chips": [], "total": 0}))
        assert make_client(retry={"base_delay_sec": 0.0}).list_chips().total == 0


@row("`error: null`")
def _null(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    server.play(http_response({"qid": "0", "chip_id": "c", "data": {"t1": {"error": None}}}))
    assert make_client().get_chip_qubit("c", "0").data == {"t1": {"error": None}}


@row("choices such as `activity_status`")
def _choices(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from qdash.client.services.models import ActivityStatus

    server.play(http_response({**CHIP, "activity_status": "active"}))
    status = make_client().get_chip("c").activity_status
    assert type(status) is str
    assert status == ActivityStatus.active  # type: ignore[attr-defined]


@row("bounds in `AgentSessionPolicy`")
def _bounds(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    bounds = {"minimum": 0.0, "maximum": 1.0}
    document: dict[str, Any] = {"qids": ["0"], "allowed_tasks": ["CheckT1"], "allowed_overrides": {"power": bounds}}
    policy = models.AgentSessionPolicy.model_validate(document)
    assert policy.allowed_overrides["power"] == models.NumericBounds(minimum=0.0, maximum=1.0)
    assert policy.model_dump()["allowed_overrides"]["power"] == bounds
    server.play(http_response(sample_document(models.AgentSessionResponse)))
    make_client().create_agent_session(chip_id="c", policy=document)
    assert json.loads(server.requests[0].body)["policy"] == document


@row("members that a response lacks")
def _lacking(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    server.play(http_response({"qid": "0", "chip_id": "c"}))
    qubit = make_client().get_chip_qubit("c", "0")
    assert (qubit.note, qubit.metric_notes) == (models.NoteModel(), {})


@row("a response that does not fit")
def _strict(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    server.play(http_response({"chip_id": "c", "username": "u", "qubit_count": "many"}))
    with pytest.raises(QDashValidationError, match="qubit_count: expected an integer"):
        make_client().get_chip_metrics("c")
    server.play(http_response({**CHIP, "size": "64"}))
    with pytest.raises(QDashValidationError, match="size: expected an integer"):
        make_client().get_chip("c")


@row("unknown keywords of a model")
def _unknown(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TypeError, match="sise"):
        models.ChipResponse(**CHIP, sise=4)  # type: ignore[call-arg, arg-type]
    assert models.ChipResponse.model_validate({**CHIP, "sise": 4}).size == 64


@row("values in the constructor of a model")
def _kept(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert models.ListChipsResponse(chips=[CHIP], total=1).chips == [CHIP]  # type: ignore[list-item]
    assert models.ListChipsResponse.model_validate({"chips": [CHIP], "total": 1}).chips[0].size == 64


@row("models")
def _models(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    chip = models.ChipResponse.model_validate(CHIP)
    assert not hasattr(chip, "__dict__")
    for name in ("model_fields", "model_json_schema", "model_validate_json"):
        assert not hasattr(chip, name)
    with pytest.raises(TypeError):
        dict(chip)  # type: ignore[call-overload]


@row("keywords of `model_dump` and the like")
def _keywords(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    # tests/test_services.py uses the others.
    for made in (models.ChipResponse(chip_id="c"), QDashConfig(base_url="http://qdash.test")):
        for keyword in ("exclude", "include", "by_alias", "exclude_unset"):
            with pytest.raises(TypeError, match=keyword):
                made.model_dump(**{keyword: True})  # type: ignore[arg-type]


@row("classes such as `Title`")
def _roots(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from qdash.client.services.models import SortOrder, Title  # type: ignore[attr-defined]

    assert json.dumps([Title("x"), SortOrder(3), Title("x").root]) == '["x", 3, "x"]'


@row('durations in `model_dump(mode="json")`')
def _durations(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("1:19:41", "PT1H19M41S"):
        task = models.Task.model_validate({"elapsed_time": text})
        assert task.elapsed_time == timedelta(hours=1, minutes=19, seconds=41)
        assert task.model_dump(mode="json")["elapsed_time"] == "1:19:41"


@row('date-times in `model_dump(mode="json")`')
def _date_times(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    chip = models.ChipResponse.model_validate({**CHIP, "installed_at": "2026-11-01T09:00:00+09:00"})
    assert chip.model_dump(mode="json")["installed_at"] == "2026-11-01T00:00:00Z"


@row("wrong settings")
def _settings(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(QDashConfigError) as caught:
        QDashConfig(base_url="secret-token")
    assert "secret-token" not in str(caught.value)
    with pytest.raises(TypeError, match="base_ulr"):
        QDashConfig(base_ulr="http://qdash.test")  # type: ignore[call-arg]


@row("`execute_flow` without parameters")
def _flow(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    server.play(http_response({"execution_id": "e", "flow_run_url": "", "qdash_ui_url": "", "message": ""}))
    make_client().execute_flow("f")
    assert server.requests[0].body == b"{}"


@row("defaults of arguments, and empty bodies")
def _defaults(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    server.play(http_response({"issues": [], "total": 0, "skip": 0, "limit": 50}), http_response({"message": ""}))
    client = make_client()
    client.list_issues()
    client.close_issue("i")
    assert [(each.target, each.body) for each in server.requests] == [("/issues", b""), ("/issues/i/close", b"")]


@row("arguments that QDash does not allow, such as `limit=0`")
def _refused(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(QDashValidationError, match=r"limit: must be from 1 to 200, not 0") as caught:
        make_client().list_issues(limit=0)
    assert (caught.value.status_code, server.connections) == (None, 0)


@row("`date` of the two task histories")
def _date(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    history = http_response({"name": "CheckT1", "data": {}})
    server.play(history, history)
    client = make_client()
    client.get_qubit_task_history(qid="0", chip_id="c", task="CheckT1", date="20260601")
    client.get_coupling_task_history(coupling_id="0-1", chip_id="c", task="CheckT1", date="20260601")
    assert [request.query for request in server.requests] == ["chip_id=c&task=CheckT1"] * 2


@row("an empty `tag` or `qid` of `get_task_results_timeseries`")
def _empty(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    server.play(http_response({"data": {}}))
    period = {"start_at": "2026-06-01T00:00:00Z", "end_at": "2026-06-08T00:00:00Z"}
    make_client().get_task_results_timeseries(chip_id="c", parameter="t1", tag="", qid=None, **period)
    assert "tag=&" in server.requests[0].query
    assert "qid" not in server.requests[0].query


@row("IDs in paths")
def _paths(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    server.play(http_response(CHIP))
    make_client().get_chip("a b?c")
    assert server.requests[0].target == "/chips/a%20b%3Fc"
    with pytest.raises(QDashValidationError, match="chip_id"):
        make_client().get_chip("a/b")


@row("async variants")
def _async(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [name for name in dir(QDashClient) if hasattr(getattr(QDashClient, name), "__endpoint__")]
    assert len(names) > 400
    assert [name for name in names if not name.endswith("_async") and not hasattr(QDashClient, f"{name}_async")] == []
    server.play(http_response({}, 503), http_response(CHIP))
    assert asyncio.run(make_client(retry={"base_delay_sec": 0.0}).get_chip_async("c")).size == 64


@row("an execution that is not found by `wait_for_execution`")
def _not_found(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    server.script = lambda request: http_response({"detail": "Execution e not found"}, 404)
    client = make_client()
    with pytest.raises(TimeoutError, match="was not found for 30 s"):
        client.wait_for_execution("e")
    with pytest.raises(TimeoutError, match="was not found within 40 s"):
        client.wait_for_execution("e", not_found_grace=None, timeout_seconds=40)


@row("an outage during `wait_for_...`")
def _outage(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    execution = {**sample_document(models.ExecutionResponseDetail), "status": "completed"}
    server.play(http_response({}, 500), http_response(execution))
    client = make_client()
    assert client.wait_for_execution("e").status == "completed"


@row("`normalize_chip_metrics`")
def _normalize(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    maps = {"chip_id": "c", "qubit_metrics": {"t1": {"0": {"value": 80.0}}}, "coupling_metrics": {}}
    lists = {"metrics": [{"entity_id": "0", "entity_type": "qubit", "metric_name": "t1", "value": 80.0}]}
    for payload in (maps, lists, {**maps, "qubit_metrics": {"t1": {"0": {"value": 80}}}}):
        (record,) = make_client().normalize_chip_metrics("c", payload)
        assert (record.entity_id, record.metric_name, repr(record.value)) == ("0", "t1", "80.0")


@row("`http_client`")
def _http_client(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = mock.Mock(**{"request.return_value": httpx.Response(200, json=CHIP)})
    with with_http_client(inner) as client:
        client.get_chip("c")
        asyncio.run(client.get_chip_async("c"))
    assert inner.request.mock_calls == [mock.call("GET", f"{BASE_URL}/chips/c", headers=mock.ANY, content=None)] * 2


@row("settings with an `http_client`")
def _its_own(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, float]] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"])
        return httpx.Response(200, stream=Pieces())

    inner = httpx.Client(transport=httpx.MockTransport(handler), timeout=7)
    with with_http_client(inner) as client:
        assert client.download_file(path="/x") == b"ab"
    assert seen[0]["read"] == 7


class Pieces(httpx.SyncByteStream):
    def __iter__(self) -> Iterator[bytes]:
        yield from (b"a", b"b")


@row("messages of errors")
def _messages(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    server.play(http_response({"detail": "Not Found"}, 404))
    with pytest.raises(QDashNotFoundError, match=r"^404 GET /chips/x: Not Found") as caught:
        make_client().get_chip("x")
    assert (caught.value.status_code, caught.value.payload) == (404, {"detail": "Not Found"})


@row("`data` of a response of `_request` and `rest`")
def _data(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for media_type, data in (("application/json", [1]), ("text/plain", "[1]"), ("image/png", b"[1]")):
        server.play(http_response([1], content_type=media_type))
        assert make_client()._request("GET", "/x").data == data


@row("`None` in `params`")
def _none(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    make_client()._request("GET", "/x", params={"a": None, "b": 1})
    assert server.requests[0].target == "/x?b=1"


@row("a patched `client._request`")
def _patched(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    client = make_client()
    monkeypatch.setattr(client, "_request", lambda *args, **options: "patched")
    server.play(http_response(CHIP))
    assert (client._request("GET", "/x"), client.get_chip("c").size) == ("patched", 64)


@row("other private names, such as `_rest_client`, and imported ones, such as `services.client.httpx`")
def _private(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from qdash.client.services import client

    assert not hasattr(make_client(), "_rest_client")
    assert not hasattr(client, "httpx")


@row("modules below `qdash.client.rest`")
def _rest(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("api_client", "api_response", "configuration", "exceptions"):
        with pytest.raises(ModuleNotFoundError):
            importlib.import_module(f"qdash.client.rest.{name}")


STEP = {"session_id": "s", "task_name": "CheckT1", "qid": "0", "source_execution_id": "e", "candidate_parameter": "t1"}


@row("an agent's repeated request")
def _repeated(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    client = GivenClient(in_turn={"submit_agent_action": [QDashTransportError("lost")]})
    runner = AgentCalibrationRunner(client)  # type: ignore[arg-type]
    for _ in range(2):
        runner.run_step(**STEP, action_idempotency_key="k")
    first, second = client.options("submit_agent_action")
    assert first == second
    assert client.names.count("get_agent_session") == 1


@row("an action that hangs or failed before it had an operation")
def _hangs(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    client = GivenClient(execute_agent_action=action(execution_status="failed"))
    runner = AgentCampaignRunner(client)  # type: ignore[arg-type]
    nodes = [AgentCampaignNode("CheckT1", "t1")]
    outcome = runner.run_campaign(session_id="s", qid="0", source_execution_id="e", nodes=nodes)
    assert (outcome.transition, outcome.outcomes[-1].action_id) == ("human_escalation", "a")


@row("an error in `qdash-agent`")
def _error(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    monkeypatch.setattr("sys.stdout", shown)
    monkeypatch.delenv("QDASH_BASE_URL", raising=False)
    options = ["--session-id", "s", "--qid", "0", "--source-execution-id", "e"]
    assert command.run(["--from-env", "run-step", *options, "--task", "CheckT1", "--candidate-parameter", "t1"]) == 1
    assert json.loads(shown.getvalue())["error"] == "QDashConfigError"


@row("pickles")
def _pickles(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    # tests/test_services.py loads settings that the official client has pickled.
    record = models.NormalizedMetricRecord("c", "qubit", "0", "t1", 80.0, "μs", datetime(2026, 11, 1))
    assert pickle.loads(pickle.dumps(record)) == record


def test_every_row_has_a_check() -> None:
    assert list(CHECKS) == ROWS
    assert all(inspect.isfunction(check) for check in CHECKS.values())


@pytest.mark.parametrize("text", CHECKS)
def test_a_row_is_true(
    text: str, server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    CHECKS[text](server, make_client, monkeypatch)
