"""Carries out what the state machines of steps and campaigns decide: in a thread, or in an event loop."""

from __future__ import annotations

from collections.abc import Awaitable, Generator
from typing import Any

from ..errors import QDashApiError
from .instructions import Call, Choose, Failed, Finish, Instruction, Interrupted, Result, Returned, RunStep
from .journal import Journal
from .records import AgentEvent, OnEvent
from .state import is_conflict, is_transient

__all__ = ["Driver", "Instructions", "Sent"]

Instructions = Generator[Instruction, Result, Any]
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

    def finish(self, instructions: Instructions) -> Any:
        """Do everything in this thread, and return the outcome."""
        instruction = self._next(instructions, None)
        while not isinstance(instruction, Finish):
            try:
                result: Result = Returned(self._call(instruction))
            except Exception as error:
                result = self._failed(instruction, error)
            self._end(instruction, result)
            instruction = self._next(instructions, result)
        return instruction.outcome

    async def finish_async(self, instructions: Instructions) -> Any:
        """Do everything in the event loop, and return the outcome."""
        instruction = self._next(instructions, None)
        while not isinstance(instruction, Finish):
            try:
                result: Result = Returned(await self._call_async(instruction))
            except Exception as error:
                result = self._failed(instruction, error)
            self._end(instruction, result)
            instruction = self._next(instructions, result)
        return instruction.outcome

    def _next(self, instructions: Instructions, result: Any) -> Instruction | Finish:
        """Return the next instruction that has to be done: one whose result is not known already."""
        while True:
            try:
                instruction = instructions.send(result)
            except StopIteration as stop:
                return Finish(stop.value)
            result = self._begin(instruction)
            if result is None:
                return instruction

    def _call(self, instruction: Instruction) -> Any:
        if isinstance(instruction, Choose):
            return self._planner.choose_next(instruction.observation)
        if isinstance(instruction, RunStep):
            return self._step_runner.run_step(**instruction.options)
        return getattr(self._client, instruction.method)(*instruction.arguments, **instruction.options)

    async def _call_async(self, instruction: Instruction) -> Any:
        from asyncio import to_thread

        if isinstance(instruction, Choose):
            chosen = self._planner.choose_next(instruction.observation)
            return await chosen if isinstance(chosen, Awaitable) else chosen
        if isinstance(instruction, RunStep):
            variant = getattr(self._step_runner, "run_step_async", None)
            if variant is None:
                return await to_thread(self._step_runner.run_step, **instruction.options)
            return await variant(**instruction.options)
        return await getattr(self._client, f"{instruction.method}_async")(*instruction.arguments, **instruction.options)

    def _begin(self, instruction: Instruction) -> Result | None:
        """Record what is about to be done, and return how it went, if that is known already."""
        if isinstance(instruction, Call) and instruction.method == "list_agent_actions":
            names = instruction.method, f"{instruction.method}_async"
            if not any(hasattr(self._client, name) for name in names):  # a test has made the client
                return Returned([])
        result = None if self._journal is None else self._journal.begin(instruction)
        if isinstance(instruction, Call) and instruction.key is not None:
            self._kept = self.sent.get(instruction.key)
            self.sent[instruction.key] = instruction
        self._take_back(instruction, result)
        if not isinstance(result, Interrupted):
            self._report(instruction, "started" if result is None else "remembered")
        return result

    def _end(self, instruction: Instruction, result: Result) -> None:
        if self._journal is not None:
            self._journal.end(instruction, result)
        self._take_back(instruction, result)
        if isinstance(result, Failed):
            self._report(instruction, "failed", str(result.error))
        else:
            self._report(instruction, "done")

    def _failed(self, instruction: Instruction, error: Exception) -> Result:
        """Return the result of a failure; those that belong to the program are raised again."""
        if isinstance(instruction, RunStep) or not (isinstance(instruction, Choose) or isinstance(error, _FAILURES)):
            raise error
        return Failed(error)

    def _take_back(self, instruction: Instruction, result: Result | None) -> None:
        """Do not keep a call that was refused, so that the next one under its key may be another one.

        A call that was made before stays: it may have been carried out then. A conflict says that it was not.
        """
        error = result.error if isinstance(result, Failed) else None
        if not isinstance(instruction, Call) or instruction.key is None or not isinstance(error, QDashApiError):
            return
        if is_transient(error):
            return
        if self._kept is None or (self._kept == instruction and is_conflict(error)):
            self.sent.pop(instruction.key, None)
        else:
            self.sent[instruction.key] = self._kept

    def _report(self, instruction: Instruction, status: str, detail: str = "") -> None:
        if self._on_event is not None:
            self._on_event(AgentEvent(instruction.method, status, self.node_id, detail))
