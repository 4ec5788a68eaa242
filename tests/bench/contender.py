"""What is compared, and how one of it is measured: ``python -m bench.contender MEASURE NAME ARGUMENTS``.

A contender runs in a process of its own, in an environment with its packages alone. For each line that it reads it
measures one round and prints the outcome as JSON, so that the rounds of several contenders can be interleaved.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import shutil
import sys
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

HEADERS = {"Accept": "application/json", "Authorization": "Bearer token"}
THREADS = 16

IMPORTS = {
    "python -c pass": "pass",
    "ours": "from qdash.client import QDashClient",
    "official": "from qdash.client import QDashClient",
    "stdlib": "import http.client, json, ssl, urllib.request",
    "httpx": "import httpx",
    "urllib3": "import urllib3",
    "aiohttp": "import aiohttp",
}
_QDASH_SCRIPT = """
import sys
from qdash.client import QDashClient, QDashConfig
client = QDashClient(QDashConfig(base_url=sys.argv[1], api_token="token"))
print(client.list_chips().total)
client.close()
"""
SCRIPTS = {
    "python -c pass": "pass",
    "ours": _QDASH_SCRIPT,
    "official": _QDASH_SCRIPT,
    "urlopen": f"""
import json, sys
from urllib.request import Request, urlopen
with urlopen(Request(sys.argv[1] + "/chips", headers={HEADERS})) as answer:
    print(json.load(answer)["total"])
""",
    "httpx": f"import httpx, sys; print(httpx.get(sys.argv[1] + '/chips', headers={HEADERS}).json()['total'])",
    "urllib3": f"""
import sys, urllib3
print(urllib3.request("GET", sys.argv[1] + "/chips", headers={HEADERS}).json()["total"])
""",
}

# --- One call after another: what makes a client ready, and returns a call ---


def _qdash(url: str) -> Any:
    from qdash.client import QDashClient, QDashConfig  # ours or the official one: their environments have one each

    return QDashClient(QDashConfig(base_url=url, api_token="token", max_workers=64))


def _bare(url: str) -> Callable[[], Any]:
    import ssl
    from http.client import HTTPConnection, HTTPSConnection

    parts, kept = urlsplit(url), threading.local()
    context = ssl.create_default_context()

    def call() -> Any:
        connection = getattr(kept, "connection", None)
        if connection is None:
            tls = parts.scheme == "https"
            connection = HTTPSConnection(parts.netloc, context=context, timeout=30) if tls else None
            kept.connection = connection = connection or HTTPConnection(parts.netloc, timeout=30)
        connection.request("GET", "/chips", headers=HEADERS)
        return json.loads(connection.getresponse().read())

    return call


def _urlopen(url: str) -> Callable[[], Any]:
    from urllib.request import Request, urlopen

    def call() -> Any:
        with urlopen(Request(f"{url}/chips", headers=HEADERS), timeout=30) as answer:
            return json.load(answer)

    return call


def _urllib3(url: str) -> Callable[[], Any]:
    import urllib3

    pool = urllib3.PoolManager(maxsize=THREADS, headers=HEADERS)
    return lambda: pool.request("GET", f"{url}/chips").json()


def _httpx(url: str) -> Callable[[], Any]:
    import httpx

    client = httpx.Client(headers=HEADERS)
    return lambda: client.get(f"{url}/chips").json()


CALLS: dict[str, Callable[[str], Callable[[], Any]]] = {
    "ours": lambda url: _qdash(url).list_chips,
    "http.client": _bare,
    "official": lambda url: _qdash(url).list_chips,
    "httpx": _httpx,
    "urllib3": _urllib3,
    "urlopen": _urlopen,
}

# --- Async calls: a context with a client, and its call ---

_Call = Callable[[], Awaitable[Any]]


@asynccontextmanager
async def _qdash_async(url: str) -> AsyncIterator[_Call]:
    client = _qdash(url)
    yield client.list_chips_async
    client.close()


@asynccontextmanager
async def _httpx_async(url: str) -> AsyncIterator[_Call]:
    import httpx

    async with httpx.AsyncClient(headers=HEADERS) as client:

        async def call() -> Any:
            return (await client.get(f"{url}/chips")).json()

        yield call


@asynccontextmanager
async def _aiohttp(url: str) -> AsyncIterator[_Call]:
    import aiohttp

    async with aiohttp.ClientSession(headers=HEADERS) as session:

        async def call() -> Any:
            async with session.get(f"{url}/chips") as answer:
                return await answer.json()

        yield call


ASYNC = {"ours": _qdash_async, "official": _qdash_async, "httpx": _httpx_async, "aiohttp": _aiohttp}

# --- Decoding: from a kind of payload, what reads it ---

_MODELS = {
    "chips": "ListChipsResponse",
    "metrics": "ChipMetricsResponse",
    "tasks": "TaskResultListResponse",
    "points": "TimeSeriesData",
}


def _model(kind: str) -> Any:
    import qdash.client

    return getattr(qdash.client, _MODELS[kind])


def _decode_ours(kind: str) -> Callable[[bytes], Any]:
    from qdash.client.codec import decode

    model = _model(kind)
    return lambda body: decode(body, model)


def _decode_official(kind: str) -> Callable[[bytes], Any]:
    """Do what the official client does with an answer. The metrics of a chip it leaves dicts."""
    client, model = _qdash("http://localhost"), _model(kind)
    if kind == "metrics":
        return lambda body: client._coerce_chip_metrics_payload(json.loads(body))
    return lambda body: client._validate_model_payload(model, json.loads(body))


def _decode_msgspec(kind: str) -> Callable[[bytes], Any]:
    from datetime import datetime

    import msgspec

    def struct(name: str, **members: Any) -> Any:
        return msgspec.defstruct(name, list(members.items()), kw_only=True)

    time_, number = datetime | None, float | int | None
    note = struct("Note", content=str, updated_by=str, updated_at=time_)
    chip = struct(
        "Chip", chip_id=str, size=int, topology_id=str | None, qubit_count=int, coupling_count=int, installed_at=time_,
        activity_status=str, current_cooldown_id=str | None, note=note,
    )  # fmt: skip
    value = struct("Value", value=number, task_id=str | None, execution_id=str | None, stddev=number)
    values = dict[str, dict[str, value]]  # type: ignore[valid-type]
    item = struct(
        "Item", task_id=str, task_name=str, qid=str, chip_id=str, status=str, execution_id=str, user_id=str | None,
        username=str, message=str, has_stack_trace=bool, start_at=time_, end_at=time_, elapsed_time=str,
        ai_review_status=str,
    )  # fmt: skip
    point = struct(
        "Point", parameter_name=str, qid_role=str, value=number, value_type=str, error=number, unit=str,
        description=str, calibrated_at=time_, execution_id=str, task_id=str,
    )  # fmt: skip
    answers = {
        "chips": {"chips": list[chip], "total": int},
        "metrics": {
            "chip_id": str, "username": str, "qubit_count": int, "within_hours": int | None, "start_at": time_,
            "end_at": time_, "qubit_metrics": values, "coupling_metrics": values,
        },
        "tasks": {"items": list[item], "total": int, "skip": int, "limit": int, "status_counts": dict[str, int]},
        "points": {"data": dict[str, list[point]]},
    }  # fmt: skip
    return msgspec.json.Decoder(struct("Answer", **answers[kind])).decode


DECODERS: dict[str, Callable[[str], Callable[[bytes], Any]]] = {
    "ours": _decode_ours,
    "json.loads": lambda _: json.loads,
    "official": _decode_official,
    "pydantic": lambda kind: _model(kind).model_validate_json,
    "msgspec": _decode_msgspec,
}

# --- Downloads: from a URL into a file ---


def _download_ours(url: str, target: str) -> None:
    with _qdash(url) as client:
        client.download_file(path="/raw", to=target)


def _download_urlopen(url: str, target: str) -> None:
    from urllib.request import urlopen

    with urlopen(f"{url}/files/raw-data", timeout=30) as answer, open(target, "wb") as file:
        shutil.copyfileobj(answer, file, 256 * 1024)


def _download_httpx(url: str, target: str) -> None:
    import httpx

    with httpx.stream("GET", f"{url}/files/raw-data") as answer, open(target, "wb") as file:
        for chunk in answer.iter_bytes():
            file.write(chunk)


def _download_urllib3(url: str, target: str) -> None:
    import urllib3

    with urllib3.request("GET", f"{url}/files/raw-data", preload_content=False) as answer, open(target, "wb") as file:
        shutil.copyfileobj(answer, file, 256 * 1024)


def _download_aiohttp(url: str, target: str) -> None:
    import aiohttp

    async def download() -> None:
        async with aiohttp.ClientSession() as session, session.get(f"{url}/files/raw-data") as answer:
            with open(target, "wb") as file:
                async for chunk in answer.content.iter_chunked(256 * 1024):
                    file.write(chunk)

    asyncio.run(download())


DOWNLOADS = {
    "ours": _download_ours,
    "urlopen": _download_urlopen,
    "httpx": _download_httpx,
    "urllib3": _download_urllib3,
    "aiohttp": _download_aiohttp,
}

# --- Measures: what returns a round ---


def _timed(call: Callable[[], object], repeat: int) -> float:
    """Return the seconds of one call. What it returns is dropped within the time."""
    start = time.perf_counter()
    for _ in range(repeat):
        call()
    return (time.perf_counter() - start) / repeat


def warm(name: str, url: str, repeat: str) -> Callable[[], float]:
    """Seconds a call on a kept connection."""
    if name in CALLS:
        call = CALLS[name](url)
        _timed(call, 10)
        return lambda: _timed(call, int(repeat))
    loop, context = asyncio.new_event_loop(), ASYNC[name](url)
    asynchronous = loop.run_until_complete(context.__aenter__())

    async def one_after_another() -> float:
        start = time.perf_counter()
        for _ in range(int(repeat)):
            await asynchronous()
        return (time.perf_counter() - start) / int(repeat)

    loop.run_until_complete(one_after_another())
    return lambda: (context, loop.run_until_complete(one_after_another()))[1]


def threads(name: str, url: str, repeat: str) -> Callable[[], float]:
    """Seconds a call, where 16 threads share a client. The bare connections are one a thread."""
    call = CALLS[name](url)
    begin, end = threading.Barrier(THREADS + 1), threading.Barrier(THREADS + 1)

    def work() -> None:
        while True:
            begin.wait()
            try:
                _timed(call, int(repeat))
            except BaseException:
                end.abort()  # or the others would wait for this one for ever
                raise
            end.wait()

    for _ in range(THREADS):
        threading.Thread(target=work, daemon=True).start()

    def measure() -> float:
        begin.wait()
        start = time.perf_counter()
        end.wait()
        return (time.perf_counter() - start) / THREADS / int(repeat)

    measure()
    return measure


def together(name: str, url: str, count: str) -> Callable[[], float]:
    """Seconds for so many async calls at once, with a new client whose making does not count."""

    async def measure() -> float:
        async with ASYNC[name](url) as call:
            start = time.perf_counter()
            await asyncio.gather(*(call() for _ in range(int(count))))
            return time.perf_counter() - start

    return lambda: asyncio.run(measure())


def _prepared(name: str, path: str) -> Callable[[], object]:
    kind = os.path.basename(path).partition("-")[0]
    with open(f"{path}.aware" if name in ("official", "pydantic") else path, "rb") as file:
        body = file.read()
    decode = DECODERS[name](kind)
    return lambda: decode(body)


def decoding(name: str, path: str, repeat: str) -> Callable[[], float]:
    """Seconds for decoding one payload."""
    call = _prepared(name, path)
    call()
    return lambda: _timed(call, int(repeat))


def traced(name: str, path: str) -> Callable[[], int]:
    """Bytes that Python had allocated at the peak of decoding one payload, the payload itself left out."""
    import tracemalloc

    call = _prepared(name, path)
    call()

    def measure() -> int:
        tracemalloc.start()
        call()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    return measure


def resident(name: str, path: str, small: str) -> Callable[[], int]:
    """Bytes by which the process grew at the peak of decoding one payload, after a small one; one round only."""
    _prepared(name, small)()
    call = _prepared(name, path)

    def measure() -> int:
        before = _resident()
        call()
        return _peak() - before

    return measure


def download(name: str, url: str, target: str) -> Callable[[], tuple[float, int]]:
    """Seconds for a download, and the peak of the whole process."""

    def measure() -> tuple[float, int]:
        seconds = _timed(lambda: DOWNLOADS[name](url, target), 1)
        os.unlink(target)
        return seconds, _peak()

    return measure


def lasting(name: str, url: str, calls: str) -> Callable[[], tuple[int, int]]:
    """Blocks and bytes by which a process grows over many calls, after the first thousand."""
    call = CALLS[name](url)
    _timed(call, 1000)

    def measure() -> tuple[int, int]:
        blocks, size = sys.getallocatedblocks(), _resident()
        _timed(call, int(calls))
        return sys.getallocatedblocks() - blocks, _resident() - size

    return measure


def _peak() -> int:
    return _status("VmHWM")  # not ru_maxrss, in which Linux counts what the parent had when it started this process


def _resident() -> int:
    return _status("VmRSS")


def _status(field: str) -> int:
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith(field))
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main(measure: str, name: str, *arguments: str) -> None:
    measured = globals()[measure](name, *arguments)
    print("ready", flush=True)
    for _ in sys.stdin:
        print(json.dumps(measured()), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
