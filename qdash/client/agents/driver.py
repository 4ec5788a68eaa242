"""Carries out what the state machines of steps and campaigns decide: in a thread, or in an event loop."""

from __future__ import annotations

from collections.abc import Awaitable, Generator
from typing import Any

from ..errors import QDashApiError
from .campaign import Choose, RunStep
from .journal import Journal
from .records import AgentEvent, OnEvent
from .state import Call, Event, Failed, Finish, Interrupted, Returned, is_conflict, is_transient

__all__ = ["Actions", "Driver", "Sent"]

Decided = Call | RunStep | Choose
Actions = Generator[Decided, Event, Any]
Sent = dict[tuple[str, str], Call]
_FAILURES = (QDashApiError, TimeoutError)


class Driver:
    """Does what a state machine decides, records it, and reports it.

    Attributes:
        sent: the calls that were made under a key, by key.
        node_id: the node of the campaign that runs now, or None.
    """

    def __init__(
        self,
        client: Any,
        sent: Sent,
        on_event: OnEvent | None,
        journal: Journal | None = None,
        step_runner: Any = None,
        planner: Any = None,
    ) -> None:
        self.node_id: str | None = None
        self._client = client
        self.sent = sent
        self._on_event = on_event
        self._journal = journal
        self._step_runner = step_runner
        self._planner = planner
        self._kept: Call | None = None

    def finish(self, actions: Actions) -> Any:
        """Do everything in this thread, and return the outcome."""
        action = self._next(actions, None)
        while not isinstance(action, Finish):
            try:
                event: Event = Returned(self._call(action))
            except Exception as error:
                event = self._failed(action, error)
            self._end(action, event)
            action = self._next(actions, event)
        return action.outcome

    async def finish_async(self, actions: Actions) -> Any:
        """Do everything in the event loop, and return the outcome."""
        action = self._next(actions, None)
        while not isinstance(action, Finish):
            try:
                event: Event = Returned(await self._call_async(action))
            except Exception as error:
                event = self._failed(action, error)
            self._end(action, event)
            action = self._next(actions, event)
        return action.outcome

    def _next(self, actions: Actions, event: Any) -> Decided | Finish:
        """Return the next action that has to be done: one whose event is not known already."""
        while True:
            try:
                action = actions.send(event)
            except StopIteration as stop:
                return Finish(stop.value)
            event = self._begin(action)
            if event is None:
                return action

    def _call(self, action: Decided) -> Any:
        if isinstance(action, Choose):
            return self._planner.choose_next(action.observation)
        if isinstance(action, RunStep):
            return self._step_runner.run_step(**action.options)
        return getattr(self._client, action.method)(*action.arguments, **action.options)

    async def _call_async(self, action: Decided) -> Any:
        from asyncio import to_thread

        if isinstance(action, Choose):
            chosen = self._planner.choose_next(action.observation)
            return await chosen if isinstance(chosen, Awaitable) else chosen
        if isinstance(action, RunStep):
            variant = getattr(self._step_runner, "run_step_async", None)
            if variant is None:
                return await to_thread(self._step_runner.run_step, **action.options)
            return await variant(**action.options)
        return await getattr(self._client, f"{action.method}_async")(*action.arguments, **action.options)

    def _begin(self, action: Decided) -> Event | None:
        """Record what is about to be done, and return how it went, if that is known already."""
        if isinstance(action, Call) and action.method == "list_agent_actions":
            names = action.method, f"{action.method}_async"
            if not any(hasattr(self._client, name) for name in names):  # a test has made the client
                return Returned([])
        event = None if self._journal is None else self._journal.begin(action)
        if isinstance(action, Call) and action.key is not None:
            self._kept = self.sent.get(action.key)
            self.sent[action.key] = action
        self._take_back(action, event)
        if not isinstance(event, Interrupted):
            self._report(action, "started" if event is None else "remembered")
        return event

    def _end(self, action: Decided, event: Event) -> None:
        if self._journal is not None:
            self._journal.end(action, event)
        self._take_back(action, event)
        if isinstance(event, Failed):
            self._report(action, "failed", str(event.error))
        else:
            self._report(action, "done")

    def _failed(self, action: Decided, error: Exception) -> Event:
        """Return the event of a failure; those that belong to the program are raised again."""
        if isinstance(action, RunStep) or not (isinstance(action, Choose) or isinstance(error, _FAILURES)):
            raise error
        return Failed(error)

    def _take_back(self, action: Decided, event: Event | None) -> None:
        """Do not keep a call that was refused, so that the next one under its key may be another one.

        A call that was made before stays: it may have been carried out then. A conflict says that it was not.
        """
        error = event.error if isinstance(event, Failed) else None
        if not isinstance(action, Call) or action.key is None or not isinstance(error, QDashApiError):
            return
        if is_transient(error):
            return
        if self._kept is None or (self._kept == action and is_conflict(error)):
            self.sent.pop(action.key, None)
        else:
            self.sent[action.key] = self._kept

    def _report(self, action: Decided, status: str, detail: str = "") -> None:
        if self._on_event is not None:
            self._on_event(AgentEvent(action.method, status, self.node_id, detail))
