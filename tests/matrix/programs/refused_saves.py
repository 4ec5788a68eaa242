"""Save in a place without write permission."""

from __future__ import annotations

import sys
from pathlib import Path

from qdash.client import QDashConfig, QDashConfigError

place, reason = Path(sys.argv[1]), sys.argv[2]
file, secret = place / "config.ini", "hush-hush"
before = file.read_bytes()


def save_in_vain(path: Path) -> str:
    try:
        QDashConfig(base_url="http://localhost", api_token=secret).save("first", path)
    except QDashConfigError as error:
        return str(error)
    raise AssertionError(f"{path} was saved")


for path in (file, place / "new.ini", place / "new" / "config.ini"):
    message = save_in_vain(path)
    assert message.startswith(f"cannot save to {path}, which is what it was before: "), message
    assert reason in message
    assert secret not in message
assert QDashConfig.from_file("first", file).project_id == "p"  # reading takes no lock
assert file.read_bytes() == before
