"""Save to files that are mount points."""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path

from qdash.client import QDashClient, QDashConfig

place, url = Path(sys.argv[1]), sys.argv[2]
config = QDashConfig(base_url=url, project_id="p", api_token="t")


def download() -> None:
    with QDashClient(config) as client:
        client.get_figure_by_path(path="f.png", to=place / "f")


for save in (lambda: config.save("first", place / "config.ini"), download):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        save()
    (warning,) = (str(each.message) for each in caught if each.category is UserWarning)
    assert "it is a mount point and was written in place" in warning, warning
assert QDashConfig.from_file("first", place / "config.ini") == config
assert sorted(os.listdir(place)) == ["config.ini", "config.ini.lock", "f"]
