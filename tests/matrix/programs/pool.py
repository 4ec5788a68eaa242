"""Use a client in a pool of two processes; print the process and its workers."""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.synchronize import Barrier

from qdash.client import QDashClient, QDashConfig, QDashNotFoundError

WORKERS, kept = 2, None


def prepare(barrier: Barrier, client: QDashClient | None) -> None:
    global everybody, kept
    everybody, kept = barrier, client


def meet(_: object) -> int:
    everybody.wait(30)  # so that no worker does the work of the other
    return os.getpid()


def calls(client: QDashClient, task: object) -> int:
    asked = [f"{os.getpid()}.{task}.{number}" for number in range(5)]
    assert [client.get_chip(name).chip_id for name in asked] == asked
    return os.getpid()


def in_task(client: QDashClient, task: int) -> int:
    meet(task)
    with client:
        assert (client.config.project_id, client.config.timeout_sec) == ("p", 7)
        return calls(client, task)


def by_kept(task: int) -> int:
    meet(task)
    return calls(kept, task)


def main(url: str, method: str, way: str) -> None:
    context = multiprocessing.get_context(method)
    config = QDashConfig(base_url=url, api_token="t", project_id="p", timeout_sec=7)
    client = QDashClient(config, default_headers={"X-Lab": "7"})
    barrier = context.Barrier(WORKERS)
    initial = (barrier, client if way == "kept" else None)
    if way == "kept":
        calls(client, "first")
    with ProcessPoolExecutor(WORKERS, context, prepare, initial) as pool:
        workers = set(pool.map(meet, range(WORKERS)))
        assert len(workers) == WORKERS
        if way != "kept":  # whose workers find a quiet connection of their parent
            calls(client, "before")
        tasks = range(3 * WORKERS)
        if way == "task":
            responses = pool.map(in_task, [client] * len(tasks), tasks)
        elif way == "kept":
            responses = list(pool.map(by_kept, tasks))
        else:
            names = [f"any.{task}" for task in tasks]
            assert [chip.chip_id for chip in pool.map(client.get_chip, names)] == names
            error = pool.submit(client.get_chip, "missing.1").exception()
            assert (type(error), error.status_code) == (QDashNotFoundError, 404), error
            assert "no missing.1" in str(error), error
            responses = []
        calls(client, "meanwhile")
        responses = list(responses)
        assert set(responses) == workers or way == "method", (responses, workers)
    calls(client, "after")
    client.close()
    print(json.dumps([os.getpid(), *sorted(workers)]))


if __name__ == "__main__":
    main(*sys.argv[1:])
