"""A client and its profile file in several processes at once: pools, forks, and programs that save together."""

from __future__ import annotations

import json
import multiprocessing
import os
import ssl
import stat
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import trustme
from fault_server import FaultServer, Received, Step, answer

from qdash.client import QDashConfig

ROOT = Path(__file__).resolve().parents[1]
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")


def echo(request: Received) -> bytes | Step:
    """Answer with what was asked for."""
    asked = request.path.rpartition("/")[2]
    return answer({"detail": f"no {asked}"}, 404) if asked.startswith("missing") else answer({"chip_id": asked})


def run(directory: Path, program: str, *arguments: object, closes: bool = True) -> str:
    """Run a program from a file, as a worker that is spawned needs it, and return what it prints.

    If it `closes` all its clients, it must not be told that it has left one open.
    """
    file = directory / "program.py"
    file.write_text(program, encoding="utf-8")
    warnings = ["-W", "error"] if closes else ["-W", "error", "-W", "ignore:unclosed:ResourceWarning"]
    command = [sys.executable, *warnings, str(file), *map(str, arguments)]
    inherited = {name: os.environ[name] for name in ("SYSTEMROOT", "TMPDIR") if name in os.environ}
    environment = inherited | {"PYTHONPATH": str(ROOT), "NO_PROXY": "*"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def connections_of_processes(server: FaultServer) -> dict[str, set[int]]:
    """Return the connections that each process used; the identifiers in the requests begin with its number."""
    used: defaultdict[str, set[int]] = defaultdict(set)
    for request in server.requests:
        used[request.path.rpartition("/")[2].partition(".")[0]].add(request.connection)
    return used


def are_disjoint(sets: dict[str, set[int]]) -> bool:
    return len(set().union(*sets.values())) == sum(map(len, sets.values()))


# --- pools -----------------------------------------------------------------------------------------------------------

POOL = """
import json, multiprocessing, os, sys
from concurrent.futures import ProcessPoolExecutor
from qdash.client import QDashClient, QDashConfig, QDashNotFoundError

WORKERS, kept = 2, None

def prepare(barrier, client):
    global everybody, kept
    everybody, kept = barrier, client

def meet(_):
    everybody.wait(30)  # so that no worker does the work of the other
    return os.getpid()

def calls(client, task):
    asked = [f"{os.getpid()}.{task}.{number}" for number in range(5)]
    assert [client.get_chip(name).chip_id for name in asked] == asked
    return os.getpid()

def in_task(client, task):
    meet(task)
    with client:
        assert client.config.project_id == "p" and client.config.timeout_sec == 7
        return calls(client, task)

def by_kept(task):
    meet(task)
    return calls(kept, task)

def main(url, method, way):
    context = multiprocessing.get_context(method)
    config = QDashConfig(base_url=url, api_token="t", project_id="p", timeout_sec=7)
    client = QDashClient(config, default_headers={"X-Lab": "7"})
    barrier = context.Barrier(WORKERS)
    initial = (barrier, client if way == "kept" else None)
    with ProcessPoolExecutor(WORKERS, context, prepare, initial) as pool:
        workers = set(pool.map(meet, range(WORKERS)))
        assert len(workers) == WORKERS
        calls(client, "before")
        tasks = range(3 * WORKERS)
        if way == "task":
            answers = pool.map(in_task, [client] * len(tasks), tasks)
        elif way == "kept":
            answers = pool.map(by_kept, tasks)
        else:
            names = [f"any.{task}" for task in tasks]
            assert [chip.chip_id for chip in pool.map(client.get_chip, names)] == names
            error = pool.submit(client.get_chip, "missing.1").exception()
            assert type(error) is QDashNotFoundError and error.status_code == 404, error
            assert "no missing.1" in str(error), error
            answers = []
        calls(client, "meanwhile")
        answers = list(answers)
        assert set(answers) == workers or way == "method", (answers, workers)
    calls(client, "after")
    client.close()
    print(json.dumps([os.getpid(), *sorted(workers)]))

if __name__ == "__main__":
    main(*sys.argv[1:])
"""


@pytest.mark.parametrize("way", ["task", "kept", "method"])
@pytest.mark.parametrize("method", [name for name in multiprocessing.get_all_start_methods() if name != "forkserver"])
def test_client_in_a_pool_of_processes(server: FaultServer, tmp_path: Path, method: str, way: str) -> None:
    """As an argument of a task, kept by each worker from its start on, or as the method that is called."""
    server.script = echo
    main, *workers = map(str, json.loads(run(tmp_path, POOL, server.url, method, way, closes=way == "task")))
    used = connections_of_processes(server)
    assert are_disjoint(used)
    assert len(used[main]) == 1
    assert len(server.requests) == 15 + (7 if way == "method" else 30)
    expected = {"task": 6, "kept": 2, "method": 7}[way]  # a client is unpickled for each task, but for the workers once
    assert server.connections == 1 + expected
    if way != "method":
        assert used.keys() == {main, *workers}
    sent = {(request["Authorization"], request["X-Lab"], request["X-Project-Id"]) for request in server.requests}
    assert sent == {("Bearer t", "7", "p")}


# --- forks over TLS --------------------------------------------------------------------------------------------------

FORKS = """
import json, os, sys
from qdash.client import QDashClient, QDashConfig

url, bundle, end = sys.argv[1:]
client = QDashClient(QDashConfig(base_url=url, api_token="t", ca_bundle=bundle))

def calls(count):
    asked = [f"{os.getpid()}.{number}" for number in range(count)]
    assert [client.get_chip(name).chip_id for name in asked] == asked

calls(3)
children = []
for _ in range(4):
    child = os.fork()
    if not child:
        if end != "unused":
            calls(15)
        if end == "closed":
            client.close()
        if end == "exec":
            os.execv(sys.executable, [sys.executable, "-I", "-S", "-c", ""])
        sys.exit()  # with all that an interpreter does at its end
    children.append(child)
    calls(15)
assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
calls(3)
client.close()
print(json.dumps([os.getpid(), *children]))
"""


@pytest.fixture
def private(tmp_path: Path) -> Iterator[FaultServer]:
    """A server with a certificate of a private authority, which is in the file ``ca.pem``."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    with FaultServer(echo, tls=context) as running:
        yield running


@needs_fork
@pytest.mark.parametrize("end", ["open", "closed", "exec", "unused"])
def test_forks_do_not_share_a_tls_connection(private: FaultServer, tmp_path: Path, end: str) -> None:
    printed = run(tmp_path, FORKS, private.url, tmp_path / "ca.pem", end, closes=end in ("closed", "exec"))
    parent, *children = map(str, json.loads(printed))
    used = connections_of_processes(private)
    assert used.keys() == ({parent} if end == "unused" else {parent, *children})
    assert are_disjoint(used)
    assert {len(connections) for connections in used.values()} == {1}  # nor does a child end that of its parent
    assert len(private.requests) == 3 + 4 * (15 if end == "unused" else 30) + 3


# --- one profile file ------------------------------------------------------------------------------------------------

COUNT = 50
SAVE = """
import sys
from qdash.client import QDashConfig
path, name, count = sys.argv[1:]
for number in range(int(count)):
    QDashConfig(base_url="http://localhost", project_id=f"{name}.{number}").save(f"{name}{number}", path)
"""
READ = """
import sys, threading
from qdash.client import QDashConfig
path = sys.argv[1]
over = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
reads = 0
while not over.is_set():
    found = QDashConfig.from_file("first", path)
    assert (found.base_url, found.project_id, found.api_token) == ("http://localhost", "p", "t"), found
    reads += 1
print(reads)
"""


def start(program: str, *arguments: object) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", program, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        text=True,
        umask=0,
    )


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX file modes")
def test_programs_that_save_and_read_together(tmp_path: Path) -> None:
    """Nothing gets lost, nobody reads half a file, and at no time could another user read anything."""
    file = tmp_path / "config.ini"
    QDashConfig(base_url="http://localhost", project_id="p", api_token="t").save("first", file)
    over = threading.Event()
    modes: defaultdict[str, set[str]] = defaultdict(set)
    lost: list[str] = []

    def watch() -> None:
        while not over.is_set():
            names = os.listdir(tmp_path)
            for name in {"config.ini", *names}:
                kind = "temporary" if name.startswith(".config.ini.") else name
                try:
                    modes[kind].add(stat.filemode(os.stat(tmp_path / name).st_mode))
                except FileNotFoundError:
                    if kind != "temporary":
                        lost.append(name)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        reader = start(READ, file)
        savers = [start(SAVE, file, name, COUNT) for name in "ab"]
        saved = [(*saver.communicate(timeout=30), saver.returncode) for saver in savers]
        reads, errors = reader.communicate(timeout=30)
    finally:
        over.set()
        watcher.join()
        for program in (reader, *savers):
            with suppress(OSError):
                program.kill()
    assert saved == [("", "", 0)] * 2
    assert errors == ""
    assert int(reads) > 10
    assert lost == []
    assert modes == {kind: {"-rw-------"} for kind in ("config.ini", "config.ini.lock", "temporary")}
    for name in "ab":
        for number in range(COUNT):
            assert f"\n[{name}{number}]\n" in file.read_text()
            assert f"\nproject_id = {name}.{number}\n" in file.read_text()
    assert sorted(os.listdir(tmp_path)) == ["config.ini", "config.ini.lock"]
    assert QDashConfig.from_file(f"b{COUNT - 1}", file).project_id == f"b.{COUNT - 1}"
