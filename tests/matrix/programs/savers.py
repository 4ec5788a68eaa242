"""Save two profiles from two processes at the same time."""

from __future__ import annotations

import multiprocessing
import os
import sys
from multiprocessing.synchronize import Barrier

from qdash.client import QDashConfig


def save_all(name: str, directory: str, rounds: int, saves: int, barrier: Barrier) -> None:
    os.umask(0)
    try:
        for file in [f"{directory}/config.ini", *(f"{directory}/{number}.ini" for number in range(1, rounds))]:
            barrier.wait(30)
            for value in range(saves):
                if value:
                    found = QDashConfig.from_file(name, file).project_id
                    assert found == str(value - 1), f"{name} saved {value - 1} to {file}, and finds {found}"
                QDashConfig(base_url="http://localhost", project_id=str(value)).save(name, file)
            barrier.wait(30)
            assert [QDashConfig.from_file(each, file).project_id for each in "ab"] == [str(saves - 1)] * 2
    except BaseException:
        barrier.abort()
        raise


if __name__ == "__main__":
    directory, rounds, saves = sys.argv[1:]
    barrier = multiprocessing.Barrier(2)
    savers = [
        multiprocessing.Process(target=save_all, args=(name, directory, int(rounds), int(saves), barrier))
        for name in "ab"
    ]
    for saver in savers:
        saver.start()
    for saver in savers:
        saver.join()
    assert [saver.exitcode for saver in savers] == [0, 0]
