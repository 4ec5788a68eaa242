"""``download``: figures, raw data, reports and other files."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from ..formats.columns import Column
from .failures import UsageError
from .options import Parser, add_chip_option

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from typing import Any

    from .context import Context

    Load = Callable[..., Any]

__all__ = ["add_download", "run_download"]

_KINDS = {
    "figure": ("TASK_ID [NUMBER]", "a figure of a task result: number 0, 1, ..."),
    "result": ("TASK_ID --to DIR", "all figures and the raw data of a task result"),
    "pdf": ("", "the metrics of a chip as a document"),
    "raw": ("PATH", "a file on the server, such as the raw data of a task result"),
    "zip": ("PATH", "a file or a directory of the configuration"),
}
_FILES = (Column("path"), Column("bytes", kind="number"))


def add_download(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``download``."""
    parser.add_argument("kind", choices=_KINDS, metavar="KIND", help=f"one of {', '.join(_KINDS)}")
    parser.add_argument("of", nargs="*", metavar="WHICH", help="what to load, as below")
    parser.add_argument(
        "--to",
        metavar="FILE",
        help="the file to write, or replace; or the directory to write to; - is standard output. Without it, a new "
        "file in the current directory is written, with its name on the server",
    )
    parser.add_argument("--plotly", action="store_true", help="load the Plotly figure (JSON), and not the picture")
    add_chip_option(parser)
    forms = "\n".join(f"  {f'{name} {form}':<26}{text}" for name, (form, text) in _KINDS.items())
    parser.epilog = f"what can be loaded:\n{forms}"
    parser.set_defaults(finish=_finish)


def _finish(parser: Parser, options: argparse.Namespace) -> None:
    """Check the arguments of a kind."""
    form, _ = _KINDS[options.kind]
    least, most = (1, 2) if options.kind == "figure" else (0, 0) if options.kind == "pdf" else (1, 1)
    if not least <= len(options.of) <= most:
        parser.error(f"write: download {options.kind} {form}".rstrip())
    if options.kind == "figure" and len(options.of) == 2:
        number = options.of[1]
        if not number.isascii() or not number.isdigit():
            parser.error(f"the number of a figure is 0, 1, 2 ..., not {number!r}")
    if options.kind == "result" and options.to in (None, "-"):
        parser.error("download result TASK_ID: give --to DIR")


def run_download(context: Context) -> None:
    """Load files."""
    {"figure": _figure, "result": _result, "pdf": _pdf, "raw": _raw, "zip": _zip}[context.options.kind](context)


def _figure(context: Context) -> None:
    from ..errors import QDashNotFoundError

    options, client = context.options, context.client
    task_id, number = options.of[0], int(options.of[1]) if len(options.of) > 1 else 0
    result = client.get_task_result(task_id)
    kind, paths = ("Plotly figure", result.json_figure_path) if options.plotly else ("figure", result.figure_path)
    if number >= len(paths):
        raise QDashNotFoundError(f"task result {task_id} has no {kind} {number}, but {len(paths)}")
    _load(context, partial(client.get_figure_by_path, path=paths[number]), paths[number])


def _result(context: Context) -> None:
    from .ticker import Ticker

    options = context.options
    with Ticker(context.progress, lambda: f"loading the files of {options.of[0]}"):
        paths = context.client.download_task_result_files(options.of[0], to=options.to)
    _report(context, paths)


def _pdf(context: Context) -> None:
    _load(context, partial(context.client.download_metrics_pdf, context.chip_id()), None)


def _raw(context: Context) -> None:
    (path,) = context.options.of
    _load(context, partial(context.client.download_file, path=path), path)


def _zip(context: Context) -> None:
    (path,) = context.options.of
    _load(context, partial(context.client.download_zip_file, path=path), None)


def _load(context: Context, load: Load, remote: str | None) -> None:
    """Load a file to where it is wanted.

    Args:
        context: the context.
        load: makes the call; it takes ``to`` and ``progress``.
        remote: the path on the server, for the name of the local file; None if only the response has a name.
    """
    from ..call.downloads import safe_name
    from .saving import refuse_terminal, save, write_bytes
    from .ticker import Ticker

    to = context.options.to
    if to == "-":
        refuse_terminal()
        with Ticker(context.progress, lambda: "loading"):
            content = load()
        write_bytes(content)
        return
    directory = Path("." if to is None else os.path.expanduser(to))
    if to is not None and not (directory.is_dir() or to.endswith(("/", os.sep))):
        _report(context, [_stream(context, load, directory)])
    elif remote is not None and (name := safe_name(remote)):
        _report(context, [_stream(context, load, _unused(directory / name))])
    else:
        with Ticker(context.progress, lambda: "loading"):
            content = load()
        target = _unused(directory / (content.filename or "download"))
        _report(context, [save("--to", str(target), content)])


def _stream(context: Context, load: Load, target: Path) -> Path:
    """Write a file as it comes."""
    shown = target.name

    def progress(done: int, total: int | None) -> None:
        context.progress.show(f"{shown}  {_size(done)}", done, total)

    return load(to=target, progress=progress)  # type: ignore[no-any-return]


def _unused(target: Path) -> Path:
    """Refuse to replace a file whose name nobody has given."""
    if os.path.lexists(target):
        raise UsageError(f"{target} exists: give --to {target} to replace it, or another file")
    return target


def _report(context: Context, paths: list[Path]) -> None:
    if context.for_people:
        for path in paths:
            context.note(f"wrote {path}")
        if not paths:
            context.note("There are no files.")
    else:
        context.show(_FILES, ({"path": str(path), "bytes": path.stat().st_size} for path in paths))


def _size(count: float) -> str:
    if count < 1000:
        return f"{count} bytes"
    for unit in ("kB", "MB"):
        count /= 1000
        if count < 999.5:
            return f"{count:.3g} {unit}"
    return f"{count / 1000:.3g} GB"
