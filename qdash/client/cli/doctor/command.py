"""``doctor``: what works between here and QDash, step by step."""

from __future__ import annotations

from ..options import row_options
from .steps import Steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import Any

    from ..context import Context
    from .findings import Finding

__all__ = ["add_doctor", "run_doctor"]

_NAME, _TIME, _STATE = 15, 10, 9  # columns
_WIDEST = 120
_LEAST_DETAIL = 30
_PAINTS = {"ok": "green", "warning": "yellow", "failed": "red", "skipped": "dim"}


def add_doctor(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``doctor``."""
    parser.epilog = (
        "The exit code is that of the first step that fails. -o wide also shows each setting and where it is from,\n"
        "and each difference between the API here and the API that this client knows. Secrets are never shown."
    )


def run_doctor(context: Context) -> int:
    """Run the steps, and show each when it is over."""
    from ...formats.columns import Column

    steps = Steps(context)
    if context.for_people and not row_options(context.options):
        for finding in _watched(context, steps):
            for line in _lines(context, finding):
                context.out(line)
    else:
        columns = (
            Column("step"),
            Column("ok"),
            Column("state", shown="table"),
            Column("detail"),
            Column("ms", kind="number"),
            Column("remedy"),
        )
        context.show(columns, (finding.row() for finding in steps.findings()))
    return steps.code


def _watched(context: Context, steps: Steps) -> Iterator[Finding]:
    """Show the step that is running on the line of progress."""
    findings = steps.findings(lambda step: context.progress.show(step))
    yield from findings
    context.progress.clear()


def _lines(context: Context, finding: Finding) -> Iterator[str]:
    """Yield the lines of a step for people."""
    from ...formats.width import join, pad

    style = context.style
    paint: Any = _PAINTS[finding.state]
    width = None if context.width is None else min(context.width, _WIDEST)
    whole = None if width is None else max(_LEAST_DETAIL, width - _NAME)
    short = None if whole is None else max(_LEAST_DETAIL, whole - _TIME - _STATE)
    first, *others = list(join(style.text(finding.detail).split(" "), " ", whole, short)) or [""]
    time = "" if finding.ms is None else f"{finding.ms:.0f} ms"
    is_bad = finding.state == "failed"
    yield (
        style.paint(pad(finding.step, _NAME), "dim" if finding.state == "skipped" else "bold")
        + style.paint(pad(first, 60 if short is None else short), *([paint] if is_bad else []))
        + pad(time, _TIME, "right")
        + "  "
        + style.paint(finding.state, paint)
    ).rstrip()
    margin = " " * _NAME
    for line in others:
        yield margin + style.paint(line, *([paint] if is_bad else []))
    if finding.remedy:
        arrow = style.text("→ ")
        left = None if whole is None else whole - len(arrow)
        for index, line in enumerate(join(style.text(finding.remedy).split(" "), " ", left)):
            yield margin + style.paint((" " * len(arrow) if index else arrow) + line, "bold" if is_bad else paint)
    if context.output == "wide":
        for line in finding.lines:
            yield margin + style.paint(style.text(line), "dim")
