"""Use a client in Dask workers; print the process."""

from __future__ import annotations

import os
import sys

import dask
from distributed import Client, LocalCluster

from qdash.client import QDashClient, QDashConfig, QDashNotFoundError


def calls(client: QDashClient, task: object) -> int:
    asked = [f"{os.getpid()}.{task}.{number}" for number in range(5)]
    assert [client.get_chip(name).chip_id for name in asked] == asked
    return os.getpid()


def main(url: str) -> None:
    client = QDashClient(QDashConfig(base_url=url, api_token="t"))
    calls(client, "before")
    dask.config.set({"distributed.worker.daemon": False})
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=2, processes=True, dashboard_address=None, worker_dashboard_address=None
        ) as cluster,
        Client(cluster) as dasks,
    ):
        workers = list(dasks.scheduler_info()["workers"])
        assert len(workers) == 2
        tasks = [
            dasks.submit(calls, client, f"{worker}.{task}", workers=[workers[worker]], pure=False)
            for worker in range(2)
            for task in range(4)
        ]
        assert len({*dasks.gather(tasks)} - {os.getpid()}) == 2
        names = [f"any.{number}" for number in range(10)]
        assert [chip.chip_id for chip in dasks.gather(dasks.map(client.get_chip, names))] == names
        error = dasks.submit(client.get_chip, "missing.1").exception()
        assert (type(error), error.status_code) == (QDashNotFoundError, 404), error
    calls(client, "after")
    client.close()
    print(os.getpid())


if __name__ == "__main__":
    main(*sys.argv[1:])
