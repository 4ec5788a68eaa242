"""What all commands have in common: options, output formats, errors, exit codes, terminals and pipes."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest
from command import INTERRUPTED, Command, command
from fault_server import HANG, FaultServer, Step, http_response
from small_lab import CHIP
from terminal import COMMAND, ROOT, Terminal, in_terminal

from qdash.client import __version__
from qdash.client.cli.commands import COMMANDS
from qdash.client.cli.failures import EXIT_CODES
from qdash.client.demo import DemoServer

PAGE = (ROOT / "qdash" / "client" / "docs" / "command-line.md").read_text("utf-8")
CHIPS = """\
CHIP   STATUS    QUBITS  COUPLINGS  TOPOLOGY               INSTALLED
16Qv1  inactive      16         24  square-lattice-mux-16  2025-10-"""


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoServer]:
    with DemoServer(now=datetime(2026, 11, 25, 6, 0, tzinfo=timezone.utc)) as server:
        yield server


@pytest.fixture
def run(demo: DemoServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Command]:
    with command(monkeypatch, capsys, demo.base_url, demo.token) as run:
        yield run


@pytest.fixture
def run_against_faults(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Command]:
    with command(monkeypatch, capsys, server.url, "token-of-the-tests") as run:
        yield run


# --- commands and options --------------------------------------------------------------------------------------------


def test_the_version(run: Command) -> None:
    assert run("--version") == (0, f"qdash-client {__version__}\n", "")


@pytest.mark.parametrize("words", [("--help",), ("-h",), ("help",)])
def test_the_overview_lists_all_commands(run: Command, words: tuple[str, ...]) -> None:
    code, out, err = run(*words)
    assert (code, err) == (0, "")
    assert {line.split()[0] for line in out.splitlines() if line.startswith("  ")} == set(COMMANDS)
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help(run: Command, name: str) -> None:
    for words in ((name, "--help"), ("help", name)):
        code, out, err = run(*words)
        assert (code, err) == (0, "")
        assert out.startswith(f"usage: qdash-client {name} ")
        assert "--read-only" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param(("chp",), "there is no command 'chp'. Did you mean chip, chips?", id="a command"),
        pytest.param(("chips", "--frob"), "unrecognized arguments: --frob", id="an option"),
        pytest.param(("chips", "--out", "csv"), "unrecognized arguments: --out csv", id="an abbreviation"),
        pytest.param(("chips", "-o", "xml"), "-o xml: chips can write table, wide, json", id="a format"),
        pytest.param(("chips", "-o", "openmetrics"), "-o openmetrics: chips can write table", id="no metrics"),
        pytest.param(("chips", "--limit", "-1"), "argument --limit: '-1' is not a number from 0", id="a number"),
        pytest.param(("chips", "--fields", "chip"), "there is no field 'chip'. Did you mean chip_id?", id="a heading"),
        pytest.param(("chip", "--fields", "sise"), "there is no field 'sise'. Did you mean size?", id="a member"),
        pytest.param(("chips", "-o", "csv", "--fields", "x"), "--fields: there is no field 'x'.", id="in data"),
        pytest.param(("chips", "--fields", "a,,b"), "--fields: 'a,,b' is not a list of names", id="names"),
        pytest.param(("docs", "-o", "csv"), "-o csv: docs can write table", id="docs as data"),
        pytest.param(("docs", "--limit", "1"), "--limit does not go with docs", id="rows of docs"),
        pytest.param(("demo", "--fields", "x"), "--fields does not go with demo", id="rows of demo"),
        pytest.param(
            ("completion", "bash", "--sort", "x"), "--sort does not go with completion", id="rows of a script"
        ),
        pytest.param(("dashboard", "--limit", "0"), "--limit does not go with dashboard", id="rows of a screen"),
        pytest.param(("chip", "--sort", "x"), "--sort does not go with chip", id="rows of an object"),
        pytest.param(("execution", "--limit", "0"), "--limit does not go with execution", id="rows of an execution"),
        pytest.param(("result", "x", "--sort", "y"), "--sort does not go with result", id="rows of a result"),
        pytest.param(("chips", "--excel"), "--excel goes with -o csv or -o tsv", id="no spreadsheet"),
        pytest.param(("call", "get_chp"), "there is no operation 'get_chp'. Did you mean get_chip", id="an operation"),
    ],
)
def test_a_usage_error_names_the_word(run: Command, words: tuple[str, ...], message: str) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err.startswith("qdash-client: ")
    assert err.count("\n") == 1
    assert message in err


def test_options_stand_before_or_after_the_command(run: Command) -> None:
    expected = run("chips", "-o", "csv", "--fields", "chip_id", "--sort", "-chip_id")
    assert expected.out == "chip_id\n64Qv3\n16Qv1\n"
    assert run("-o", "csv", "--fields", "chip_id", "--sort=-chip_id", "chips") == expected
    assert run("--fields=chip_id", "chips", "-ocsv", "--sort=-chip_id") == expected


def test_options_with_a_value_stand_before_the_command(run: Command) -> None:
    lines = re.findall(
        r"^  (-.*?)(?:  .*)?$", run("results", "--help").out.partition("options of every command")[2], re.M
    )
    options = [
        "--chip",
        *(option for line in lines if line[-1].isupper() for option in re.findall(r"--?[a-z-]+", line)),
    ]
    assert len(options) == 9
    for option in options:
        outcome = run(option, "1", "results", "--help")
        assert outcome.out.startswith("usage: qdash-client results "), option


def test_settings_of_a_profile_go_before_the_environment(
    run: Command, demo: DemoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config.ini"
    file.write_text(
        f"[lab]\nbase_url = {demo.base_url}\napi_token = {demo.token}\n[other]\nbase_url = http://[::1]:9\n"
    )
    file.chmod(0o600)
    monkeypatch.setenv("QDASH_CONFIG", str(file))
    assert run("chips", "--profile", "lab").code == 0
    monkeypatch.setenv("QDASH_BASE_URL", "http://127.0.0.1:9")
    assert run("chips", "--profile", "lab").code == 0
    monkeypatch.delenv("QDASH_BASE_URL")
    monkeypatch.setenv("QDASH_PROFILE", "lab")
    assert run("chips").code == 0
    code, _, err = run("chips", "--profile", "lba")
    assert code == 3
    assert "Did you mean lab?" in err


# --- output ----------------------------------------------------------------------------------------------------------


def test_a_table_in_a_pipe(run: Command) -> None:
    outcome = run("chips")
    assert outcome.out.startswith(CHIPS)
    assert "\x1b" not in outcome.out
    assert re.search(r"INSTALLED\n.* \+09:00$", outcome.out, re.MULTILINE)  # the time zone of the test


@pytest.mark.parametrize("output", ["table", "markdown"])
def test_each_time_has_the_offset_of_its_day(
    run_against_faults: Command, server: FaultServer, monkeypatch: pytest.MonkeyPatch, output: str
) -> None:
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    days = ("2026-01-31T23:30:00", "2026-07-31T22:30:00")
    server.play(http_response({"chips": [{**CHIP, "installed_at": day} for day in days], "total": 2}))
    _, out, _ = run_against_faults("chips", "-o", output, "--fields", "installed_at")
    assert re.findall(r"2026-\S+ \S+ \S+", out) == ["2026-02-01 00:30 +01:00", "2026-08-01 00:30 +02:00"]


def test_data_is_exact(run: Command) -> None:
    rows = run("chips", "-o", "json").json
    assert [row["chip_id"] for row in rows] == ["16Qv1", "64Qv3"]
    assert rows[0]["note"]["content"] == ""
    assert run("chips", "-o", "jsonl").rows == rows
    for delimiter, name in ((",", "csv"), ("\t", "tsv")):
        read = list(csv.DictReader(io.StringIO(run("chips", "-o", name).out), delimiter=delimiter))
        assert [row["installed_at"] for row in read] == [row["installed_at"] for row in rows]
        assert read[0]["current_cooldown_id"] == ""
    assert run("chips", "-o", "json", "--fields", "chip_id,note.content,note.nothing", "--limit", "1").json == [
        {"chip_id": "16Qv1", "note.content": "", "note.nothing": None}
    ]
    assert run("chips", "-o", "json", "--limit", "0").json == []


def test_no_rows_because_none_are_wanted_are_not_said_to_be_missing(run: Command) -> None:
    outcome = run("chips", "--limit", "0", "--fields", "chip_id")
    assert (outcome.code, outcome.out, outcome.err) == (0, "CHIP\n", "")


def test_a_profile_that_is_asked_for_goes_before_the_environment(run: Command, tmp_path: Path) -> None:
    outcome = run("chips", "--profile", "lab", "--config", str(tmp_path / "config.ini"))
    assert outcome.code == 3
    assert "--profile and --config go before the environment" in outcome.err
    assert "is not set" not in outcome.err


def test_one_object(run: Command) -> None:
    assert run("chip", "16Qv1", "-o", "json").json["size"] == 16
    assert run("chip", "16Qv1", "-o", "csv").out.splitlines()[1].startswith("16Qv1,inactive,16,24,")
    assert "QUBITS     16\n" in run("chip", "16Qv1").out
    assert run("chip", "16Qv1", "--fields", "size").out == "SIZE  16\n"


def test_csv_for_a_spreadsheet_begins_with_a_mark(run: Command) -> None:
    assert run("chips", "-o", "csv", "--excel").out.startswith("\ufeffchip_id,")


@pytest.mark.parametrize("output", ["table", "json", "jsonl", "csv", "markdown"])
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("chips", "--sort", "-szie"), "--sort: there is no field 'szie'. Did you mean size?"),
        (("chips", "--sort", "chip_id,statsu.x", "--limit", "1"), "--sort: there is no field 'statsu.x'."),
        (("chips", "--sort", "status"), "--sort: there is no field 'status'. Did you mean activity_status?"),
        (("call", "list_chips", "--sort", "zzz"), "--sort: there is no field 'zzz'."),
    ],
)
def test_a_field_to_sort_by_that_no_row_has_is_named(
    run: Command, words: tuple[str, ...], message: str, output: str
) -> None:
    first, *rest = words
    words = ("-o", output, first, *rest[1:], rest[0]) if first == "call" else (*words, "-o", output)
    outcome = run(*words)
    assert outcome.code == 2
    text = json.loads(outcome.err)["message"] if output.startswith("json") else outcome.err
    assert message in text


@pytest.mark.parametrize("field", ["chip_id", "note.content", "note.nothing", "current_cooldown_id"])
def test_a_field_to_sort_by_may_have_no_value(run: Command, field: str) -> None:
    assert run("chips", "--sort", field).code == 0


def test_markdown(run: Command) -> None:
    lines = run("chips", "-o", "markdown").out.splitlines()
    assert lines[0].startswith("| CHIP | STATUS |")
    assert len(lines) == 4


@pytest.mark.parametrize(
    ("environment", "is_coloured"),
    [
        pytest.param({}, True, id="a terminal"),
        pytest.param({"NO_COLOR": "1"}, False, id="NO_COLOR"),
        pytest.param({"TERM": "dumb"}, False, id="a dumb terminal"),
        pytest.param({"NO_COLOR": ""}, True, id="an empty NO_COLOR"),
    ],
)
def test_colour_is_for_terminals(demo: DemoServer, environment: dict[str, str], is_coloured: bool) -> None:
    code, text = in_terminal(["chips"], environment=demo.environment | environment)
    assert code == 0
    assert ("\x1b[1m" in text) == is_coloured


def test_colour_can_be_refused(demo: DemoServer) -> None:
    code, text = in_terminal(["chips", "--no-color"], environment=demo.environment)
    assert code == 0
    assert "\x1b" not in text


@pytest.mark.parametrize("columns", [40, 80])
def test_a_table_fits_the_terminal(demo: DemoServer, columns: int) -> None:
    code, text = in_terminal(["chips", "--no-color"], columns=columns, environment=demo.environment)
    assert code == 0
    assert max(map(len, text.splitlines())) <= max(columns, 70)


def in_pipe(words: list[str], demo: DemoServer, **environment: str) -> subprocess.CompletedProcess[bytes]:
    variables = {"PATH": os.environ["PATH"], **demo.environment, **environment}
    return subprocess.run([*COMMAND, *words], cwd=ROOT, env=variables, capture_output=True, timeout=60)


@pytest.mark.parametrize(("encoding", "form"), [("ascii", "csv"), ("cp932", "json")])
def test_data_is_utf_8_whatever_the_locale_is(demo: DemoServer, encoding: str, form: str) -> None:
    words = ["metrics", "t1", "--qid", "3", "--fields", "unit", "-o", form]
    process = in_pipe(words, demo, PYTHONIOENCODING=encoding, LC_ALL="C")
    assert (process.returncode, process.stderr) == (0, b"")
    assert "μs" in process.stdout.decode()


@pytest.mark.parametrize("encoding", ["ascii", "cp932", "utf-8"])
def test_a_table_is_in_the_encoding_of_the_locale(demo: DemoServer, encoding: str) -> None:
    words = ["metrics", "t1", "--qid", "3", "--fields", "unit"]
    shown = in_pipe(words, demo, PYTHONIOENCODING=encoding).stdout.decode(encoding)
    assert shown.splitlines()[-1] == ("μs" if encoding == "utf-8" else "us")


def test_a_reader_that_has_seen_enough_is_no_error(demo: DemoServer) -> None:
    words = ["call", "list_task_results", "--chip-id", "64Qv3", "--all"]
    variables = {"PATH": os.environ["PATH"], **demo.environment}
    with subprocess.Popen(
        [*COMMAND, *words], cwd=ROOT, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["task_id"]
        process.stdout.close()
        assert (process.stderr.read(), process.wait(60)) == (b"", 0)


# --- errors ----------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
@pytest.mark.parametrize(
    ("words", "code", "written"),
    [
        ("chips >&-", 0, ""),
        ("chips -o json >&-", 0, ""),
        ("--version >&-", 0, ""),
        ("help >&-", 0, ""),
        ("__complete zsh ch >&-", 0, ""),
        ("chips --nothing 2>&-", 2, ""),
        ("call get_chip --input - <&-", 2, "qdash-client: --input: there is no standard input\n"),
        ("api POST /chips --yes --input - <&-", 2, "qdash-client: --input: there is no standard input\n"),
        ("profile save x --base-url http://x --token-stdin <&-", 2, "--token-stdin: there is no standard input\n"),
    ],
)
def test_closed_streams(demo: DemoServer, words: str, code: int, written: str) -> None:
    process = subprocess.run(
        ["sh", "-c", f'exec "$0" -W error -m qdash.client {words}', sys.executable],
        cwd=ROOT,
        env={**demo.environment, "HOME": "/nonexistent"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert process.returncode == code
    shown = process.stdout + process.stderr
    assert shown.endswith(written) if written else shown == ""


@pytest.mark.parametrize("output", ["csv", "tsv", "json"])
@pytest.mark.parametrize("is_terminal", [True, False])
def test_data_cannot_control_a_terminal(server: FaultServer, output: str, is_terminal: bool) -> None:
    status = "a\x1b[2J\x9b\r\nb\tc"
    server.play(http_response({"chips": [{**CHIP, "activity_status": status}], "total": 1}))
    words = ["chips", "-o", output, "--fields", "activity_status"]
    environment = {"QDASH_BASE_URL": server.url, "QDASH_API_TOKEN": "t"}
    if is_terminal:
        _, text = in_terminal(words, environment=environment)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)
        return
    environment |= {"PATH": os.environ["PATH"]}
    process = subprocess.run([*COMMAND, *words], cwd=ROOT, env=environment, stdout=subprocess.PIPE, timeout=60)
    assert (status if output != "json" else "\\u001b[2J\\u009b\\r\\nb\\tc") in process.stdout.decode()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
@pytest.mark.parametrize("buffering", ["1", ""])
@pytest.mark.parametrize(
    "words",
    [["--version"], ["--help"], ["chips"], ["chips", "-o", "json"], ["schema", "get_chip"], ["docs", "command-line"]],
)
def test_a_full_disk_is_a_failure_on_one_line(demo: DemoServer, words: list[str], buffering: str) -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": buffering, **demo.environment}
    with open("/dev/full", "w", encoding="utf-8") as full:
        ended = subprocess.run([*COMMAND, *words], cwd=ROOT, env=environment, stdout=full, stderr=subprocess.PIPE)
    assert ended.returncode == 1
    assert ended.stderr.count(b"\n") == 1
    assert b"No space left on device" in ended.stderr


def test_the_manual_has_the_exit_codes() -> None:
    rows = re.findall(r"^\| (\d+) \| (.*) \|$", PAGE, re.MULTILINE)
    assert {int(code): text for code, text in rows} == EXIT_CODES


@pytest.mark.parametrize(
    ("response", "code"),
    [
        pytest.param(http_response({"detail": "no"}, 400), 7, id="400"),
        pytest.param(http_response({"detail": "no"}, 401), 4, id="401"),
        pytest.param(http_response({"detail": "no"}, 403), 4, id="403"),
        pytest.param(http_response({"detail": "no"}, 404), 5, id="404"),
        pytest.param(http_response({"detail": "no"}, 409), 7, id="409"),
        pytest.param(http_response({"detail": [{"loc": ["query"], "msg": "no", "type": "x"}]}, 422), 7, id="422"),
        pytest.param(http_response({"detail": "no"}, 500), 1, id="500"),
        pytest.param(http_response({"unexpected": 1}), 1, id="another document"),
        pytest.param(Step(http_response({"chip_id": "x"}, length=99), "close"), 1, id="cut"),
    ],
)
def test_a_failure_has_an_exit_code_and_one_line(
    run_against_faults: Command,
    server: FaultServer,
    response: bytes | Step,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QDASH_RETRY_MAX_ATTEMPTS", "1")
    server.play(response)
    failed = run_against_faults("chip", "x")
    assert (failed.code, failed.out) == (code, "")
    assert failed.err.startswith("qdash-client: ")
    assert failed.err.count("\n") == 1
    document = json.loads(run_against_faults("chip", "x", "-o", "json").err)
    assert document["exit_code"] == code
    assert document["message"] in failed.err or document["request_id"]
    assert document.keys() == {"error", "status", "message", "request_id", "outcome_unknown", "exit_code"}


def test_an_error_cannot_control_the_terminal(run_against_faults: Command, server: FaultServer) -> None:
    server.play(http_response({"detail": "a\x1b[2J\x9b1m\u202eb"}, 404))
    for options in ((), ("-o", "json")):
        for words, code in ((("chip", "x"), 5), (("api", "POST", "/chips", "-y", "--input", "a\x9b1m\u202eb"), 2)):
            failed = run_against_faults(*words, *options)
            assert failed.code == code
            assert failed.err.rstrip("\n").isprintable()


def test_a_limit_that_has_passed_is_6(
    run_against_faults: Command, server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.play(HANG)
    monkeypatch.setenv("QDASH_TIMEOUT_SECONDS", "0.1")
    monkeypatch.setenv("QDASH_RETRY_MAX_ATTEMPTS", "1")
    assert run_against_faults("chips").code == 6


def test_ctrl_c_ends_at_once(server: FaultServer) -> None:
    server.play(HANG)
    with Terminal(["chips"], QDASH_BASE_URL=server.url, QDASH_API_TOKEN="t") as terminal:
        server.wait_for_request()
        terminal.interrupt()
        assert terminal.end() in INTERRUPTED
        assert "Traceback" not in terminal.text


@pytest.mark.parametrize("words", [("chips", "-v"), ("chips", "-v", "-o", "json"), ("call", "list_chips", "-n")])
def test_no_secret_is_shown(run_against_faults: Command, words: tuple[str, ...]) -> None:
    outcome = run_against_faults(*words)
    assert outcome.err or outcome.out
    assert "token-of-the-tests" not in outcome.err + outcome.out


@pytest.mark.parametrize("output", ["table", "json"])
def test_an_error_of_the_server_that_repeats_the_secrets_is_shown_without_them(
    run_against_faults: Command, server: FaultServer, output: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QDASH_CF_ACCESS_CLIENT_ID", "id")
    monkeypatch.setenv("QDASH_CF_ACCESS_CLIENT_SECRET", "secret-of-the-tests")
    server.play(http_response({"detail": "Bearer token-of-the-tests, secret-of-the-tests"}, 403))
    outcome = run_against_faults("chips", "-v", "-o", output)
    assert outcome.code == 4
    assert "Bearer ***, ***" in outcome.err
    assert "of-the-tests" not in outcome.err


def test_requests_are_shown_on_demand(run: Command) -> None:
    assert re.match(r"GET /chips 200 in .*\n", run("chips", "-v").err)


# --- what changes something ------------------------------------------------------------------------------------------

CREATE = ("call", "create_chip", "--chip-id", "new", "--size", "64")


def test_a_change_needs_a_yes_where_nobody_can_be_asked(run_against_faults: Command, server: FaultServer) -> None:
    code, _, err = run_against_faults(*CREATE)
    assert code == 2
    assert err.startswith('qdash-client: This changes data in QDash: create_chip (POST /chips): chip_id "new"')
    assert "add --yes" in err
    assert server.requests == []


@pytest.mark.parametrize(
    ("answer", "sent"), [("y\n", 1), ("YES\n", 1), ("n\n", 0), ("\n", 0), ("yy\n", 0), ("\x04", 0)]
)
def test_a_person_is_asked(server: FaultServer, answer: str, sent: int) -> None:
    server.play(http_response({"detail": "no"}, 409))
    with Terminal(CREATE, QDASH_BASE_URL=server.url, QDASH_API_TOKEN="t") as terminal:
        terminal.wait_for("Go on? [y/N]")
        assert server.requests == []
        terminal.send(answer)
        assert terminal.end() == (7 if sent else 1)
    assert len(server.requests) == sent
    assert ("nothing was done" in terminal.text) == (not sent)


@pytest.mark.parametrize("words", [CREATE, ("api", "POST", "/chips", "-f", "chip_id=new")])
def test_only_reads_are_sent_where_nothing_else_is_allowed(
    run_against_faults: Command, server: FaultServer, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_against_faults("--read-only", *words[:1], "-y", *words[1:]).code == 7
    monkeypatch.setenv("QDASH_READ_ONLY", "1")
    assert run_against_faults(words[0], "-y", *words[1:]).code == 7
    assert server.requests == []
    run_against_faults("chips")
    assert len(server.requests) == 1


def test_a_dry_run_shows_the_request(run_against_faults: Command, server: FaultServer) -> None:
    code, out, err = run_against_faults(*CREATE, "-n")
    assert (code, err) == (0, "")
    assert out.startswith(f"POST {server.url}/chips\n")
    assert "Authorization: ***\n" in out
    assert json.loads(out.partition("\n\n")[2]) == {"chip_id": "new", "size": 64}
    shown = run_against_faults(*CREATE, "-n", "-o", "json").json
    assert (shown["method"], shown["url"]) == ("POST", f"{server.url}/chips")
    assert (shown["headers"]["Authorization"], shown["body"]) == ("***", {"chip_id": "new", "size": 64})
    assert server.requests == []


def test_a_signal_to_end_is_taken(server: FaultServer) -> None:
    server.play(HANG)
    with subprocess.Popen(
        [sys.executable, "-m", "qdash.client", "chips"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "QDASH_BASE_URL": server.url, "QDASH_API_TOKEN": "t"},
        stderr=subprocess.PIPE,
    ) as process:
        server.wait_for_request()
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 143


@pytest.mark.parametrize("name", ["KeyboardInterrupt", "main.Terminated"])
def test_a_signal_within_a_callback_is_not_lost(name: str) -> None:
    program = f"""
import time, weakref
from qdash.client.cli import main
class Thing: pass
def callback(reference): raise {name}
main._take_signals()
thing = Thing()
reference = weakref.ref(thing, callback)
try:
    del thing
    time.sleep(60)
except {name} as caught:
    print(type(caught).__name__)
"""
    process = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=30
    )
    assert (process.stdout.strip(), process.stderr) == (name.rpartition(".")[2], "")
