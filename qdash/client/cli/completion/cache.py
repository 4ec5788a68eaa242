"""Names that commands have read lately, such as those of chips, for completion, which sends no request.

There is a file for each deployment, project and kind of names. It holds no settings, and its name shows none.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...settings.config import QDashConfig

__all__ = ["recall", "remember"]

_LONGEST_SEC = 8 * 3600  # a working day
_MOST_BYTES = 1_000_000


def remember(config: QDashConfig, kind: str, names: Iterable[str]) -> None:
    """Keep names for a few hours. Where nothing can be written, nothing happens.

    Args:
        config: the settings, with the deployment and the project.
        kind: what the names are of: "chips", "flows" or "metrics".
        names: the names.
    """
    from pathlib import Path

    from ...local_files import Replacement

    file = _file(config, kind)
    content = "".join(f"{name}\n" for name in names if name.isprintable())
    directory = os.path.dirname(file)
    with suppress(OSError, UnicodeEncodeError):
        for made in (os.path.dirname(directory), directory):  # but no home directory
            with suppress(FileExistsError):
                os.mkdir(made, 0o700)
        with Replacement(Path(file), private=True) as new:
            new.open().write(content.encode())
            new.commit()
        with os.scandir(directory) as entries:
            for old in [entry.path for entry in entries if _is_old(entry.stat())]:
                os.unlink(old)


def recall(config: QDashConfig, kind: str) -> list[str]:
    """Return the names that were kept, or [] if there are none or they are too old."""
    with suppress(OSError, UnicodeDecodeError), open(_file(config, kind), encoding="utf-8") as stream:
        if not _is_old(os.fstat(stream.fileno())):
            return stream.read(_MOST_BYTES).splitlines()
    return []


def _is_old(found: os.stat_result) -> bool:
    return abs(time.time() - found.st_mtime) > _LONGEST_SEC


def _file(config: QDashConfig, kind: str) -> str:
    from hashlib import sha256

    place = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(place):  # the XDG Base Directory Specification ignores relative paths
        place = os.path.join(os.path.expanduser("~"), ".cache")
    deployment = f"{config.base_url}\n{config.project_id or ''}"
    digest = sha256(deployment.encode("utf-8", "surrogatepass")).hexdigest()
    return os.path.join(place, "qdash-client", f"{digest[:16]}-{kind}")
