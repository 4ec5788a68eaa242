"""Each row of the table on the page `migrating` is true."""

from __future__ import annotations

import asyncio
import inspect
import io
import json
import pickle
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from agent_client import GivenClient, action
from fault_server import RESET, FaultServer, http_response

from qdash.client import (
    AgentCalibrationRunner,
    AgentCampaignNode,
    AgentCampaignRunner,
    QDashAuthError,
    QDashClient,
    QDashConfig,
    QDashConfigError,
    QDashTransportError,
    QDashValidationError,
    models,
)
from qdash.client.agents import command

if TYPE_CHECKING:
    from conftest import MakeClient

PAGE = Path(__file__).resolve().parents[1] / "qdash" / "client" / "docs" / "migrating.md"
ROWS = re.findall(r"^\| (?!what \||---)([^|]+?) \|", PAGE.read_text("utf-8"), re.MULTILINE)
CHIP = {"chip_id": "c", "size": 64}
Check = Callable[[FaultServer, "MakeClient", pytest.MonkeyPatch], None]
CHECKS: dict[str, Check] = {}


def row(text: str) -> Callable[[Check], Check]:
    def enter(check: Check) -> Check:
        CHECKS[text] = check
        return check

    return enter


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


@row("a response that does not fit")
def _strict(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    server.play(http_response({"chip_id": "c", "username": "u", "qubit_count": "many"}))
    with pytest.raises(QDashValidationError, match="qubit_count: expected an integer"):
        make_client().get_chip_metrics("c")


@row("unknown keywords of a model")
def _unknown(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TypeError, match="sise"):
        models.ChipResponse(**CHIP, sise=4)  # type: ignore[call-arg, arg-type]
    assert models.ChipResponse.model_validate({**CHIP, "sise": 4}).size == 64


@row("models")
def _models(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    chip = models.ChipResponse.model_validate(CHIP)
    assert not hasattr(chip, "__dict__")
    assert not hasattr(chip, "model_fields")
    assert not hasattr(chip, "model_json_schema")


@row("classes such as `Title`")
def _roots(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from qdash.client.services.models import SortOrder, Title  # type: ignore[attr-defined]

    assert json.dumps([Title("x"), SortOrder(3), Title("x").root]) == '["x", 3, "x"]'


@row("wrong settings")
def _settings(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(QDashConfigError) as caught:
        QDashConfig(base_url="secret-token")
    assert "secret-token" not in str(caught.value)


@row("`execute_flow` without parameters")
def _flow(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    server.play(http_response({"execution_id": "e", "flow_run_url": "", "qdash_ui_url": "", "message": ""}))
    make_client().execute_flow("f")
    assert server.requests[0].body == b"{}"


@row("IDs in paths")
def _paths(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    server.play(http_response(CHIP))
    make_client().get_chip("a b?c")
    assert server.requests[0].target == "/chips/a%20b%3Fc"


@row("async variants")
def _async(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [name for name in dir(QDashClient) if hasattr(getattr(QDashClient, name), "__endpoint__")]
    assert len(names) > 400
    assert [name for name in names if not name.endswith("_async") and not hasattr(QDashClient, f"{name}_async")] == []
    server.play(http_response({}, 503), http_response(CHIP))
    assert asyncio.run(make_client(retry={"base_delay_sec": 0.0}).get_chip_async("c")).size == 64


@row("`normalize_chip_metrics`")
def _normalize(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    maps = {"chip_id": "c", "qubit_metrics": {"t1": {"0": {"value": 80.0}}}, "coupling_metrics": {}}
    lists = {"metrics": [{"entity_id": "0", "entity_type": "qubit", "metric_name": "t1", "value": 80.0}]}
    for payload in (maps, lists):
        (record,) = make_client().normalize_chip_metrics("c", payload)
        assert (record.entity_id, record.metric_name, record.value) == ("0", "t1", 80.0)


@row("`http_client`")
def _http_client(server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(200, json=CHIP)

    inner = httpx.Client(transport=httpx.MockTransport(handler), base_url="http://other.test")
    with QDashClient(QDashConfig(base_url="http://qdash.test/api", api_token="t"), http_client=inner) as client:
        client.get_chip("c")
    assert seen == ["http://qdash.test/api/chips/c"]


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
