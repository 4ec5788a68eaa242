"""``qdash-client call`` and ``qdash-client api``: every operation, over a real socket, to a server that checks."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import api_document
import declared
import pytest
from declared import OPERATIONS, PNG, sample_document
from fault_server import HANG, RESET, FaultServer, chunked, http_response
from terminal import COMMAND, ROOT, Terminal
from test_calls import right_response

from qdash.client.call.operation import Operation
from qdash.client.cli.failures import EXIT_CODES
from qdash.client.cli.main import main
from qdash.client.cli.operations.arguments import OWN
from qdash.client.codec import encode

TOKEN = "the-secret-token-of-the-tests"


class Run:
    """Runs commands, and remembers what the last one wrote."""

    def __init__(self, capture: pytest.CaptureFixture[bytes]) -> None:
        self._capture = capture
        self.content = b""
        self.errors = ""

    def __call__(self, *words: str, code: int = 0) -> str:
        found = main(words)
        self.content, errors = self._capture.readouterr()
        self.errors = errors.decode()
        assert found == code, self.errors
        return self.content.decode("utf-8", "replace")


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    return Run(capfdbinary)


@pytest.fixture(autouse=True)
def deployment(server: FaultServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FaultServer:
    """The settings of the server of a test in the environment."""
    monkeypatch.setenv("QDASH_BASE_URL", server.url)
    monkeypatch.setenv("QDASH_API_TOKEN", TOKEN)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return server


@contextlib.contextmanager
def standard_input(content: bytes) -> Iterator[None]:
    """Let standard input be a pipe."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))
        yield


# --- every operation -------------------------------------------------------------------------------------------------


def json_of(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) and not isinstance(value, datetime) else encode(value)


def options_of(operation: Operation, arguments: Mapping[str, Any]) -> list[str]:
    """Return the options that a person writes for these arguments."""
    words = []
    for number, (name, value) in enumerate(arguments.items()):
        option = "--" + (name if number % 3 == 2 else name.replace("_", "-"))
        value = json_of(value)
        is_list = isinstance(value, list) and all(isinstance(entry, str) for entry in value)
        if isinstance(value, bool):
            words.append(option if value else option.replace("--", "--no-", 1))
            continue
        for entry in value if is_list else [value]:
            text = entry if isinstance(entry, str) else json.dumps(entry)
            words += [f"{option}={text}"] if number % 2 else [option, text]
    return words


def check(operation: Operation, sample: declared.Sample, server: FaultServer) -> None:
    """Check what has arrived."""
    (request,) = server.requests
    assert request.method == operation.method
    assert request.path == declared.path_of(operation, sample.arguments)
    assert parse_qsl(request.query, keep_blank_values=True) == sample.query
    if operation.upload:
        assert api_document.parts(request)["file"][2] == sample.arguments["file"]
    elif operation.form:
        assert dict(parse_qsl(request.body.decode())) == sample.body
    else:
        assert (json.loads(request.body) if request.body else {}) == sample.body
    assert request["Authorization"] == (None if operation.anonymous else f"Bearer {TOKEN}")


@pytest.mark.parametrize("way", ["options", "input"])
def test_every_operation_is_called(
    way: str, server: FaultServer, run: Run, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    for name, operation in OPERATIONS.items():
        server.script = api_document.checked(lambda request, operation=operation: right_response(operation))
        server.requests.clear()
        sample = declared.sample_call(operation)
        arguments = dict(sample.arguments)
        if operation.upload:
            (tmp_path / "file").write_bytes(arguments["file"])
            arguments["file"] = str(tmp_path / "file")
        if way == "options":
            words = options_of(operation, arguments)
        else:
            document = {key: json_of(value) for key, value in arguments.items()}
            (tmp_path / "input.json").write_text(json.dumps(document), "utf-8")
            words = ["--input", str(tmp_path / "input.json")]

        with subtests.test(name):
            output = run("call", "--yes", name, *words)
            check(operation, sample, server)
            check_output(operation, output, run)
            assert ("has removed this operation" in run.errors) == (name == "re_execute_from_snapshot")


def check_output(operation: Operation, output: str, run: Run) -> None:
    returned = declared.hints(operation.signature)["return"]
    assert "Traceback" not in run.errors
    if returned is type(None):
        assert (output, run.errors) == ("", f"{operation.name}: done\n")
    elif declared.is_stream(returned):
        documents = [sample_document(kind) for kind in declared.members(returned.__args__[0])]
        for line, document in zip(output.splitlines(), documents, strict=True):
            assert document.items() <= json.loads(line).items()
    elif declared.decoded_shape(operation) is None:
        assert run.content == (b"text\n" if returned is str else PNG)
    else:
        expected = sample_document(returned)
        for name in operation.adds:  # what the client knows better than the server
            del expected[name]
        assert is_in(expected, json.loads(output))


def is_in(part: Any, whole: Any) -> bool:
    """Tell whether a document holds another one; times and durations may be spelt otherwise."""
    if isinstance(part, dict):
        return all(name in whole and is_in(value, whole[name]) for name, value in part.items())
    if isinstance(part, list):
        return len(part) == len(whole) and all(map(is_in, part, whole))
    return bool(part == whole)


def test_the_help_of_every_operation_names_its_parameters(run: Run) -> None:
    for name, operation in OPERATIONS.items():
        output = run("call", name, "--help")
        for parameter in operation.names:
            assert (f"--{parameter.replace('_', '-')}" in output) == (parameter != "progress"), name
        assert f"{operation.method} {operation.path}" in output
        assert operation.operation in output


def test_no_parameter_is_called_like_an_option_of_ours() -> None:
    for operation in OPERATIONS.values():
        assert not set(OWN) & set(operation.names)


def test_missing_arguments_are_named(server: FaultServer, run: Run) -> None:
    for name, operation in OPERATIONS.items():
        required = [parameter for parameter in operation.parameters.values() if parameter.required]
        if not required:
            continue
        run("call", "--yes", name, code=2)
        assert all(f"--{parameter.name.replace('_', '-')}" in run.errors for parameter in required)
        with standard_input(b"{}"):
            run("call", "--yes", name, "--input=-", code=2)
        assert all(f"--{parameter.name.replace('_', '-')}" in run.errors for parameter in required)
    assert server.requests == []


# --- arguments -------------------------------------------------------------------------------------------------------

NOTE = "upsert_chip_note"


@pytest.mark.parametrize(
    ("words", "target", "body"),
    [
        (["get_chip", "--chip-id", "64Qv3"], "/chips/64Qv3", None),
        (["get-chip", "--chip_id", "64Qv3"], "/chips/64Qv3", None),
        (["getChip", "--chip-id=64Qv3"], "/chips/64Qv3", None),
        (["get_chip", "--chip-id=@alice"], "/chips/%40alice", None),
        (["get_chip", "--chip-id", "@alice"], "/chips/%40alice", None),
        (["get_chip", "--chip-id", "{}"], "/chips/%7B%7D", None),
        (["get_chip", "--chip-id=-"], "/chips/-", None),
        (["get_chip", "--chip-id", "-"], "/chips/-", None),
        (["get_chip", "--chip-id=--x=y"], "/chips/--x%3Dy", None),
        ([NOTE, "--chip-id", "c", "--content=-x"], "/chips/c/note", {"content": "-x"}),
        ([NOTE, "--chip-id", "c", "--content", "-1"], "/chips/c/note", {"content": "-1"}),
        ([NOTE, "--chip-id", "c", "--content="], "/chips/c/note", {"content": ""}),
        ([NOTE, "--chip-id", "c", "--content", "@/etc/passwd"], "/chips/c/note", {"content": "@/etc/passwd"}),
        ([NOTE, "--chip-id", "c", "--content", "改行 é"], "/chips/c/note", {"content": "改行 é"}),
        ([NOTE, "--chip-id", "c", "--content", "100 % %s"], "/chips/c/note", {"content": "100 % %s"}),
        (["list_chip_qubits", "--chip-id", "c", "--limit", "5"], "/chips/c/qubits?limit=5", None),
        (["list_chip_qubits", "--chip-id", "c", "--qids", "0", "--qids=a,"], "/chips/c/qubits?qids=0&qids=a%2C", None),
        (["list_issues", "--is-closed"], "/issues?is_closed=true", None),
        (["list_issues", "--no-is-closed"], "/issues?is_closed=false", None),
        (["list_issues", "--no-is_closed"], "/issues?is_closed=false", None),
        (["delete_chip", "--chip-id", "c", "--force"], "/chips/c?force=true", None),
        (["create_chip", "--chip-id", "c", "--size", "64"], "/chips", {"chip_id": "c", "size": 64}),
        (
            ["execute_flow", "--name", "daily", "--parameters", '{"qids": ["0"], "x": 1.50}'],
            "/flows/daily/execute",
            {"parameters": {"qids": ["0"], "x": 1.5}},
        ),
        (
            ["update_issue_knowledge", "--knowledge-id", "k", "--severity", "critical", "--fields", '{"title": null}'],
            "/issue-knowledge/k",
            {"severity": "critical", "title": None},
        ),
        (
            [NOTE, "--chip-id=c", "--content=x", "--start-at=2026-07-01", "--end-at=2026-07-02T00:00:00+09:00"],
            "/chips/c/note?start_at=2026-07-01T00%3A00%3A00Z&end_at=2026-07-02T00%3A00%3A00%2B09%3A00",
            {"content": "x"},
        ),
    ],
)  # fmt: skip
def test_options_are_arguments(words: list[str], target: str, body: Any, server: FaultServer, run: Run) -> None:
    main(["call", "--yes", *words])
    (request,) = server.requests
    assert request.target == target
    assert (json.loads(request.body) if request.body else None) == body


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nothing"], "there is no operation 'nothing'"),
        (["get_chipp"], "Did you mean get_chip"),
        (["get_chip"], "required: --chip-id"),
        (["get_chip", "--chip-id"], "--chip-id: expected one argument"),
        (["get_chip", "--chip-id", "a/b"], "holds a '/', which no QDash identifier can"),
        (["get_chip", "--chip-id", ""], "names no resource"),
        (["get_chip", "--chip", "c"], "required: --chip-id"),
        (["get_chip", "--chip-id", "c", "--limit", "5"], "unrecognized arguments: --limit 5"),
        (["get_chip", "--chip-id", "c", "d"], "unrecognized arguments: d"),
        (["get_chip", "--chip-id", "c", "--all"], "unrecognized arguments: --all"),
        (["list_chip_qubits", "--chip-id", "c", "--limit", "0"], "0 is not from 1 to 256"),
        (["list_chip_qubits", "--chip-id", "c", "--limit", "257"], "257 is not from 1 to 256"),
        (["list_chip_qubits", "--chip-id", "c", "--limit", "1.5"], "'1.5' is not an integer"),
        (["list_chip_qubits", "--chip-id", "c", "--limit", "\N{ARABIC-INDIC DIGIT ONE}"], "is not an integer"),
        (["list_chip_qubits", "--chip-id", "c", "--limit", "9" * 5000], "is not an integer"),
        (["list_chip_qubits", "--chip-id", "c", "--limit", "1_0"], "is not an integer"),
        (["list_issues", "--is-closed=yes"], "ignored explicit argument 'yes'"),
        (["update_issue_knowledge", "--knowledge-id", "k", "--severity", "bad"], "invalid choice: 'bad'"),
        (["execute_flow", "--name", "d", "--parameters", "{x"], "--parameters is not JSON"),
        (["execute_flow", "--name", "d", "--parameters", "[1]"], "parameters"),
        (["execute_flow", "--name", "d", "--parameters", '{"x": NaN}'], "NaN is no JSON number"),
        (["execute_flow", "--name", "d", "--parameters", "[" * 100_000], "is nested too deeply"),
        (["execute_flow", "--name", "d", "--parameters", "@/no/such"], "--parameters: /no/such: No such file"),
        (["execute_flow", "--name", "d", "--parameters", "@"], "--parameters: "),
        ([NOTE, "--chip-id=c", "--content=x", "--start-at=now"], "ISO 8601"),
        (["upload_forum_image", "--file", "/no/such/file"], "/no/such/file"),
        (["update_forum_post", "--post-id", "1", "--content", "x", "--null", "content"], "invalid choice: 'content'"),
        (["update_forum_post", "--post-id=1", "--content=x", "--chip-id=c", "--null", "chip_id"], "give one of them"),
        (["-o", "openmetrics", "get_chip", "--chip-id", "c"], "-o openmetrics: call can write json, table"),
        (["--nothing", "get_chip"], "--nothing"),
        ([], "required: OPERATION"),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_is_a_usage_error(words: list[str], message: str, server: FaultServer, run: Run) -> None:
    assert run("call", "--yes", *words, code=2) == ""
    assert message in run.errors
    assert len(run.errors.splitlines()) == 1
    assert server.requests == []


def test_null_is_sent_where_it_is_asked_for(server: FaultServer, run: Run) -> None:
    server.play(http_response(sample_document(declared.models.ForumPostResponse)))
    run("call", "--yes", "update_forum_post", "--post-id", "1", "--content", "x", "--null", "assignee_username")
    assert json.loads(server.requests[-1].body) == {"content": "x", "assignee_username": None}
    run(
        "call", "--yes", "update_forum_post", "--post-id", "1", "--content", "x", "--null=chip_id", "--null=cooldown_id"
    )
    body = json.loads(server.requests[-1].body)
    assert {"chip_id", "cooldown_id"} <= body.keys()


@pytest.mark.parametrize("way", ["@FILE", "@~", "-", "byte order mark", "UTF-16"])
def test_json_comes_from_a_file(
    way: str, server: FaultServer, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.play(right_response(OPERATIONS["execute_flow"]))
    monkeypatch.setenv("HOME", str(tmp_path))
    encoding = {"byte order mark": "utf-8-sig", "UTF-16": "utf-16"}.get(way, "utf-8")
    content = '{"qids": ["量"]}'.encode(encoding)
    (tmp_path / "p.json").write_bytes(content)
    place = {"-": "-", "@~": "@~/p.json"}.get(way, f"@{tmp_path / 'p.json'}")
    with standard_input(content):
        run("call", "-y", "execute_flow", "--name", "daily", "--parameters", place)
    assert json.loads(server.requests[0].body) == {"parameters": {"qids": ["量"]}}


def test_bad_files_are_named(run: Run, tmp_path: Path, server: FaultServer) -> None:
    for content, message in ((b"{x", "is not JSON"), (b"\xff{}", "is not UTF-8"), (b"[]", "must be a mapping")):
        (tmp_path / "p.json").write_bytes(content)
        run("call", "-y", "execute_flow", "--name", "daily", "--parameters", f"@{tmp_path}/p.json", code=2)
        assert message in run.errors
    assert server.requests == []


def test_only_one_argument_is_standard_input(run: Run, server: FaultServer) -> None:
    words = ["--qubits", "-", "--couplings", "-", "--name", "n", "--device-id", "d", "--calibrated-at", "x"]
    run("call", "get_device_topology_plot", *words, code=2)
    assert "--qubits and --couplings: only one can be standard input" in run.errors
    run("call", "get_device_topology_plot", *words[2:], "--input", "-", code=2)
    assert "--couplings and --input: only one can be standard input" in run.errors
    assert server.requests == []


def test_a_file_to_send_is_standard_input(run: Run, server: FaultServer) -> None:
    server.play(right_response(OPERATIONS["upload_forum_image"]))
    with standard_input(PNG):
        run("call", "-y", "upload_forum_image", "--file", "-")
    assert api_document.parts(server.requests[0])["file"][2] == PNG


# --- --input ---------------------------------------------------------------------------------------------------------


def test_options_go_before_the_input(server: FaultServer, run: Run) -> None:
    with standard_input(b'{"chip_id": "a", "size": 16, "topology_id": null}'):
        main(["call", "-y", "create_chip", "--input", "-", "--chip-id", "b"])
    assert json.loads(server.requests[0].body) == {"chip_id": "b", "size": 16}


def test_null_in_the_input_is_sent_where_it_means_something(server: FaultServer, run: Run) -> None:
    with standard_input(b'{"post_id": "1", "content": "x", "assignee_username": null, "title": null}'):
        main(["call", "-y", "update_forum_post", "--input", "-"])
    assert json.loads(server.requests[0].body) == {"content": "x", "assignee_username": None}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("get_chip", b"[]", "must hold a JSON object"),
        ("get_chip", b"{", "is not JSON"),
        ("get_chip", b'{"chip": "c"}', "get_chip has no parameter 'chip'. Did you mean chip_id?"),
        ("list_chips", b'{"zzz": 1}', "list_chips has no parameter 'zzz'. It has none."),
        ("download_file", b'{"path": "x", "progress": 1}', "download_file has no parameter 'progress'."),
        ("get_chip", b"{}", "without --chip-id"),
        ("get_chip", b'{"chip_id": null}', "must be a text, not NoneType"),
        ("get_chip", b'{"chip_id": {}}', "must be a text"),
        ("list_issues", b'{"limit": 1000}', "must be from 1 to 200"),
        (
            "update_issue_knowledge",
            b'{"knowledge_id": "k", "severity": "bad"}',
            "'bad' is not one of critical, warning",
        ),
        ("update_issue_knowledge", b'{"knowledge_id": "k", "severity": []}', "is not one of critical, warning"),
    ],
)
def test_bad_input_is_a_usage_error(name: str, content: bytes, message: str, server: FaultServer, run: Run) -> None:
    with standard_input(content):
        run("call", "-y", name, "--input", "-", code=2)
    assert message in run.errors
    assert server.requests == []


# --- what is written -------------------------------------------------------------------------------------------------


def issues_page(server: FaultServer, count: int = 120) -> None:
    """Let a server have that many issues, on pages."""
    issue = sample_document(declared.models.IssueResponse)

    def script(request: Any) -> bytes:
        query = dict(parse_qsl(request.query))
        skip, limit = int(query.get("skip", 0)), int(query.get("limit", 50))
        items = [{**issue, "id": f"{number:03}", "title": None} for number in range(count)][skip : skip + limit]
        return http_response({"issues": items, "total": count, "skip": skip, "limit": limit})

    server.script = script


@pytest.mark.parametrize(
    ("words", "sent", "shown"),
    [
        (["list_issues"], [50], 50),
        (["--limit", "2", "list_issues"], [50], 2),
        (["list_issues", "--limit", "2"], [2], 2),
        (["--limit", "2", "list_issues", "--limit", "3"], [3], 2),
        (["list_issues", "--all"], [200], 120),
        (["--limit", "7", "list_issues", "--all"], [200], 7),
        (["list_issues", "--all", "--limit", "7"], [7] * 18, 120),
        (["list_issues", "--all", "--skip", "100"], [200], 20),
    ],
)
def test_our_limit_and_that_of_an_operation(
    words: list[str], sent: list[int], shown: int, server: FaultServer, run: Run
) -> None:
    issues_page(server)
    output = run("call", "-o", "jsonl", *words)
    assert [int(dict(parse_qsl(request.query)).get("limit", 50)) for request in server.requests] == sent
    assert len(output.splitlines()) == shown


def test_all_pages_are_fetched(server: FaultServer, run: Run) -> None:
    issues_page(server, 450)
    lines = run("call", "list_issues", "--all").splitlines()  # JSON lines, unless told otherwise
    assert [json.loads(line)["id"] for line in lines] == [f"{number:03}" for number in range(450)]
    assert len(server.requests) == 3
    rows = json.loads(run("call", "-o", "json", "list_issues", "--all"))
    assert [json.loads(line) for line in lines] == rows
    assert len(run("call", "list_issues", "--all", "-o", "table").splitlines()) == 451


def test_pages_are_written_as_they_come(server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    issues_page(server, 300)
    pages = server.script

    def hang_later(request: Any) -> Any:
        return pages(request) if "skip=200" not in request.query else HANG

    server.script = hang_later
    with subprocess.Popen([*COMMAND, "call", "list_issues", "--all"], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(200)]
        process.kill()
    assert json.loads(lines[-1])["id"] == "199"


@pytest.mark.parametrize("form", ["table", "wide", "json", "jsonl", "csv", "tsv", "markdown"])
@pytest.mark.parametrize("name", ["list_chips", "get_chip", "list_tags", "get_chip_dates", "list_issues"])
def test_results_are_written_in_each_format(name: str, form: str, server: FaultServer, run: Run) -> None:
    server.play(right_response(OPERATIONS[name]))
    arguments = options_of(OPERATIONS[name], declared.sample_call(OPERATIONS[name], all_of_them=False).arguments)
    output = run("call", name, *arguments, "-o", form)
    assert output
    assert run.errors == ""
    if form == "json":
        json.loads(output)
    elif form == "jsonl":
        assert [json.loads(line) for line in output.splitlines()]
    elif form in ("csv", "tsv"):
        rows = list(csv.reader(io.StringIO(output), delimiter="," if form == "csv" else "\t"))
        assert len({len(row) for row in rows}) == 1


def test_members_are_chosen(server: FaultServer, run: Run) -> None:
    server.play(right_response(OPERATIONS["list_chips"]))
    output = run("call", "--fields", "chip_id,size", "list_chips")
    assert json.loads(output) == [{"chip_id": "text", "size": 3}]
    server.play(right_response(OPERATIONS["get_chip"]))
    assert json.loads(run("call", "--fields", "chip_id", "get_chip", "--chip-id", "c")) == {"chip_id": "text"}


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_events_are_lines_as_they_come(form: str, server: FaultServer) -> None:
    status = b'event: status\ndata: {"type": "status", "step": "think", "message": "\xe9\x87\x8f"}\n\n'
    server.play(chunked(status, content_type="text/event-stream", end=False))
    words = ["call", "-y", "-o", form, "stream_copilot_chat", "--message", "hello"]
    with subprocess.Popen([*COMMAND, *words], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        line = json.loads(process.stdout.readline())
        process.kill()
    assert (line["step"], line["message"]) == ("think", "量")


def test_events_are_a_table_at_the_end(server: FaultServer, run: Run) -> None:
    server.play(right_response(OPERATIONS["stream_copilot_chat"]))
    lines = run("call", "-y", "-o", "csv", "stream_copilot_chat", "--message", "hello").splitlines()
    assert len(lines) == 3


def test_files_are_written(server: FaultServer, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server.play(http_response(PNG, content_type="image/png"))
    words = ["call", "get_figure_by_path", "--path", "/app/a.png"]
    run(*words)
    assert run.content == PNG
    run(*words, "--to", "-")
    assert run.content == PNG
    assert run(*words, "--to", str(tmp_path / "a.png")) == ""
    assert (tmp_path / "a.png").read_bytes() == PNG
    assert run.errors == f"wrote {tmp_path / 'a.png'}\n"
    monkeypatch.setenv("HOME", str(tmp_path))
    run(*words, "--to=~/b.png")
    assert (tmp_path / "b.png").read_bytes() == PNG
    run(*words, "--to", str(tmp_path / "no" / "directory"), code=1)
    assert "No such file or directory" in run.errors


def test_a_file_is_not_written_to_a_terminal(server: FaultServer) -> None:
    server.play(http_response(PNG, content_type="image/png"))
    environment = {"QDASH_BASE_URL": server.url, "QDASH_API_TOKEN": TOKEN}
    with Terminal(["call", "get_figure_by_path", "--path", "/a.png"], **environment) as terminal:
        assert terminal.end() == 2
    assert "give --to FILE, or redirect standard output" in terminal.text
    server.play(http_response("\x1b[31mred\x07\tx", content_type="application/json"))
    with Terminal(["api", "get", "/x"], columns=200, **environment) as terminal:
        assert terminal.end() == 0
    assert "\x1b" not in terminal.text
    assert "\x07" not in terminal.text


# --- api -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "sent", "body"),
    [
        (["GET", "/chips"], "GET /chips", None),
        (["get", "/chips"], "GET /chips", None),
        (["GET", "/chips", "-f", "a=1", "-f", "b=x y", "-f", "c="], "GET /chips?a=1&b=x+y&c=", None),
        (["DELETE", "/chips/x", "--field", "force=true"], "DELETE /chips/x?force=true", None),
        (["POST", "/chips"], "POST /chips", None),
        (
            ["POST", "/chips", "-f", "size=64", "-f", 'a={"b": [null]}', "-f", "c=x", "-f", "d=@e", "-f", "f=a=b"],
            "POST /chips",
            {"size": 64, "a": {"b": [None]}, "c": "x", "d": "@e", "f": "a=b"},
        ),
        (["PUT", "/x", "-f", 'size="64"', "-f", "e="], "PUT /x", {"size": "64", "e": ""}),
        (["POST", "/chips", "--input", "-"], "POST /chips", {"from": "stdin"}),
        (["PATCH", "/chips", "--input", "-", "-f", "a=b"], "PATCH /chips", {"from": "stdin", "a": "b"}),
        (["POST", "/chips", "-f", "-"], "POST /chips", {"from": "stdin"}),
    ],
)
def test_any_request_is_sent(words: list[str], sent: str, body: Any, server: FaultServer, run: Run) -> None:
    server.play(http_response({"ok": [1.50, None, "é"]}))
    with standard_input(b'{"from": "stdin"}'):
        output = run("api", "--yes", *words)
    (request,) = server.requests
    assert f"{request.method} {request.target}" == sent
    assert (json.loads(request.body) if request.body else None) == body
    assert json.loads(output) == {"ok": [1.5, None, "é"]}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["POST", "/chips", "-f", "x"], "write NAME=VALUE"),
        (["POST", "/chips", "-f", "=x"], "write NAME=VALUE"),
        (["POST", "/chips", "--input", "/no/such/file"], "No such file"),
        (["POST", "/chips", "--input", "LIST", "-f", "a=b"], "fields can be added to a JSON object only"),
        (["POST", "/chips", "-f", "@LIST"], "must hold a JSON object"),
        (["GET", "chips"], "path"),
        (["GET", "http://example.test/chips"], "path"),
        (["G T", "/chips"], "method"),
        (["GET"], "required: PATH"),
    ],
)
def test_a_request_that_cannot_be_sent(
    words: list[str], message: str, server: FaultServer, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "list.json").write_text("[1]", "utf-8")
    run("api", "--yes", *(word.replace("LIST", str(tmp_path / "list.json")) for word in words), code=2)
    assert message in run.errors
    assert server.requests == []


def test_responses_of_any_kind(server: FaultServer, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server.play(http_response(PNG, content_type="image/png"))
    run("api", "GET", "/x")
    assert run.content == PNG
    run("api", "GET", "/x", "--to", str(tmp_path / "x.png"))
    assert (tmp_path / "x.png").read_bytes() == PNG
    server.play(http_response(b"plain text", content_type="text/plain"))
    assert run("api", "GET", "/x") == "plain text\n"
    server.play(http_response({"a": "é"}))
    run("api", "GET", "/x", "--to", str(tmp_path / "x.json"))
    assert json.loads((tmp_path / "x.json").read_text("utf-8")) == {"a": "é"}
    monkeypatch.chdir(tmp_path)
    assert run("api", "GET", "/x", "--to", "-") == '{"a": "é"}'
    assert not (tmp_path / "-").exists()
    server.play(http_response({"chips": [{"a": 1, "b": "x,y"}]}))
    assert run("api", "GET", "/x", "-o", "csv") == 'a,b\n1,"x,y"\n'
    server.play(http_response(None, 204, content_type=None, length=-1))
    assert run("api", "DELETE", "/x", "--yes") == ""


# --- manners ---------------------------------------------------------------------------------------------------------

WRITES = [
    (["call", "create_chip", "--chip-id", "64Qv4"], "This changes data in QDash: create_chip (POST /chips)", "64Qv4"),
    (
        ["call", "execute_flow", "--name", "daily", "--parameters", '{"qids": ["3"]}'],
        "This may start work on the hardware: execute_flow (POST /flows/{name}/execute)",
        '{"qids": ["3"]}',
    ),
    (["api", "post", "/chips", "-f", "chip_id=64Qv4"], "This may change data in QDash: POST /chips", ""),
]
writes = pytest.mark.parametrize(("words", "what", "details"), WRITES, ids=["write", "hardware", "api"])


@writes
def test_without_a_terminal_a_write_needs_yes(
    words: list[str], what: str, details: str, server: FaultServer, run: Run
) -> None:
    with standard_input(b"y\n"):
        run(*words, code=2)
    assert what in run.errors
    assert details in run.errors
    assert "add --yes" in run.errors
    assert server.requests == []


@writes
def test_on_a_terminal_a_write_is_asked_for(words: list[str], what: str, details: str, server: FaultServer) -> None:
    server.play(
        http_response(
            sample_document(declared.models.ExecuteFlowResponse) | sample_document(declared.models.ChipResponse)
        )
    )
    with Terminal(words, columns=250, QDASH_BASE_URL=server.url, QDASH_API_TOKEN=TOKEN) as terminal:
        terminal.wait_for("Go on? [y/N] ")
        assert what in terminal.text
        assert server.requests == []
        terminal.send("y\n")
        assert terminal.end() == 0
    assert len(server.requests) == 1


def test_ctrl_c_at_the_question_sends_nothing(server: FaultServer) -> None:
    with Terminal(WRITES[0][0], QDASH_BASE_URL=server.url) as terminal:
        terminal.wait_for("Go on? [y/N] ")
        terminal.send("\x03")
        assert terminal.end() == 130
    assert server.requests == []
    assert "Traceback" not in terminal.text


def test_secrets_are_not_in_the_question(run: Run) -> None:
    words = ["--current-password", "hunter2", "--new-password", "hunter3"]
    run("call", "change_password", *words, code=2)
    assert "change_password" in run.errors
    assert "hunter" not in run.errors


@writes
@pytest.mark.parametrize("way", ["option", "option before", "variable"])
def test_read_only_refuses(
    words: list[str], what: str, details: str, way: str, server: FaultServer, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    if way == "variable":
        monkeypatch.setenv("QDASH_READ_ONLY", "1")
    before = ["--read-only"] if way == "option before" else []
    inner = ["--read-only"] if way == "option" else []
    run(*before, words[0], "--yes", *inner, *words[1:], code=7)
    assert "Only reads are allowed" in run.errors
    assert server.requests == []


@pytest.mark.parametrize(
    "words",
    [
        ["call", "list_chips"],
        ["call", "get_device_topology", "--name=n", "--qubits=[]", "--couplings=[]"],
        ["api", "get", "/x"],
    ],
)
def test_read_only_lets_reads_through(words: list[str], server: FaultServer, run: Run) -> None:
    name = words[1] if words[0] == "call" else "list_chips"
    server.play(right_response(OPERATIONS[name]))
    if name == "get_device_topology":
        words = ["call", name, *options_of(OPERATIONS[name], declared.sample_call(OPERATIONS[name]).arguments)]
    run("--read-only", *words)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["call", "create_chip", "--chip-id", "64Qv4"], ["POST {url}/chips", '"chip_id": "64Qv4"']),
        (["call", "list_chips"], ["GET {url}/chips"]),
        (["call", "list_issues", "--all"], ["GET {url}/issues?"]),
        (
            ["call", "stream_copilot_chat", "--message", "hello"],
            ["POST {url}/copilot/chat/stream", '"message": "hello"'],
        ),
        (["call", "get_figure_by_path", "--path", "/a", "--to", "b"], ["GET {url}/executions/figure?path=%2Fa"]),
        (["call", "upload_forum_image", "--file", "IMAGE"], ["POST {url}/forum/upload-image", " bytes)"]),
        (["call", "login", "--username", "ann", "--password", "hunter2"], ["POST {url}/auth/login", "secrets"]),
        (["call", "change_password", "--current-password", "hunter2", "--new-password", "hunter3"], ["secrets"]),
        (["api", "PATCH", "/x", "-f", "a=1"], ["PATCH {url}/x", '"a": 1']),
        (["api", "POST", "/x", "-f", 'a=[{"new_password": "hunter2"}]'], ['"new_password": "***"']),
        (["api", "GET", "/x"], ["GET {url}/x"]),
    ],
)
@pytest.mark.parametrize("place", ["before", "after"])
def test_a_dry_run_shows_the_request_and_no_secret(
    words: list[str],
    shown: list[str],
    place: str,
    server: FaultServer,
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QDASH_CF_ACCESS_CLIENT_ID", "an-id.access")
    monkeypatch.setenv("QDASH_CF_ACCESS_CLIENT_SECRET", "cloudflare-secret")
    (tmp_path / "i.png").write_bytes(PNG)
    words = [word.replace("IMAGE", str(tmp_path / "i.png")) for word in words]
    output = run("-n", *words) if place == "before" else run(*words, "-n")
    for text in shown:
        assert text.format(url=server.url) in output
    for secret in (TOKEN, "hunter", "cloudflare-secret"):
        assert secret not in output + run.errors
    assert server.requests == []


def test_verbose_shows_requests_and_no_secret(server: FaultServer, run: Run) -> None:
    server.play(right_response(OPERATIONS["list_chips"]))
    run("call", "list_chips", "-v")
    assert "GET" in run.errors
    assert "/chips" in run.errors
    assert TOKEN not in run.errors


# --- failures --------------------------------------------------------------------------------------------------------

CREATE = ["call", "-y", "create_chip", "--chip-id", "c"]


def unused_url() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


FAILED = {**sample_document(declared.models.ExecutionResponseDetail), "status": "failed"}
CODES: list[tuple[int, list[str], Any, dict[str, str]]] = [
    (0, ["call", "list_chips"], right_response(OPERATIONS["list_chips"]), {}),
    (1, ["call", "list_chips"], http_response({"detail": "broken"}, 500), {}),
    (1, ["call", "list_chips"], http_response({}), {}),
    (1, ["call", "list_chips"], b"", {"QDASH_BASE_URL": "UNUSED"}),
    (2, ["call", "get_chip"], b"", {}),
    (2, ["call", "get_chip", "--chip-id", "a/b"], b"", {}),
    (2, ["nothing"], b"", {}),
    (3, ["call", "list_chips"], b"", {"QDASH_BASE_URL": "nonsense"}),
    (3, ["call", "list_chips"], b"", {"QDASH_BASE_URL": "", "QDASH_CONFIG": "/no/such/file"}),
    (4, ["call", "list_chips"], http_response({"detail": "no"}, 401), {}),
    (4, ["call", "list_chips"], http_response({"detail": "no"}, 403), {}),
    (5, ["call", "get_chip", "--chip-id", "c"], http_response({"detail": "no chip"}, 404), {}),
    (6, ["call", "list_chips"], HANG, {"QDASH_TIMEOUT_SECONDS": "0.2"}),
    (7, CREATE, http_response({"detail": "it is there"}, 400), {}),
    (7, CREATE, http_response({"detail": "it is there"}, 409), {}),
    (7, CREATE, http_response({"detail": [{"loc": ["body"], "msg": "bad", "type": "x"}]}, 422), {}),
    (7, CREATE, b"", {"QDASH_READ_ONLY": "yes"}),
    (8, ["wait", "20260701-001"], http_response(FAILED), {}),
    (9, CREATE, RESET, {}),
    (9, CREATE, HANG, {"QDASH_TIMEOUT_SECONDS": "0.2"}),
]


@pytest.mark.parametrize(("code", "words", "response", "environment"), CODES)
@pytest.mark.parametrize("form", ["json", "text"])
def test_exit_codes(
    code: int,
    words: list[str],
    response: Any,
    environment: dict[str, str],
    form: str,
    server: FaultServer,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QDASH_RETRY_MAX_ATTEMPTS", "1")
    for name, value in environment.items():
        monkeypatch.setenv(name, value.replace("UNUSED", unused_url()))
    server.play(response)
    before = ["-o", "json"] if form == "json" else []
    output = run(*before, *words, code=code)
    assert code in EXIT_CODES
    if code == 0:
        assert run.errors == ""
        return
    assert TOKEN not in output + run.errors
    if code == 8:
        return
    assert output == ""
    assert len(run.errors.splitlines()) == 1
    if form == "json":
        found = json.loads(run.errors)
        assert found["exit_code"] == code
        assert found["outcome_unknown"] is (code == 9)
        assert {"error", "status", "message", "request_id"} <= found.keys()
    else:
        assert run.errors.startswith("qdash-client: ")
        assert "internal error" not in run.errors


def test_each_exit_code_is_reached() -> None:
    assert {code for code, *_ in CODES} | {130, 143} == EXIT_CODES.keys()


def test_an_error_in_json_says_what_happened(server: FaultServer, run: Run) -> None:
    server.play(http_response({"detail": "Chip nope not found"}, 404, [("X-Request-Id", "4b04c115b5b60c78")]))
    run("call", "get_chip", "--chip-id", "nope", "-o", "json", code=5)
    found = json.loads(run.errors)
    assert found.pop("request_id")
    assert found == {
        "error": "QDashNotFoundError",
        "status": 404,
        "message": found["message"],
        "outcome_unknown": False,
        "exit_code": 5,
    }
    assert "Chip nope not found" in found["message"]
