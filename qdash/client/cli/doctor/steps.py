"""The steps of ``doctor`` in their order: which depend on which, what each found, and the exit code."""

from __future__ import annotations

from time import monotonic

from ...errors import QDashApiError, QDashConfigError
from ..failures import exit_code
from .findings import Failed, Finding, NotNeeded, Result

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from ..context import Context

__all__ = ["Steps"]


class Steps:
    """All steps, in their order.

    Attributes:
        code: the exit code of the first step that failed, or 0.
    """

    def __init__(self, context: Context) -> None:
        from .state import State

        self.code: int = 0
        self._state = State(context)
        self._without: dict[str, str] = {}  # the steps that failed or were skipped, and the one that failed first

    def findings(self, before: Callable[[str], object] | None = None) -> Iterator[Finding]:
        """Run the steps, and yield what each found.

        Args:
            before: a function that is called with the name of a step before it.
        """
        from .api import STEPS as OF_API
        from .path import STEPS as OF_PATH

        try:
            for name, step, needed, is_timed in (*OF_PATH, *OF_API):
                cause = next((self._without[other] for other in needed if other in self._without), None)
                if cause is None:
                    if before is not None:
                        before(name)
                    finding = self._run(name, step, is_timed)
                else:
                    finding = Finding(name, "skipped", f"because {cause} failed")
                if finding.state == "failed" or cause is not None:
                    self._without[name] = cause or name
                yield self._without_secrets(finding)
        finally:
            self._state.close()

    def _run(self, name: str, step: Callable[[Any], Result], is_timed: bool) -> Finding:
        import warnings

        failed: Failed | None = None
        start = monotonic()
        with warnings.catch_warnings(record=True) as given:
            warnings.simplefilter("always")
            try:
                result = step(self._state)
            except NotNeeded as reason:
                return Finding(name, "skipped", str(reason))
            except Failed as failure:
                failed = failure
            except QDashConfigError as error:
                failed = Failed(*self._state.explained(error), exit_code(error))
            except QDashApiError as error:
                failed = self._state.failed(error)
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
        hide = self._state.hide
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
