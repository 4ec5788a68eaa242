"""Code as a user writes it, for type checkers to read. It is never run.

`assert_type` fails where a checker sees another type. What is wrong on purpose carries a comment: should a checker no
longer find the mistake, it calls the comment unnecessary, and fails, too.
"""

# pyright: strict, reportUnnecessaryTypeIgnoreComment=true

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Literal

from typing_extensions import assert_type

import qdash.client
from qdash.client import (
    ActivityStatus,
    ChipMetricsResponse,
    ChipResponse,
    ListChipsResponse,
    ListMuxResponse,
    MetricValue,
    MuxTask,
    NormalizedMetricRecord,
    NoteModel,
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
    SuccessResponse,
    TimeSeriesData,
)
from qdash.client.models.metrics import SelectionMode

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
    assert_type(pdf, bytes)
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
        assert_type(await client.download_metrics_pdf_async(chip_id), bytes)
        await client.delete_chip_note_async(chip_id)


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


def misconfigure(config: QDashConfig) -> None:
    QDashConfig()  # type: ignore[call-arg]
    QDashConfig("https://qdash.example.com")  # type: ignore[call-arg]
    QDashConfig(base_url="https://qdash.example.com", token="x")  # type: ignore[call-arg]
    config.time_out = 3  # type: ignore[attr-defined]
    qdash.client.QDashClients  # type: ignore[attr-defined]  # noqa: B018
