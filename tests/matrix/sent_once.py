"""What is sent once, and what again."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from typing import Any

import declared
import pytest
from fault_server import CLOSE, HANG, RESET, FaultServer, Step, answer, chunked

from qdash.client import QDashClient, QDashConfig, QDashTimeoutError, QDashTransportError
from qdash.client.models import NoteModel, ReanalyzeResponse

from .rows import CHIP, GET, TOKEN, WRITES, Bench, Call, Fault, Scenario, Section, Sees

UNKNOWN = "the server may have acted on the request or not, and it is not sent again"
NO_DOUBT = r" failed \(.*\)$"
"""How a message ends that says nothing about the outcome."""

SAFE_POSTS: dict[str, Call] = {
    "reanalyze_qubit_spectroscopy": lambda client: type(client.reanalyze_qubit_spectroscopy("c", "0")),
    "download_metrics_pdf": lambda client: client.download_metrics_pdf("c"),
}
RIGHT = {
    "GET": CHIP,
    "POST": CHIP,
    "PUT": answer(NoteModel().to_dict()),
    "PATCH": CHIP,
    "DELETE": answer({"message": "done"}),
    "reanalyze_qubit_spectroscopy": answer(declared.sample_document(ReanalyzeResponse)),
    "download_metrics_pdf": answer(b"%PDF", content_type="application/pdf"),
}
RETURNED = {"GET": "c", "reanalyze_qubit_spectroscopy": ReanalyzeResponse, "download_metrics_pdf": b"%PDF"}

BODY = b'{"chip_id": "c"}'
LOST = {
    "closes the connection without an answer": CLOSE,
    "resets the connection": RESET,
    "closes within the header": Step(CHIP[:30], then="close"),
    "closes within the body": Step(answer(BODY, length=50), then="close"),
    "resets within the body": Step(answer(BODY, length=50), then="reset"),
    "answers something that is not HTTP": Step(b"SSH-2.0-OpenSSH_9.6\r\n", then="close"),
    "closes within a chunk": Step(chunked(BODY, end=False)[:-9], then="close"),
}
SILENT = {
    "says nothing": HANG,
    "falls silent within the header": Step(CHIP[:30], then="hang"),
    "falls silent within the body": Step(answer(BODY, length=50), then="hang"),
}
ENDS = {"closes the kept connection, and does not answer": CLOSE, "resets the kept connection": RESET}
LOGIN = {"api_token": None, "username": "alice", "password_env": "LAB_PASSWORD"}
PASSWORD = {"LAB_PASSWORD": "open sesame"}


def token(text: str) -> bytes:
    """Return the answer to a login."""
    return answer({"access_token": text, "token_type": "bearer", "user_id": "u", "username": "alice"})


DENIED = answer({"detail": "unknown token"}, 401)


def after_a_get(call: Call) -> Call:
    """Make a call on the connection that another one has used."""
    return lambda client: (client.get_chip("c"), call(client))[1]


def is_never_sent(call: Call, base_url: str, where: str) -> None:
    pauses: list[float] = []
    config = QDashConfig(base_url=base_url, api_token=TOKEN)
    with QDashClient(config, sleep_fn=pauses.append) as client, pytest.raises(QDashTransportError) as caught:
        call(client)
    assert type(caught.value) is QDashTransportError
    assert re.search(rf": cannot connect to {re.escape(where)} \(.*\)$", str(caught.value)), str(caught.value)
    assert len(pauses) == 2


def nobody_listens(call: Call) -> Callable[[Bench], None]:
    def test(bench: Bench) -> None:
        with socket.socket() as reserved:
            reserved.bind(("127.0.0.1", 0))
            where = f"127.0.0.1:{reserved.getsockname()[1]}"
            is_never_sent(call, f"http://{where}", where)

    return test


def host_is_unknown(call: Call) -> Callable[[Bench], None]:
    def fail(*args: Any, **options: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    def test(bench: Bench) -> None:
        bench.monkeypatch.setattr(socket, "getaddrinfo", fail)
        is_never_sent(call, "http://qdash.invalid", "qdash.invalid:80")

    return test


def host_is_known_in_the_end(method: str) -> Callable[[Bench], None]:
    def test(bench: Bench) -> None:
        with FaultServer() as server:
            server.play(RIGHT[method])
            failures = [socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")] * 2
            address = (socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", server.port))

            def look_up(*args: Any, **options: Any) -> Any:
                if failures:
                    raise failures.pop()
                return [address]

            config = QDashConfig(base_url="http://qdash.invalid", api_token=TOKEN)
            client = QDashClient(config, sleep_fn=lambda pause: None)
            with client, bench.monkeypatch.context() as patches:
                patches.setattr(socket, "getaddrinfo", look_up)
                ({"GET": GET} | WRITES)[method](client)
            assert [request.method for request in server.requests] == [method]

    return test


def pauses_differ(bench: Bench) -> None:
    pauses: list[float] = []
    with FaultServer() as server:
        server.play(answer({}, 503))
        config = QDashConfig(base_url=server.url, api_token=TOKEN, retry={"max_attempts": 2, "base_delay_sec": 0.2})
        for _ in range(40):
            with QDashClient(config, sleep_fn=pauses.append) as client, pytest.raises(QDashTransportError):
                client.get_chip("c")
    assert len(pauses) == 40
    assert all(0.1 <= pause <= 0.2 for pause in pauses)
    assert len(set(pauses)) > 20
    assert max(pauses) - min(pauses) > 0.04


SECTION = Section(
    "Sent once",
    "A call that changes something is sent once. If its answer is lost, the error says that the outcome is unknown. "
    "What was never sent, because no connection came about, is tried again, and so is what only reads: with growing "
    "pauses of random length, three attempts in all unless `retry` says otherwise.",
    {
        "writes are not repeated": [("transport/__init__.py", "(request.safe or not self._sent)", "True")],
        "an error without an answer says that the outcome is unknown": [
            ("transport/failure.py", 'return f"{problem}; {OUTCOME_UNKNOWN}" if', "return problem if")
        ],
        "an error of a gateway says that the outcome is unknown": [
            ("transport/failure.py", "if reply.status in (502, 504) and", "if False and")
        ],
        "a write is not sent anew when its kept connection ends": [
            ("transport/opener.py", "if not (reused and safe):", "if not reused:")
        ],
        "a read is sent anew when its kept connection ends": [
            ("transport/opener.py", "if not (reused and safe):", "if True:")
        ],
        "it is known what was never sent": [("transport/pool.py", "raise ConnectFailed(failure)", "raise failure")],
        "what may be repeated is": [("transport/retry.py", "if attempt >= self.max_attempts:", "if True:")],
        "attempts come to an end": [("transport/retry.py", "if attempt >= self.max_attempts:", "if attempt >= 50:")],
        "POSTs that change nothing are marked": [
            ("api/chips.py", '/reanalyze/qubit-spectroscopy", safe=True)', '/reanalyze/qubit-spectroscopy")'),
            ("api/metrics.py", "safe=True,", ""),
        ],
        "pauses grow": [("transport/retry.py", "self._base * 2.0 ** (attempt - 1)", "self._base")],
        "pauses stay below a limit": [("transport/retry.py", "min(self._longest, ", "max(0.0, ")],
        "pauses are of random length": [("transport/retry.py", "random.uniform(0.5, 1)", "1")],
        "a refused token is replaced": [("transport/__init__.py", "if reply.status == 401 and", "if False and")],
    },
    [
        *[
            Fault(
                what=f"{method}: the server {what}",
                server=[step],
                call=call,
                sees=Sees(QDashTransportError, rf"^{method} /chips\S*: .*{UNKNOWN}$"),
                defence="writes are not repeated",
            )
            for method, call in WRITES.items()
            for what, step in LOST.items()
        ],
        *[
            Fault(
                what=f"{method}: the server {what}",
                server=[step],
                call=call,
                settings={"timeout_sec": 0.05},
                sees=Sees(QDashTimeoutError, rf"no answer within 0.05 s \(timeout_sec\); {UNKNOWN}$"),
                defence="an error without an answer says that the outcome is unknown",
            )
            for method, call in WRITES.items()
            for what, step in SILENT.items()
        ],
        *[
            Fault(
                what=f"{method}: the server {what}",
                server=[CHIP, step],
                call=after_a_get(call),
                sees=Sees(QDashTransportError, UNKNOWN),
                reached=2,
                defence="a write is not sent anew when its kept connection ends",
            )
            for method, call in WRITES.items()
            for what, step in ENDS.items()
        ],
        *[
            Fault(
                what=f"{method}: a gateway answers {status}",
                server=[answer({"detail": "nobody home"}, status)],
                call=call,
                sees=Sees(QDashTransportError, rf"^{status} {method} /chips\S*: nobody home; {UNKNOWN}$", status),
                defence="an error of a gateway says that the outcome is unknown",
            )
            for method, call in WRITES.items()
            for status in (502, 504)
        ],
        *[
            Scenario(
                what=f"{method}: {what}",
                sees="`QDashTransportError`: cannot connect, after three attempts; nothing about an unknown outcome",
                reached="0",
                test=fault(call),
                defence="it is known what was never sent",
            )
            for method, call in ({"GET": GET} | WRITES).items()
            for what, fault in {
                "the connection is refused": nobody_listens,
                "the host is not found": host_is_unknown,
            }.items()
        ],
        *[
            Scenario(
                what=f"{method}: the host is found at the third attempt only",
                sees="its answer",
                reached="1",
                test=host_is_known_in_the_end(method),
                defence="what may be repeated is",
            )
            for method in ("GET", *WRITES)
        ],
        *[
            Fault(
                what=f"GET: the server {what}, twice",
                server=[step, step, CHIP],
                sees="c",
                reached=3,
                pauses=[(0.1, 0.2), (0.2, 0.4)],
                defence="what may be repeated is",
            )
            for what, step in LOST.items()
        ],
        *[
            Fault(
                what=f"GET: the server {what}, twice",
                server=[step, step, CHIP],
                settings={"timeout_sec": 0.2},
                sees="c",
                reached=3,
                pauses=2,
                within=3,
                defence="what may be repeated is",
            )
            for what, step in SILENT.items()
        ],
        *[
            Fault(
                what=f"GET: the server {what}, every time",
                server=[step],
                sees=Sees(QDashTransportError, rf"^GET /chips/c: the connection to 127\.0\.0\.1:\d+{NO_DOUBT}"),
                reached=3,
                pauses=2,
                defence="attempts come to an end",
            )
            for what, step in LOST.items()
        ],
        *[
            Fault(
                what=f"POST that changes nothing ({name}): the server {what}, twice",
                server=[step, step, RIGHT[name]],
                call=call,
                sees=RETURNED[name],
                reached=3,
                pauses=2,
                defence="POSTs that change nothing are marked",
            )
            for name, call in SAFE_POSTS.items()
            for what, step in LOST.items()
        ],
        *[
            Fault(
                what=f"{name}: the server {what}",
                server=[CHIP, step, RIGHT[name]],
                call=after_a_get(call),
                sees=RETURNED[name],
                reached=3,
                pauses=0,
                defence="a read is sent anew when its kept connection ends",
            )
            for name, call in ({"GET": GET} | SAFE_POSTS).items()
            for what, step in ENDS.items()
        ],
        Fault(
            what="GET: the server closes the connection without an answer, and one attempt is all that is wanted",
            server=[CLOSE, CHIP],
            settings={"retry": {"max_attempts": 1}},
            sees=Sees(QDashTransportError, NO_DOUBT),
            defence="attempts come to an end",
        ),
        Fault(
            what="GET: the server closes the connection without an answer, five times of six",
            server=[CLOSE] * 5 + [CHIP],
            settings={"retry": {"max_attempts": 6, "base_delay_sec": 0.5, "max_delay_sec": 60}},
            sees="c",
            reached=6,
            pauses=[(0.25, 0.5), (0.5, 1), (1, 2), (2, 4), (4, 8)],
            defence="pauses grow",
        ),
        Fault(
            what="GET: the same, with pauses of 1.5 s at most",
            server=[CLOSE] * 5 + [CHIP],
            settings={"retry": {"max_attempts": 6, "base_delay_sec": 0.5, "max_delay_sec": 1.5}},
            sees="c",
            reached=6,
            pauses=[(0.25, 0.5), (0.5, 1), *[(0.75, 1.5)] * 3],
            defence="pauses stay below a limit",
        ),
        Scenario(
            what="GET: 40 clients get 503 at the same time",
            sees="no two of them come back at the same time",
            reached="80",
            test=pauses_differ,
            defence="pauses are of random length",
        ),
        *[
            Fault(
                what=f"{method} with username and password: the token is refused with 401",
                server=[token("old"), DENIED, token("new"), RIGHT[method]],
                call=lambda client, call=call: call(client) and None,
                settings=LOGIN,
                environment=PASSWORD,
                sees=None,
                reached=4,
                defence="a refused token is replaced",
            )
            for method, call in ({"GET": GET} | WRITES).items()
        ],
    ],
)
