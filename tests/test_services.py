"""What code for the official client uses besides the calls: module paths, methods of models, `_request`, httpx."""

from __future__ import annotations

import copyreg
import importlib
import json
import pickle
import re
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Literal
from unittest import mock

import httpx
import pytest
from declared import MODELS, sample_document
from fault_server import FaultServer, http_response
from test_official_calls import TEXT, exported

from qdash.client import (
    QDashApiError,
    QDashClient,
    QDashConfig,
    QDashConfigError,
    QDashRetryConfig,
    QDashTransportError,
    QDashValidationError,
)
from qdash.client.demo import DemoServer
from qdash.client.models import ChipResponse, ListChipsResponse, QubitResponse
from qdash.client.rest import ApiClient, ApiResponse, Configuration

ALIASES = {
    "agent_cli": "agents.command",
    "agent_runner": "agents.runner",
    "client": "client",
    "config": "settings.config",
    "errors": "errors",
}
CONFIG = QDashConfig(base_url="http://qdash.test/api", api_token="token")


# --- module paths ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "module"), ALIASES.items())
def test_a_module_of_services_is_our_module(name: str, module: str) -> None:
    found = importlib.import_module(f"qdash.client.services.{name}")
    assert found is importlib.import_module(f"qdash.client.{module}")
    assert getattr(importlib.import_module("qdash.client.services"), name) is found


@pytest.mark.parametrize("name", [*ALIASES, "models", "exporter_models"])
def test_modules_of_services_need_no_import_of_their_own(name: str) -> None:
    program = (
        f"import qdash.client, sys; found = qdash.client.services.{name}; "
        f"assert found is sys.modules['qdash.client.services.{name}'] is qdash.client.services.{name}; "
        "assert 'QDashClient' in dir(qdash.client.services); "
        "assert not hasattr(qdash.client.services, 'no_such_name')"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_what_a_test_patches_there_takes_effect() -> None:
    with mock.patch("qdash.client.services.agent_cli.QDashClient") as patched:
        patched.from_profile.side_effect = RuntimeError("patched")
        from qdash.client.services.agent_cli import run

        assert run(["run-campaign", *_options()]) == 1
    patched.from_profile.assert_called_once_with("default")


def _options() -> list[str]:
    plan = '[{"task_name": "CheckT1", "candidate_parameter": "t1"}]'
    return ["--session-id", "s", "--qid", "0", "--source-execution-id", "e", "--plan", plan]


def test_services_exports_the_names_it_exported() -> None:
    services = importlib.import_module("qdash.client.services")
    assert services.__all__ == sorted(services.__all__)
    if TEXT:
        assert services.__all__ == sorted(exported("qdash.client.services"))
    assert all(getattr(services, name) is not None for name in services.__all__)


@pytest.mark.parametrize(
    ("module", "names"),
    [
        ("agent_runner", ["AgentCampaignNode", "AgentPlannerDecision", "AgentSkillTransition", "AgentStepOutcome"]),
        ("config", ["DEFAULT_SECTION", "DEFAULT_BASE_URL_ENV", "QDashConfig", "QDashRetryConfig"]),
        ("exporter_models", ["NormalizedMetricRecord"]),
        ("models", ["ChipResponse", "ActivityStatus", "Title", "SortOrder", "LessonLearned", "Severity1"]),
    ],
)
def test_modules_of_services_have_their_names(module: str, names: list[str]) -> None:
    found = importlib.import_module(f"qdash.client.services.{module}")
    assert [name for name in names if not hasattr(found, name)] == []
    with pytest.raises(AttributeError):
        found.no_such_name  # noqa: B018


def test_enumerations_and_named_texts_are_sent_as_their_text(server: FaultServer, client: QDashClient) -> None:
    from qdash.client.services import models

    assert models.ActivityStatus.active == "active"  # type: ignore[attr-defined]
    assert f"{models.Severity('warning')}" == "warning"  # type: ignore[operator]
    assert models.Title("x").root == models.Title(root="x").root == "x"  # type: ignore[operator]
    assert models.LessonLearned(["x"]).root == ["x"]  # type: ignore[operator]
    server.play(http_response({"name": "x"}))
    client.request("POST", "/x", json={"status": models.ActivityStatus.inactive, "title": models.Title("t")})  # type: ignore[attr-defined, operator]
    assert json.loads(server.requests[0].body) == {"status": "inactive", "title": "t"}


@pytest.mark.parametrize(
    ("name", "value"),
    [("Title", None), ("Title", 5), ("SortOrder", "3"), ("SortOrder", 3.7), ("SortOrder", True), ("CaseType", "text")],
)
def test_a_named_text_list_or_number_has_its_type(name: str, value: Any) -> None:
    from qdash.client.services import models

    with pytest.raises(QDashValidationError, match=rf"^{name}\(\): must be a \w+, not {type(value).__name__}$"):
        getattr(models, name)(value)


def test_nothing_of_the_client_imports_services_and_the_agent() -> None:
    program = (
        "import sys; from qdash.client import QDashClient, QDashConfig; QDashClient(QDashConfig(base_url='http://x'));"
        "print(*[name for name in sys.modules if '.services' in name or '.agents' in name])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


# --- methods of models -----------------------------------------------------------------------------------------------

CHIP: dict[str, Any] = {"chip_id": "c", "size": 64, "installed_at": "2026-11-01T00:00:00Z", "topology_id": None}


def test_model_dump_keeps_date_times_and_with_json_is_to_dict() -> None:
    chips = ListChipsResponse(chips=[ChipResponse.model_validate(CHIP)], total=1)
    (plain,) = chips.model_dump()["chips"]
    assert plain["installed_at"] == datetime(2026, 11, 1, tzinfo=timezone.utc)
    assert plain["topology_id"] is None
    assert chips.model_dump(mode="json") == chips.to_dict()
    assert "topology_id" not in chips.model_dump(exclude_none=True)["chips"][0]
    assert "topology_id" not in chips.model_dump(mode="json", exclude_none=True)["chips"][0]
    assert json.loads(chips.model_dump_json()) == chips.to_dict()
    assert json.loads(chips.model_dump_json(exclude_none=True)) == chips.model_dump(mode="json", exclude_none=True)


@pytest.mark.parametrize("mode", ["python", "json"])
def test_data_of_the_server_keeps_its_null(mode: Literal["python", "json"]) -> None:
    qubit = QubitResponse(qid="0", chip_id="c", data={"t1": {"value": 1, "error": None}})
    assert qubit.model_dump(mode=mode, exclude_none=True)["data"] == {"t1": {"value": 1, "error": None}}
    assert "updated_at" not in qubit.model_dump(mode=mode, exclude_none=True)["note"]


def test_every_model_comes_back_from_its_dump() -> None:
    different = []
    for model in MODELS:
        made = model.model_validate(sample_document(model))
        same = (model.model_validate(made.model_dump()), model.model_validate(made.model_dump(mode="json")), made)
        if not all(each == made for each in same) or model.model_validate(made) is not made:
            different.append(model.__name__)
    assert different == []


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({}, "ChipResponse.model_validate(): chip_id: expected a text, got nothing"),
        ({**CHIP, "size": "x"}, "ChipResponse.model_validate(): size: "),
        ({**CHIP, "installed_at": object()}, "ChipResponse.model_validate(): installed_at: "),
        ([], "ChipResponse.model_validate(): "),
        (None, "ChipResponse.model_validate(): "),
    ],
)
def test_model_validate_names_what_is_wrong(data: Any, problem: str) -> None:
    with pytest.raises(QDashValidationError, match=f"^{re.escape(problem)}"):
        ChipResponse.model_validate(data)


def test_model_copy_changes_a_copy() -> None:
    chip = ChipResponse.model_validate(CHIP)
    assert chip.model_copy() == chip
    assert chip.model_copy() is not chip
    changed = chip.model_copy(update={"size": 16})
    assert (chip.size, changed.size) == (64, 16)
    with pytest.raises(QDashValidationError, match="there is no member 'sise'"):
        chip.model_copy(update={"sise": 16})


def test_settings_have_the_methods_too_and_their_dump_has_the_token() -> None:
    dump = CONFIG.model_dump()
    assert (dump["api_token"], dump["retry"]["max_attempts"]) == ("token", 3)
    assert QDashConfig.model_validate(dump) == CONFIG
    assert QDashConfig.model_validate(json.loads(CONFIG.model_dump_json())) == CONFIG
    assert CONFIG.model_copy(update={"timeout_sec": 5.0}).timeout_sec == 5.0
    assert QDashRetryConfig().model_dump() == {"max_attempts": 3, "base_delay_sec": 0.2, "max_delay_sec": 5.0}
    assert "username" not in CONFIG.model_dump(exclude_none=True)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({}, "base_url is missing"),
        ({"base_url": "http://x", "timeout": 5}, "there is no setting 'timeout'"),
        ({"base_url": "http://x", 5: 5}, "there is no setting 5"),
        ({"base_url": "http://x", "retry": {"attempts": 5}}, "retry"),
        ({"base_url": "http://x", "timeout_sec": -1}, "timeout_sec must be"),
        (["base_url"], "must be a mapping, not list"),
        (None, "must be a mapping, not NoneType"),
    ],
)
def test_what_settings_are_made_of_is_checked(data: Any, problem: str) -> None:
    with pytest.raises(QDashConfigError, match=problem):
        QDashConfig.model_validate(data)
    if isinstance(data, dict) and "base_url" in data:
        with pytest.raises(QDashConfigError, match=problem):
            CONFIG.model_copy(update=data)


def test_what_is_printed_may_be_indented() -> None:
    for made in (ChipResponse.model_validate(CHIP), CONFIG):
        assert made.model_dump_json(indent=2) == json.dumps(made.model_dump(mode="json"), indent=2)


def test_a_deep_copy_shares_nothing() -> None:
    chips = ListChipsResponse(chips=[ChipResponse.model_validate(CHIP)], total=1)
    assert chips.model_copy().chips is chips.chips
    copied = chips.model_copy(update={"total": 2}, deep=True)
    assert (copied.chips, copied.total) == (chips.chips, 2)
    assert copied.chips[0] is not chips.chips[0]
    assert CONFIG.model_copy(deep=True) == CONFIG
    assert CONFIG.model_copy(deep=True).retry is not CONFIG.retry


@pytest.mark.parametrize(
    "make",
    [
        lambda: QDashConfig.model_validate({"base_url": "no URL", "api_token": "secret"}),
        lambda: CONFIG.model_copy(update={"base_url": "no URL", "api_token": "secret"}),
        lambda: QDashClient(CONFIG)._request("GET", "no path?", params=[5], json={"password": "secret"}),
    ],
    ids=["model_validate", "model_copy", "_request"],
)
def test_no_traceback_shows_what_they_were_given(make: Callable[[], object]) -> None:
    with pytest.raises((QDashConfigError, QDashApiError)) as caught:
        make()
    error = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert "'secret'" not in str([frame.locals for frame in error.stack])


# --- requests --------------------------------------------------------------------------------------------------------


def test_request_of_old_scripts(server: FaultServer, client: QDashClient) -> None:
    server.play(http_response({"chips": []}))
    response = client._request("GET", "/chips", params={"a": 1})
    assert isinstance(response, ApiResponse)
    assert (response.status_code, response.data) == (200, {"chips": []})
    client._request("POST", "/x", json={"b": 2})
    assert [request.target for request in server.requests] == ["/chips?a=1", "/x"]
    assert json.loads(server.requests[1].body) == {"b": 2}


@pytest.mark.parametrize("path", ["chips", "chips/a:b", "/chips"])
def test_a_path_of_old_scripts_may_lack_its_slash(server: FaultServer, client: QDashClient, path: str) -> None:
    server.play(http_response({}))
    client._request("GET", path)
    with ApiClient(Configuration(server.url)) as api:
        api.request("GET", path)
    assert [request.path for request in server.requests] == ["/" + path.strip("/")] * 2


@pytest.mark.parametrize("path", ["", "http://other.test/x", "http:x", "//other.test", "?a=1", None])
def test_no_other_path_is_made_one_below_the_base_url(server: FaultServer, client: QDashClient, path: Any) -> None:
    with ApiClient(Configuration(server.url)) as api:
        for send in (client._request, api.request):
            with pytest.raises(QDashValidationError, match="path: "):
                send("GET", path)
    assert server.connections == 0


def test_a_response_has_a_type_of_data() -> None:
    response: ApiResponse[dict[str, int]] = ApiResponse[dict[str, int]](200, {"a": 1}, {})
    assert pickle.loads(pickle.dumps(response)) == response == ApiResponse(200, {"a": 1}, {})


def with_httpx(handler: Any, **options: Any) -> QDashClient:
    inner = httpx.Client(transport=httpx.MockTransport(handler), base_url="http://qdash.test/api")
    return QDashClient(CONFIG, http_client=inner, sleep_fn=lambda seconds: None, **options)


def test_an_httpx_client_sends_the_requests() -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if request.method == "GET":
            return httpx.Response(200, json={"chips": [], "total": 0})
        return httpx.Response(201, json={"chip_id": "c"})

    with with_httpx(handler) as client:
        assert client.list_chips().total == 0
        client.create_chip("c")
    assert [(request.method, request.url.path) for request in seen] == [("GET", "/api/chips"), ("POST", "/api/chips")]
    assert seen[0].headers["authorization"] == "Bearer token"
    assert json.loads(seen[1].content)["chip_id"] == "c"


def test_a_compressed_response_of_httpx_is_read_once() -> None:
    import gzip

    body = gzip.compress(b'{"chips": [], "total": 0}')
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    with with_httpx(lambda request: httpx.Response(200, headers=headers, content=body)) as client:
        assert client.list_chips().total == 0


@pytest.mark.parametrize(
    ("error", "attempts", "unknown"),
    [
        (httpx.ConnectError("no route"), 3, False),
        (httpx.ReadTimeout("late"), 3, True),
        (httpx.RemoteProtocolError("cut"), 3, True),
    ],
)
def test_failures_of_httpx_are_ours_and_writes_are_sent_once(
    error: httpx.TransportError, attempts: int, unknown: bool
) -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.method)
        raise error

    with with_httpx(handler) as client:
        with pytest.raises(QDashTransportError):
            client.list_chips()
        with pytest.raises(QDashTransportError) as caught:
            client.create_chip("c")
    assert seen.count("GET") == attempts
    assert caught.value.outcome_unknown is unknown
    assert seen.count("POST") == (1 if unknown else seen.count("POST"))


@pytest.mark.parametrize("error", [httpx.DecodingError("broken"), httpx.TooManyRedirects("6"), httpx.HTTPError("boom")])
def test_all_errors_of_httpx_are_ours_and_show_no_token(error: httpx.HTTPError) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise error

    with with_httpx(handler) as client, pytest.raises(QDashTransportError) as caught:
        client.list_chips()
    shown = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert f"Bearer {CONFIG.api_token}" not in shown


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (httpx.ConnectError("no route"), "cannot connect to qdash.test (no route)"),
        (httpx.ConnectTimeout("late"), "no connection to qdash.test within the time limit of the http_client"),
        (httpx.ReadTimeout("late"), "no response within the time limit of the http_client"),
    ],
)
def test_messages_name_the_host_and_the_limit_that_counts(error: httpx.TransportError, text: str) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise error

    with with_httpx(handler) as client, pytest.raises(QDashTransportError, match=re.escape(text)):
        client.list_chips()


@pytest.mark.parametrize(
    "response",
    [
        None,
        mock.MagicMock(),
        mock.MagicMock(status_code=200),
        mock.MagicMock(status_code="200", content=b"{}"),
        mock.MagicMock(status_code=200, content="{}"),
    ],
    ids=["none", "mock", "mock without content", "status as text", "content as text"],
)
def test_what_is_no_response_is_refused(response: Any) -> None:
    client = QDashClient(CONFIG, http_client=mock.Mock(**{"request.return_value": response}))
    with pytest.raises(TypeError, match="http_client: the response must have status_code"):
        client.list_chips()


def test_what_is_no_http_client_is_refused() -> None:
    with pytest.raises(TypeError, match="http_client: must have a method request"):
        QDashClient(CONFIG, http_client=object())  # type: ignore[arg-type]


def test_the_layer_below_takes_an_httpx_client_too() -> None:
    inner = httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(200, json={"a": 1})))
    with ApiClient(Configuration("http://qdash.test"), http_client=inner) as client:
        assert client.request("GET", "/x").data == {"a": 1}


def test_an_assertion_in_a_handler_reaches_the_test() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise AssertionError("wrong path")

    with with_httpx(handler) as client, pytest.raises(AssertionError, match="wrong path"):
        client.list_chips()


def test_a_transport_and_an_http_client_exclude_each_other() -> None:
    with pytest.raises(TypeError, match="not both"):
        QDashClient(CONFIG, transport=mock.Mock(), http_client=mock.Mock())


class OfficialPickle:
    """Is pickled as the official client pickles its settings."""

    def __init__(self, kind: type, **values: Any) -> None:
        self._state = kind, values

    def __reduce_ex__(self, protocol: Any) -> Any:
        kind, values = self._state
        rest = {"__pydantic_extra__": None, "__pydantic_fields_set__": set(values), "__pydantic_private__": None}
        return copyreg.__newobj__, (kind,), {"__dict__": values, **rest}  # type: ignore[attr-defined]


def test_settings_that_the_official_client_pickled_can_be_loaded() -> None:
    retry = OfficialPickle(QDashRetryConfig, max_attempts=5, base_delay_sec=0.2, max_delay_sec=5.0)
    written = pickle.dumps(OfficialPickle(QDashConfig, **{**CONFIG.model_dump(), "retry": retry}), 0)
    official = written.replace(b"qdash.client.settings.config", b"qdash.client.services.config")
    loaded = pickle.loads(official)
    assert loaded == CONFIG.replace(retry=QDashRetryConfig(max_attempts=5))
    loaded.timeout_sec = 5.0


def test_records_have_their_official_path() -> None:
    from qdash.client.services import exporter_models

    record = exporter_models.NormalizedMetricRecord("c", "qubit", "0", "t1", 80.0)
    assert pickle.loads(pickle.dumps(record)) == record
    assert exporter_models.NormalizedMetricRecord is type(record)


# --- a script --------------------------------------------------------------------------------------------------------

SCRIPT = Path(__file__).with_name("official_script.py")


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoServer]:
    with DemoServer() as server:
        yield server


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["chips"], '"chip_id": "64Qv3"'),
        (["default-chip"], '"activity_status": "active"'),
        (["metrics", "64Qv3"], '"metric_name": "t1"'),
        (["qubit", "64Qv3", "0"], '"qid": "0"'),
        (["raw", "/tasks"], '"status_code": 200'),
        (["executions", "64Qv3"], '"execution_id"'),
        (["missing"], '"error": "QDashNotFoundError"'),
        (["config"], '"timeout_sec": 30.0'),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_query_script_for_the_official_client_runs(demo: DemoServer, arguments: list[str], shown: str) -> None:
    root = Path(__file__).resolve().parents[1]
    environment = {**demo.environment, "PYTHONPATH": str(root), "no_proxy": "*"}
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *arguments], env=environment, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    json.loads(done.stdout)
    assert shown in done.stdout


def test_the_errors_have_their_tree() -> None:
    from qdash.client.services import errors

    assert errors.QDashClientError is QDashApiError
    assert issubclass(errors.QDashConfigError, ValueError)
