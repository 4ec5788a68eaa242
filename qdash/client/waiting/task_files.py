"""The files of a task result: its figures and its raw data."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from ..call.downloads import safe_name
from ..call.steps import Ask
from ..errors import QDashNotFoundError, QDashValidationError
from ..local_files import local_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Generator
    from typing import Any

    Calls = Generator[object, Any, Any]

__all__ = ["download_files", "figure"]


def figure(task_id: str, index: int, prefer_json: bool) -> Calls:
    """Find the path of a figure, and load it."""
    if isinstance(index, bool) or not isinstance(index, int) or index < 0:
        raise QDashValidationError(f"get_task_result_figure(): index: must be an integer from 0, not {index!r}")
    result = yield Ask("get_task_result", task_id)
    pictures, documents = result.figure_path, result.json_figure_path
    paths = (documents if prefer_json else pictures) or documents or pictures
    if index >= len(paths):
        raise QDashNotFoundError(
            f"get_task_result_figure(): task result {task_id} has no figure {index}: it has {len(paths)}"
        )
    return (yield Ask("get_figure_by_path", path=paths[index]))


def download_files(task_id: str, to: str | os.PathLike[str]) -> Calls:
    """Write all figures and raw data of a task result into a directory, and return their paths."""
    directory = local_path("to", to, QDashValidationError)
    result = yield Ask("get_task_result", task_id)
    figures = [*result.figure_path, *result.json_figure_path]
    raw_data: list[str] = []
    if result.execution_id:  # only the execution has their paths
        execution = yield Ask("get_execution", result.execution_id)
        raw_data = [path for task in execution.task if task.task_id == task_id for path in task.raw_data_path or []]
    try:
        directory.mkdir(exist_ok=True)
    except OSError as error:
        raise QDashValidationError(f"to: cannot make the directory {directory}: {error.strerror}") from None
    written: list[Path] = []
    for method, paths in (("get_figure_by_path", figures), ("download_file", raw_data)):
        for path in paths:
            written.append((yield Ask(method, path=path, to=_unused(directory, path, written))))
    return written


def _unused(directory: Path, path: str, taken: list[Path]) -> Path:
    """Return where a file is written: under its own name, with a number where two have the same one in any case."""
    found = own = directory / (safe_name(path) or "file")
    names = {each.name.casefold() for each in taken}
    for number in count(2):
        if found.name.casefold() not in names:
            break
        found = own.with_stem(f"{own.stem}-{number}")
    return found
