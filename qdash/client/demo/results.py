"""The operations on task results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from operator import attrgetter
from typing import Any

from .catalog import TargetKind
from .data import JAPAN, Chip
from .fields import Field, Flag, FreeForm, Integer, Moment, Text
from .files import json_figure_path, picture_path
from .flows import started
from .history import Result
from .lab import Lab, blank_note
from .routing import Refusal, Routes
from .shapes import NOT_EXCLUDED, RUN_PARAMETERS, Json, elapsed, inputs, outputs, task_result, without_nulls
from .times import stamp, stamp_utc, utc_now
from .work import Run

routes: Routes = Routes()

_TRACE = 'Traceback (most recent call last):\n  File "fit.py", line 12, in fit\nRuntimeError: fit did not converge\n'
_REVIEW = {
    "status": "",
    "requested_by": "",
    "review_run_id": "",
    "trigger_type": "manual_chip_bulk",
    "model_provider": "",
    "model_name": "",
    "error": "",
}


def _newest_first(results: Iterable[Result]) -> list[Result]:
    return sorted(results, key=attrgetter("start_at"))[::-1]


def _result(lab: Lab, task_id: str) -> Result:
    result = lab.work.result(task_id)
    if result is None:
        raise Refusal(404, f"Task result with task_id {task_id} not found")
    return result


def _trace(result: Result) -> str:
    return _TRACE if result.status == "failed" else ""


@routes(
    "GET",
    "/task-results",
    query={
        **{name: Text(None) for name in ("status", "chip_id", "task_name", "qid", "execution_id", "username")},
        **{name: Moment(None) for name in ("start_from", "start_to")},
        "message_contains": Text(None),
        "skip": Integer(0, ge=0),
        "limit": Integer(50, ge=1, le=100),
    },
)
def list_task_results(lab: Lab, *, skip: int, limit: int, **wanted: Any) -> Json:
    """Answer listTaskResults, newest first. Members that would be null are left out."""
    tests: dict[str, Callable[[Result, Any], bool]] = {
        "status": lambda result, status: result.status == status,
        "task_name": lambda result, name: result.task.name == name,
        "qid": lambda result, qid: result.target_id == qid,
        "execution_id": lambda result, number: result.execution.execution_id == number,
        "username": lambda _, username: username == lab.username,
        "start_from": lambda result, moment: result.start_at >= moment,
        "start_to": lambda result, moment: result.start_at <= moment,
        "message_contains": lambda result, text: text.lower() in result.message.lower(),
    }
    chip_id = wanted.pop("chip_id")
    if chip_id is None:
        found = list(lab.work.results())
    else:
        found = list(lab.work.results(lab.chips[chip_id])) if chip_id in lab.chips else []
    for name, value in wanted.items():
        if value is not None:
            found = [result for result in found if tests[name](result, value)]
    found = _newest_first(found)
    return {
        "items": [without_nulls(_item(lab, result)) for result in found[skip : skip + limit]],
        "total": len(found),
        "skip": skip,
        "limit": limit,
        "status_counts": dict(Counter(result.status for result in found)),
    }


def _item(lab: Lab, result: Result) -> Json:
    return {
        "task_id": result.task_id,
        "task_name": result.task.name,
        "qid": result.target_id,
        "chip_id": result.execution.chip.chip_id,
        "status": result.status,
        "execution_id": result.execution.execution_id,
        "user_id": lab.user_id,
        "username": lab.username,
        "message": result.message,
        "has_stack_trace": bool(_trace(result)),
        "source_task_id": result.source_task_id,
        "start_at": stamp_utc(result.start_at),
        "end_at": result.end_at and stamp_utc(result.end_at),
        "elapsed_time": elapsed(result.start_at, result.end_at),
        "ai_review_status": "",
    }


@routes("GET", "/tasks/{task_id}/result")
def get_task_result(lab: Lab, *, task_id: str) -> Json:
    """Answer getTaskResult."""
    result = _result(lab, task_id)
    execution, run = result.execution, result.run
    return {
        "task_id": task_id,
        "task_name": result.task.name,
        "qid": result.target_id,
        "chip_id": execution.chip.chip_id,
        "status": result.status,
        "execution_id": execution.execution_id,
        "flow_name": execution.flow_name,
        "user_id": lab.user_id,
        "username": lab.username,
        "figure_path": [picture_path(run)] if run else [],
        "json_figure_path": [json_figure_path(run)] if run else [],
        "input_parameters": inputs(result),
        "output_parameters": outputs(run) if run else {},
        "run_parameters": RUN_PARAMETERS,
        "tags": execution.tags,
        "message": result.message,
        "stack_trace": _trace(result),
        "source_task_id": result.source_task_id,
        "re_executions": [
            {
                "task_id": each.task_id,
                "task_name": each.task.name,
                "qid": each.target_id,
                "status": each.status,
                "start_at": stamp_utc(each.start_at),
            }
            for each in lab.work.results(execution.chip)
            if each.source_task_id == task_id
        ],
        "start_at": stamp_utc(result.start_at),
        "end_at": result.end_at and stamp_utc(result.end_at),
        "elapsed_time": elapsed(result.start_at, result.end_at),
        "ai_review_note": blank_note(),
    }


@routes("POST", "/task-results/{task_id}/exclude", body={"excluded": Flag(), "reason": Text("")})
def set_task_result_excluded(lab: Lab, *, task_id: str, excluded: bool, reason: str) -> Json:
    """Answer setTaskResultExcluded. The metrics ignore excluded results."""
    _result(lab, task_id)
    lab.excluded.pop(task_id, None)
    if excluded:
        lab.excluded[task_id] = {
            "excluded": True,
            "excluded_reason": reason,
            "excluded_by_user_id": lab.user_id,
            "excluded_by": lab.username,
            "excluded_at": stamp(utc_now()),
        }
    return {"task_id": task_id, **lab.excluded.get(task_id, NOT_EXCLUDED)}


@routes(
    "POST",
    "/task-results/{task_id}/re-execute",
    body={"parameter_overrides": FreeForm(None), "update_params": Flag(True), "reconfigure": Flag(False)},
)
def re_execute_task_result(lab: Lab, *, task_id: str, **_: Any) -> Json:
    """Answer reExecuteTaskResult: a single run without the lock. The overrides have no effect."""
    source = _result(lab, task_id)

    def steps(run: Run) -> Any:
        return lab.work.repeat(run, source)

    return started(lab.work.start(steps), f"Re-execution of task {source.task.name} started successfully")


class _TargetResults:
    """The operations on the results of one kind of target."""

    def __init__(self, kind: TargetKind, target: str) -> None:
        self.kind: TargetKind = kind
        path = f"/task-results/{kind}s"
        which: dict[str, Field] = {"chip_id": Text(), "task": Text()}
        day = {**which, "date": Text(), "start_at": Moment(None), "end_at": Moment(None)}
        routes("GET", f"{path}/latest", query=which)(self.latest)
        routes("GET", f"{path}/history", query=day)(self.historical)
        routes("GET", f"{path}/{{{target}}}/history", query=which)(self.history)

    def latest(self, lab: Lab, *, chip_id: str, task: str) -> Json:
        chip = lab.chips[chip_id]  # as in QDash, an unknown chip is status 500
        return self._newest_of_each(chip, task, self._results(lab, chip, task))

    def historical(
        self, lab: Lab, *, chip_id: str, task: str, date: str, start_at: datetime | None, end_at: datetime | None
    ) -> Json:
        chip = lab.chips[chip_id]
        found = [each for each in self._results(lab, chip, task) if f"{each.start_at + JAPAN:%Y%m%d}" == date]
        if not found:
            raise LookupError(date)  # as in QDash, a day without results is status 500
        start_at, end_at = start_at or datetime.min, end_at or datetime.max
        return self._newest_of_each(chip, task, [each for each in found if start_at <= each.start_at < end_at])

    def history(self, lab: Lab, *, chip_id: str, task: str, **target: str) -> Json:
        (target_id,) = target.values()
        found = [each for each in self._results(lab, lab.chips[chip_id], task) if each.target_id == target_id]
        return {"name": task, "data": {each.task_id: _full(each) for each in _newest_first(found)}}

    def _results(self, lab: Lab, chip: Chip, task: str) -> list[Result]:
        results = lab.work.results(chip)
        return [each for each in results if each.task.name == task and each.task.target == self.kind]

    def _newest_of_each(self, chip: Chip, task: str, results: Iterable[Result]) -> Json:
        newest = {each.target_id: each for each in reversed(_newest_first(results))}
        pending = {"name": task, "status": "pending", "default_view": True}
        shown = {
            target_id: _full(newest[target_id]) if target_id in newest else pending
            for target_id in chip.targets(self.kind)
        }
        return {"task_name": task, "result": shown}


def _full(result: Result) -> Json:
    row = task_result(result)
    return without_nulls({**row, "execution_id": result.execution.execution_id, "ai_review": _REVIEW})


_TargetResults("qubit", "qid")
_TargetResults("coupling", "coupling_id")
