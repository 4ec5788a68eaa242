"""``qdash-client completion``, and what the shells get when they ask."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fault_server import FaultServer, http_response
from terminal import ROOT, Terminal

from qdash.client.cli.commands import COMMANDS
from qdash.client.cli.main import main
from qdash.client.demo import DemoServer

CHIPS = ["64Qv3", "lab:one chip", "it's"]
Ask = Callable[..., list[str]]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory of the cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "cache" / "qdash-client"


@pytest.fixture
def ask(capfd: pytest.CaptureFixture[str]) -> Ask:
    """Return the candidates for the last word, with what stands before them."""

    def ask(*words: str) -> list[str]:
        assert main(["__complete", "zsh", *words]) == 0
        output, errors = capfd.readouterr()
        assert errors == ""
        return [line.partition("\t")[0] for line in output.splitlines()]

    return ask


@pytest.fixture
def deployment(server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> FaultServer:
    """A server with three chips, in the environment."""
    about = {"size": 64, "activity_status": "active", "topology_id": None, "installed_at": None}
    chips = [{"chip_id": chip, **about} for chip in CHIPS]
    server.script = lambda request: http_response({"chips": chips, "total": len(chips)})
    monkeypatch.setenv("QDASH_BASE_URL", server.url)
    monkeypatch.setenv("QDASH_API_TOKEN", "a-secret-token")
    return server


# --- what is offered -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "some", "others"),
    [
        ([""], ["chips", "call", "completion"], ["--help", "__complete"]),
        (["-"], ["--profile", "--output", "--read-only", "--help"], ["chips"]),
        (["-o", "json", "--no-color", ""], ["chips"], ["json"]),
        (["-o", ""], ["table", "json", "markdown"], ["chips"]),
        (["--output="], ["--output=json"], ["json"]),
        (["help", ""], ["chips"], []),
        (["help", "chips", ""], [], ["chips"]),
        (["chips", "--"], ["--profile", "--sort"], ["--chip", "-o"]),
        (["chips", "--read-only", "--"], ["--profile"], ["--read-only"]),
        (["chips", "-o", ""], ["table", "csv"], ["openmetrics"]),
        (["schema", "-o", ""], ["json", "jsonl"], ["csv"]),
        (["operations", "--effect", ""], ["read", "write", "hardware"], ["--effect"]),
        (["operations", "--effect="], ["--effect=read"], ["read"]),
        (["operations", "--area", ""], ["cooldowns"], []),
        (["completion", ""], ["bash", "zsh", "fish"], ["chips"]),
        (["completion", "bash", ""], [], ["bash", "zsh"]),
        (["profile", ""], ["list", "save", "path"], ["--help"]),
        (["profile", "save", "x", "--"], ["--base-url", "--token-stdin"], ["list"]),
        (["call", ""], ["get_chip", "execute_flow"], ["iter_chip_qubits", "wait_for_execution"]),
        (["call", "--read-only", ""], ["get_chip"], []),
        (["call", "--project", ""], [], ["get_chip"]),
        (["call", "-o", "json", "get"], ["get_chip"], ["json"]),
        (["call", "-o", ""], ["json", "csv"], ["get_chip"]),
        (["schema", "get_chip", ""], ["list_chips"], ["get_chip"]),
        (["call", "get_chip", ""], ["--chip-id", "--input", "-o"], ["--chip_id", "--project", "--all"]),
        (["call", "getChip", "--"], ["--chip-id"], ["--project"]),
        (["call", "--project", "x", "get-chip", "--"], ["--chip-id"], ["--project"]),
        (["call", "list_chip_qubits", "--chip-id", "x", "--"], ["--all", "--limit", "--qids"], ["--chip-id"]),
        (["call", "list_chip_qubits", "--qids", "x", "--"], ["--qids"], []),
        (["call", "list_issues", "--"], ["--is-closed", "--no-is-closed"], []),
        (["call", "update_issue_knowledge", "--severity", ""], ["critical", "warning", "info"], ["--severity"]),
        (["call", "update_issue_knowledge", "--severity=c"], ["--severity=critical"], []),
        (["call", "update_forum_post", "--null", ""], ["chip_id", "cooldown_id"], ["content"]),
        (["call", "get_chip", "-o", ""], ["json", "table"], ["--chip-id"]),
    ],
)
def test_words_go_on(words: list[str], some: list[str], others: list[str], ask: Ask) -> None:
    kind, *found = ask(*words)
    assert kind == "words"
    assert set(some) <= set(found)
    assert not set(others) & set(found)
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (["call", "upload_forum_image", "--file", ""], ""),
        (["call", "upload_forum_image", "--file=a"], "--file="),
        (["call", "download_file", "--to", "a/b"], ""),
        (["call", "execute_flow", "--parameters", "@a"], "@"),
        (["call", "execute_flow", "--parameters=@"], "--parameters=@"),
        (["call", "get_chip", "--input", ""], ""),
        (["api", "POST", "/chips", "--input", ""], ""),
        (["api", "POST", "/chips", "-f", "@x"], "@"),
        (["chips", "--config", ""], ""),
        (["--config", ""], ""),
    ],
)
def test_files_go_on(words: list[str], kept: str, ask: Ask) -> None:
    assert ask(*words) == ["files", kept]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_options_of_every_command_are_offered(name: str, ask: Ask) -> None:
    assert {"--help", "--profile", "--output"} <= set(ask(name, "--"))


def test_candidates_are_described(capfd: pytest.CaptureFixture[str]) -> None:
    main(["__complete", "fish", "call", "list_chip_qubits", "--"])
    lines = capfd.readouterr().out.splitlines()
    assert "--all\tfetch all pages, and write each row when it has come; --limit is the …" in lines
    assert max(map(len, lines)) < 100


# --- names from elsewhere --------------------------------------------------------------------------------------------


def test_profiles_are_offered(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "config" / "qdash" / "config.ini"
    file.parent.mkdir(parents=True)
    file.write_text("[default]\nbase_url = http://a.test\n[lab two]\nbase_url = http://b.test\n# [no]\n", "utf-8")
    assert ask("chips", "--profile", "") == ["words", "default", "lab two"]
    assert ask("--profile", "") == ["words", "default", "lab two"]
    assert ask("profile", "remove", "") == ["words", "default", "lab two"]
    other = tmp_path / "other.ini"
    other.write_text("[other]\n", "utf-8")
    assert ask("--config", str(other), "chips", "--profile", "") == ["words", "other"]


def test_chips_that_were_listed_are_offered(
    deployment: FaultServer, ask: Ask, cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert ask("chip", "") == ["words"]
    assert main(["chips"]) == 0
    count = len(deployment.requests)
    ask("")  # takes what was printed
    assert ask("chip", "") == ["words", *CHIPS]
    assert ask("call", "get_chip", "--chip-id", "6") == ["words", *CHIPS]
    assert ask("call", "get_chip", "--chip-id=") == ["words", *(f"--chip-id={chip}" for chip in CHIPS)]
    assert len(deployment.requests) == count
    # Those of another deployment or project are others.
    assert ask("--project", "p", "chip", "") == ["words"]
    assert ask("chip", "--project=p", "") == ["words"]
    (tmp_path / "lab.ini").write_text(f"[lab]\nbase_url = {deployment.url}\n[a]\nbase_url = http://a.test\n", "utf-8")
    assert ask("--config", str(tmp_path / "lab.ini"), "--profile", "lab", "chip", "") == ["words", *CHIPS]
    assert ask("--config", str(tmp_path / "lab.ini"), "--profile", "a", "chip", "") == ["words"]
    monkeypatch.setenv("QDASH_BASE_URL", "http://other.test")
    assert ask("chip", "") == ["words"]


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("metrics", ["metrics", ""]),
        ("heatmap t1 --svg {cache}/x.svg", ["heatmap", ""]),
        ("metrics t1", ["timeseries", ""]),
        ("flows", ["run", ""]),
    ],
)
def test_names_of_metrics_and_flows_are_offered(
    command: str,
    words: list[str],
    ask: Ask,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with DemoServer() as demo:
        for name, value in demo.environment.items():
            monkeypatch.setenv(name, value)
        assert main(command.format(cache=tmp_path).split()) == 0
        capfd.readouterr()
        kind, *found = ask(*words)
    assert kind == "words"
    assert ("daily_calibration" if words[0] == "run" else "t1") in found


def test_parameters_of_a_flow_are_not_metrics(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with DemoServer() as demo:
        for name, value in demo.environment.items():
            monkeypatch.setenv(name, value)
        assert main(["metrics", "t1"]) == 0
        capfd.readouterr()
        assert ask("run", "daily_calibration", "-p", "") == ["words"]


def test_the_cache_holds_no_secret_and_ends(deployment: FaultServer, ask: Ask, cache: Path) -> None:
    main(["chips"])
    ask("")
    (file,) = cache.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    assert file.read_text("utf-8").splitlines() == CHIPS
    assert "127.0.0.1" not in file.name
    day = time.time() - 24 * 3600
    os.utime(file, (day, day))
    assert ask("chip", "") == ["words"]
    # What is old is removed with the next command.
    old = cache / "ffffffffffffffff-chips"
    old.touch()
    os.utime(old, (day, day))
    main(["chips"])
    assert list(cache.iterdir()) == [file]


@pytest.mark.parametrize("place", ["file", "relative"])
def test_a_cache_that_cannot_be_written_is_no_failure(
    place: str, deployment: FaultServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ask: Ask
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file") if place == "file" else "relative")
    assert main(["chips"]) == 0
    ask("")
    assert ask("chip", "") == ["words", *(CHIPS if place == "relative" else [])]
    assert (tmp_path / ".cache").exists() == (place == "relative")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["nonsense", ""], 1),
        (["call", "nonsense", ""], 1),
        (["--profile", "nonsense", "chip", ""], 0),
        (["--config", "/nonexistent", "--profile", ""], 0),
        ([], 1),
    ],
)
def test_a_shell_gets_no_message(words: list[str], code: int, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["__complete", "zsh", *words]) == code
    assert capfd.readouterr() == ("" if code else "words\n", "")


# --- bash ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("operations --ef", ["--effect"]),
        ("operations --effect=r", ["read"]),  # behind the "=" is where readline goes on
        ("operations --effect='r", ["read"]),
        ('operations --effect "wr', ["write"]),
        ("operations   --effect\\=r", ["--effect=read"]),
        ("'operations' --effe\"ct\" re", ["read"]),
        ("chip 6", ["64Qv3"]),
        ("chip lab", ["lab:one\\ chip"]),
        ("chip lab:o", ["one\\ chip"]),
        ("chip lab\\:o", ["lab:one\\ chip"]),
        ("chip lab:one\\ c", ["one\\ chip"]),
        ("chip 'lab:o", ["lab:one chip"]),
        ('chip "lab:o', ["lab:one chip"]),
        ("chip i", ["it\\'s"]),
        ("chip 'i", ["it'\\''s"]),
        ('chip "i', ["it's"]),
        ("chip nothing", []),
        ("'chip", ["chips", "chip"]),
    ],
)
def test_bash_gets_what_it_puts_into_the_line(
    line: str, words: list[str], deployment: FaultServer, capfd: pytest.CaptureFixture[str]
) -> None:
    main(["chips"])
    capfd.readouterr()
    assert main(["__complete", "bash", f"qdash-client {line}", " \t\n\"'@><=;|&(:"]) == 0
    kind, *found = capfd.readouterr().out.splitlines()
    assert kind == "words"
    assert found == words


# --- real shells -----------------------------------------------------------------------------------------------------

PROGRAM = """\
#!/bin/sh
case $1 in
    __complete | completion | chips) PYTHONPATH={root} exec {python} -m qdash.client "$@" ;;
esac
printf '<%s>' "$@"
echo ' END'
"""
SHELLS = {
    "bash": ["--rcfile", "{home}/start", "-i"],
    "zsh": ["-d", "-i"],
    "fish": ["--no-config", "--init-command", "source {home}/start", "--interactive"],
}
STARTS = {
    "bash": "PS1='ready> '\neval \"$(qdash-client completion bash)\"\n",
    "zsh": "PS1='ready> '\nautoload -U compinit\ncompinit -D -u\neval \"$(qdash-client completion zsh)\"\n",
    "fish": "function fish_prompt; echo 'ready> '; end\nset fish_greeting\nqdash-client completion fish | source\n",
}
shells = pytest.mark.parametrize(
    "shell",
    [
        pytest.param(name, marks=[] if shutil.which(name) else pytest.mark.skip(f"there is no {name} here"))
        for name in SHELLS
    ],
)


@pytest.fixture
def shell_environment(deployment: FaultServer, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> dict[str, str]:
    """An environment where qdash-client completes, and else prints its arguments."""
    assert main(["chips"]) == 0
    capfd.readouterr()
    program = tmp_path / "bin" / "qdash-client"
    program.parent.mkdir()
    program.write_text(PROGRAM.format(root=ROOT, python=sys.executable), "utf-8")
    program.chmod(0o755)
    (tmp_path / "data.json").write_text("{}", "utf-8")
    (tmp_path / "a b.png").write_text("", "utf-8")
    names = ("QDASH_BASE_URL", "QDASH_API_TOKEN", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
    places = {"HOME": str(tmp_path), "ZDOTDIR": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "share")}
    path = f"{program.parent}:{os.environ['PATH']}"
    return {**{name: os.environ[name] for name in names}, **places, "PATH": path, "TERM": "xterm"}


TYPED: list[tuple[str, list[str]]] = [
    ("oper", ["operations"]),
    ("-o json completi", ["-o", "json", "completion"]),
    ("operations --effect hard", ["operations", "--effect", "hardware"]),
    ("operations --effect=hard", ["operations", "--effect=hardware"]),
    ("call list_issues --is", ["call", "list_issues", "--is-closed"]),
    ("call get_chip --chip-id 64", ["call", "get_chip", "--chip-id", "64Qv3"]),
    ("call get_chip --chip-id=64", ["call", "get_chip", "--chip-id=64Qv3"]),
    ("chip lab", ["chip", "lab:one chip"]),
    ("chip lab:o", ["chip", "lab:one chip"]),
    ("chip 'lab:o", ["chip", "lab:one chip"]),
    ('chip "lab:o', ["chip", "lab:one chip"]),
    ("call get_chip --chip-id=lab:o", ["call", "get_chip", "--chip-id=lab:one chip"]),
    ("chip i", ["chip", "it's"]),
    ("call upload_forum_image --file {home}/a", ["call", "upload_forum_image", "--file", "{home}/a b.png"]),
    ("call upload_forum_image --file={home}/da", ["call", "upload_forum_image", "--file={home}/data.json"]),
    ("call execute_flow --parameters @{home}/da", ["call", "execute_flow", "--parameters", "@{home}/data.json"]),
    ("call execute_flow --parameters=@{home}/da", ["call", "execute_flow", "--parameters=@{home}/data.json"]),
]


@pytest.mark.long
@shells
def test_a_person_presses_the_tab_key(shell: str, shell_environment: dict[str, str]) -> None:
    home = shell_environment["HOME"]
    Path(home, ".zshrc" if shell == "zsh" else "start").write_text(STARTS[shell], "utf-8")
    arguments = [argument.format(home=home) for argument in SHELLS[shell]]
    with Terminal(arguments, columns=250, command=[shell], **shell_environment) as terminal:
        terminal.wait_for("ready> ")
        for typed, words in TYPED:
            terminal.forget()
            terminal.send(f"qdash-client {typed.format(home=home)}\t\n")
            terminal.wait_for(" END")
            printed = "".join(f"<{word.format(home=home)}>" for word in words)
            assert f"{printed} END" in terminal.text, typed
            terminal.wait_for("ready> ")


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash here")
def test_bash_shows_a_list(shell_environment: dict[str, str]) -> None:
    program = """
eval "$(qdash-client completion bash)"
COMP_LINE='qdash-client call get_chip_m' COMP_POINT=28
_qdash_client qdash-client get_chip_m call
printf '%s\\n' "${COMPREPLY[@]}"
"""
    found = subprocess.run(["bash", "-c", program], env=shell_environment, capture_output=True, text=True, timeout=60)
    assert (found.stdout.split(), found.stderr) == (
        ["get_chip_metric_heatmap", "get_chip_metrics", "get_chip_metrics_summary", "get_chip_mux"],
        "",
    )


@pytest.mark.skipif(not shutil.which("fish"), reason="there is no fish here")
def test_fish_shows_descriptions(shell_environment: dict[str, str]) -> None:
    program = "qdash-client completion fish | source; complete -C 'qdash-client ch'"
    command = ["fish", "--no-config", "-c", program]
    found = subprocess.run(command, env=shell_environment, capture_output=True, text=True, timeout=60)
    assert found.stdout.splitlines() == ["chip\tshow a chip", "chips\tlist the chips"]


@pytest.mark.parametrize("shell", [*SHELLS, "tcsh"])
def test_there_is_a_script_for_some_shells(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["completion", shell])
    output, errors = capsys.readouterr()
    if shell in SHELLS:
        assert (code, errors) == (0, "")
        assert output.endswith("\n")
        assert f"completion {shell}" in output
    else:
        assert (code, output) == (2, "")
        assert "'tcsh'" in errors


@pytest.mark.parametrize(
    ("words", "also"),
    [
        ([""], {"qdash.client.client", "typing"}),
        (["operations", "--effect", ""], {"qdash.client.client", "typing"}),
        (["call", "get_chip", ""], set()),
        (["chip", ""], {"qdash.client.client"}),
    ],
)
def test_an_answer_takes_few_modules(words: list[str], also: set[str]) -> None:
    """It has to come within 100 ms, of which Python itself takes 15 and `argparse` 10."""
    slow = {"asyncio", "dataclasses", "email", "http.client", "shutil", "socket", "ssl", "urllib.request"}
    program = f"""
import sys
from qdash.client.cli.main import main
main(["__complete", "zsh", *{words!r}])
print(sorted({slow | also!r} & sys.modules.keys()))
"""
    command = [sys.executable, "-c", program]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QDASH_BASE_URL": "http://qdash.test"}
    found = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
    assert found.stdout.splitlines()[-1] == "[]"
