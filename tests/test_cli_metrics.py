"""``metrics``: rows, thresholds, periods and formats, and OpenMetrics for the textfile collector."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from command import Command
from matrix.real_servers import environment_of, program
from small_lab import DOCUMENTS, SmallLab, run, small_lab
from terminal import Terminal, in_terminal

from qdash.client import QDashClient, QDashConfig
from qdash.client.demo import DemoServer

__all__ = ["run", "small_lab"]


@pytest.fixture
def asked(small_lab: SmallLab, run: Command) -> Any:
    """Return the rows of a command as JSON."""

    def asked(*words: str) -> list[dict[str, Any]]:
        code, out, err = run("metrics", *words, "-o", "json")
        assert (code, err) == (0, "")
        return json.loads(out)

    return asked


def test_a_table(small_lab: SmallLab, run: Command) -> None:
    code, out, err = run("metrics", "t1", "X90 gate fidelity")
    assert code == 0
    assert err == "Q4 · latest values · 2 of 4 miss their threshold\n"
    assert out == (
        "METRIC             QUBIT  VALUE  UNIT     ±  THRESHOLD  CALIBRATED               EXECUTION\n"
        "T1                 0             μs          ≥ 60                                20261125-001\n"
        "T1                 2      84.75  μs    0.35  ≥ 60       2026-11-25 06:10 +00:00  20261125-001\n"
        "T1                 10     44.71  μs    0.41  ≥ 60 ✗     2026-11-24 18:02 +00:00  20261124-003\n"
        "X90 Gate Fidelity  2      99.31  %     0.02  ≥ 99.5 ✗                            20261125-001\n"
        "X90 Gate Fidelity  10     99.81  %           ≥ 99.5                              20261125-001\n"
    )


def test_a_row(asked: Any) -> None:
    assert asked("t1", "--qid", "10") == [
        {
            "chip_id": "Q4",
            "entity_type": "qubit",
            "entity_id": "10",
            "metric": "t1",
            "title": "T1",
            "value": 44.71,
            "unit": "μs",
            "stddev": 0.41,
            "mode": "maximize",
            "threshold": 60,
            "misses": True,
            "calibrated_at": "2026-11-24T18:02:00.500000Z",
            "task_id": "a-task",
            "execution_id": "20261124-003",
        }
    ]


def test_csv_is_exact_and_has_stable_columns(small_lab: SmallLab, run: Command) -> None:
    code, out, err = run("metrics", "t1", "-o", "csv")
    assert (code, err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert ",".join(rows[0]) == (
        "chip_id,entity_type,entity_id,metric,value,unit,stddev,threshold,misses,calibrated_at,execution_id,task_id"
    )
    assert [row["value"] for row in rows] == ["", "84.74824416157573", "44.71"]
    assert [row["misses"] for row in rows] == ["", "false", "true"]


def test_without_a_name_all_metrics_are_listed_and_frequencies_are_not_compared(asked: Any) -> None:
    rows = {(row["metric"], row["entity_id"]): row for row in asked()}
    assert [metric for metric, _ in rows] == [
        *("qubit_frequency", "anharmonicity", "t1", "t1", "t1", "x90_gate_fidelity", "x90_gate_fidelity"),
        *("maximum_rabi_frequency", "zx90_gate_fidelity"),
    ]
    compared = {key: (row["value"], row["threshold"], row["misses"]) for key, row in rows.items()}
    assert compared["qubit_frequency", "2"] == (4.5, None, None)
    assert compared["anharmonicity", "2"] == (-320, -300, False)
    assert compared["zx90_gate_fidelity", "0-1"] == (91, 90, False)
    assert compared["maximum_rabi_frequency", "2"] == (31.5, None, None)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ((), ["t1 10", "x90_gate_fidelity 2"]),
        (("qubit_frequency",), ["qubit_frequency 2"]),
        (("zx90_gate_fidelity", "t1"), ["t1 10"]),
        (("--qid", "2"), ["x90_gate_fidelity 2"]),
        (("--qid", "2", "--qid", "10"), ["t1 10", "x90_gate_fidelity 2"]),
    ],
)
def test_bad_lists_what_misses_its_threshold(asked: Any, words: tuple[str, ...], found: list[str]) -> None:
    assert [f"{row['metric']} {row['entity_id']}" for row in asked("--bad", *words)] == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("--sort", "-value"), [84.74824416157573, 44.71, None]),
        (("--sort=value",), [44.71, 84.74824416157573, None]),
        (("--limit", "1", "--sort", "-entity_id"), [44.71]),
    ],
)
def test_rows_may_be_sorted(asked: Any, words: tuple[str, ...], found: list[float | None]) -> None:
    assert [row["value"] for row in asked("t1", *words)] == found


@pytest.mark.parametrize(
    ("words", "headline", "empty"),
    [
        (("--qid", "7"), "Q4 · latest values", "There are no such values."),
        (("hpi_length",), "Q4 · latest values", "There are no such values."),
        (("t1", "--qid", "2", "--bad"), "Q4 · latest values · 0 of 1 miss their threshold", "Nothing misses its"),
        (("maximum_rabi_frequency", "--bad"), "Q4 · latest values · no thresholds", "Nothing misses its threshold."),
    ],
)
def test_nothing_is_said(small_lab: SmallLab, run: Command, words: tuple[str, ...], headline: str, empty: str) -> None:
    code, out, err = run("metrics", *words)
    assert (code, out) == (0, "")
    assert err.startswith(f"{headline}\n{empty}")


@pytest.mark.parametrize(
    ("window", "within_hours", "seconds"),
    [("24h", "24", None), ("7d", "168", None), ("2w", "336", None), ("30m", None, 1800), ("90m", None, 5400)],
)
def test_a_window(
    small_lab: SmallLab, run: Command, window: str, within_hours: str | None, seconds: int | None
) -> None:
    now = datetime.now(timezone.utc)
    assert run("metrics", "t1", "--window", window)[0] == 0
    (request,) = [each for each in small_lab.server.requests if each.path == "/metrics/chips/Q4/metrics"]
    query = parse_qs(request.query)
    assert query.get("within_hours", [None]) == [within_hours]
    if seconds is None:
        assert "start_at" not in query
    else:
        start = datetime.fromisoformat(query["start_at"][0].replace("Z", "+00:00"))
        assert abs(start - now + timedelta(seconds=seconds)) < timedelta(minutes=5)


@pytest.mark.parametrize("select", ["latest", "best", "average"])
def test_a_selection(small_lab: SmallLab, run: Command, select: str) -> None:
    code, _, err = run("metrics", "t1", "--select", select)
    assert (code, err.partition(" · ")[2].partition(" · ")[0]) == (0, f"{select} values")
    (request,) = [each for each in small_lab.server.requests if each.path == "/metrics/chips/Q4/metrics"]
    assert parse_qs(request.query).get("selection_mode", ["latest"]) == [select]
    assert ("/chips/Q4/qubits" in small_lab.paths) == (select != "average")


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ((), True),
        (("--fields", "value"), False),
        (("--fields", "value", "--sort", "calibrated_at"), True),
        (("--fields", "value,calibrated_at"), True),
        (("-o", "openmetrics"), False),
    ],
)
def test_times_are_read_only_if_they_are_shown(small_lab: SmallLab, run: Command, words: Any, asks: bool) -> None:
    assert run("metrics", "t1", *words)[0] == 0
    assert ("/chips/Q4/qubits" in small_lab.paths) is asks
    assert "/chips/Q4/couplings" not in small_lab.paths


def test_the_chip_may_be_named(small_lab: SmallLab, run: Command) -> None:
    assert run("metrics", "t1", "--chip", "Q4")[0] == 0
    assert "/chips" not in small_lab.paths
    assert run("metrics", "t1", "--chip", "Q5")[0] == 5


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("x90_gate",), "there is no metric 'x90_gate'. Did you mean x90_gate_fidelity"),
        (("xyz",), "there is no metric 'xyz'. The metrics are qubit_frequency, anharmonicity, t1, "),
        (("t1", "--window", "soon"), "argument --window: 'soon' is not a duration"),
        (("--select", "worst"), "argument --select: invalid choice: 'worst'"),
        (("--to", "x.prom", "-o", "csv"), "--to goes with -o openmetrics, and not with -o csv"),
        (("-o", "openmetrics", "--limit", "3"), "--limit does not go with -o openmetrics"),
        (("-o", "xml"), "-o xml: metrics can write table, wide, json, jsonl, csv, tsv, markdown, openmetrics"),
    ],
)
def test_usage(small_lab: SmallLab, run: Command, words: tuple[str, ...], message: str) -> None:
    code, out, err = run("metrics", *words)
    assert (code, out) == (2, "")
    assert err.startswith(f"qdash-client: {message}")


def test_openmetrics(small_lab: SmallLab, run: Command) -> None:
    code, out, err = run("metrics", "t1", "x90_gate_fidelity", "maximum_rabi_frequency", "-o", "openmetrics")
    assert (code, err) == (0, "")
    assert out == (
        "# HELP qdash_qubit_t1_seconds T1 of qubits: How long an excitation lives\n"
        "# TYPE qdash_qubit_t1_seconds gauge\n"
        'qdash_qubit_t1_seconds{chip_id="Q4",qid="2"} 8.474824416157573e-05\n'
        'qdash_qubit_t1_seconds{chip_id="Q4",qid="10"} 4.471e-05\n'
        "# HELP qdash_qubit_t1_stddev_seconds Standard deviation of T1 of qubits\n"
        "# TYPE qdash_qubit_t1_stddev_seconds gauge\n"
        'qdash_qubit_t1_stddev_seconds{chip_id="Q4",qid="2"} 3.504185768132868e-07\n'
        'qdash_qubit_t1_stddev_seconds{chip_id="Q4",qid="10"} 4.1e-07\n'
        "# HELP qdash_qubit_t1_threshold_seconds The threshold: T1 of qubits should be at least this\n"
        "# TYPE qdash_qubit_t1_threshold_seconds gauge\n"
        "qdash_qubit_t1_threshold_seconds 6e-05\n"
        "# HELP qdash_qubit_x90_gate_fidelity_ratio X90 Gate Fidelity of qubits\n"
        "# TYPE qdash_qubit_x90_gate_fidelity_ratio gauge\n"
        'qdash_qubit_x90_gate_fidelity_ratio{chip_id="Q4",qid="2"} 0.9931\n'
        'qdash_qubit_x90_gate_fidelity_ratio{chip_id="Q4",qid="10"} 0.9981\n'
        "# HELP qdash_qubit_x90_gate_fidelity_stddev_ratio Standard deviation of X90 Gate Fidelity of qubits\n"
        "# TYPE qdash_qubit_x90_gate_fidelity_stddev_ratio gauge\n"
        'qdash_qubit_x90_gate_fidelity_stddev_ratio{chip_id="Q4",qid="2"} 0.0002\n'
        "# HELP qdash_qubit_x90_gate_fidelity_threshold_ratio The threshold: X90 Gate Fidelity of qubits should be at"
        " least this\n"
        "# TYPE qdash_qubit_x90_gate_fidelity_threshold_ratio gauge\n"
        "qdash_qubit_x90_gate_fidelity_threshold_ratio 0.995\n"
        "# HELP qdash_qubit_maximum_rabi_frequency Maximum Rabi Frequency of qubits, in MHz/a.u.\n"
        "# TYPE qdash_qubit_maximum_rabi_frequency gauge\n"
        'qdash_qubit_maximum_rabi_frequency{chip_id="Q4",qid="2"} 31.5\n'
        "# HELP qdash_metric_misses How many qubits or couplings miss the threshold of a metric\n"
        "# TYPE qdash_metric_misses gauge\n"
        'qdash_metric_misses{chip_id="Q4",entity_type="qubit",metric="t1"} 1\n'
        'qdash_metric_misses{chip_id="Q4",entity_type="qubit",metric="x90_gate_fidelity"} 1\n'
        "# EOF\n"
    )


def test_others_read_openmetrics_as_what_the_server_said(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics
    from prometheus_client.parser import text_string_to_metric_families as prometheus_text

    with DemoServer() as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        code, out, _ = run("metrics", "-o", "openmetrics")
        with QDashClient(QDashConfig(base_url=server.base_url, api_token=server.token)) as client:
            response = client.get_chip_metrics("64Qv3")
    assert code == 0
    expected = {
        (f"qdash_{kind}_{name}", entity_id): cell.value
        for kind, metrics in (("qubit", response.qubit_metrics), ("coupling", response.coupling_metrics))
        for name, cells in metrics.items()
        for entity_id, cell in cells.items()
        if cell.value is not None
    }
    factors = {"seconds": 1e6, "ratio": 1, "hertz": 1e-9}
    for parse in (open_metrics, prometheus_text):
        families = list(parse(out))
        assert {family.type for family in families} == {"gauge"}
        assert all(family.documentation for family in families)
        samples = [sample for family in families for sample in family.samples]
        assert all(sample.timestamp is None for sample in samples)
        found = {}
        for sample in samples:
            name, _, unit = sample.name.rpartition("_")
            entity_id = sample.labels.get("qid", sample.labels.get("coupling_id"))
            if entity_id is not None and not name.endswith("_stddev"):
                found[name, entity_id] = sample.value * factors[unit]
        assert found == pytest.approx(expected, rel=1e-12)


def test_a_file_for_the_textfile_collector(small_lab: SmallLab, run: Command, tmp_path: Path) -> None:
    file = tmp_path / "qdash.prom"
    file.write_text("old")
    file.chmod(0o644)
    assert run("metrics", "--to", str(file)) == (0, "", "")
    assert file.read_bytes().endswith(b"\n# EOF\n")
    assert os.listdir(tmp_path) == ["qdash.prom"]
    assert file.stat().st_mode & 0o777 == 0o644
    before = file.read_bytes()
    small_lab.documents["/metrics/chips/Q4/metrics"] = 500
    assert run("metrics", "--to", str(file))[0] == 1
    assert file.read_bytes() == before


def test_a_dash_is_standard_output(
    small_lab: SmallLab, run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, _ = run("metrics", "t1", "--to", "-")
    assert (code, out.splitlines()[-1], os.listdir()) == (0, "# EOF", [])


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("none/qdash.prom", "No such file or directory: {0}/none/qdash.prom\n"),
        (".", "it is no regular file any more: {0}\n"),
        ("a\0b", "--to: the path "),
    ],
)
def test_a_file_that_cannot_be_written(
    small_lab: SmallLab, run: Command, tmp_path: Path, path: str, message: str
) -> None:
    code, out, err = run("metrics", "--to", f"{tmp_path}/{path}")
    assert (code, out) == (2 if "\0" in path else 1, "")
    assert err.startswith(f"qdash-client: {message.format(tmp_path)}")
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(os.name != "posix", reason="needs symbolic links")
def test_a_link_stays_one(small_lab: SmallLab, run: Command, tmp_path: Path) -> None:
    (tmp_path / "link.prom").symlink_to("file.prom")
    assert run("metrics", "--to", str(tmp_path / "link.prom")) == (0, "", "")
    assert sorted(os.listdir(tmp_path)) == ["file.prom", "link.prom"]
    assert (tmp_path / "link.prom").is_symlink()


@pytest.mark.parametrize("unit", ["μs", "µs", "us"])
def test_all_spellings_of_microseconds_are_seconds(small_lab: SmallLab, run: Command, unit: str) -> None:
    config = DOCUMENTS["/metrics/config"]
    t1 = {**config["qubit_metrics"]["t1"], "unit": unit}
    small_lab.documents["/metrics/config"] = {**config, "qubit_metrics": {"t1": t1}}
    assert 'qdash_qubit_t1_seconds{chip_id="Q4",qid="10"} 4.471e-05\n' in run("metrics", "-o", "openmetrics")[1]


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("columns", "table"),
    [
        (
            80,
            "METRIC  QUBIT  VALUE  UNIT     ±  THRESHOLD  CALIBRATED\n"
            "T1      2      84.75  μs    0.35  ≥ 60       2026-11-25 06:10 +00:00\n"
            "T1      10     44.71  μs    0.41  ≥ 60 ✗     2026-11-24 18:02 +00:00\n",
        ),
        (
            200,
            "METRIC  QUBIT  VALUE  UNIT     ±  THRESHOLD  CALIBRATED               EXECUTION\n"
            "T1      2      84.75  μs    0.35  ≥ 60       2026-11-25 06:10 +00:00  20261125-001\n"
            "T1      10     44.71  μs    0.41  ≥ 60 ✗     2026-11-24 18:02 +00:00  20261124-003\n",
        ),
    ],
)
def test_a_terminal(small_lab: SmallLab, columns: int, table: str) -> None:
    environment = {**small_lab.environment, "TZ": "UTC", "NO_COLOR": "1"}
    words = ["metrics", "t1", "--qid", "2", "--qid", "10"]
    code, text = in_terminal(words, columns=columns, environment=environment)
    assert (code, text) == (0, f"Q4 · latest values · 1 of 2 misses its threshold\n{table}")
    _, text = in_terminal(words, columns=columns, environment={**environment, "NO_COLOR": ""})
    assert "\x1b[31m44.71\x1b[0m" in text
    assert "\x1b[31m84.75" not in text


@pytest.mark.long
def test_promtool_finds_nothing_to_complain_about(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    promtool = program("promtool")
    with DemoServer() as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        _, out, _ = run("metrics", "-o", "openmetrics")
    check = [promtool, "check", "metrics"]
    process = subprocess.run(
        check, input=out, capture_output=True, encoding="utf-8", env=environment_of(promtool), timeout=60
    )
    assert (process.returncode, process.stdout, process.stderr) == (0, "", "")


@pytest.mark.parametrize("output", ["csv", "tsv", "markdown", "openmetrics", "json"])
def test_data_on_a_terminal_cannot_control_it(small_lab: SmallLab, output: str) -> None:
    document = small_lab.documents["/metrics/chips/Q4/metrics"]
    small_lab.documents["/metrics/chips/Q4/metrics"] = {**document, "chip_id": "x\x1b[2J\x9b1m"}
    small_lab.documents["/chips/x%1B%5B2J%C2%9B1m/qubits"] = small_lab.documents["/chips/Q4/qubits"]
    with Terminal(["metrics", "t1", "-o", output, "--no-color"], TERM="dumb", **small_lab.environment) as terminal:
        assert terminal.end() == 0
    assert "t1" in terminal.text.lower()
    assert not {"\x1b", "\x9b"} & set(terminal.text)


def test_the_name_of_the_chip_cannot_control_the_terminal(small_lab: SmallLab, run: Command) -> None:
    document = small_lab.documents["/metrics/chips/Q4/metrics"]
    small_lab.documents["/metrics/chips/Q4/metrics"] = {**document, "chip_id": "x\x1b[2J\ny"}
    _, _, err = run("metrics", "t1", "--fields", "value")
    assert err.startswith("x\ufffd[2J y · latest values")
