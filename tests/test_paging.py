"""Iterators over paged lists: a page at a time, as far as they are asked, and never without end."""

from __future__ import annotations

import asyncio
import inspect
import itertools
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs

import api_document
import declared
import pytest
from declared import OPERATIONS
from fault_server import FaultServer, Received, http_response

from qdash.client import QDashClient, QDashConfig, QDashNotFoundError, QDashValidationError
from qdash.client.call.declare import iterator_name
from qdash.client.call.operation import Operation
from qdash.client.models import FlowScheduleSummary, ForumPostResponse, IssueResponse

PAGED = {name: endpoint for name, endpoint in OPERATIONS.items() if endpoint.pages is not None}
BOUNDS = [
    (name, parameter, value)
    for name, endpoint in OPERATIONS.items()
    for parameter, (least, greatest) in endpoint.bounds.items()
    for value in (*([] if least is None else [least - 1]), *([] if greatest is None else [greatest + 1]))
]

paged = pytest.mark.parametrize("name", PAGED)
ways = pytest.mark.parametrize("way", ["sync", "async"])


class Book:
    """Serves a list of items in pages, as an operation declares them."""

    def __init__(
        self, endpoint: Operation, count: int, *, total: str = "true", repeats: bool = False, page: int | None = None
    ) -> None:
        self.start_name = "skip" if "skip" in endpoint.query else "offset"
        self.pages = endpoint.pages
        hint = declared.hints(endpoint.signature)["return"]
        self.page = declared.sample_document(hint)
        (item,) = self.page[self.pages] if self.pages else self.page
        texts = [key for key, value in item.items() if isinstance(value, str)]
        self.label = (endpoint.key.split() or texts)[0]
        self.items = [{**item, self.label: f"2026-07-01T00:00:{number:02}Z"} for number in range(count)]
        for number, entry in enumerate(self.items):
            if "flow_name" in entry:
                entry["flow_name"] = f"flow {number}"
        self.total = total
        self.repeats = repeats
        self.largest = page

    def __call__(self, request: Received) -> bytes:
        query = parse_qs(request.query)
        start, limit = int(query[self.start_name][0]), int(query["limit"][0])
        if self.repeats:
            start = 0
        items = self.items[start : start + min(limit, self.largest or limit)]
        if not self.pages:
            return http_response(items)
        page = {**self.page, self.pages: items}
        for key in ("skip", "offset"):
            page.pop(key, None) if key not in self.page else page.update({key: start})
        if "total" in page:
            page["total"] = {"true": len(self.items), "none": None, "zero": 0}[self.total]
            if self.total == "none":
                del page["total"]
        return http_response(page)


def arguments(name: str) -> dict[str, Any]:
    return declared.sample_call(OPERATIONS[name], all_of_them=False).arguments


def drain(client: QDashClient, name: str, way: str, count: int | None = None, **more: Any) -> list[Any]:
    """Take items, all or some."""
    items = []
    if way == "sync":
        for item in getattr(client, iterator_name(name))(**arguments(name), **more):
            items.append(item)
            if len(items) == count:
                break
        return items

    async def main() -> None:
        stream = getattr(client, f"{iterator_name(name)}_async")(**arguments(name), **more)
        async for item in stream:
            items.append(item)
            if len(items) == count:
                await stream.aclose()
                break

    asyncio.run(main())
    return items


def labels(book: Book, items: list[Any]) -> list[Any]:
    return [item.to_dict()[book.label] for item in items]


def starts(server: FaultServer, book: Book) -> list[tuple[int, int]]:
    queries = [parse_qs(request.query) for request in server.requests]
    return [(int(query[book.start_name][0]), int(query["limit"][0])) for query in queries]


def test_every_paged_list_has_iterators() -> None:
    due = {
        iterator_name(name)
        for name, endpoint in OPERATIONS.items()
        if "limit" in endpoint.query and not {"skip", "offset"}.isdisjoint(endpoint.query)
    }
    assert len(due) == len(PAGED) >= 18
    due |= {"iter_all_issues", "iter_all_forum_posts"}
    found = {name for name in dir(QDashClient) if name.startswith("iter_")}
    assert found == due | {f"{name}_async" for name in due}


@paged
def test_iterator_has_a_signature_of_its_own(name: str) -> None:
    method, iterator = getattr(QDashClient, name), getattr(QDashClient, iterator_name(name))
    theirs, ours = dict(inspect.signature(method).parameters), dict(inspect.signature(iterator).parameters)
    assert list(theirs) == list(ours)
    del theirs["limit"]
    assert str(ours.pop("limit")) == "limit: 'int | None' = None"
    assert theirs == ours
    assert iterator.__name__ == iterator_name(name)
    assert getattr(QDashClient, f"{iterator_name(name)}_async").__name__ == f"{iterator_name(name)}_async"
    assert iterator.__doc__


@ways
def test_all_pages_come_in_order(server: FaultServer, client: QDashClient, way: str, subtests: pytest.Subtests) -> None:
    for name in PAGED:
        with subtests.test(name):
            server.requests.clear()
            book = Book(PAGED[name], 7)
            server.script = api_document.checked(book)
            assert labels(book, drain(client, name, way, limit=3)) == [item[book.label] for item in book.items]
            assert starts(server, book)[:3] == [(0, 3), (3, 3), (6, 3)]


@ways
def test_only_what_is_looked_at_is_fetched(
    server: FaultServer, client: QDashClient, way: str, subtests: pytest.Subtests
) -> None:
    for name in PAGED:
        with subtests.test(name):
            server.requests.clear()
            book = Book(PAGED[name], 30)
            server.script = book
            assert len(drain(client, name, way, 4, limit=3)) == 4
            assert starts(server, book) == [(0, 3), (3, 3)]


def test_iterator_that_nobody_asks_sends_nothing(
    server: FaultServer, client: QDashClient, subtests: pytest.Subtests
) -> None:
    for name in PAGED:
        with subtests.test(name):
            server.requests.clear()
            iterator = getattr(client, iterator_name(name))(**arguments(name))
            assert isinstance(iterator, Iterator)
            getattr(client, f"{iterator_name(name)}_async")(**arguments(name))
            assert server.connections == 0


@ways
def test_page_is_as_large_as_allowed(
    server: FaultServer, client: QDashClient, way: str, subtests: pytest.Subtests
) -> None:
    for name in PAGED:
        with subtests.test(name):
            server.requests.clear()
            book = Book(PAGED[name], 1)
            server.script = api_document.checked(book)
            drain(client, name, way)
            drain(client, name, way, limit=None)
            greatest = PAGED[name].bounds.get("limit", (1, None))[1] or 100
            assert {limit for _, limit in starts(server, book)} == {greatest}


def test_full_last_page_is_the_last_where_there_is_a_total(
    server: FaultServer, client: QDashClient, subtests: pytest.Subtests
) -> None:
    for name in PAGED:
        with subtests.test(name):
            server.requests.clear()
            book = Book(PAGED[name], 6)
            server.script = book
            assert len(drain(client, name, "sync", limit=3)) == 6
            # Where there is no total, another page is asked for.
            assert len(server.requests) == (2 if "total" in book.page else 3)


@paged
@pytest.mark.parametrize("total", ["none", "zero"])
def test_short_page_is_the_last_without_a_total(
    server: FaultServer, client: QDashClient, name: str, total: str
) -> None:
    endpoint = PAGED[name]
    book = Book(endpoint, 7, total=total)
    if total == "none" and isinstance(book.page, dict) and _requires_total(endpoint):
        pytest.skip("this list always has a total")
    server.script = book
    assert len(drain(client, name, "sync", limit=3)) == 7
    # A server that does not declare a maximum may return less than was asked for: the last page is an empty one.
    more = [] if "limit" in endpoint.bounds else [(7, 3)]
    assert starts(server, book) == [(0, 3), (3, 3), (6, 3), *more]


def _requires_total(endpoint: Operation) -> bool:
    page = declared.hints(endpoint.signature)["return"]
    return any(f.name == "total" and declared.is_required(f) for f in declared.dataclasses.fields(page))


@ways
def test_empty_list_is_empty(server: FaultServer, client: QDashClient, way: str, subtests: pytest.Subtests) -> None:
    for name in PAGED:
        with subtests.test(name):
            server.requests.clear()
            one = Book(PAGED[name], 1)
            one.items.clear()
            server.script = one
            assert drain(client, name, way) == []
            assert len(server.requests) == 1


def test_start_is_kept(server: FaultServer, client: QDashClient, subtests: pytest.Subtests) -> None:
    for name in PAGED:
        with subtests.test(name):
            server.requests.clear()
            book = Book(PAGED[name], 9)
            server.script = book
            got = drain(client, name, "sync", limit=3, **{book.start_name: 4})
            assert labels(book, got) == [item[book.label] for item in book.items[4:]]
            assert starts(server, book)[:2] == [(4, 3), (7, 3)]


def test_start_beyond_the_end_is_the_end(server: FaultServer, client: QDashClient, subtests: pytest.Subtests) -> None:
    for name in PAGED:
        with subtests.test(name):
            server.requests.clear()
            book = Book(PAGED[name], 2)
            server.script = book
            assert drain(client, name, "sync", limit=3, **{book.start_name: 40}) == []
            assert len(server.requests) == 1


@ways
def test_server_that_ignores_the_start_is_found_out(
    server: FaultServer, client: QDashClient, way: str, subtests: pytest.Subtests
) -> None:
    for name in PAGED:
        with subtests.test(name):
            server.requests.clear()
            book = Book(PAGED[name], 9, repeats=True)
            server.script = book
            with pytest.raises(QDashValidationError, match=f"ignores '{book.start_name}'"):
                drain(client, name, way, limit=3)
            assert starts(server, book) == [(0, 3), (3, 3), (10**9, 3)]


@paged
def test_server_that_gives_less_than_was_asked_for_loses_nothing(
    server: FaultServer, client: QDashClient, name: str
) -> None:
    book = Book(PAGED[name], 7, page=2)
    if "total" not in book.page and "limit" in PAGED[name].bounds:
        pytest.skip("without a total a page below the declared maximum is the last one")
    server.script = book
    assert len(drain(client, name, "sync", limit=5)) == 7
    assert [start for start, _ in starts(server, book)] == [0, 2, 4, 6] + ([] if "total" in book.page else [7])


@ways
def test_list_that_shrinks_meanwhile_ends(server: FaultServer, client: QDashClient, way: str) -> None:
    book = Book(PAGED["list_issues"], 7)

    def script(request: Received) -> bytes:
        page = json.loads(book(request).partition(b"\r\n\r\n")[2])
        del book.items[4:]
        return http_response(page)

    server.script = script
    assert len(drain(client, "list_issues", way, limit=3)) == 4


@ways
def test_error_on_a_later_page_is_the_usual_one(server: FaultServer, client: QDashClient, way: str) -> None:
    book = Book(PAGED["list_issues"], 7)
    first = book(Received("GET", "/issues?skip=0&limit=3", [], b"", 1, None))  # type: ignore[arg-type]
    server.play(first, http_response({"detail": "gone"}, 404))
    seen: list[Any] = []

    async def main() -> None:
        async for item in client.iter_issues_async(limit=3):  # type: ignore[attr-defined]
            seen.append(item)

    def walk() -> None:
        for item in client.iter_issues(limit=3):  # type: ignore[attr-defined]
            seen.append(item)

    with pytest.raises(QDashNotFoundError, match="gone"):
        walk() if way == "sync" else asyncio.run(main())
    assert len(seen) == 3


# --- lists that change meanwhile, and what the start counts ----------------------------------------------------------


def issue(number: int, *, is_closed: bool = False) -> dict[str, Any]:
    found = declared.sample_document(IssueResponse)
    return {**found, "id": str(number), "is_closed": is_closed}


class Tracker:
    """Serves issues, the newest first, as QDash does: the open ones unless the closed ones are asked for."""

    def __init__(self, count: int) -> None:
        self.issues = [issue(number) for number in range(count, 0, -1)]
        self.between: Callable[[], object] = lambda: None
        self.asked: list[tuple[bool, int]] = []

    def __call__(self, request: Received) -> bytes:
        if self.asked:
            self.between()
        query = parse_qs(request.query)
        is_closed, skip, limit = query.get("is_closed") == ["true"], int(query["skip"][0]), int(query["limit"][0])
        self.asked.append((is_closed, skip))
        found = [entry for entry in self.issues if entry["is_closed"] is is_closed]
        page = {"issues": found[skip : skip + limit], "total": len(found), "skip": skip, "limit": limit}
        return http_response(page)

    def close(self, number: str) -> None:
        for entry in self.issues:
            if entry["id"] == number:
                entry["is_closed"] = True

    def open_more(self, count: int) -> None:
        first = len(self.issues) + 1
        self.issues[:0] = [issue(number) for number in range(first + count - 1, first - 1, -1)]


def ids(items: list[Any]) -> list[int]:
    return [int(item.id) for item in items]


@ways
@pytest.mark.parametrize("added", [1, 2, 3, 4, 7])
def test_no_item_comes_twice_when_others_are_added_meanwhile(
    server: FaultServer, client: QDashClient, way: str, added: int
) -> None:
    server.script = tracker = Tracker(7)
    times = iter(range(2))
    tracker.between = lambda: tracker.open_more(added) if next(times, None) is not None else None
    found = ids(drain(client, "list_issues", way, limit=3))
    assert len(set(found)) == len(found)
    assert [number for number in found if number <= 7] == [7, 6, 5, 4, 3, 2, 1]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_no_item_is_left_out_when_others_leave_the_list_meanwhile(
    server: FaultServer, client: QDashClient, limit: int
) -> None:
    server.script = tracker = Tracker(7)
    found = []
    for entry in client.iter_issues(limit=limit):  # type: ignore[attr-defined]
        found.append(int(entry.id))
        tracker.close(entry.id)
    assert sorted(found) == [1, 2, 3, 4, 5, 6, 7]
    assert len(tracker.asked) <= 14


def test_total_that_goes_up_and_down_ends(server: FaultServer, client: QDashClient) -> None:
    tracker = Tracker(9)

    def script(request: Received) -> bytes:
        page = json.loads(tracker(request).partition(b"\r\n\r\n")[2])
        return http_response({**page, "total": 9 - len(tracker.asked) % 2})

    server.script = script
    assert ids(drain(client, "list_issues", "sync", limit=1)) == [9, 8, 7, 6, 5, 4, 3, 2, 1]


@ways
def test_equal_pages_of_items_without_id_are_all_there(server: FaultServer, client: QDashClient, way: str) -> None:
    book = Book(PAGED["list_chip_note_events"], 9, total="zero")
    book.items = [book.items[0]] * 7
    server.script = book
    assert len(drain(client, "list_chip_note_events", way, limit=2)) == 7


@ways
def test_issues_of_all_states_come_once_each(server: FaultServer, client: QDashClient, way: str) -> None:
    server.script = tracker = Tracker(7)
    for number in ("6", "2", "1"):
        tracker.close(number)

    async def main() -> list[Any]:
        return [entry async for entry in client.iter_all_issues_async(limit=2)]  # type: ignore[attr-defined]

    found = asyncio.run(main()) if way == "async" else list(client.iter_all_issues(limit=2))  # type: ignore[attr-defined]
    assert ids(found) == [7, 5, 4, 3, 6, 2, 1]
    assert tracker.asked == [(False, 0), (False, 2), (True, 0), (True, 2)]


def test_issue_that_is_closed_meanwhile_comes_once(server: FaultServer, client: QDashClient) -> None:
    server.script = tracker = Tracker(3)
    found = []
    for entry in client.iter_all_issues():  # type: ignore[attr-defined]
        found.append(int(entry.id))
        tracker.close(entry.id)
    assert found == [3, 2, 1]


@ways
def test_forum_posts_of_all_states(server: FaultServer, client: QDashClient, way: str) -> None:
    def script(request: Received) -> bytes:
        query = parse_qs(request.query)
        (status,) = query["status"]
        post = {**declared.sample_document(ForumPostResponse), "id": status, "status": status}
        assert query["label"] == ["review"]
        return http_response({"posts": [post], "total": 1, "skip": 0, "limit": 200})

    async def main() -> list[Any]:
        return [post async for post in client.iter_all_forum_posts_async(label="review")]  # type: ignore[attr-defined]

    server.script = api_document.checked(script)
    posts = asyncio.run(main()) if way == "async" else list(client.iter_all_forum_posts(label="review"))  # type: ignore[attr-defined]
    assert [post.id for post in posts] == ["open", "investigating", "identified", "resolved"]


@pytest.mark.parametrize(("name", "parameter"), [("iter_all_issues", "is_closed"), ("iter_all_forum_posts", "status")])
def test_iterator_over_all_states_takes_no_state(client: QDashClient, name: str, parameter: str) -> None:
    for each in (name, f"{name}_async"):
        with pytest.raises(TypeError, match=parameter):
            getattr(client, each)(**{parameter: None})
        assert parameter not in inspect.signature(getattr(QDashClient, each)).parameters
        assert getattr(QDashClient, each).__name__ == each


def test_iterators_ask_an_overridden_list(server: FaultServer) -> None:
    class Mine(QDashClient):
        def list_issues(self, **options: Any) -> Any:
            raise ZeroDivisionError

    with Mine(QDashConfig(base_url=server.url, api_token="t")) as client:
        for iterator in (client.iter_all_issues(), client.iter_issues()):  # type: ignore[attr-defined]
            with pytest.raises(ZeroDivisionError):
                list(iterator)


class Scheduler:
    """Serves schedules as QDash does.

    The list of a flow has its cron schedule on every page, and counts the single runs only. The list of all flows looks
    at the first ``limit`` runs of each; `recurring` tells whether it does the same. Both return 100 at most.
    """

    def __init__(self, runs: dict[str, int], cap: int = 100, *, recurring: bool = False) -> None:
        self.runs = runs
        self.cap = cap
        self.recurring = recurring

    def _schedule(self, flow: str, number: int | None) -> dict[str, Any]:
        found = declared.sample_document(FlowScheduleSummary)
        kind = "cron" if number is None else "one-time"
        name = f"{flow}-{'cron' if number is None else number}"
        return {**found, "schedule_id": name, "flow_name": flow, "schedule_type": kind}

    def __call__(self, request: Received) -> bytes:
        query = parse_qs(request.query)
        limit, offset = min(int(query["limit"][0]), self.cap), int(query["offset"][0])
        if request.path == "/flows/schedules":
            crons = [self._schedule(flow, None) for flow in self.runs] if self.recurring else []
            found = [
                self._schedule(flow, number)
                for flow, count in self.runs.items()
                for number in [*([] if self.recurring else [None]), *range(min(count, limit))]
            ]
            return http_response({"schedules": crons + found[offset : offset + limit]})
        flow = request.path.split("/")[2]
        numbers = range(self.runs[flow])[offset : offset + limit]
        return http_response({"schedules": [self._schedule(flow, number) for number in [None, *numbers]]})

    def ids(self) -> list[str]:
        return sorted(
            self._schedule(flow, number)["schedule_id"]
            for flow, count in self.runs.items()
            for number in [None, *range(count)]
        )


@ways
@pytest.mark.parametrize("cap", [100, 2])
def test_each_schedule_of_a_flow_comes_once(
    server: FaultServer, client: QDashClient, way: str, cap: int, subtests: pytest.Subtests
) -> None:
    async def walk(limit: int | None) -> list[Any]:
        items = client.iter_flow_schedules_async("flow", limit=limit)  # type: ignore[attr-defined]
        return [item async for item in items]

    for count, limit in itertools.product([0, 1, 2, 3, 5], [1, 2, 3, 4, 100, 500, None]):
        with subtests.test(count=count, limit=limit):
            server.script = scheduler = Scheduler({"flow": count}, cap)
            if way == "async":
                found = asyncio.run(walk(limit))
            else:
                found = list(client.iter_flow_schedules("flow", limit=limit))  # type: ignore[attr-defined]
            assert sorted(item.schedule_id for item in found) == scheduler.ids()


@ways
@pytest.mark.parametrize("recurring", [False, True])
@pytest.mark.parametrize("limit", [1, 2, 3, 100, 500, None])
def test_each_schedule_of_all_flows_comes_once(
    server: FaultServer, client: QDashClient, way: str, limit: int | None, recurring: bool
) -> None:
    runs = {"a": 5, "b": 0, "c": 3, "d": 230 if limit is None or limit > 3 else 4}
    server.script = scheduler = Scheduler(runs, recurring=recurring)

    async def main() -> list[Any]:
        return [item async for item in client.iter_all_flow_schedules_async(limit=limit)]  # type: ignore[attr-defined]

    found = asyncio.run(main()) if way == "async" else list(client.iter_all_flow_schedules(limit=limit))  # type: ignore[attr-defined]
    assert sorted(item.schedule_id for item in found) == scheduler.ids()


def test_number_out_of_bounds_is_refused_before_it_is_sent(
    server: FaultServer, client: QDashClient, subtests: pytest.Subtests
) -> None:
    for name, parameter, value in BOUNDS:
        given = {**arguments(name), parameter: value}
        with subtests.test(name, parameter=parameter, value=value):
            server.requests.clear()
            with pytest.raises(QDashValidationError, match=rf"^{name}\(\): {parameter}: must be .*, not {value}$"):
                getattr(client, name)(**given)
            with pytest.raises(QDashValidationError, match=f"{parameter}: must be"):
                asyncio.run(getattr(client, f"{name}_async")(**given))
            assert server.requests == []


@ways
def test_iterator_refuses_numbers_out_of_bounds(
    server: FaultServer, client: QDashClient, way: str, subtests: pytest.Subtests
) -> None:
    for name, parameter, value in BOUNDS:
        if name in PAGED:
            with subtests.test(name, parameter=parameter, value=value):
                server.requests.clear()
                with pytest.raises(QDashValidationError, match=f"{parameter}: must be"):
                    drain(client, name, way, **{parameter: value})
                assert server.requests == []


@pytest.mark.parametrize("limit", [0, -3])
@pytest.mark.parametrize("name", [name for name, endpoint in PAGED.items() if "limit" not in endpoint.bounds])
def test_page_of_nothing_ends(server: FaultServer, client: QDashClient, name: str, limit: int) -> None:
    """These lists have no bounds: whatever the server makes of it, it is no endless loop."""
    server.script = lambda request: Book(PAGED[name], 1)(
        Received("GET", request.target.replace(f"limit={limit}", "limit=1"), [], b"", 1, request.wire)
    )
    items = getattr(client, iterator_name(name))(**arguments(name), limit=limit)
    assert len(list(zip(items, range(5), strict=False))) <= 2


@paged
def test_wrong_call_of_an_iterator_is_a_type_error_at_once(client: QDashClient, name: str) -> None:
    with pytest.raises(TypeError, match="limits"):
        getattr(client, iterator_name(name))(**arguments(name), limits=3)
    with pytest.raises(TypeError, match="limits"):
        getattr(client, f"{iterator_name(name)}_async")(**arguments(name), limits=3)
