"""What the client costs, as ratios against the bare minimum: ``python3 noxfile.py -s figures``.

It measures and prints; it is no test. Each figure is the median of interleaved rounds.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from qdash.client import QDashClient, QDashConfig, TimeSeriesData
from qdash.client.codec import decode

ROOT = Path(__file__).resolve().parents[1]
NOTE = {"content": "", "updated_by": "", "updated_at": None}
CHIP = {
    "chip_id": "64Qv3",
    "size": 64,
    "topology_id": "square-lattice-mux-64",
    "qubit_count": 64,
    "coupling_count": 112,
    "installed_at": "2026-10-08T13:26:17.995000",
    "activity_status": "active",
    "current_cooldown_id": "2026-002",
    "note": NOTE,
}
POINT = {
    "parameter_name": "t1",
    "qid_role": "",
    "value": 84.74824416157573,
    "value_type": "float",
    "error": 0.3504185768132868,
    "unit": "μs",
    "description": "t1 of 0",
    "calibrated_at": "2026-10-27T14:36:26.305000",
    "execution_id": "20261027-001",
    "task_id": "11c5aadc-6843-549c-80a8-7b11514a6796",
}


def compare(rounds: int, **contenders: Callable[[], object]) -> dict[str, float]:
    """Return the median time of each contender in seconds."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            start = time.perf_counter()
            contender()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in times.items()}


def show(title: str, unit: float, base: float, ours: float) -> None:
    print(f"{title:<48} {base * unit:9.1f} {ours * unit:9.1f}   {ours / base:5.2f} x")


def imports() -> None:
    def start(code: str) -> Callable[[], object]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        return lambda: subprocess.run([sys.executable, "-c", code], env=environment, check=True)

    start("import qdash.client.client")()  # writes the bytecode
    found = compare(25, base=start("pass"), ours=start("from qdash.client import QDashClient"))
    show("import, against python -c pass (ms)", 1e3, found["base"], found["ours"])


def warm_call() -> None:
    body = json.dumps({"chips": [CHIP, CHIP], "total": 2}).encode()
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nContent-Type: application/json\r\n\r\n" % len(body) + body
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, args=(listener, answer), daemon=True).start()
        port = listener.getsockname()[1]
        bare = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"Accept": "application/json", "User-Agent": "bare", "Authorization": "Bearer token"}

        def call_bare() -> None:
            for _ in range(200):
                bare.request("GET", "/chips", headers=headers)
                json.loads(bare.getresponse().read())

        with QDashClient(QDashConfig(base_url=f"http://127.0.0.1:{port}", api_token="token")) as client:

            def call_ours() -> None:
                for _ in range(200):
                    client.list_chips()

            call_bare(), call_ours()
            found = compare(25, base=call_bare, ours=call_ours)
        bare.close()
    show("warm list_chips, against http.client and json (us)", 1e6 / 200, found["base"], found["ours"])


def serve(listener: socket.socket, answer: bytes) -> None:
    """Answer every request alike. A thread a connection, with as little Python as can be."""

    def one(connection: socket.socket) -> None:
        with connection:
            while connection.recv(65_536):
                connection.sendall(answer)

    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=one, args=(connection,), daemon=True).start()


def decoding() -> None:
    points = {str(qid): [{**POINT, "value": 80 + index / 100} for index in range(3_125)] for qid in range(64)}
    body = json.dumps({"data": points}, ensure_ascii=False).encode()
    del points
    found = compare(5, base=lambda: json.loads(body), ours=lambda: decode(body, TimeSeriesData))
    show("decoding 200,000 points, against json.loads (ms)", 1e3, found["base"], found["ours"])


if __name__ == "__main__":
    print(f"CPython {sys.version.split()[0]}, {os.cpu_count()} CPUs")
    print(f"{'':<48} {'bare':>9} {'client':>9}   ratio")
    imports()
    warm_call()
    decoding()
