"""Paged lists that change while they are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from fault_server import Received, http_response

from qdash.client import QDashClient, QDashValidationError

from .cases import Call, Fault, Section, Sees

TIME = "2026-07-01T01:02:03Z"
ISSUE = {"task_id": "t", "username": "u", "content": "x", "created_at": TIME, "updated_at": TIME}


def numbers(client: QDashClient) -> list[int]:
    """Go through the issues in pages of two."""
    return [int(issue.id) for issue in client.iter_issues(limit=2)]  # type: ignore[attr-defined]


def tracker(change: Callable[[list[int], int], None], *, ignores_skip: bool = False) -> Callable[[Received], bytes]:
    """Serve the issues 4 to 1, and change them before each page but the first."""
    issues = [4, 3, 2, 1]
    asked: list[int] = []

    def script(request: Received) -> bytes:
        if request.path != "/issues":
            return http_response({"chip_id": "own"})
        skip = int(parse_qs(request.query)["skip"][0])
        if asked:
            change(issues, len(asked))
        asked.append(skip)
        found = issues[:2] if ignores_skip else issues[skip : skip + 2]
        page = [ISSUE | {"id": str(number)} for number in found]
        return http_response({"issues": page, "total": len(issues), "skip": skip, "limit": 2})

    return script


def add(count: int) -> Callable[[list[int], int], None]:
    def change(issues: list[int], time: int) -> None:
        if time == 1:
            issues[:0] = range(4 + count, 4, -1)

    return change


def take(issues: list[int], time: int) -> None:
    if time == 1:
        del issues[0]


def schedules(runs: dict[str, int]) -> Callable[[Received], bytes]:
    """Serve schedules: the cron schedule of a flow on every page, and of all flows `limit` runs each."""

    def schedule(flow: str, number: int | None) -> dict[str, Any]:
        kind = "cron" if number is None else "one-time"
        name = f"{flow}{'*' if number is None else number}"
        return {"schedule_id": name, "flow_name": flow, "schedule_type": kind, "active": True, "created_at": TIME}

    def script(request: Received) -> bytes:
        query = parse_qs(request.query)
        limit, offset = int(query["limit"][0]), int(query["offset"][0])
        if request.path == "/flows/schedules":
            found = [schedule(flow, number) for flow in runs for number in [None, *range(min(runs[flow], limit))]]
            return http_response({"schedules": found[offset : offset + limit]})
        flow = request.path.split("/")[2]
        return http_response(
            {"schedules": [schedule(flow, n) for n in [None, *range(runs[flow])[offset : offset + limit]]]}
        )

    return script


def names(of: str, *args: str) -> Call:
    return lambda client: sorted(item.schedule_id for item in getattr(client, of)(*args, limit=2))


PAGING = "call/paging.py"
SECTION = Section(
    "Lists",
    "An iterator yields each item once, even if items are added meanwhile, and misses none unless items are "
    "deleted meanwhile and the server does not count them. A server that ignores the start of a page is detected.",
    {
        "an item is yielded once": [(PAGING, 'if identity == "" or identity not in seen:', "if True:")],
        "deleted items cause no gap": [
            (PAGING, "if total and operation.key and least is not None and total < least:", "if False:")
        ],
        "equal pages alone do not prove that the start is ignored": [
            (
                PAGING,
                "if any(_is_counted(item, operation) for item in _items(beyond",
                "if (lambda *_: True)(_items(beyond",
            )
        ],
        "a server that ignores the start is detected": [
            (PAGING, "if counted and repeated and not honoured", "if False")
        ],
        "items on every page do not count": [(PAGING, "return operation.recurring is None or", "return True or")],
        "a truncated list is completed": [
            (PAGING, "return _with_rest(operation, rest, arguments) if rest else", "return")
        ],
    },
    [
        *[
            Fault(
                what=f"{count} more items at the top while a list is read",
                server=tracker(add(count)),
                call=lambda client: [number for number in numbers(client) if number <= 4],
                sees=[4, 3, 2, 1],
                reached=reached,
                guard=guard,
                recovers=False,
            )
            for count, reached, guard in [
                (1, 3, "an item is yielded once"),
                (2, 4, "equal pages alone do not prove that the start is ignored"),
            ]
        ],
        Fault(
            what="an item leaves the list while it is read",
            server=tracker(take),
            call=numbers,
            sees=[4, 3, 1, 2],
            reached=3,
            guard="deleted items cause no gap",
            recovers=False,
        ),
        Fault(
            what="a server gives the first page again and again",
            server=tracker(lambda issues, time: None, ignores_skip=True),
            call=numbers,
            sees=Sees(QDashValidationError, "^GET /issues: the server ignores 'skip': there are items however large"),
            reached=3,
            guard="a server that ignores the start is detected",
            recovers=False,
        ),
        Fault(
            what="an item on every page that does not count for the limit",
            server=schedules({"a": 3}),
            call=names("iter_flow_schedules", "a"),
            sees=["a*", "a0", "a1", "a2"],
            reached=3,
            guard="items on every page do not count",
            recovers=False,
        ),
        Fault(
            what="a list with at most one page of each group",
            server=schedules({"a": 3, "b": 1}),
            call=names("iter_all_flow_schedules"),
            sees=["a*", "a0", "a1", "a2", "b*", "b0"],
            reached=11,
            guard="a truncated list is completed",
            recovers=False,
        ),
    ],
)
