"""Threads, forks, and worker processes."""

from __future__ import annotations

import itertools
import json
import os
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.util import find_spec

import pytest
from fault_server import CLOSE, HANG, FaultServer, Received, Script, Step, chunk, http_response
from interruptions import at_every_line
from logins import THREADS, by_path, held, in_threads, until

from qdash.client import QDashAuthError, QDashClient, QDashConfig, QDashTimeoutError, RequestRecord
from qdash.client.transport import forks, message, tls, transport
from qdash.client.transport.deadline import Deadline

from .asynchronous import event, stream_of
from .cases import CHIP, TOKEN, Bench, Scenario, Section
from .programs import run


def echo(request: Received) -> bytes | Step:
    """Answer with what was asked for."""
    asked = request.path.rpartition("/")[2]
    return (
        http_response({"detail": f"no {asked}"}, 404)
        if asked.startswith("missing")
        else http_response({"chip_id": asked})
    )


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


# --- logins ----------------------------------------------------------------------------------------------------------

GRANTED = http_response({"access_token": "t"})
DENIED = http_response({"detail": "Incorrect username or password"}, 401)


def client_that_logs_in(server: FaultServer, bench: Bench) -> QDashClient:
    bench.monkeypatch.setenv("LAB_PASSWORD", "secret")
    config = QDashConfig(base_url=server.url, username="alice", password_env="LAB_PASSWORD", retry={"max_attempts": 1})
    return QDashClient(config)


def logins_at(server: FaultServer) -> int:
    return sum(request.path == "/auth/login" for request in server.requests)


def log_in_together(bench: Bench) -> None:
    with FaultServer(by_path([held(GRANTED)], [CHIP])) as server, client_that_logs_in(server, bench) as client:
        assert in_threads(client) == ["c"] * THREADS
        assert logins_at(server) == 1


def fail_together(bench: Bench) -> None:
    with FaultServer(by_path([held(DENIED), GRANTED], [CHIP])) as server, client_that_logs_in(server, bench) as client:
        errors = in_threads(client)
        assert {(type(error), str(error)) for error in errors} == {
            (QDashAuthError, "401 POST /auth/login: Incorrect username or password")
        }
        assert logins_at(server) == 1
        assert client.get_chip("c").chip_id == "c"


def renew_together(bench: Bench) -> None:
    refused: list[Received] = []
    together = threading.Barrier(THREADS)

    def script(request: Received) -> bytes | Step:
        if request.path == "/auth/login":
            return held(GRANTED)() if refused else GRANTED
        if request.path == "/chips/first" or len(refused) == THREADS:
            return CHIP
        refused.append(request)
        together.wait(5)
        return DENIED

    with FaultServer(script) as server, client_that_logs_in(server, bench) as client:
        client.get_chip("first")
        assert in_threads(client) == ["c"] * THREADS
        assert logins_at(server) == 2


def take_a_login_over(bench: Bench) -> None:
    def deadline(read_timeout: float, total: float) -> Deadline:
        return Deadline(read_timeout, 0.5 if threading.current_thread().name.startswith("leader") else total)

    bench.monkeypatch.setattr(transport, "Deadline", deadline)
    with FaultServer(by_path([HANG, GRANTED], [CHIP])) as server, client_that_logs_in(server, bench) as client:
        with ThreadPoolExecutor(1, "leader") as first, ThreadPoolExecutor(1) as second:
            leader = first.submit(client.get_chip, "leader")
            until(lambda: server.requests)
            follower = second.submit(client.get_chip, "follower")
        assert type(leader.exception()) is QDashTimeoutError
        assert follower.result().chip_id == "c"


def fork_in_login(bench: Bench) -> None:
    if not hasattr(os, "fork"):
        pytest.skip("no fork here")
    second = threading.Event()

    def script(request: Received) -> bytes | Step:
        if request.path == "/auth/login":
            if len(server.requests) == 1:
                second.wait(15)  # for the login of the child
            second.set()
            return GRANTED
        return echo(request)

    with FaultServer(script) as server:
        run("fork_in_login", server.url, options=FORKING, variables={"LAB_PASSWORD": "secret"})
        assert logins_at(server) == 2


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


def fork_with_stream(scheme: str, way: str, bench: Bench) -> None:
    if not hasattr(os, "fork"):
        pytest.skip("no fork here")
    over = threading.Event()

    def rest() -> Iterator[bytes]:
        over.wait(15)
        yield chunk(event(1)) + chunk(event(2)) + b"0\r\n\r\n"

    def script(request: Received) -> bytes | Step:
        if request.method == "POST":
            return Step(stream_of(event(0)), pieces=rest())
        over.set()
        return CHIP

    with FaultServer(script, tls=bench.context if scheme == "https" else None) as server:
        url = server.url.replace("127.0.0.1", "localhost")
        run("forked_streams", url, bench.ca, way, options=FORKING)


def enter_twice(bench: Bench) -> None:
    bench.monkeypatch.setattr(forks, "_PATIENCE", 30)
    guarded, forked = forks._NoFork(), threading.Event()

    def fork() -> None:
        guarded.before_fork()
        guarded.after_fork()
        forked.set()

    thread = threading.Thread(target=fork)
    with guarded():
        with guarded():
            pass
        thread.start()
        assert not forked.wait(0.2)
    assert forked.wait(5)
    thread.join()


def take_turns(bench: Bench) -> None:
    """Let two threads be inside in turns, so that one of them always is, and fork meanwhile."""
    bench.monkeypatch.setattr(forks, "_PATIENCE", 10)
    guarded, turns, over = forks._NoFork(), itertools.count(), threading.Event()
    leaving = [0]  # which thread leaves next, when both are inside

    def enter_again_and_again(own: int) -> None:
        while not over.is_set():
            next(turns)
            with guarded():
                leaving[0] = 1 - own
                end = time.monotonic() + 0.1
                while (len(guarded._inside) < 2 or leaving[0] != own) and time.monotonic() < end:
                    time.sleep(0.001)

    threads = [threading.Thread(target=enter_again_and_again, args=(own,)) for own in range(2)]
    for thread in threads:
        thread.start()
    while next(turns) < 20:
        time.sleep(0.001)
    guarded.before_fork()
    inside = [*guarded._inside]
    guarded.after_fork()
    over.set()
    for thread in threads:
        thread.join()
    assert not inside


def interrupt_handshakes(bench: Bench) -> None:
    with FaultServer(echo, tls=bench.context) as server:
        config = QDashConfig(base_url=server.url, api_token=TOKEN, ca_bundle=str(bench.ca), timeout_sec=5)

        def call() -> None:
            with QDashClient(config) as client:
                assert client.get_chip("c").chip_id == "c"

        places = [place for place in at_every_line(call, tls) if forks.no_fork._inside]
        assert places == []
        call()
        assert server.requests


# --- what is said about each request ---------------------------------------------------------------------------------


def records_of(script: Script) -> list[RequestRecord]:
    """Call twice, and return the records."""
    records: list[RequestRecord] = []
    with FaultServer(script) as server:
        config = QDashConfig(base_url=server.url, api_token=TOKEN, timeout_sec=5)
        with QDashClient(config, on_request=records.append) as client:
            for name in ("one", "two"):
                assert client.get_chip(name).chip_id == name
        assert server.connections == 1 + sum(record.error is not None for record in records)
    return records


def count_bytes(bench: Bench) -> None:
    sizes: list[tuple[int, int]] = []

    def script(request: Received) -> bytes:
        found = http_response({"chip_id": request.path.rpartition("/")[2]})
        fields = sum(len(f"{name}: {value}\r\n") for name, value in request.headers)
        sizes.append((len(f"{request.method} {request.target} HTTP/1.1\r\n") + fields + 2, len(found)))
        return found

    records = records_of(script)
    assert [(record.sent_bytes, record.received_bytes) for record in records] == sizes


def count_time(bench: Bench) -> None:
    clock = itertools.count()  # an instant lasts from one look at the clock to the next
    bench.monkeypatch.setattr(message, "monotonic", lambda: float(next(clock)))
    steps = iter([http_response({"chip_id": "one"}), CLOSE, http_response({"chip_id": "two"})])
    records = records_of(lambda request: next(steps))
    assert [record.error and "the idle connection had ended" in record.error for record in records] == [
        None,
        True,
        None,
    ]
    assert [record.elapsed_sec for record in records] == [1, 1, 1]
    assert len({record.sent_bytes for record in records}) == 1
    assert [record.received_bytes > 0 for record in records] == [True, False, True]


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


# --- cases -----------------------------------------------------------------------------------------------------------

FORKS = "transport/forks.py"
TLS = "transport/tls.py"
WAYS = {
    "task": "a client is an argument of tasks",
    "kept": "each worker is given a client at its start",
    "method": "the task is a method of a client",
}
ASKED: Callable[[str], str] = "each call gets the response to its own question{}".format

SECTION = Section(
    "Processes and threads",
    "Threads may share a client, and so may a process and its forks, over http and https: no call gets the "
    "response of another. Threads that need a login at the same time share one, and its failure. A fork waits "
    "until no thread of a client is in a host look-up or in a TLS computation, half a second at most, so that the "
    "child inherits no lock that is never released. A child does not disturb an event stream that its parent "
    "reads. A pickled client connects anew, in the workers of a `ProcessPoolExecutor` and of Dask.",
    {
        "a connection carries one call at a time": [
            (
                "transport/pool.py",
                "            else:\n                return connection\n",
                "            else:\n                idle.append(connection)\n                return connection\n",
            )
        ],
        "a forked child connects anew": [
            ("transport/pool.py", "        process = os.getpid()\n", "        process = 0\n")
        ],
        "a fork waits until certificates are loaded": [
            (TLS, "with no_fork():\n                self._context", "if True:\n                self._context")
        ],
        "the wait of a fork is limited": [(FORKS, "_PATIENCE = 0.5", "_PATIENCE = 3")],
        "a child removes the other threads of its parent": [(FORKS, "if thread == own", "if True")],
        "a fork waits for a host lookup": [
            ("transport/connect.py", "with no_fork():\n                found", "if True:\n                found")
        ],
        "a fork waits for the steps of a handshake": [
            (TLS, "with no_fork():\n                        secure", "if True:\n                        secure")
        ],
        "a fork waits until a thread has left all nested sections": [
            (FORKS, "token = object()", "token = threading.get_ident()")
        ],
        "a waiting fork has priority": [(FORKS, "if self._forking and own", "if False and own")],
        "an interrupted thread leaves the section": [
            (
                FORKS,
                "                yield\n            finally:\n                self._inside.pop(token, None)  # before",
                "                yield\n            except ZeroDivisionError:\n                pass\n"
                "            else:\n                self._inside.pop(token, None)  # before",
            ),
            (
                FORKS,
                "            self._inside.pop(token, None)  # if Ctrl-C came just before that line\n",
                "            pass\n",
            ),
        ],
        "bytes are counted for each request": [
            ("transport/connection.py", "        self.sent = self.received = 0\n", "        pass\n")
        ],
        "time is counted for each attempt": [
            ("transport/message.py", "self._start = monotonic()", "self._start = request.begun")
        ],
        "a forked child starts its own threads": [
            ("client.py", "        process = os.getpid()\n", "        process = 0\n")
        ],
        "a forked child closes only its copies of connections": [
            ("transport/connection.py", "        if self.process == os.getpid():\n", "        if True:\n")
        ],
        "a forked child does not read streams of its parent": [
            ("call/events.py", "if self._process != os.getpid():", "if False:"),
            ("transport/transport.py", 'if getattr(stream, "is_of_parent", False):', "if False:"),
        ],
        "threads wait for a pending login": [("transport/auth.py", "self._logins.setdefault(process, own)", "own")],
        "a failed login is shared": [("transport/auth.py", "login.failure = _copy_of(error)", "pass")],
        "a token that was renewed is used": [
            ("transport/auth.py", 'header is refused.get("Authorization")', "refused")
        ],
        "a login that timed out is not shared": [("transport/auth.py", "if not deadline.was_too_short():", "if True:")],
        "a forked child does not wait for a login of its parent": [
            ("transport/auth.py", "process, own = os.getpid(), _Login()", "process, own = 0, _Login()")
        ],
        "a client is pickled as its configuration": [
            ("client.py", "def __reduce__(self)", "def _reduce(self)"),
            # A socket that `multiprocessing` hands to another process would be left alone there, as after a fork.
            ("transport/pool.py", "        process = os.getpid()\n", "        process = 0\n"),
        ],
    },
    [
        *[
            Scenario(
                what=f"16 threads make {calls:,} calls each with one client",
                sees=ASKED(", over at most 16 connections"),
                reached=f"{16 * calls:,}",
                guard="a connection carries one call at a time",
                test=partial(call_in_threads, calls),
                long=calls > 100,
                within=90 if calls > 100 else 10,
            )
            for calls in (100, 2000)
        ],
        Scenario(
            what="16 threads make their first call at once, by a login",
            sees="one login, and each call gets its response",
            reached="17",
            guard="threads wait for a pending login",
            test=log_in_together,
        ),
        Scenario(
            what="16 threads make their first call at once, with a wrong password",
            sees="one login, and its `QDashAuthError` in all threads; a later call tries again",
            reached="1, and the later call",
            guard="a failed login is shared",
            test=fail_together,
        ),
        Scenario(
            what="the token of 16 calls is refused, and the server gives the same one again",
            sees="one login more, and each call gets its response",
            guard="a token that was renewed is used",
            test=renew_together,
        ),
        Scenario(
            what="the time of a call ends while it logs in, and another call with more time waits for the login",
            sees="`QDashTimeoutError` for the first call; the second one logs in and gets its response",
            guard="a login that timed out is not shared",
            test=take_a_login_over,
        ),
        Scenario(
            what="a program forks while another thread logs in, and the child calls",
            sees="the child logs in by itself",
            guard="a forked child does not wait for a login of its parent",
            test=fork_in_login,
            within=20,
        ),
        *[
            Scenario(
                what=f"a program forks with an open stream over {scheme}, and the child {what}",
                sees="the child ends, and the parent gets all events",
                guard=guard,
                test=partial(fork_with_stream, scheme, way),
                within=30,
            )
            for scheme in ("http", "https")
            for way, what, guard in (
                (
                    "leaves",
                    "leaves the `with` block of the stream",
                    "a forked child closes only its copies of connections",
                ),
                (
                    "leaves, read meanwhile",
                    "leaves the `with` block of a stream that a thread of the parent reads",
                    "a forked child closes only its copies of connections",
                ),
                ("ends", "ends", "a forked child closes only its copies of connections"),
                ("reads", "reads it", "a forked child does not read streams of its parent"),
            )
        ],
        *[
            Scenario(
                what=what.format(scheme),
                sees=ASKED(sees),
                guard=guard,
                test=partial(fork, scheme, way),
                within=20,
            )
            for scheme in ("http", "https")
            for way, what, sees, guard in (
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
                    "a forked child closes only its copies of connections",
                ),
                (
                    "async",
                    "a program that makes async calls over {} forks, and the children make async calls, too",
                    "",
                    "a forked child starts its own threads",
                ),
            )
        ],
        *[
            Scenario(
                what=f"a program forks while its other threads {what}",
                sees="the fork waits for them, at most half a second, and its child inherits no lock that is held",
                guard=guard,
                test=lambda bench, way=way: fork_apart("forks_apart", way, bench=bench),
                within=20,
            )
            for way, what, guard in (
                ("certificates", "load certificates", "a fork waits until certificates are loaded"),
                ("names", "look the host up", "a fork waits for a host lookup"),
                ("handshakes", "take the steps of a TLS handshake", "a fork waits for the steps of a handshake"),
            )
        ],
        *[
            Scenario(
                what=f"a program forks while another thread waits for a name server that never answers{more}",
                sees=sees,
                guard=guard,
                test=lambda bench: fork_apart("fork_while_stuck", bench=bench),
            )
            for more, sees, guard in (
                (
                    "",
                    "the fork waits half a second, and the child looks the host up itself",
                    "the wait of a fork is limited",
                ),
                (
                    ", and the child forks, too",
                    "the fork of the child waits for nothing",
                    "a child removes the other threads of its parent",
                ),
            )
        ],
        Scenario(
            what="a thread is interrupted in a section that no fork may interrupt, and calls in its signal handler",
            sees="a fork of another thread waits until the thread has left both",
            guard="a fork waits until a thread has left all nested sections",
            test=enter_twice,
        ),
        Scenario(
            what="a program forks while its other threads connect in turns, so that one of them is always connecting",
            sees="the fork goes first, and they wait for it",
            guard="a waiting fork has priority",
            test=take_turns,
            within=30,
        ),
        Scenario(
            what="Ctrl-C at each line of a TLS handshake",
            sees="no fork waits for that thread afterwards",
            guard="an interrupted thread leaves the section",
            test=interrupt_handshakes,
            within=30,
        ),
        Scenario(
            what="two calls over one connection, and a log",
            sees="each record has the bytes of its own request and response",
            reached="2",
            guard="bytes are counted for each request",
            test=count_bytes,
        ),
        Scenario(
            what="the server ends an idle connection when the next request comes, and there is a log",
            sees="a second connection; its record has the bytes and the time of that attempt alone",
            reached="3",
            guard="time is counted for each attempt",
            test=count_time,
        ),
        *[
            Scenario(
                what=f"{what}, in a `ProcessPoolExecutor` that uses {method}",
                sees=ASKED(", and each process connects by itself"),
                guard=(
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
            guard="a client is pickled as its configuration",
            test=call_in_dask,
            within=60,
        ),
    ],
)
