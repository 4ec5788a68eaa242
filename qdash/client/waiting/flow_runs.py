"""A run of a flow: which executions belong to it, and when it is over.

QDash runs most flows as a pipeline of stages. Each stage is an execution of its own. They share the UUID of the flow
run, as ``note["flow_run_id"]``. The API does not say whether a further stage follows. A project has one lock, which a
pipeline holds until its end, but the API does not say which flow holds it. So a run counts as over when all its
executions have ended, then the lock was free, and then no new execution had appeared.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import timezone

from ..call.steps import Ask, run, run_async
from ..errors import QDashApiError, QDashValidationError
from ..transport.log import log_info
from ..transport.message import one_line
from .polling import Patience, Stopwatch, check_times, poll

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from datetime import datetime
    from typing import Any

    from ..call.steps import Caller
    from ..models.executions import CancelExecutionResponse, ExecutionResponseSummary

__all__ = ["FlowRun"]

_PAGE = 20  # executions that one question reads
_LARGE_PAGE = 100  # where more than one page is needed
_MOST_PAGES = 10  # of one chip, at one look
_ENDED = frozenset({"completed", "failed", "cancelled", "skipped"})
_UNFINISHED = frozenset({"scheduled", "pending", "running"})
_MOST_SHOWN = 5  # executions that a message names
_LAST_QUESTION = 1.0  # seconds that the question for the lock may take when the time is over
_LOCK_PATIENCE = 300.0  # seconds that the lock may be held after the last execution has ended
_CANCEL_PATIENCE = 30.0  # seconds after which a cancelled run without an execution has none to come


class FlowRun:
    """A run of a flow that was started: its last known state, and methods to wait, refresh and cancel.

    `QDashClient.run_flow` and `QDashClient.flow_run` make it. Threads may not share one. A pickle of it holds no
    client and no secret. An unpickled run only shows its state; `QDashClient.flow_run` with its `flow_run_id` makes one
    that can be used.

    Attributes:
        flow_run_id: the UUID of the run, as `cancel_execution` takes it.
        name: the flow, or None if it is not known.
        chip_id: the chip that it runs on, or None if it is not known yet.
        executions: the last known executions of the run, in the order of their start; for most flows one for each
            stage.
        settled: whether the run is over as far as the API can tell.
        unsettled_reason: the reason why `wait` returned without knowing that; else "".
    """

    flow_run_id: str
    name: str | None
    chip_id: str | None
    executions: list[ExecutionResponseSummary]
    settled: bool
    unsettled_reason: str

    def __init__(
        self,
        client: Caller,
        flow_run_id: str,
        *,
        name: str | None = None,
        chip_id: str | None = None,
        single_task: bool = False,
        known: dict[str, set[str]] | None = None,
    ) -> None:
        self.flow_run_id = _text("flow_run_id", flow_run_id)
        self.name = name
        self.chip_id = None if chip_id is None else _text("chip_id", chip_id)
        self.executions = []
        self.settled = False
        self.unsettled_reason = ""
        self._client: Caller | None = client
        self._single_task = single_task
        self._looked = known is not None  # who knows what was there before has started the run
        # By chip, the executions that were listed before: what is new stands above them.
        self._known: dict[str, set[str]] = known or {}
        self._chips: list[str] | None = list(self._known) or None
        self._watch = Stopwatch()
        self._cancelled_at: float | None = None  # by the watch
        self._ended_at: float | None = None  # by the watch: when all executions were first seen to have ended
        self._gone = False  # cancelled before there was an execution
        self._met_a_lock: bool | None = None  # at the first look without an execution

    @property
    def status(self) -> str:
        """The status of the executions together: pending, running, completed, failed, cancelled or unknown.

        It is pending while there is no execution, and running while one has not ended; then the worst status counts. It
        is unknown before the first `refresh` or `wait` for a run that another process started, and if an execution has
        a status that this client does not know.
        """
        statuses = {execution.status for execution in self.executions}
        if not statuses:
            return "cancelled" if self._gone else "pending" if self._looked else "unknown"
        if statuses & _UNFINISHED:
            return "running"
        if statuses - _ENDED:
            return "unknown"
        return next((status for status in ("failed", "cancelled") if status in statuses), "completed")

    def __repr__(self) -> str:
        flow = f" of {self.name!r}" if self.name else ""
        chip = f" on {self.chip_id}" if self.chip_id else ""
        numbers = [one_line(execution.execution_id, 40) for execution in self.executions[:_MOST_SHOWN]]
        if len(self.executions) > _MOST_SHOWN:
            numbers.append(f"{len(self.executions) - _MOST_SHOWN} more")
        return f"<FlowRun {self._shown_id}{flow}{chip}: {self.status}, {', '.join(numbers) or 'no execution yet'}>"

    @property
    def _shown_id(self) -> str:
        """The ID as one line of limited length, for messages: it comes from the server."""
        return one_line(self.flow_run_id, 80)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_client": None}

    # --- public methods ----------------------------------------------------------------------------------------------

    def wait(
        self,
        *,
        timeout_seconds: float = 600.0,
        poll_interval_seconds: float = 1.0,
        on_progress: Callable[[FlowRun], object] | None = None,
    ) -> FlowRun:
        """Wait until the run is over, and return it.

        Outages are tolerated until the timeout, as in all waits.

        Args:
            timeout_seconds: the longest time to wait, in seconds; with 0 the state is read once. The run continues
                after that.
            poll_interval_seconds: the pause between two requests, in seconds.
            on_progress: called with the run at once, and whenever an execution appears or changes its status.

        Returns:
            This run. `settled` is False if another execution may follow, because the lock of the project was still held
            five minutes after the last one had ended; `unsettled_reason` says so.

        Raises:
            QDashTimeoutError: the timeout has passed. It is a `TimeoutError` as well, and has the run as `flow_run`.
            QDashApiError: a request failed permanently; its `flow_run` is this run.
            TypeError: a time is not a number.
            ValueError: a time is negative.

        QDash operations: listExecutions, getExecutionLockStatus, listChips.
        """
        return run(self._usable_client(), self._waiting(timeout_seconds, poll_interval_seconds, on_progress))

    async def wait_async(
        self,
        *,
        timeout_seconds: float = 600.0,
        poll_interval_seconds: float = 1.0,
        on_progress: Callable[[FlowRun], object] | None = None,
    ) -> FlowRun:
        """Async variant of `wait`. `on_progress` is called in the event loop."""
        steps = self._waiting(timeout_seconds, poll_interval_seconds, on_progress)
        return await run_async(self._usable_client(), steps)

    def refresh(self) -> FlowRun:
        """Read the state of the run once, and return this run.

        Raises:
            QDashApiError: a request failed; its `flow_run` is this run.

        QDash operations: listExecutions, getExecutionLockStatus, listChips.
        """
        return run(self._usable_client(), self._refreshing())

    async def refresh_async(self) -> FlowRun:
        """Async variant of `refresh`."""
        return await run_async(self._usable_client(), self._refreshing())

    def cancel(self) -> CancelExecutionResponse:
        """Request the cancellation of the run. The request is sent once; the run ends later, as `wait` shows.

        Raises:
            QDashTransportError: 409, if the run has ended already.
            QDashApiError: the request was refused, or its outcome is unknown; its `flow_run` is this run.

        QDash operation: cancelExecution.
        """
        return run(self._usable_client(), self._cancelling())

    async def cancel_async(self) -> CancelExecutionResponse:
        """Async variant of `cancel`."""
        return await run_async(self._usable_client(), self._cancelling())

    # --- implementation ----------------------------------------------------------------------------------------------

    def _usable_client(self) -> Caller:
        if self._client is None:
            raise QDashApiError(
                "this flow run was unpickled and has no client; "
                f"make a usable one with client.flow_run({self._shown_id!r})"
            )
        return self._client

    def _waiting(
        self, timeout: float, interval: float, on_progress: Callable[[FlowRun], object] | None
    ) -> Generator[object, Any, FlowRun]:
        check_times(timeout_seconds=timeout, poll_interval_seconds=interval)
        patience = Patience(timeout, interval, self._watch)
        shown = self._state()

        def changed(flow_run: FlowRun) -> bool:
            nonlocal shown
            before, shown = shown, flow_run._state()
            return before != shown

        try:
            if on_progress is not None:
                on_progress(self)
            looks = poll(patience, lambda: self._look(patience.within), FlowRun._is_over, changed, on_progress)
            if (yield from looks) is None:
                state = yield from self._state_in_words()
                raise patience.timeout_error(f"flow run {self._shown_id} has not ended within {timeout:g} s; {state}")
        except BaseException as error:
            self.attach_to(error)
            raise
        return self

    def _refreshing(self) -> Generator[object, Any, FlowRun]:
        try:
            yield from self._look(lambda: None)
        except BaseException as error:
            self.attach_to(error)
            raise
        return self

    def _cancelling(self) -> Generator[object, Any, CancelExecutionResponse]:
        try:
            response = yield Ask("cancel_execution", self.flow_run_id)
        except BaseException as error:
            self.attach_to(error)
            raise
        self._cancelled_at = self._watch.elapsed()
        return response  # type: ignore[no-any-return]

    def attach_to(self, error: BaseException) -> None:
        """Put the run into an exception, as `flow_run` and in the message, so that it is not lost with the call."""
        if getattr(error, "flow_run", None) is not None:
            return
        with suppress(AttributeError):
            error.flow_run = self  # type: ignore[attr-defined]
        text = f"flow run {self._shown_id}: client.flow_run({self._shown_id!r}) returns to it"
        if isinstance(error, QDashApiError):
            error.args = (f"{error}; {text}",)
        elif isinstance(error, KeyboardInterrupt) and not error.args:
            error.args = (text,)
        elif hasattr(error, "add_note"):
            error.add_note(text)

    def _state(self) -> object:
        return self.status, self.settled, [(execution.execution_id, execution.status) for execution in self.executions]

    def _is_over(self) -> bool:
        return self.settled or bool(self.unsettled_reason)

    def _all_ended(self) -> bool:
        return bool(self.executions) and all(execution.status in _ENDED for execution in self.executions)

    def _look(self, within: Callable[[], float | None]) -> Generator[object, Any, FlowRun]:
        """Read the executions and, when all have ended, whether more can follow."""
        appeared = yield from self._list(within)
        self._looked = True
        self.settled, self.unsettled_reason = False, ""
        if appeared:
            self._ended_at = None
        now = self._watch.elapsed()
        if not self.executions and self._met_a_lock is None and not self._single_task:
            self._met_a_lock = yield from self._lock(within)
        if not self._all_ended():
            self._ended_at = None
            since = now if self.executions or self._cancelled_at is None else self._cancelled_at
            self.settled = self._gone = now - since >= _CANCEL_PATIENCE
            return self
        if self._ended_at is None:
            self._ended_at = now
        if not self._single_task and (yield Ask("get_execution_lock_status", within=within())).lock:
            if now - self._ended_at >= _LOCK_PATIENCE:
                self.unsettled_reason = (
                    f"the execution lock of the project is still held {_LOCK_PATIENCE:g} s after the last execution of "
                    "this run has ended: by a further stage of it, by another flow, or by a worker that was killed"
                )
        else:
            # A stage that began before the lock was read as free is listed by now.
            appeared = yield from self._list(within)
            self.settled = not appeared and self._all_ended()
            if appeared:
                self._ended_at = None
        return self

    def _lock(self, within: Callable[[], float | None]) -> Generator[object, Any, bool | None]:
        """Read whether the lock of the project is held; None where that fails."""
        with suppress(QDashApiError):
            return (yield Ask("get_execution_lock_status", within=within())).lock  # type: ignore[no-any-return]
        return None

    def _list(self, within: Callable[[], float | None]) -> Generator[object, Any, bool]:
        """Read the executions of the run, and return whether there is one more."""
        before = len(self.executions)
        if self._chips is None:
            chips = (yield Ask("list_chips", within=within())).chips if self.chip_id is None else []
            found_chips = [self.chip_id] if self.chip_id is not None else [chip.chip_id for chip in chips]
            self._chips = found_chips or None  # a project without chips may get one
        for chip_id in self._chips or ():
            found = yield from self._list_on(chip_id, within)
            if found:
                self.chip_id, self._chips = chip_id, [chip_id]
                rows = {execution.execution_id: execution for execution in [*self.executions, *found]}
                self.executions = sorted(rows.values(), key=_by_start)
                break
        return len(self.executions) > before

    def _list_on(
        self, chip_id: str, within: Callable[[], float | None]
    ) -> Generator[object, Any, list[ExecutionResponseSummary]]:
        """Read the executions of a chip, newest first, as far as the run can reach, and return those of the run."""
        known = self._known.get(chip_id)
        unfinished = {execution.execution_id for execution in self.executions if execution.status not in _ENDED}
        listed: set[str] = set()
        found: list[ExecutionResponseSummary] = []
        skip = 0
        for number in range(_MOST_PAGES):
            limit = _PAGE if known is not None and number == 0 else _LARGE_PAGE
            page = yield Ask("list_executions", chip_id=chip_id, skip=skip, limit=limit, within=within())
            mine = [execution for execution in page.executions if self._has(execution)]
            numbers = {execution.execution_id for execution in page.executions}
            found += mine
            listed |= numbers
            skip += len(page.executions)
            if len(page.executions) < limit:
                break
            if known is None:
                if found and not mine:
                    break
            elif known & numbers and unfinished <= listed:
                break
        self._known[chip_id] = listed | (known or set())
        return found

    def _has(self, execution: ExecutionResponseSummary) -> bool:
        return str(execution.note.get("flow_run_id")).lower() == self.flow_run_id.lower()

    def _state_in_words(self) -> Generator[object, Any, str]:
        """Say why the run is not over. The lock is read for that."""
        if not self._looked:
            return "its executions could not be listed"
        lock = None if self._single_task else (yield from self._lock(lambda: _LAST_QUESTION))
        if not self.executions:
            if not (lock or self._met_a_lock):
                return "there is no execution of it yet"
            return (
                "there is no execution of it yet; another execution holds the lock of the project, or held it at the "
                "start, which is the likely cause: a flow that starts meanwhile fails before it has one"
            )
        if self._all_ended():
            held = ", but the lock of the project is held, so that another one may follow" if lock else ""
            return f"its executions have ended{held}"
        unfinished = [each for each in self.executions if each.status not in _ENDED]
        shown = [
            f"execution {one_line(each.execution_id, 40)} is {one_line(each.status, 40)!r}"
            for each in unfinished[:_MOST_SHOWN]
        ]
        more = len(unfinished) - len(shown)
        state = " and ".join([*shown, f"{more} more have not ended"] if more else shown)
        if lock is False:
            state += ", although the lock of the project is free: its worker may have been killed"
        last = max(
            filter(None, (time for each in self.executions for time in (each.start_at, each.end_at))), default=None
        )
        if last is None:
            return state
        return f"{state}; nothing has changed since {last.astimezone(timezone.utc):%Y-%m-%dT%H:%M:%SZ}"


def _text(name: str, value: object) -> str:
    """Return an identifier as the operations take them."""
    from .. import codec
    from ..call import arguments

    try:
        found = arguments.text(value, name)
    except codec.Mismatch as mismatch:
        problem = str(mismatch)
    else:
        if found:
            return str(found)
        problem = f"{name}: must not be empty"
    raise QDashValidationError(f"flow_run(): {problem}")


def _by_start(execution: ExecutionResponseSummary) -> tuple[bool, datetime | None, str]:
    start = execution.start_at
    return start is None, start, execution.execution_id


def start(
    client: Caller,
    name: str,
    parameters: Mapping[str, Any] | None,
    wait: bool,
    timeout: float,
    interval: float,
    on_progress: Callable[[FlowRun], object] | None,
    chip_id: str | None,
) -> Generator[object, Any, FlowRun]:
    """Start a flow, and wait for the end of the run if that is asked for."""
    check_times(timeout_seconds=timeout, poll_interval_seconds=interval)
    if parameters is not None and not isinstance(parameters, Mapping):
        raise QDashValidationError(f"run_flow(): parameters: must be a mapping, not {type(parameters).__name__}")
    chip_id = _text("chip_id", chip_id) if chip_id else (yield from _chip_of(name, parameters))
    chips = [chip_id] if chip_id else [chip.chip_id for chip in (yield Ask("list_chips")).chips]
    known: dict[str, set[str]] = {}
    for chip in chips:  # what is there before the start does not belong to the run
        page = yield Ask("list_executions", chip_id=chip, limit=_PAGE)
        known[chip] = {execution.execution_id for execution in page.executions}
    started = yield Ask("execute_flow", name, parameters=parameters)
    flow_run = FlowRun(client, started.execution_id, name=name, chip_id=chip_id, known=known)
    try:
        log_info("flow %r runs as flow run %s", name, flow_run._shown_id)
        if wait:
            yield from flow_run._waiting(timeout, interval, on_progress)
        elif on_progress is not None:
            on_progress(flow_run)
        return flow_run
    except BaseException as error:
        flow_run.attach_to(error)
        raise


def _chip_of(name: str, parameters: Mapping[str, Any] | None) -> Generator[object, Any, str | None]:
    """Return the chip that a run will use, as far as that can be told."""
    chip_id = (parameters or {}).get("chip_id")
    if not chip_id:
        flow = yield Ask("get_flow", name)
        chip_id = flow.default_parameters.get("chip_id") or flow.chip_id
    return chip_id if isinstance(chip_id, str) and chip_id else None
