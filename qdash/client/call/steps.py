"""Calls that are made of other calls: each is a generator that says what to do next.

A step is an `Ask`, another operation of the client, or a number, the seconds to wait. The generator itself neither
sleeps nor starts threads: `run` asks and sleeps in the thread of the caller, `run_async` awaits async variants and
`asyncio.sleep`. So a cancelled async call ends at once.
"""

from __future__ import annotations

from time import sleep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Generator
    from typing import Any, TypeVar

    _Result = TypeVar("_Result")

__all__ = ["Ask", "Caller", "run", "run_async", "run_attempts_async", "take", "take_async"]

_SLACK = 0.1  # seconds: a request ends by itself, and says more


class Ask:
    """One operation to be called.

    Attributes:
        name: the method of the client.
        args: its positional arguments.
        kwargs: its keyword arguments.
        within: the seconds that it may take, retries included; None for the limits of the client alone.
    """

    __slots__ = ("args", "kwargs", "name", "within")

    def __init__(self, name: str, /, *args: Any, within: float | None = None, **kwargs: Any) -> None:
        self.name = name
        self.args: tuple[Any, ...] = args
        self.kwargs: dict[str, Any] = kwargs
        self.within = within


class Caller:
    """A client, as far as `run` and `run_async` need it."""

    _sleep: Callable[[float], None]

    async def _in_thread(self, method: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError


def run(client: Caller, steps: Generator[object, Any, _Result]) -> _Result:
    """Take the steps in this thread, and return the result."""
    proceed: Callable[[Any], object] = steps.send
    outcome: Any = None
    try:
        while True:
            step = proceed(outcome)
            try:
                outcome = take(client, step)
                proceed = steps.send
            except BaseException as error:
                outcome, proceed = error, steps.throw
    except StopIteration as stop:
        return stop.value  # type: ignore[no-any-return]
    except BaseException as error:  # perhaps Ctrl-C between two steps, of which they have to know
        try:  # noqa: SIM105 - without an import for each process
            steps.throw(error)
        except StopIteration:
            pass
        raise


async def run_async(client: Caller, steps: Generator[object, Any, _Result]) -> _Result:
    """Take the steps in the event loop, and return the result."""
    proceed: Callable[[Any], object] = steps.send
    outcome: Any = None
    while True:
        try:
            step = proceed(outcome)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]
        try:
            outcome = await take_async(client, step)
            proceed = steps.send
        except BaseException as error:
            outcome, proceed = error, steps.throw


def take(client: Caller, step: Any) -> Any:
    """Take one step in this thread."""
    if not isinstance(step, Ask):
        return client._sleep(step)
    method = getattr(client, step.name)
    if step.within is None:
        return method(*step.args, **step.kwargs)
    from ..transport.deadline import within

    return within(step.within).run(method, *step.args, **step.kwargs)


async def run_attempts_async(client: Caller, attempts: Generator[float, None, _Result]) -> _Result:
    """Make the attempts of one operation, each in a thread, and wait between them in the event loop."""
    try:
        while True:
            over, outcome = await client._in_thread(_attempt, attempts)
            if over:
                return outcome  # type: ignore[no-any-return]
            await _pause_async(client, outcome)
    finally:
        try:  # noqa: SIM105 - without an import for each call
            attempts.close()
        except ValueError:
            pass  # a cancelled call is within an attempt, which ends by itself


def _attempt(attempts: Generator[float, None, Any]) -> tuple[bool, Any]:
    """Make one attempt, and return whether it was the last one, and the result or the seconds to wait."""
    try:
        return False, next(attempts)
    except StopIteration as stop:
        return True, stop.value


async def _pause_async(client: Caller, seconds: float) -> None:
    if client._sleep is not sleep:  # a function of the program, which may block
        await client._in_thread(client._sleep, seconds)
        return
    from asyncio import sleep as sleep_async

    await sleep_async(seconds)


async def take_async(client: Caller, step: Any) -> Any:
    """Take one step in the event loop."""
    if not isinstance(step, Ask):
        return await _pause_async(client, step)
    call = getattr(client, f"{step.name}_async")(*step.args, **step.kwargs)
    return await (call if step.within is None else _in_time(call, step.within))


async def _in_time(call: Coroutine[Any, Any, Any], seconds: float) -> Any:
    """Await a call that has so many seconds, also where it has to wait for a thread."""
    import asyncio

    from ..errors import QDashTimeoutError
    from ..transport.deadline import within

    task = within(seconds).run(asyncio.ensure_future, call)
    try:
        return await asyncio.wait_for(task, seconds + _SLACK)
    except QDashTimeoutError:
        raise
    except (TimeoutError, asyncio.TimeoutError) as error:
        raise QDashTimeoutError("no thread was free within the time left for it") from error
