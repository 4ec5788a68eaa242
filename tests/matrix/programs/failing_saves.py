"""Save where there is not enough disk space."""

from __future__ import annotations

import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

from qdash.client import QDashConfig, QDashConfigError

file, (how, reason) = Path(sys.argv[1]), sys.argv[2:]
filler, secret = file.with_name("filler"), "hush-hush"
old = QDashConfig(base_url="http://localhost", project_id="p")
new = QDashConfig(base_url="http://localhost", api_token=secret, user_agent=9000 * "x")


def save_in_vain() -> str:
    try:
        new.save("first", file)
    except QDashConfigError as error:
        return str(error)
    raise AssertionError("it was saved")


def limit_files(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


old.save("first", file)
before, names = file.read_bytes(), sorted(os.listdir(file.parent))
if how == "killed":
    child = os.fork()
    if not child:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        limit_files(100)
        new.save("first", file)
        os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGXFSZ
    names = sorted(os.listdir(file.parent))  # nobody was left to remove the half file
else:
    if how == "full":
        with filler.open("wb", 0) as stream, suppress(OSError):
            while stream.write(bytes(512)):
                pass
    else:
        limit_files(100)
    message = save_in_vain()
    assert message.startswith(f"cannot save to {file}, which is what it was before: "), message
    assert reason in message
    assert secret not in message
    filler.unlink(missing_ok=True)
    limit_files(resource.RLIM_INFINITY)
assert file.read_bytes() == before
assert sorted(os.listdir(file.parent)) == names, os.listdir(file.parent)
assert QDashConfig.from_file("first", file) == old
new.save("first", file)
assert QDashConfig.from_file("first", file) == new
