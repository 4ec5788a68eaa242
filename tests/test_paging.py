"""Iterators over paged lists: a page at a time, as far as they are asked, and never without end."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import api_document
import declared
import pytest
from declared import OPERATIONS
from fault_server import FaultServer, Received, answer

from qdash.client import QDashClient, QDashNotFoundError, QDashValidationError
from qdash.client.endpoint import Endpoint, iterator_name

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
        self, endpoint: Endpoint, count: int, *, total: str = "true", repeats: bool = False, page: int | None = None
    ) -> None:
        self.start_name = "skip" if "skip" in endpoint.query else "offset"
        self.pages = endpoint.pages
        hint = declared.hints(endpoint.signature)["return"]
        self.page = declared.sample_document(hint)
        (item,) = self.page[self.pages] if self.pages else self.page
        self.label = next(key for key, value in item.items() if isinstance(value, str))
        self.items = [{**item, self.label: f"2026-07-01T00:00:{number:02}Z"} for number in range(count)]
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
            return answer(items)
        page = {**self.page, self.pages: items}
        for key in ("skip", "offset"):
            page.pop(key, None) if key not in self.page else page.update({key: start})
        if "total" in page:
            page["total"] = {"true": len(self.items), "none": None, "zero": 0}[self.total]
            if self.total == "none":
                del page["total"]
        return answer(page)


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
    found = {name for name in dir(QDashClient) if name.startswith("iter_")}
    assert found == due | {f"{name}_async" for name in due}


@paged
def test_iterator_has_the_signature_of_its_list(name: str) -> None:
    method, iterator = getattr(QDashClient, name), getattr(QDashClient, iterator_name(name))
    assert inspect.signature(method).parameters == inspect.signature(iterator).parameters
    assert iterator.__name__ == iterator_name(name)
    assert getattr(QDashClient, f"{iterator_name(name)}_async").__name__ == f"{iterator_name(name)}_async"
    assert iterator.__doc__


@ways
@paged
def test_all_pages_come_in_order(server: FaultServer, client: QDashClient, name: str, way: str) -> None:
    book = Book(PAGED[name], 7)
    server.script = api_document.checked(book)
    assert labels(book, drain(client, name, way, limit=3)) == [item[book.label] for item in book.items]
    assert starts(server, book) == [(0, 3), (3, 3), (6, 3)]


@ways
@paged
def test_only_what_is_looked_at_is_fetched(server: FaultServer, client: QDashClient, name: str, way: str) -> None:
    book = Book(PAGED[name], 30)
    server.script = book
    assert len(drain(client, name, way, 4, limit=3)) == 4
    assert starts(server, book) == [(0, 3), (3, 3)]


@paged
def test_iterator_that_nobody_asks_sends_nothing(server: FaultServer, client: QDashClient, name: str) -> None:
    iterator = getattr(client, iterator_name(name))(**arguments(name))
    assert isinstance(iterator, Iterator)
    getattr(client, f"{iterator_name(name)}_async")(**arguments(name))
    assert server.connections == 0


@ways
@paged
def test_page_is_as_large_as_allowed(server: FaultServer, client: QDashClient, name: str, way: str) -> None:
    book = Book(PAGED[name], 1)
    server.script = api_document.checked(book)
    drain(client, name, way)
    drain(client, name, way, limit=None)
    greatest = PAGED[name].bounds.get("limit", (1, None))[1] or 100
    assert starts(server, book) == [(0, greatest), (0, greatest)]


@paged
def test_full_last_page_is_the_last_where_there_is_a_total(server: FaultServer, client: QDashClient, name: str) -> None:
    book = Book(PAGED[name], 6)
    server.script = book
    assert len(drain(client, name, "sync", limit=3)) == 6
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
    assert starts(server, book) == [(0, 3), (3, 3), (6, 3)]


def _requires_total(endpoint: Endpoint) -> bool:
    page = declared.hints(endpoint.signature)["return"]
    return any(f.name == "total" and declared.is_required(f) for f in declared.dataclasses.fields(page))


@ways
@paged
def test_empty_list_is_empty(server: FaultServer, client: QDashClient, name: str, way: str) -> None:
    one = Book(PAGED[name], 1)
    one.items.clear()
    server.script = one
    assert drain(client, name, way) == []
    assert len(server.requests) == 1


@paged
def test_start_is_kept(server: FaultServer, client: QDashClient, name: str) -> None:
    book = Book(PAGED[name], 9)
    server.script = book
    got = drain(client, name, "sync", limit=3, **{book.start_name: 4})
    assert labels(book, got) == [item[book.label] for item in book.items[4:]]
    assert starts(server, book) == [(4, 3), (7, 3)]


@paged
def test_start_beyond_the_end_is_the_end(server: FaultServer, client: QDashClient, name: str) -> None:
    book = Book(PAGED[name], 2)
    server.script = book
    assert drain(client, name, "sync", limit=3, **{book.start_name: 40}) == []
    assert len(server.requests) == 1


@ways
@paged
def test_server_that_ignores_the_start_is_found_out(
    server: FaultServer, client: QDashClient, name: str, way: str
) -> None:
    book = Book(PAGED[name], 9, repeats=True)
    server.script = book
    with pytest.raises(QDashValidationError, match=f"ignore '{book.start_name}'"):
        drain(client, name, way, limit=3)
    assert len(server.requests) == 2


@paged
def test_server_that_gives_less_than_was_asked_for_loses_nothing(
    server: FaultServer, client: QDashClient, name: str
) -> None:
    book = Book(PAGED[name], 7, page=2)
    if "total" not in book.page:
        pytest.skip("without a total a short page is the last one")
    server.script = book
    assert len(drain(client, name, "sync", limit=5)) == 7
    assert [start for start, _ in starts(server, book)] == [0, 2, 4, 6]


@ways
def test_list_that_shrinks_meanwhile_ends(server: FaultServer, client: QDashClient, way: str) -> None:
    book = Book(PAGED["list_issues"], 7)

    def script(request: Received) -> bytes:
        page = json.loads(book(request).partition(b"\r\n\r\n")[2])
        del book.items[4:]
        return answer(page)

    server.script = script
    assert len(drain(client, "list_issues", way, limit=3)) == 4


@ways
def test_error_on_a_later_page_is_the_usual_one(server: FaultServer, client: QDashClient, way: str) -> None:
    book = Book(PAGED["list_issues"], 7)
    first = book(Received("GET", "/issues?skip=0&limit=3", [], b"", 1, None))  # type: ignore[arg-type]
    server.play(first, answer({"detail": "gone"}, 404))
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


@pytest.mark.parametrize(("name", "parameter", "value"), BOUNDS, ids=lambda value: str(value))
def test_number_out_of_bounds_is_refused_before_it_is_sent(
    server: FaultServer, client: QDashClient, name: str, parameter: str, value: int
) -> None:
    given = {**arguments(name), parameter: value}
    with pytest.raises(QDashValidationError, match=rf"^{name}\(\): {parameter}: must be .*, not {value}$"):
        getattr(client, name)(**given)
    with pytest.raises(QDashValidationError, match=f"{parameter}: must be"):
        asyncio.run(getattr(client, f"{name}_async")(**given))
    assert server.connections == 0


@pytest.mark.parametrize(
    ("name", "parameter", "value"), [row for row in BOUNDS if row[0] in PAGED], ids=lambda value: str(value)
)
@ways
def test_iterator_refuses_numbers_out_of_bounds(
    server: FaultServer, client: QDashClient, name: str, parameter: str, value: int, way: str
) -> None:
    with pytest.raises(QDashValidationError, match=f"{parameter}: must be"):
        drain(client, name, way, **{parameter: value})
    assert server.connections == 0


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
