"""The steps of ``doctor``: which depend on which, what each found, and the exit code."""

from __future__ import annotations

from time import monotonic

from ..errors import QDashApiError, QDashConfigError
from .failures import exit_code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, Literal

    from .context import Context

    State = Literal["ok", "warning", "failed", "skipped"]

__all__ = ["Examination", "Failed", "Finding", "NotNeeded", "Result"]


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
        self.lines = list(lines)


class NotNeeded(Exception):
    """A step has nothing to examine here. Those that depend on it are examined. The argument is the reason."""


class Result:
    """What a step found that did not fail.

    Attributes:
        detail: what is there.
        remedy: for a warning: what to do; else "".
        lines: more about it, for those who ask.
        more: more members of the row.
        ms: the milliseconds, if another step did the work.
    """

    def __init__(
        self, detail: str, remedy: str = "", *, lines: Iterable[str] = (), ms: float | None = None, **more: Any
    ) -> None:
        self.detail = detail
        self.remedy = remedy
        self.lines = list(lines)
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
        lines: more about it, for those who ask.
        more: more members of the row.
    """

    def __init__(self, step: str, state: State, detail: str, ms: float | None = None, remedy: str = "") -> None:
        self.step = step
        self.state: State = state
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


class Examination:
    """All steps, in their order.

    Attributes:
        code: the exit code of the first step that failed, or 0.
    """

    def __init__(self, context: Context) -> None:
        from .patient import Patient

        self.code = 0
        self._patient = Patient(context)
        self._without: dict[str, str] = {}  # the steps that failed or were skipped, and the one that failed first

    def findings(self, before: Callable[[str], object] | None = None) -> Iterator[Finding]:
        """Examine, and yield what each step found.

        Args:
            before: a function that is called with the name of a step before it.
        """
        from .examination_of_api import STEPS as OF_API
        from .examination_of_path import STEPS as OF_PATH

        try:
            for name, examine, needed, is_timed in (*OF_PATH, *OF_API):
                cause = next((self._without[other] for other in needed if other in self._without), None)
                if cause is None:
                    if before is not None:
                        before(name)
                    finding = self._examined(name, examine, is_timed)
                else:
                    finding = Finding(name, "skipped", f"because {cause} failed")
                if finding.state == "failed" or cause is not None:
                    self._without[name] = cause or name
                yield self._without_secrets(finding)
        finally:
            self._patient.close()

    def _examined(self, name: str, examine: Callable[[Any], Result], is_timed: bool) -> Finding:
        import warnings

        failed: Failed | None = None
        start = monotonic()
        with warnings.catch_warnings(record=True) as given:
            warnings.simplefilter("always")
            try:
                result = examine(self._patient)
            except NotNeeded as reason:
                return Finding(name, "skipped", str(reason))
            except Failed as failure:
                failed = failure
            except QDashConfigError as error:
                failed = Failed(*self._patient.explained(error), exit_code(error))
            except QDashApiError as error:
                failed = self._patient.failed(error)
        ms = (monotonic() - start) * 1000 if is_timed else None
        if failed is not None:
            self.code = self.code or failed.code
            finding = Finding(name, "failed", failed.detail, ms, failed.remedy)
            finding.lines = failed.lines
            return finding
        remedies = [*(str(each.message) for each in given if issubclass(each.category, UserWarning)), result.remedy]
        remedy = "; ".join(remedy for remedy in remedies if remedy)
        finding = Finding(name, "warning" if remedy else "ok", result.detail, result.ms if ms is None else ms, remedy)
        finding.lines, finding.more = result.lines, result.more
        return finding

    def _without_secrets(self, finding: Finding) -> Finding:
        hide = self._patient.hide
        finding.detail, finding.remedy = hide(finding.detail), hide(finding.remedy)
        finding.lines = [hide(line) for line in finding.lines]
        finding.more = _mapped(hide, finding.more)
        return finding


def _mapped(hide: Callable[[str], str], value: Any) -> Any:
    """Return JSON with all of its texts changed."""
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, dict):
        return {name: _mapped(hide, each) for name, each in value.items()}
    return [_mapped(hide, each) for each in value] if isinstance(value, list) else value
