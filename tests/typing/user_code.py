"""Code as a user writes it, for type checkers to read. It is never run.

`assert_type` fails where a checker sees another type. What is wrong on purpose carries a comment: should a checker no
longer find the mistake, it calls the comment unnecessary, and fails, too.
"""

# pyright: strict, reportUnnecessaryTypeIgnoreComment=true
# mypy: enable-error-code=deprecated

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Literal

from typing_extensions import assert_type

import qdash.client
from qdash.client import (
    UNSET,
    ActivityStatus,
    AgentActionResponse,
    AgentCandidateCommitResponse,
    AgentSessionPolicy,
    AgentSessionResponse,
    AiReviewListItem,
    AnalysisEvent,
    CancelExecutionResponse,
    ChipMetricsResponse,
    ChipResponse,
    CodexCompleteEvent,
    CodexDiffEvent,
    CodexStatusEvent,
    CodexSummaryEvent,
    CopilotChatMessageSchema,
    CouplingResponse,
    Device,
    Download,
    EventStream,
    ExecuteFlowResponse,
    ExecutionResponseDetail,
    ExecutionResponseSummary,
    FileContent,
    FlowRun,
    FlowScheduleSummary,
    ForumPostResponse,
    GitPushResult,
    GitStatus,
    GridPosition,
    IssueResponse,
    ListChipsResponse,
    ListMuxResponse,
    MetricValue,
    MuxTask,
    NormalizedMetricRecord,
    NoteEventResponse,
    NoteModel,
    NumericBounds,
    ParameterModel,
    QDashApiError,
    QDashAuthError,
    QDashClient,
    QDashClientError,
    QDashConfig,
    QDashConfigError,
    QDashNotFoundError,
    QDashRetryConfig,
    QDashTimeoutError,
    QDashTransportError,
    QDashValidationError,
    QubitResponse,
    ReanalyzeQubitSpectroscopyParams,
    ReanalyzeResponse,
    StatusEvent,
    SuccessResponse,
    TaskResultListItem,
    TimeSeriesData,
    TopologyDefinition,
    UnknownEvent,
    UploadedImage,
    UserListItem,
    extra,
    preload,
    rest,
)
from qdash.client.models import SelectionMode
from qdash.client.models.compatibility import CompatibilityFinding, CompatibilityReport

assert_type(qdash.client.__version__, str)


def make_clients() -> None:
    assert_type(QDashClient(), QDashClient)
    assert_type(QDashClient.from_profile("prod"), QDashClient)
    assert_type(QDashClient.from_profile(profile="prod", path=Path("qdash.ini")), QDashClient)
    config = QDashConfig(base_url="https://qdash.example.com/api", api_token="token")
    client = QDashClient(config, sleep_fn=lambda seconds: None, default_headers={"X-Lab": "64Qv3"})
    assert_type(client.config, QDashConfig)
    assert_type(client.close(), None)
    with QDashClient.from_env() as opened:
        assert_type(opened, QDashClient)


class LabClient(QDashClient):
    def is_known(self, chip_id: str) -> bool:
        return any(chip.chip_id == chip_id for chip in self.list_chips().chips)


async def keep_the_type_in_subclasses() -> None:
    assert_type(LabClient.from_env(), LabClient)
    assert_type(LabClient.from_profile(), LabClient)
    with LabClient.from_env() as client:
        assert_type(client.is_known("64Qv3"), bool)
    async with LabClient.from_env() as client:
        assert_type(client, LabClient)


def configure(config: QDashConfig) -> None:
    assert_type(QDashConfig.from_env(), QDashConfig)
    assert_type(QDashConfig.from_file("prod"), QDashConfig)
    assert_type(config.save(), Path)
    assert_type(config.save(profile="prod", path="qdash.ini"), Path)
    assert_type(config.api_token, str | None)
    assert_type(config.timeout_sec, float)
    assert_type(config.verify_tls, bool)
    assert_type(config.retry, QDashRetryConfig)
    config.timeout_sec = 120
    config.retry = QDashRetryConfig(max_attempts=5, base_delay_sec=0.5)


def read_chips(client: QDashClient) -> None:
    chips = client.list_chips()
    assert_type(chips, ListChipsResponse)
    assert_type(chips.total, int)
    chip = chips.chips[0]
    assert_type(chip, ChipResponse)
    assert_type(chip.installed_at, dt.datetime | None)
    assert_type(chip.activity_status, Literal["active", "inactive"])
    assert_type(chip.note, NoteModel)
    assert_type(chip.to_dict(), dict[str, Any])
    assert_type(client.get_default_chip_id(), str)
    assert_type(client.get_default_chip(), ChipResponse)
    status: ActivityStatus = "inactive"
    assert_type(client.update_chip(chip.chip_id, activity_status=status), ChipResponse)
    assert_type(client.delete_chip(chip.chip_id, force=True), SuccessResponse)
    qubits = client.list_chip_qubits(chip.chip_id, qids=["0", "1"], offset=0, limit=50)
    assert_type(qubits.qubits, list[QubitResponse])
    assert_type(qubits.qubits[0].data, dict[str, Any])
    muxes = client.list_chip_muxes(chip.chip_id)
    assert_type(muxes, ListMuxResponse)
    assert_type(muxes.muxes["0"].detail["3"]["CheckT1"], MuxTask)
    assert_type(muxes.muxes["0"].detail["3"]["CheckT1"].elapsed_time, dt.timedelta | None)


def read_metrics(client: QDashClient, chip_id: str) -> None:
    mode: SelectionMode = "best"
    metrics = client.get_chip_metrics(
        chip_id,
        within_hours=24,
        selection_mode=mode,
        start_at=dt.datetime.now(dt.timezone.utc),
        end_at="2026-06-01T00:00:00Z",
    )
    assert_type(metrics, ChipMetricsResponse)
    assert_type(metrics.qubit_metrics["t1"]["3"], MetricValue)
    assert_type(metrics.coupling_metrics["zx90_gate_fidelity"]["0-1"].value, float | None)
    config = client.get_metrics_config()
    assert_type(config, dict[str, Any])
    assert_type(client.normalize_chip_metrics(chip_id, metrics), list[NormalizedMetricRecord])
    records = client.normalize_chip_metrics(chip_id, {"metrics": []}, metrics_config=config)
    assert_type(records[0].value, float)
    assert_type(records[0].observed_at, dt.datetime | None)
    pdf = client.download_metrics_pdf(chip_id, within_hours=24, selection_mode="average")
    assert_type(pdf, Download)
    content: bytes = pdf
    assert_type(pdf.media_type, str)
    print(content[:4])
    history = client.get_qubit_metric_history(chip_id, "3", metric="t1", limit=10, within_days=7)
    assert_type(history.history[0].timestamp, dt.datetime)


def read_time_series(client: QDashClient, start_at: dt.datetime) -> None:
    series = client.get_task_results_timeseries(
        chip_id="64Qv3", parameter="t1", qid="3", start_at=start_at, end_at="2026-06-01T00:00:00Z"
    )
    assert_type(series, TimeSeriesData)
    assert_type(series.data, dict[str, list[ParameterModel]])
    assert_type(series.data["3"][0].value, float | int | None)


def analyse_again(client: QDashClient) -> None:
    parameters = ReanalyzeQubitSpectroscopyParams(top_power=-20.0)
    assert_type(client.reanalyze_qubit_spectroscopy("64Qv3", "3", parameters=parameters), ReanalyzeResponse)
    found = client.reanalyze_qubit_spectroscopy("64Qv3", "3", parameters={"top_power": -20.0})
    assert_type(found.output_parameters[0].value, float | None)


async def call_without_blocking() -> None:
    async with QDashClient.from_env() as client:
        assert_type(client, QDashClient)
        assert_type(await client.list_chips_async(), ListChipsResponse)
        chip_id = await client.get_default_chip_id_async()
        assert_type(chip_id, str)
        metrics = await client.get_chip_metrics_async(chip_id, within_hours=24, selection_mode="latest")
        assert_type(metrics, ChipMetricsResponse)
        assert_type(await client.download_metrics_pdf_async(chip_id), Download)
        await client.delete_chip_note_async(chip_id)


def read_page_after_page(client: QDashClient) -> None:
    assert_type(client.iter_chip_qubits("64Qv3", qids=["0"], limit=256), Iterator[QubitResponse])
    for qubit in client.iter_chip_qubits("64Qv3"):
        assert_type(qubit.qid, str)
    for coupling in client.iter_chip_couplings("64Qv3"):
        assert_type(coupling, CouplingResponse)
    for execution in client.iter_executions(chip_id="64Qv3"):
        assert_type(execution, ExecutionResponseSummary)
    for task_result in client.iter_task_results(chip_id="64Qv3"):
        assert_type(task_result, TaskResultListItem)
    for reply in client.iter_forum_post_replies("post"):  # where a page is the list itself
        assert_type(reply, ForumPostResponse)
    assert_type([*client.iter_search_note_events(q="T1")], list[NoteEventResponse])
    assert_type(next(client.iter_flow_schedules("flow")), FlowScheduleSummary)
    assert_type(list(client.iter_all_users()), list[UserListItem])
    assert_type([*client.iter_task_result_ai_reviews()], list[AiReviewListItem])


async def read_page_after_page_without_blocking(client: QDashClient) -> None:
    assert_type(client.iter_chip_qubits_async("64Qv3"), AsyncIterator[QubitResponse])
    async for qubit in client.iter_chip_qubits_async("64Qv3"):
        assert_type(qubit, QubitResponse)
    assert_type([user async for user in client.iter_all_users_async()], list[UserListItem])


def show_progress(done: int, total: int | None) -> None:
    print(done, total)


def download(client: QDashClient, to: Path | None, device: Device) -> None:
    assert_type(client.download_file(path="/data/raw.csv"), Download)
    assert_type(client.download_file(path="/data/raw.csv", progress=show_progress).media_type, str)
    assert_type(client.download_file(path="/data/raw.csv", to=None), Download)
    assert_type(client.download_file(path="/data/raw.csv", to="raw.csv", progress=show_progress), Path)
    assert_type(client.download_file(path="/data/raw.csv", to=Path("raw.csv"), progress=lambda done, total: None), Path)
    assert_type(client.download_file(path="/data/raw.csv", to=to), Download | Path)
    assert_type(client.download_metrics_pdf("64Qv3", within_hours=24, to="report.pdf"), Path)
    assert_type(client.get_forum_image("a.png"), Download)
    assert_type(client.get_forum_image("a.png", to="a.png"), Path)
    plot = client.get_device_topology_plot(
        name=device.name,
        device_id=device.device_id,
        qubits=device.qubits,
        couplings=[{"control": 0, "target": 1}],
        calibrated_at=device.calibrated_at,
    )
    assert_type(plot, Download)


async def download_without_blocking(client: QDashClient) -> None:
    assert_type(await client.download_zip_file_async(path="64Qv3"), Download)
    assert_type(await client.download_zip_file_async(path="64Qv3", to="64Qv3.zip"), Path)


def upload(client: QDashClient) -> None:
    with open("figure.png", "rb") as file:
        assert_type(client.upload_forum_image(file=file), UploadedImage)
    assert_type(client.upload_forum_image(file=Path("figure.png"))["url"], str)
    assert_type(client.bulk_import_users(file=b"username\nada\n").created, int)


def watch(client: QDashClient) -> None:
    with client.stream_copilot_chat(message="x") as events:
        assert_type(events, EventStream[StatusEvent | AnalysisEvent])
        for event in events:
            assert_type(event, StatusEvent | AnalysisEvent | UnknownEvent)
            if isinstance(event, AnalysisEvent):
                assert_type(event.blocks[0].content, str | None)
    stream = client.stream_issue_ai_reply("issue", user_message="x")
    assert_type(next(stream), StatusEvent | IssueResponse | UnknownEvent)
    stream.close()
    for step in client.stream_codex_flow_agent("flow", code="", prompt="x"):
        assert_type(step, CodexStatusEvent | CodexSummaryEvent | CodexDiffEvent | CodexCompleteEvent | UnknownEvent)


async def watch_without_blocking(client: QDashClient) -> None:
    async with await client.stream_copilot_chat_async(message="x") as events:
        assert_type(events, EventStream[StatusEvent | AnalysisEvent])
        async for event in events:
            assert_type(event, StatusEvent | AnalysisEvent | UnknownEvent)
    async for reply in await client.stream_forum_ai_reply_async("post", user_message="x"):
        assert_type(reply, StatusEvent | ForumPostResponse | UnknownEvent)


def read_what_has_no_model(client: QDashClient) -> None:
    status = client.get_git_status()
    assert_type(status, GitStatus)
    assert_type(status["is_git_repo"], bool)
    assert_type(status.get("branch"), str | None)
    if "changed_files" in status:
        assert_type(status["changed_files"], list[str])
    content = client.get_file_content("64Qv3/params/t1.yaml")
    assert_type(content, FileContent)
    assert_type(content["size"], int)
    pushed = client.git_push_config()
    assert_type(pushed, GitPushResult)
    assert_type(pushed["commit"], str | None)
    topology = client.get_topology_by_id("square")["data"]
    assert_type(topology, TopologyDefinition)
    assert_type(topology["qubits"], dict[str, GridPosition])
    assert_type(client.mark_all_notifications_read(), dict[str, int])


def write(client: QDashClient) -> None:
    # Left out, emptied, and changed
    client.update_forum_post("post", content="x", chip_id=UNSET)
    client.update_forum_post("post", content="x", chip_id=None, assignee_username=None, status=None)
    post = client.update_forum_post("post", content="x", chip_id="64Qv3", status="resolved", labels=["T1"])
    assert_type(post, ForumPostResponse)
    assert_type(post.status, Literal["open", "investigating", "identified", "resolved"])
    # Nested bodies are models or mappings.
    policy = AgentSessionPolicy(
        qids=["0"], allowed_tasks=["CheckT1"], quality_gates={"t1": NumericBounds(minimum=20.0)}, max_actions=10
    )
    assert_type(policy.allowed_actions, list[Literal["run_task", "request_human", "complete_session"]])
    assert_type(client.create_agent_session(chip_id="64Qv3", policy=policy), AgentSessionResponse)
    client.create_agent_session(chip_id="64Qv3", policy={"qids": ["0"], "allowed_tasks": ["CheckT1"]})
    question = CopilotChatMessageSchema(role="user", content="x")
    client.create_copilot_chat_session(session_id="s", messages=[question, {"role": "user", "content": "y"}])
    client.update_copilot_chat_session("s", messages=[question], context={"chip_id": "64Qv3"})
    client.save_flow(name="flow", code="", chip_id="64Qv3", default_parameters={"qids": ["0"]})


def run(client: QDashClient) -> None:
    started = client.execute_flow("flow", parameters={"qids": ["0"]})
    assert_type(started, ExecuteFlowResponse)
    ended = client.wait_for_execution(
        "20260701-003",
        timeout_seconds=3600,
        poll_interval_seconds=5,
        terminal_statuses={"completed"},
        on_progress=lambda execution: print(assert_type(execution, ExecutionResponseDetail).status),
        not_found_grace=None,
    )
    assert_type(ended, ExecutionResponseDetail)
    assert_type(ended.execution_id, str)
    assert_type(ended.task[0].output_parameters, dict[str, Any] | None)
    flow_run = client.run_flow(
        "flow",
        parameters={"qids": ["0"]},
        wait=True,
        timeout_seconds=3600.0,
        on_progress=lambda run: print(assert_type(run, FlowRun).status),
    )
    assert_type(flow_run, FlowRun)
    assert_type(flow_run.status, str)
    assert_type(flow_run.executions, list[ExecutionResponseSummary])
    assert_type(flow_run.settled, bool)
    assert_type(client.flow_run(started.execution_id, "64Qv3").wait(timeout_seconds=60), FlowRun)
    assert_type(client.flow_run(started.execution_id, single_task=True).refresh(), FlowRun)
    assert_type(flow_run.cancel(), CancelExecutionResponse)
    assert_type(client.wait_for_ai_review("review").run.total, int)
    assert_type(client.list_agent_actions("session"), list[AgentActionResponse])
    assert_type(client.wait_for_agent_action("session", "action"), AgentActionResponse)
    assert_type(client.wait_for_agent_candidate_apply("session", "commit"), AgentCandidateCommitResponse)


async def run_without_blocking(client: QDashClient) -> None:
    assert_type(await client.wait_for_execution_async("20260701-003"), ExecutionResponseDetail)
    flow_run = await client.run_flow_async("flow", wait=False)
    assert_type(flow_run, FlowRun)
    assert_type(await flow_run.wait_async(), FlowRun)
    assert_type(await flow_run.cancel_async(), CancelExecutionResponse)


def keep_up_with_the_server(client: QDashClient) -> None:
    assert_type(client.create_chip("64Qv4", **extra(vendor="x")), ChipResponse)
    client.create_agent_session(chip_id="64Qv3", policy={"qids": ["0"], "allowed_tasks": ["CheckT1"], **extra(burst=3)})
    assert_type(client.iter_all_issues(), Iterator[IssueResponse])
    assert_type(client.iter_all_forum_posts(), Iterator[ForumPostResponse])
    assert_type(client.iter_all_issues_async(), AsyncIterator[IssueResponse])


def work_in_another_project(client: QDashClient) -> None:
    preload()
    assert_type(client.for_project("other"), QDashClient)
    assert_type(client.config, QDashConfig)
    client.get_historical_qubit_task_results(chip_id="c", task="t", date=dt.date(2026, 7, 1))
    pdf = client.download_metrics_pdf("64Qv3")
    assert_type(pdf.filename, str | None)


def go_below(client: QDashClient) -> None:
    response = client.request("POST", "/new", params={"qid": ["0", "1"]}, json={"a": 1}, headers={"X-Lab": "a"})
    assert_type(response, rest.ApiResponse[Any])
    assert_type(response.status_code, int)
    assert_type(response.data, Any)
    assert_type(response.headers, dict[str, str])
    client.request("GET", "/new", params=[("qid", "0"), ("qid", "1")])
    with rest.ApiClient(rest.Configuration(host="https://qdash.example.com/api", timeout=5)) as api:
        assert_type(api, rest.ApiClient)
        assert_type(api.configuration.proxy, str | None)
        try:
            assert_type(api.request("GET", "/health", raise_on_status=True), rest.ApiResponse[Any])
        except rest.ApiException as error:
            assert_type(error.status, int | None)
            assert_type(error.reason, str)


async def check_the_server(client: QDashClient) -> None:
    report = client.check_compatibility()
    assert_type(report, CompatibilityReport)
    assert_type(report.compatible, bool)
    assert_type(report.findings, list[CompatibilityFinding])
    assert_type(await client.check_compatibility_async(), CompatibilityReport)
    assert_type(await client.request_async("GET", "/health"), rest.ApiResponse[Any])


def handle_errors(client: QDashClient) -> None:
    try:
        client.list_chips()
    except (QDashAuthError, QDashNotFoundError, QDashValidationError) as error:
        assert_type(error.status_code, int | None)
    except QDashTimeoutError as error:
        transport_error: QDashTransportError = error
        timeout_error: TimeoutError = error
        print(transport_error, timeout_error)
    except QDashClientError as error:
        assert_type(error, QDashApiError)
        assert_type(error.payload, Any)
        assert_type(error.method, str | None)
        assert_type(error.url, str | None)
        assert_type(error.request_id, str | None)
    except QDashConfigError as error:
        value_error: ValueError = error
        assert_type(error.field, str | None)
        assert_type(error.source, str | None)
        print(value_error)


# What is wrong on purpose


async def pass_wrong_arguments(client: QDashClient) -> None:
    client.get_chip_metrics("64Qv3", within_hour=24)  # type: ignore[call-arg]
    client.get_chip_metrics("64Qv3", 24)  # type: ignore[call-arg]
    client.get_chip_metrics("64Qv3", selection_mode="worst")  # type: ignore[arg-type]
    client.get_chip_metrics("64Qv3", start_at=dt.date.today())  # type: ignore[arg-type]
    client.get_chip()  # type: ignore[call-arg]
    client.get_chip(64)  # type: ignore[arg-type]
    client.get_task_results_timeseries(chip_id="64Qv3", parameter="t1")  # type: ignore[call-arg]
    await client.get_chip_async(64)  # type: ignore[arg-type]
    await client.list_chips_async(limit=1)  # type: ignore[call-arg]
    client.update_chip("64Qv3", activity_status="broken")  # type: ignore[arg-type]


def misuse_what_comes_back(client: QDashClient) -> None:
    chip = client.get_default_chip()
    chip.chip  # type: ignore[attr-defined]  # noqa: B018
    chip.installed_at.year  # type: ignore[union-attr]  # noqa: B018
    chip.activity_status = "broken"  # type: ignore[assignment]
    client.list_chip()  # type: ignore[attr-defined]


async def mix_up_what_is_async(client: QDashClient) -> None:
    await client.iter_executions_async(chip_id="64Qv3")  # type: ignore[misc]
    for _ in client.iter_executions_async(chip_id="64Qv3"):  # type: ignore[attr-defined]
        pass
    async for _ in client.iter_executions(chip_id="64Qv3"):  # type: ignore[attr-defined]
        pass
    async for _ in client.stream_copilot_chat_async(message="x"):  # type: ignore[attr-defined]
        pass


def read_page_after_page_wrongly(client: QDashClient) -> None:
    client.iter_executions()  # type: ignore[call-arg]
    client.iter_chip_qubits("64Qv3", size=10)  # type: ignore[call-arg]
    client.iter_chips()  # type: ignore[attr-defined]
    for execution in client.iter_executions(chip_id="64Qv3"):
        execution.executions  # type: ignore[attr-defined]  # noqa: B018


def print_line(line: str) -> None:
    print(line)


def download_wrongly(client: QDashClient) -> None:
    client.download_file()  # type: ignore[call-overload]
    client.download_file("/data/raw.csv")  # type: ignore[call-overload]
    client.download_file(path="/data/raw.csv", to=3)  # type: ignore[call-overload]
    client.download_file(path="/data/raw.csv", progress=print_line)  # type: ignore[arg-type]
    client.download_file(path="/data/raw.csv", to="raw.csv").media_type  # type: ignore[attr-defined]  # noqa: B018
    client.download_file(path="/data/raw.csv").exists()  # type: ignore[attr-defined]


def misread_what_has_no_model(client: QDashClient) -> None:
    status = client.get_git_status()
    status["is_git"]  # type: ignore[typeddict-item]
    status.branch  # type: ignore[attr-defined]  # noqa: B018
    status["branch"]  # pyright: ignore[reportTypedDictNotRequiredAccess]
    for event in client.stream_copilot_chat(message="x"):
        event.blocks  # type: ignore[union-attr]  # noqa: B018


def write_wrongly(client: QDashClient) -> None:
    client.update_forum_post("post", content=None)  # type: ignore[arg-type]
    client.update_forum_post("post", content="x", status="closed")  # type: ignore[arg-type]
    client.create_agent_session(chip_id="64Qv3", policy=["0"])  # type: ignore[arg-type]
    client.create_agent_session(chip_id="64Qv3", policy=NumericBounds())  # type: ignore[arg-type]
    client.create_copilot_chat_session(session_id="s", messages=["x"])  # type: ignore[list-item]
    AgentSessionPolicy(qids=["0"])  # type: ignore[call-arg]
    AgentSessionPolicy(["0"], ["CheckT1"])  # type: ignore[call-arg]


async def run_wrongly(client: QDashClient) -> None:
    client.wait_for_execution("20260701-003", 600)  # type: ignore[call-arg]
    client.wait_for_execution("20260701-003", timeout=600)  # type: ignore[call-arg]
    client.wait_for_execution("20260701-003", on_progress=show_progress)  # type: ignore[arg-type]
    client.run_flow("flow").flow_run_url  # type: ignore[attr-defined]  # noqa: B018
    client.flow_run("flow").task  # type: ignore[attr-defined]  # noqa: B018
    client.request("GET", "/new", data=3)  # type: ignore[arg-type]
    client.request("GET").data  # type: ignore[call-arg]  # noqa: B018
    rest.ApiClient("https://qdash.example.com")  # type: ignore[arg-type]


async def call_what_is_deprecated(client: QDashClient) -> None:
    client.re_execute_from_snapshot("20260701-003", flow_name="flow")  # type: ignore[deprecated]
    await client.re_execute_from_snapshot_async("20260701-003", flow_name="flow")  # type: ignore[deprecated]


def misconfigure(config: QDashConfig) -> None:
    QDashConfig()  # type: ignore[call-arg]
    QDashConfig("https://qdash.example.com")  # type: ignore[call-arg]
    QDashConfig(base_url="https://qdash.example.com", token="x")  # type: ignore[call-arg]
    config.time_out = 3  # type: ignore[attr-defined]
    qdash.client.QDashClients  # type: ignore[attr-defined]  # noqa: B018
