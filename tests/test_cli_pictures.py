"""``heatmap`` and ``timeseries``: pictures in terminals, rows in pipes and data formats."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from command import Command
from small_lab import CHIP, DOCUMENTS, SmallLab, run, small_lab
from terminal import in_terminal

from qdash.client.cli.main import main
from qdash.client.demo import DemoServer
from qdash.client.formats.width import display_width

__all__ = ["run", "small_lab"]

METRICS: dict[str, Any] = DOCUMENTS["/metrics/chips/Q4/metrics"]
SQUARE = {
    "data": {
        "id": "square",
        "qubits": {
            "0": {"row": 0, "col": 0},
            "1": {"row": 0, "col": 1},
            "2": {"row": 1, "col": 0},
            "10": {"row": 1, "col": 1},
        },
        "couplings": [[0, 1], [2, 0], [1, 10], [2, 10]],
    }
}


@pytest.fixture
def lab(small_lab: SmallLab) -> SmallLab:
    small_lab.documents["/topology/square"] = SQUARE
    small_lab.documents["/task-results/timeseries"] = {
        "data": {
            "10": [point(44.71, 0.41, "2026-11-24T18:02:00.500000")],
            "2": [
                point(80.0, None, "2026-11-20T18:00:00"),
                point(None, None, "2026-11-21T18:00:00"),
                point(84.74824416157573, 0.35, "2026-11-25T06:10:00"),
            ],
            "0": [],
        }
    }
    return small_lab


def point(value: float | None, error: float | None, calibrated_at: str | None) -> dict[str, Any]:
    return {
        "parameter_name": "",
        "qid_role": "",
        "value": value,
        "value_type": "float",
        "error": error,
        "unit": "μs",
        "description": "",
        "calibrated_at": calibrated_at,
        "execution_id": "20261125-001",
        "task_id": "a-task",
    }


# --- heatmap ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("metric", ["t1", "T1"])
def test_a_map_of_qubits(lab: SmallLab, run: Command, metric: str) -> None:
    assert run("heatmap", metric) == (
        0,
        "T1 of Q4, latest values\n"
        "        0        1\n"
        "0  0        1\n"
        "        ·        ·\n"
        "1  2        10\n"
        "     84.7     44.7!\n"
        "44.7 to 84.7 μs  threshold ≥ 60 μs  ! misses it  · no value\n"
        "lowest 44.7 (10), median 64.7, highest 84.7 (2), 1 of 2 miss the threshold, 2 without a value\n",
        "",
    )


def test_a_map_of_couplings(lab: SmallLab, run: Command) -> None:
    assert run("heatmap", "zx90_gate_fidelity") == (
        0,
        "ZX90 Gate Fidelity of Q4, latest values\n"
        "    0        1\n"
        "0   0 91.0   1\n"
        "     ·        ·\n"
        "1   2    ·  10\n"
        "91.0 to 91.0 %  threshold ≥ 90 %  · no value\n"
        "lowest 91.0 (0-1), median 91.0, highest 91.0 (0-1), 0 of 1 miss the threshold, 3 without a value\n",
        "",
    )


@pytest.mark.parametrize(
    ("mode", "values", "shown"),
    [
        ("maximize", {"0-1": 0.91, "1-0": 0.85}, "85.0!"),
        ("maximize", {"1-0": 0.85, "0-1": 0.91}, "85.0!"),
        ("minimize", {"0-1": 0.91, "1-0": 0.85}, "91.0!"),
        ("maximize", {"0-1": None, "1-0": 0.95}, "95.0 "),
        ("maximize", {"0-1": 0.95, "1-0": None}, "95.0 "),
    ],
)
def test_the_worse_direction_of_a_coupling_is_shown(
    lab: SmallLab, run: Command, mode: str, values: dict[str, float | None], shown: str
) -> None:
    cells = {pair: {"value": value, "task_id": "a-task", "execution_id": "e"} for pair, value in values.items()}
    lab.documents["/metrics/chips/Q4/metrics"] = {**METRICS, "coupling_metrics": {"zx90_gate_fidelity": cells}}
    config = json.loads(json.dumps(DOCUMENTS["/metrics/config"]))
    config["coupling_metrics"]["zx90_gate_fidelity"]["evaluation"]["mode"] = mode
    lab.documents["/metrics/config"] = config
    _, out, _ = run("heatmap", "zx90_gate_fidelity")
    assert f"0 {shown}" in out.splitlines()[2]


@pytest.mark.parametrize(
    ("qids", "expected"),
    [
        (["10"], ["        1", "1  10", "     44.7!"]),
        (["2", "10"], ["        0        1", "1  2        10", "     84.7     44.7!"]),
        (["2", "77"], ["        0", "1  2", "     84.7"]),
    ],
)
def test_some_qubits(lab: SmallLab, run: Command, qids: list[str], expected: list[str]) -> None:
    _, out, _ = run("heatmap", "t1", *(word for qid in qids for word in ("--qid", qid)))
    assert out.splitlines()[1 : len(expected) + 1] == expected


def test_some_couplings(lab: SmallLab, run: Command) -> None:
    _, out, _ = run("heatmap", "zx90_gate_fidelity", "--qid", "0-1")
    assert out.splitlines()[2].split() == ["0", "0", "91.0", "1"]
    assert "without a value" not in out


def test_rows_have_places_and_all_digits(lab: SmallLab, run: Command) -> None:
    code, out, err = run("heatmap", "t1", "-o", "json")
    assert (code, err) == (0, "")
    rows = json.loads(out)
    assert [(row["entity_id"], row["row"], row["column"], row["value"], row["misses"]) for row in rows] == [
        ("0", 0, 0, None, None),
        ("2", 1, 0, 84.74824416157573, False),
        ("10", 1, 1, 44.71, True),
    ]
    _, out, _ = run("heatmap", "zx90_gate_fidelity", "-o", "csv")
    (row,) = csv.DictReader(io.StringIO(out))
    assert [row[name] for name in ("row", "column", "other_row", "other_column")] == ["0", "0", "0", "1"]
    assert (row["value"], row["unit"], row["threshold"]) == ("91.0", "%", "90.0")


@pytest.mark.parametrize(
    "words", [("--sort", "-value"), ("--limit", "2"), ("--fields", "entity_id,value"), ("-o", "wide")]
)
def test_options_of_rows_list_rows(lab: SmallLab, run: Command, words: tuple[str, ...]) -> None:
    _, out, _ = run("heatmap", "t1", *words)
    assert "84.7" in out
    assert "T1 of Q4" not in out


@pytest.mark.parametrize(
    ("topology", "noted"),
    [
        (SQUARE, False),
        (404, True),
        (501, True),
        ({"data": {}}, True),
        ({"data": {"qubits": {"0": {"row": "x", "col": 0}, "1": [], "2": {"row": True, "col": 10**9}}}}, True),
        ({"data": []}, True),
    ],
)
def test_without_a_topology_the_qubits_are_a_square(lab: SmallLab, run: Command, topology: Any, noted: bool) -> None:
    lab.documents["/topology/square"] = topology
    code, out, err = run("heatmap", "t1")
    assert code == 0
    assert ("The topology of the chip is not known." in err) is noted
    assert out.splitlines()[2].split() == ["0", "0", "1"]
    assert "44.7!" in out


@pytest.mark.parametrize(
    ("size", "topology_id", "expected"),
    [
        (0, None, {"0": (0, 0), "2": (0, 1), "10": (1, 0)}),
        (1, None, {"0": (0, 0), "2": (1, 0), "10": (2, 0)}),
        (3, None, {"0": (0, 0), "2": (1, 0), "10": (2, 0)}),
        (4, "square", {"0": (0, 0), "2": (1, 0), "10": (2, 0)}),
        (4, "square-mux", {"0": (0, 0), "2": (1, 0), "10": (2, 0)}),
        (16, "square", {"0": (0, 0), "2": (0, 2), "10": (2, 2)}),
        (16, "square-mux", {"0": (0, 0), "2": (1, 0), "10": (3, 0)}),
        (64, None, {"0": (0, 0), "2": (0, 2), "10": (1, 2)}),
        (64, "square-mux", {"0": (0, 0), "2": (1, 0), "10": (1, 4)}),
    ],
)
def test_squares(
    lab: SmallLab, run: Command, size: int, topology_id: str | None, expected: dict[str, tuple[int, int]]
) -> None:
    lab.documents["/topology/square"] = 404
    chip = {**CHIP, "size": size, "qubit_count": 0, "topology_id": topology_id}
    lab.documents |= {"/chips": {"chips": [chip], "total": 1}, "/chips/Q4": chip}
    rows = json.loads(run("heatmap", "t1", "--chip", "Q4", "-o", "json")[1])
    assert {row["entity_id"]: (row["row"], row["column"]) for row in rows} == expected


def test_a_refused_topology_is_an_error(lab: SmallLab, run: Command) -> None:
    lab.documents["/topology/square"] = 403
    code, _, err = run("heatmap", "t1")
    assert code == 4
    assert "403 GET /topology/square" in err


@pytest.mark.parametrize(
    ("words", "title", "query"),
    [
        ((), "latest values", {"selection_mode": "latest"}),
        (("--window", "24h"), "latest values of the last 1 d", {"selection_mode": "latest", "within_hours": "24"}),
        (("--select", "best"), "best values", {"selection_mode": "best"}),
    ],
)
def test_which_values(lab: SmallLab, run: Command, words: tuple[str, ...], title: str, query: dict[str, str]) -> None:
    _, out, _ = run("heatmap", "t1", *words)
    assert out.startswith(f"T1 of Q4, {title}\n")
    (request,) = [each for each in lab.server.requests if each.path == "/metrics/chips/Q4/metrics"]
    asked = dict(pair.split("=") for pair in request.target.partition("?")[2].split("&"))
    assert asked == query


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("t11",), "there is no metric 't11'. Did you mean t1"),
        (("x90 gate fidelty",), "Did you mean"),
        (("t1", "--couplings"), "--couplings: t1 is a metric of qubits only"),
        (("t1", "--select", "worst"), "invalid choice"),
        (("t1", "--window", "tomorrow"), "is not a duration"),
        (("t1", "--svg", "x.svg", "-o", "json"), "--svg does not go with -o json"),
        (("t1", "--svg", "x.svg", "--limit", "1"), "--svg does not go with --limit"),
        (("t1", "--svg", "x.svg", "--sort", "value"), "--svg does not go with --sort"),
        (("t1", "--svg", "x.svg", "--fields", "value"), "--svg does not go with --fields"),
        (("t1", "-o", "openmetrics"), "heatmap can write table, wide, json"),
        ((), "METRIC"),
    ],
)
def test_usage(lab: SmallLab, run: Command, words: tuple[str, ...], message: str) -> None:
    code, out, err = run("heatmap", *words)
    assert (code, out) == (2, "")
    assert message in err


def test_couplings_of_a_metric_that_both_have(lab: SmallLab, run: Command) -> None:
    config = json.loads(json.dumps(DOCUMENTS["/metrics/config"]))
    config["coupling_metrics"]["t1"] = {"title": "T1 of pairs", "unit": "s", "scale": 1}
    lab.documents["/metrics/config"] = config
    assert run("heatmap", "t1")[1].startswith("T1 of Q4")
    assert run("heatmap", "t1", "--couplings")[1].startswith("T1 of pairs of Q4")


def test_a_file(lab: SmallLab, run: Command, tmp_path: Path) -> None:
    path = tmp_path / "t1.svg"
    path.write_text("an old one")
    code, out, err = run("heatmap", "t1", "--svg", str(path))
    assert (code, out, err) == (0, "", f"wrote {path}\n")
    root = ElementTree.fromstring(path.read_text("utf-8"))
    assert root[0].text == "T1 of Q4, latest values"
    assert [each.name for each in tmp_path.iterdir()] == ["t1.svg"]


def test_standard_output_instead_of_a_file(
    lab: SmallLab, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(("heatmap", "t1", "--svg", "-")) == 0
    out, err = capfdbinary.readouterr()
    assert ElementTree.fromstring(out)[0].text == "T1 of Q4, latest values"
    assert (err, list(tmp_path.iterdir())) == (b"", [])


def test_a_file_that_cannot_be_written(lab: SmallLab, run: Command, tmp_path: Path) -> None:
    path = tmp_path / "missing" / "t1.svg"
    code, out, err = run("heatmap", "t1", "--svg", str(path))
    assert (code, out) == (1, "")
    assert err == f"qdash-client: No such file or directory: {path}\n"


def test_text_of_the_server_is_harmless(lab: SmallLab, run: Command, tmp_path: Path) -> None:
    config = json.loads(json.dumps(DOCUMENTS["/metrics/config"]))
    config["qubit_metrics"]["t1"] |= {"title": "<script>\x1b[2J", "unit": "\x1b]0;x\x07&"}
    lab.documents["/metrics/config"] = config
    _, out, _ = run("heatmap", "t1")
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", out)
    run("heatmap", "t1", "--svg", str(tmp_path / "x.svg"))
    ElementTree.fromstring((tmp_path / "x.svg").read_text("utf-8"))


# --- timeseries -------------------------------------------------------------------------------------------------------


def test_points_in_a_pipe(lab: SmallLab, run: Command) -> None:
    assert run("timeseries", "t1") == (
        0,
        "QUBIT  PARAMETER  VALUE  UNIT     ±  CALIBRATED               EXECUTION\n"
        "2      t1         80.00  μs          2026-11-20 18:00 +00:00  20261125-001\n"
        "2      t1                μs          2026-11-21 18:00 +00:00  20261125-001\n"
        "2      t1         84.75  μs    0.35  2026-11-25 06:10 +00:00  20261125-001\n"
        "10     t1         44.71  μs    0.41  2026-11-24 18:02 +00:00  20261125-001\n",
        "",
    )


def test_points_as_data(lab: SmallLab, run: Command) -> None:
    rows = json.loads(run("timeseries", "t1", "-o", "json")[1])
    assert rows[2] == {
        "chip_id": "Q4",
        "qid": "2",
        "parameter": "t1",
        "value": 84.74824416157573,
        "unit": "μs",
        "error": 0.35,
        "calibrated_at": "2026-11-25T06:10:00Z",
        "execution_id": "20261125-001",
        "task_id": "a-task",
    }
    _, out, _ = run("timeseries", "t1", "-o", "csv", "--qid", "10")
    assert out == (
        "chip_id,qid,parameter,value,unit,error,calibrated_at,execution_id,task_id\n"
        "Q4,10,t1,44.71,μs,0.41,2026-11-24T18:02:00.500000Z,20261125-001,a-task\n"
    )
    assert len(run("timeseries", "t1", "-o", "jsonl", "--qid", "2", "--qid", "10")[1].splitlines()) == 4


def query_of(lab: SmallLab) -> dict[str, str]:
    (request,) = [each for each in lab.server.requests if each.path == "/task-results/timeseries"]
    pairs = request.target.partition("?")[2].replace("%3A", ":").replace("%2B", "+").split("&")
    return dict(pair.split("=") for pair in pairs)


def test_the_period(lab: SmallLab, run: Command) -> None:
    run("timeseries", "t1", "--since", "2026-11-01", "--until", "2026-11-05T12:00")
    query = query_of(lab)
    assert (query["chip_id"], query["parameter"]) == ("Q4", "t1")
    assert "qid" not in query
    assert query["start_at"].startswith("2026-11-01T00:00:00")
    assert query["end_at"].startswith("2026-11-05T12:00:00")


@pytest.mark.parametrize(("words", "days"), [((), 30), (("--since", "7d"), 7), (("--until", "2026-11-05"), 30)])
def test_the_length_of_the_period(lab: SmallLab, run: Command, words: tuple[str, ...], days: int) -> None:
    run("timeseries", "t1", "--qid", "2", *words)
    query = query_of(lab)
    start, end = (datetime.fromisoformat(query[name].replace("Z", "+00:00")) for name in ("start_at", "end_at"))
    assert round((end - start).total_seconds() / 86400) == days
    assert query["qid"] == "2"


@pytest.mark.parametrize("output", ["table", "json"])
def test_no_points(lab: SmallLab, run: Command, output: str) -> None:
    lab.documents["/task-results/timeseries"] = {"data": {}}
    code, out, err = run("timeseries", "t1", "-o", output)
    assert code == 0
    assert (out, err) == (("[]\n", "") if output == "json" else ("", "There are no points of t1 in this period.\n"))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("t11",), "there are no points of 't11'. Did you mean t1"),
        (("t1", "--since", "2026-11-05", "--until", "2026-11-01"), "--since must be before --until"),
        (("t1", "--since", "soon"), "is not a time"),
        ((), "PARAM"),
    ],
)
def test_usage_of_timeseries(lab: SmallLab, run: Command, words: tuple[str, ...], message: str) -> None:
    lab.documents["/task-results/timeseries"] = {"data": {}}
    code, out, err = run("timeseries", *words)
    assert (code, out) == (2, "")
    assert message in err


def test_a_parameter_that_is_no_metric_may_have_no_points(lab: SmallLab, run: Command) -> None:
    lab.documents["/task-results/timeseries"] = {"data": {}}
    assert run("timeseries", "ro_amplitude")[0] == 0


# --- in a terminal ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo() -> Iterator[dict[str, str]]:
    with DemoServer() as server:
        yield {**server.environment, "TZ": "Asia/Tokyo"}


@pytest.mark.parametrize("columns", [80, 200])
@pytest.mark.parametrize(
    "words",
    [("heatmap", "bell_state_fidelity"), ("timeseries", "t1", "--qid", "3")],
    ids="-".join,
)
def test_pictures_fit_the_terminal(demo: dict[str, str], words: tuple[str, ...], columns: int) -> None:
    code, text = in_terminal(words, columns=columns, environment={**demo, "COLORTERM": "truecolor"})
    assert code == 0
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in text.splitlines()]
    assert max(map(display_width, lines)) <= columns


@pytest.mark.parametrize(
    ("environment", "pattern"),
    [
        ({"COLORTERM": "truecolor"}, r"\x1b\[38;5;(16|231);48;2;\d+;\d+;\d+m"),
        ({}, r"\x1b\[38;5;(16|231);48;5;\d+m"),
        ({"TERM": "xterm"}, r"\x1b\[(30|97);4\dm"),
    ],
    ids=["24bit", "256", "16"],
)
def test_the_colours_of_the_terminal(demo: dict[str, str], environment: dict[str, str], pattern: str) -> None:
    _, text = in_terminal(["heatmap", "t1"], environment={**demo, **environment})
    assert len(re.findall(pattern, text)) > 128


@pytest.mark.parametrize("words", [["--no-color"], []])
def test_no_colours(demo: dict[str, str], words: list[str]) -> None:
    _, text = in_terminal(["heatmap", "t1", *words], environment={**demo, **({} if words else {"NO_COLOR": "1"})})
    assert "\x1b" not in text
    assert re.search(r"\d+\.\d!", text)


def test_one_line(demo: dict[str, str]) -> None:
    _, text = in_terminal(["timeseries", "t1", "--qid", "3"], environment={**demo, "NO_COLOR": "1"})
    lines = text.splitlines()
    assert re.fullmatch(
        r"t1 of 64Qv3, qubit 3, \d\d points, \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d \(\+09:00\), μs", lines[0]
    )
    assert sum(line.count("┤") for line in lines) >= 2
    assert re.search("[\u2801-\u28ff]", text)
    last = text.replace(",\n", ", ").replace("\n", ", ")
    pattern = r"median .* μs, last .* μs, lowest .* μs on DAY, highest .* μs on DAY, $"
    assert re.search(pattern.replace("DAY", r"(\d{4}-)?\d\d-\d\d"), last)


def test_two_lines(demo: dict[str, str]) -> None:
    words = ["timeseries", "t1", "--qid", "3", "--qid", "17"]
    _, text = in_terminal(words, environment={**demo, "NO_COLOR": "1"})
    assert "* 3   + 17" in text.splitlines()
    assert [line.split()[0] for line in text.splitlines()[-3:]] == ["QUBIT", "3", "17"]
    assert re.search(r"[▁▂▃▄▅▆▇█]{16}$", text.rstrip())


def test_many_lines_are_a_table(demo: dict[str, str]) -> None:
    _, text = in_terminal(["timeseries", "t1"], environment={**demo, "NO_COLOR": "1"})
    assert text.startswith("t1 of 64Qv3, 64 qubits, ")
    assert len(text.splitlines()) == 66
    assert "┤" not in text


def test_a_terminal_without_symbols(demo: dict[str, str]) -> None:
    environment = {**demo, "NO_COLOR": "1", "LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    for words in (["heatmap", "t1"], ["timeseries", "t1", "--qid", "3"]):
        _, text = in_terminal(words, environment=environment)
        assert text.isascii()
        assert "us" in text
        assert "?" not in text


def test_other_formats_in_a_terminal(demo: dict[str, str]) -> None:
    _, text = in_terminal(["timeseries", "t1", "--qid", "3", "-o", "csv"], environment=demo)
    assert text.startswith("chip_id,qid,parameter,")
    _, text = in_terminal(["timeseries", "t1", "--qid", "3", "-o", "wide"], environment=demo)
    assert "TASK" in text.splitlines()[0]
