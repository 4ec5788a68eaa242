"""The dashboard as lines of text, in one column or two."""

from __future__ import annotations

import re

from ..formats.columns import Column
from ..formats.numbers import bound
from ..formats.table import table
from ..formats.times import age, local_time
from ..formats.width import cut, display_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime, tzinfo
    from typing import Any

    from ..formats.style import Paint, Style

    Board = Mapping[str, Any]

__all__ = ["screen"]

_MOST_ROWS = (3, 6)  # of failures, degradations and executions, in one column and in two
_TWO_COLUMNS_FROM = 120
_GAP = 4


def screen(board: Board, now: datetime, *, width: int | None, style: Style, tz: tzinfo | None = None) -> Iterator[str]:
    """Yield the lines of a dashboard.

    Args:
        board: what was read.
        now: the present time.
        width: the columns of the terminal; None for a pipe.
        style: what the output can show.
        tz: the time zone of times.
    """
    wide = width is not None and width >= _TWO_COLUMNS_FROM
    page = _Page(board, now, width, style, tz, wide=wide)
    yield page.title()
    yield page.chip()
    yield ""
    yield from page.runs()
    yield ""
    metrics = page.metrics()
    if width is None or not wide:
        yield from [*metrics, "", *page.rest()]
        return
    widths = [display_width(re.sub("\x1b\\[[0-9;]*m", "", line)) for line in metrics]
    column = min(max(widths), width // 2) + _GAP
    rest = _Page(board, now, width - column, style, tz, wide=wide).rest()
    for at in range(max(len(metrics), len(rest))):
        left = metrics[at] + " " * (column - widths[at]) if at < len(metrics) else " " * column
        yield (left + (rest[at] if at < len(rest) else "")).rstrip()


class _Page:
    def __init__(
        self, board: Board, now: datetime, width: int | None, style: Style, tz: tzinfo | None, *, wide: bool
    ) -> None:
        self.board = board
        self.now = now
        self.width = width
        self.style = style
        self.tz = tz
        self.most = _MOST_ROWS[wide or width is None]

    def title(self) -> str:
        profile, base_url = self.board["profile"], self.board["base_url"]
        place = f"{profile} ({base_url})" if profile else base_url
        left = self.style.text(f"{self.board['chip']['chip_id']} on {place}")
        right = local_time(self.board["time"], self.tz)
        blanks = " " * max(2, (self.width or 0) - display_width(left) - len(right))
        return f"{self.style.paint(left, 'bold')}{blanks}{right}"

    def chip(self) -> str:
        chip = self.board["chip"]
        parts = [chip["activity_status"], f"{chip['qubit_count']} qubits", f"{chip['coupling_count']} couplings"]
        parts += [chip["topology_id"], chip["current_cooldown_id"] and f"cooldown {chip['current_cooldown_id']}"]
        return self._cut(" · ".join(part for part in parts if part))

    def runs(self) -> Iterator[str]:
        """Yield the active executions and the lock, or the last execution."""
        locked = {True: "held", False: "free", None: "unknown"}[self.board["locked"]]
        lock = f"lock: {locked}"
        executions = self.board["executions"]
        if executions is None:
            yield f"{self._heading('RUNS')}  {lock}"
            yield self._problem("executions")
            return
        active, last = executions["active"], executions["last"]
        if not active:
            yield f"{self._heading('IDLE')}  {lock}"
        for execution in active[: self.most]:
            status = self.style.text(execution["status"].upper())
            about = self._cut(self._run(execution), len(status) + len(lock) + 4)
            yield f"{self.style.paint(status, 'bold', 'yellow')}  {about}  {lock}".rstrip()
            lock = ""
        if len(active) > self.most:
            yield self._more(len(active) - self.most)
        if last is not None:
            paint: Paint = "red" if last["status"] == "failed" else "dim"
            yield self.style.paint(self._cut(f"last: {self._run(last, ' ago')}  {last['status']}"), paint)
        if self.board["locked"] is None:
            yield self._problem("locked")

    def _run(self, execution: Mapping[str, Any], ago: str = "") -> str:
        number, start = execution["execution_id"], execution["start_at"]
        since = f"  {age(start, self.now)}{ago}" if start else ""
        return f"{number}  {execution['name'].removesuffix(f'-{number}')}{since}"

    def metrics(self) -> list[str]:
        """Return the lines about the metrics."""
        found = self.board["metrics"]
        if not found:
            return self._nothing("METRICS", "metrics", "no values")
        rows = [
            {
                **each,
                "good": bound(each["threshold"], each["mode"]),
                "miss": _missing(each),
            }
            for each in found
        ]
        columns = [
            Column("title", "METRICS"),
            Column("median", kind="number", digits=4),
            Column("worst", kind="number", digits=4),
            Column("unit", ""),
            Column("worst_entity_id", "AT"),
            Column("good", "THRESHOLD"),
            Column("miss", "MISS"),
        ]

        def paint(row: Mapping[str, Any], column: str) -> Paint | None:
            return "red" if row["misses"] and column == "miss" else None

        return self._table(columns, rows, paint)

    def rest(self) -> list[str]:
        """Return the lines about all but runs and metrics."""
        return [*self.failures(), "", *self.degradations(), "", *self.issues()]

    def failures(self) -> list[str]:
        """Return the lines about failed tasks."""
        found = self.board["failures"]
        if not found or not found["tasks"]:
            return self._nothing("FAILURES, 24 h", "failures", "none")
        tasks = found["tasks"]
        rows = [{**each, "where": " ".join(each["qids"])} for each in tasks[: self.most]]
        # The counts are those of the newest failures, if there are very many.
        title = f"FAILURES, last {sum(each['count'] for each in tasks)}" if found["more"] else "FAILURES, 24 h"
        columns = [Column("task_name", title), Column("count", "", kind="number"), Column("where", "ON")]
        return [*self._table(columns, rows), *self._rest(tasks)]

    def degradations(self) -> list[str]:
        """Return the lines about parameters that get worse."""
        found = self.board["degradations"]
        if not found:
            return self._nothing("DEGRADING", "degradations", "nothing")
        rows = [
            {
                "what": f"{each['parameter_name']} of {each['qid']}" if each["qid"] else each["parameter_name"],
                "change": _change(each["displayed_values"], each["displayed_unit"]),
                "percent": _percent(each["total_delta_percent"]),
                "steps": f"{each['streak_count']} times in a row",
            }
            for each in found[: self.most]
        ]
        columns = [Column("what", "DEGRADING"), Column("change", ""), Column("percent", ""), Column("steps", "")]
        return [*self._table(columns, rows), *self._rest(found)]

    def issues(self) -> list[str]:
        """Return the line about open issues."""
        found = self.board["issues"]
        if not found or not found["open"]:
            return self._nothing("OPEN ISSUES", "issues", "none")
        number, newest = f" {found['open']}", found["newest"]
        line = self._heading("OPEN ISSUES") + number
        if newest:
            about = f"  newest: {newest['title'] or newest['content']} ({age(newest['created_at'], self.now)})"
            line += self._cut(about, len("OPEN ISSUES") + len(number))
        return [line]

    # --- helpers ------------------------------------------------------------------------------------------------------

    def _table(
        self,
        columns: list[Column],
        rows: list[dict[str, Any]],
        paint: Callable[[Mapping[str, Any], str], Paint | None] | None = None,
    ) -> list[str]:
        return list(table(columns, rows, width=self.width, style=self.style, tz=self.tz, paint=paint))

    def _heading(self, text: str) -> str:
        return self.style.paint(self.style.text(text), "bold")

    def _nothing(self, heading: str, part: str, text: str) -> list[str]:
        """Return the lines of a part that is empty, or that could not be read."""
        if self.board[part] is None:
            return [self._heading(heading), self._problem(part)]
        return [f"{self._heading(heading)}  {self.style.text(text)}"]

    def _problem(self, part: str) -> str:
        error = self.board["errors"].get(part) or {}
        return self.style.paint(self._cut(f"not available: {error.get('message', '')}"), "yellow")

    def _rest(self, found: list[Any]) -> list[str]:
        return [self._more(len(found) - self.most)] if len(found) > self.most else []

    def _more(self, number: int) -> str:
        return self.style.paint(self.style.text(f"… and {number} more"), "dim")

    def _cut(self, text: str, less: int = 0) -> str:
        text = self.style.text(text)
        return text if self.width is None else cut(text, max(20, self.width - less), self.style.text("…"))


def _missing(each: Mapping[str, Any]) -> str:
    if each["misses"] is None:
        return ""
    return f"{each['misses']} of {each['count']}" if each["misses"] else "0"


def _percent(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:+.2g} %" if abs(value) < 9.5 else f"{value:+.0f} %"


def _change(values: list[Any], unit: str) -> str:
    numbers = [value for value in values if value is not None]
    if not numbers:
        return ""
    return f"{numbers[0]:.4g} → {numbers[-1]:.4g} {unit}".strip()
