"""Threads, forks, and worker processes."""

from __future__ import annotations

import json
import os
import threading
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.util import find_spec

import pytest
from fault_server import FaultServer, Received, Step, answer

from qdash.client import QDashClient, QDashConfig

from .programs import run
from .rows import TOKEN, Bench, Scenario, Section


def echo(request: Received) -> bytes | Step:
    """Answer with what was asked for."""
    asked = request.path.rpartition("/")[2]
    return answer({"detail": f"no {asked}"}, 404) if asked.startswith("missing") else answer({"chip_id": asked})


def connections_of_processes(server: FaultServer) -> dict[str, set[int]]:
    """Return the connections that each process used; the identifiers in the requests begin with its number."""
    used: defaultdict[str, set[int]] = defaultdict(set)
    for request in server.requests:
        used[request.path.rpartition("/")[2].partition(".")[0]].add(request.connection)
    assert len(set().union(*used.values())) == sum(map(len, used.values())), "two processes used one connection"
    return used


# --- threads ---------------------------------------------------------------------------------------------------------


def call_in_threads(calls: int, bench: Bench) -> None:
    barrier = threading.Barrier(16)
    with FaultServer(echo) as server:
        settings = QDashConfig(base_url=server.url, api_token=TOKEN, timeout_sec=5, retry={"max_attempts": 1})
        with QDashClient(settings) as client, ThreadPoolExecutor(16) as pool:

            def ask(thread: int) -> None:
                barrier.wait(30)
                for number in range(calls):
                    asked = f"{thread}.{number}"
                    assert client.get_chip(asked).chip_id == asked

            list(pool.map(ask, range(16)))
        assert len(server.requests) == 16 * calls
        assert server.connections <= 16


# --- forks -----------------------------------------------------------------------------------------------------------


# Children end with open connections, and Python from 3.12 on has doubts about a fork in a program with threads.
FORKING = ["-W", "ignore:unclosed:ResourceWarning", "-W", "ignore::DeprecationWarning"]


def fork(scheme: str, way: str, bench: Bench) -> None:
    if not hasattr(os, "fork"):
        pytest.skip("no fork here")
    with FaultServer(echo, tls=bench.context if scheme == "https" else None) as server:
        url = server.url.replace("127.0.0.1", "localhost")
        parent, *children = map(str, json.loads(run("forks", url, bench.ca, way, options=FORKING)))
        used = connections_of_processes(server)
        assert used.keys() == ({parent} if way == "unused" else {parent, *children})
        if way in ("ends", "unused"):  # nor did a child end the connection of its parent
            assert {len(connections) for connections in used.values()} == {1}


def fork_apart(program: str, *arguments: str, bench: Bench) -> None:
    if not hasattr(os, "fork"):
        pytest.skip("no fork here")
    with FaultServer(echo, tls=bench.context) as server:
        run(program, server.url.replace("127.0.0.1", "localhost"), bench.ca, *arguments, options=FORKING)


# --- pools -----------------------------------------------------------------------------------------------------------


def call_in_pool(method: str, way: str, bench: Bench) -> None:
    if method == "fork" and not hasattr(os, "fork"):
        pytest.skip("no fork here")
    with FaultServer(echo) as server:
        unclosed = [] if way == "task" else ["-W", "ignore:unclosed:ResourceWarning"]
        main, *workers = map(str, json.loads(run("pool", server.url, method, way, options=unclosed)))
        used = connections_of_processes(server)
        assert len(used[main]) == 1
        # A client is unpickled for each task, but for the workers once.
        assert server.connections == 1 + {"task": 6, "kept": 2, "method": 7}[way]
        if way != "method":
            assert used.keys() == {main, *workers}
        sent = {(request["Authorization"], request["X-Lab"], request["X-Project-Id"]) for request in server.requests}
        assert sent == {("Bearer t", "7", "p")}


# --- Dask ------------------------------------------------------------------------------------------------------------


def call_in_dask(bench: Bench) -> None:
    if find_spec("distributed") is None:
        pytest.skip("needs Dask: pip install distributed")
    with FaultServer(echo) as server:
        variables = {"HOME": str(bench.directory), "TMPDIR": str(bench.directory)}
        main = run("dask_workers", server.url, options=["-W", "ignore"], variables=variables, quiet=False).strip()
        used = connections_of_processes(server)
        assert len(used[main]) == 1
        assert len(used.keys() - {main, "any", "missing"}) == 2
        assert len(server.requests) == 5 + 40 + 10 + 1 + 5


# --- lines -----------------------------------------------------------------------------------------------------------

WAYS = {
    "task": "a client is an argument of tasks",
    "kept": "each worker is given a client at its start",
    "method": "the task is a method of a client",
}
ASKED: Callable[[str], str] = "each call gets the answer to its own question{}".format

SECTION = Section(
    "Processes and threads",
    "Threads may share a client, and so may a process and its forks, over http and https: no call gets the answer of "
    "another. A fork waits until no thread of a client is looking a host up or computing for TLS, half a second at "
    "most, so that the child inherits no lock that nobody will open. A pickled client connects anew, in the workers of "
    "a `ProcessPoolExecutor` and of Dask.",
    {
        "a connection carries one call at a time": [
            ("transport/pool.py", "since, connection = self._idle.pop()", "since, connection = self._idle[-1]")
        ],
        "a forked child connects anew": [("transport/pool.py", "if self._process != os.getpid():", "if False:")],
        "a child that closes its copies says nothing to the server": [
            ("transport/pool.py", "# another thread was faster\n", "\n        connection.sock.shutdown(2)\n")
        ],
        "a fork waits until certificates are loaded": [
            (
                "transport/route.py",
                "with no_fork:\n                self._context",
                "if True:\n                self._context",
            )
        ],
        "a fork does not wait for ever": [("transport/forks.py", "_PATIENCE = 0.5", "_PATIENCE = 3")],
        "a fork waits until the host is looked up": [
            ("transport/route.py", "with no_fork:\n                found", "if True:\n                found")
        ],
        "a fork waits for the steps of a handshake": [
            (
                "transport/handshake.py",
                "with no_fork:\n                    secure",
                "if True:\n                    secure",
            )
        ],
        "a forked child starts threads of its own": [("client.py", " or self._executor[0] != os.getpid()", "")],
        "a client is pickled as its configuration": [("client.py", "def __reduce__(self)", "def _reduce(self)")],
    },
    [
        *[
            Scenario(
                what=f"16 threads make {calls:,} calls each with one client",
                sees=ASKED(", over at most 16 connections"),
                reached=f"{16 * calls:,}",
                defence="a connection carries one call at a time",
                test=partial(call_in_threads, calls),
                long=calls > 100,
                within=90 if calls > 100 else 10,
            )
            for calls in (100, 2000)
        ],
        *[
            Scenario(
                what=what.format(scheme),
                sees=ASKED(sees),
                defence=defence,
                test=partial(fork, scheme, way),
                within=20,
            )
            for scheme in ("http", "https")
            for way, what, sees, defence in (
                (
                    "ends",
                    "a program forks four times while it calls over {}, and the children call, too",
                    ", and each process has a connection of its own",
                    "a forked child connects anew",
                ),
                (
                    "threads",
                    "a program whose four threads call over {} forks four times, and the children call, too",
                    ", and no two processes use one connection",
                    "a forked child connects anew",
                ),
                (
                    "unused",
                    "a forked child closes the client of its parent, which goes on to call over {}",
                    ", and the parent keeps its connection",
                    "a child that closes its copies says nothing to the server",
                ),
                (
                    "async",
                    "a program that makes async calls over {} forks, and the children make async calls, too",
                    "",
                    "a forked child starts threads of its own",
                ),
            )
        ],
        *[
            Scenario(
                what=f"a program forks while its other threads {what}",
                sees="the fork waits for them, at most half a second, and its child inherits no lock that is held",
                defence=defence,
                test=lambda bench, way=way: fork_apart("forks_apart", way, bench=bench),
                within=20,
            )
            for way, what, defence in (
                ("certificates", "load certificates", "a fork waits until certificates are loaded"),
                ("names", "look the host up", "a fork waits until the host is looked up"),
                ("handshakes", "take the steps of a TLS handshake", "a fork waits for the steps of a handshake"),
            )
        ],
        Scenario(
            what="a program forks while another thread waits for a name server that never answers",
            sees="the fork waits half a second; the child looks the host up itself, and its own fork waits for nothing",
            defence="a fork does not wait for ever",
            test=lambda bench: fork_apart("fork_while_stuck", bench=bench),
        ),
        *[
            Scenario(
                what=f"{what}, in a `ProcessPoolExecutor` that uses {method}",
                sees=ASKED(", and each process connects by itself"),
                defence=(
                    "a forked child connects anew"
                    if (method, way) == ("fork", "kept")
                    else "a client is pickled as its configuration"
                ),
                test=partial(call_in_pool, method, way),
                within=30,
            )
            for method in ("fork", "spawn")
            for way, what in WAYS.items()
        ],
        Scenario(
            what="a client is an argument of Dask tasks, and its method is one, in two worker processes",
            sees=ASKED(", and each process connects by itself"),
            reached="61",
            defence="a client is pickled as its configuration",
            test=call_in_dask,
            within=60,
        ),
    ],
)
