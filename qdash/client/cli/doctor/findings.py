"""The results of the steps of ``doctor``."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Literal

    Outcome = Literal["ok", "warning", "failed", "skipped"]

__all__ = ["Failed", "Finding", "NotNeeded", "Result"]


class Failed(Exception):
    """A step failed.

    Attributes:
        detail: what is wrong.
        remedy: what to do about it.
        code: the exit code.
    """

    def __init__(self, detail: str, remedy: str, code: int, lines: Iterable[str] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.remedy = remedy
        self.code = code
        self.lines: list[str] = list(lines)


class NotNeeded(Exception):
    """A step has nothing to check here. Those that depend on it run. The argument is the reason."""


class Result:
    """What a step found that did not fail.

    Attributes:
        detail: what is there.
        remedy: for a warning: what to do; else "".
        lines: more about it, for ``-o wide``.
        more: more members of the row.
        ms: the milliseconds, if another step did the work.
    """

    def __init__(
        self, detail: str, remedy: str = "", *, lines: Iterable[str] = (), ms: float | None = None, **more: Any
    ) -> None:
        self.detail = detail
        self.remedy = remedy
        self.lines: list[str] = list(lines)
        self.ms = ms
        self.more = more


class Finding:
    """What a step found, without secrets.

    Attributes:
        step: its name.
        state: "ok", "warning", "failed" or "skipped".
        detail: what is there, or what is wrong.
        ms: the milliseconds that it took, or None if it did not wait for anything.
        remedy: what to do about it, or "".
        lines: more about it, for ``-o wide``.
        more: more members of the row.
    """

    def __init__(self, step: str, state: Outcome, detail: str, ms: float | None = None, remedy: str = "") -> None:
        self.step = step
        self.state: Outcome = state
        self.detail = detail
        self.ms = ms
        self.remedy = remedy
        self.lines: list[str] = []
        self.more: dict[str, Any] = {}

    def row(self) -> dict[str, Any]:
        """Return it as a row."""
        return {
            "step": self.step,
            "ok": {"failed": False, "skipped": None}.get(self.state, True),
            "state": self.state,
            "detail": self.detail,
            "ms": None if self.ms is None else round(self.ms, 1),
            "remedy": self.remedy or None,
            **self.more,
        }
