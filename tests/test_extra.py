"""Members and parameters that a newer server knows, and this client does not."""

from __future__ import annotations

import asyncio
import json
from enum import Enum
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest
from declared import PNG
from fault_server import FaultServer, http_response

from qdash.client import QDashClient, QDashValidationError, extra

if TYPE_CHECKING:
    from collections.abc import Callable

ways = pytest.mark.parametrize("way", ["sync", "async"])


def call(client: QDashClient, way: str, name: str, *args: Any, **kwargs: Any) -> None:
    """Make a call, whatever its response is."""
    try:
        if way == "sync":
            getattr(client, name)(*args, **kwargs)
        else:
            asyncio.run(getattr(client, f"{name}_async")(*args, **kwargs))
    except QDashValidationError as error:
        if error.status_code is None:
            raise


@ways
def test_unknown_member_of_the_body_is_sent(server: FaultServer, client: QDashClient, way: str) -> None:
    call(client, way, "create_chip", "c", size=64, **extra(vendor={"name": "x"}, size_in_mm=5))
    (request,) = server.requests
    assert json.loads(request.body) == {"chip_id": "c", "size": 64, "vendor": {"name": "x"}, "size_in_mm": 5}
    assert request.query == ""


@ways
def test_unknown_parameter_of_the_query_is_sent(server: FaultServer, client: QDashClient, way: str) -> None:
    call(client, way, "get_chip", "c", **extra(at="now", deep=True, ids=["1", "2"]))
    (request,) = server.requests
    assert parse_qsl(request.query) == [("at", "now"), ("deep", "true"), ("ids", "1"), ("ids", "2")]
    assert request.body == b""


def test_unknown_parameter_of_a_post_without_a_body_is_sent_in_the_query(
    server: FaultServer, client: QDashClient
) -> None:
    call(client, "sync", "approve_issue_knowledge", "a" * 24, **extra(draft=False))
    (request,) = server.requests
    assert parse_qsl(request.query) == [("draft", "false")]


@pytest.mark.parametrize("nested", [False, True])
def test_unknown_member_within_is_sent(server: FaultServer, client: QDashClient, nested: bool) -> None:
    policy: Any = {"max_actions": 5, **extra(burst={"each": 3})}
    if nested:
        policy["allowed_overrides"] = {"shots": {"minimum": 1, "maximum": 2, **extra(step=1)}}
    call(client, "sync", "create_agent_session", chip_id="c", policy=policy, **extra(budget=7))
    (request,) = server.requests
    body = json.loads(request.body)
    assert body["budget"] == 7
    assert body["policy"]["burst"] == {"each": 3}
    assert not nested or body["policy"]["allowed_overrides"]["shots"]["step"] == 1


def test_unknown_member_of_changes_is_sent(server: FaultServer, client: QDashClient) -> None:
    call(client, "sync", "update_issue_knowledge", "a" * 24, fields={"title": "t", **extra(mood="good")})
    assert json.loads(server.requests[0].body) == {"title": "t", "mood": "good"}


@ways
def test_iterator_sends_it_with_every_page(server: FaultServer, client: QDashClient, way: str) -> None:
    server.script = lambda request: http_response({"issues": [], "total": 0, "skip": 0, "limit": 1})

    async def main() -> list[Any]:
        issues = client.iter_all_issues_async(**extra(label="x"))  # type: ignore[attr-defined]
        return [issue async for issue in issues]

    if way == "async":
        asyncio.run(main())
    else:
        list(client.iter_all_issues(**extra(label="x")))  # type: ignore[attr-defined]
        list(client.iter_issues(**extra(label="x")))  # type: ignore[attr-defined]
    assert server.requests
    assert all(("label", "x") in parse_qsl(request.query) for request in server.requests)


MISSPELT: list[tuple[Callable[[QDashClient], Any], type[Exception], str]] = [
    (lambda client: client.create_chip("c", vendr="x"), TypeError, "vendr"),
    (lambda client: client.create_chip("c", vendr="x", **extra(vendor="x")), TypeError, "vendr"),
    (lambda client: client.create_chip(**extra(vendor="x")), TypeError, "chip_id"),
    (
        lambda client: client.create_agent_session(chip_id="c", policy={"max_action": 5, **extra(burst=3)}),
        QDashValidationError,
        "max_action: AgentSessionPolicy has no such member",
    ),
    (
        lambda client: client.update_issue_knowledge("a" * 24, fields={"titel": "t", **extra(mood="good")}),
        QDashValidationError,
        "titel: there is no such member",
    ),
    (lambda client: client.create_chip("c", **extra(vendor=object())), QDashValidationError, "vendor"),
    (lambda client: client.get_chip("c", **extra(at=object())), QDashValidationError, "at"),
    (lambda client: client.get_chip("c", **extra(at={"a": 1})), QDashValidationError, "at"),
    (lambda client: client.upload_issue_image(file=PNG, **extra(name="x")), QDashValidationError, "name"),
]


@pytest.mark.parametrize(("wrong", "kind", "says"), MISSPELT, ids=[says for _, _, says in MISSPELT])
def test_other_names_are_refused_as_before(
    server: FaultServer, client: QDashClient, wrong: Callable[[QDashClient], Any], kind: type[Exception], says: str
) -> None:
    with pytest.raises(kind, match=says):
        wrong(client)
    assert server.connections == 0


def test_known_parameter_among_them_is_the_known_one(server: FaultServer, client: QDashClient) -> None:
    call(client, "sync", "list_issues", **extra(limit=3, order="up"))
    assert parse_qsl(server.requests[0].query) == [("limit", "3"), ("order", "up")]
    with pytest.raises(QDashValidationError, match="limit: must be"):
        client.list_issues(**extra(limit=0, order="up"))


class Key(str, Enum):
    """Texts that have another name."""

    TITLE = "title"


def test_an_unknown_name_with_dots_is_no_known_parameter(server: FaultServer, client: QDashClient) -> None:
    call(client, "sync", "list_issues", **extra(**{"filter.limit": "few"}))
    call(client, "sync", "create_chip", "c", **extra(**{"a.size": "large"}))
    assert parse_qsl(server.requests[0].query) == [("filter.limit", "few")]
    assert json.loads(server.requests[1].body)["a.size"] == "large"


def test_only_extra_marks_a_name_as_known_to_the_server(server: FaultServer, client: QDashClient) -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument"):
        client.create_chip("c", **{Key.TITLE: "x"})
    assert server.connections == 0


def test_keys_of_an_enumeration_of_texts_are_sent_as_their_text(server: FaultServer, client: QDashClient) -> None:
    call(client, "sync", "execute_flow", "f", parameters={Key.TITLE: 1})
    call(client, "sync", "update_issue_knowledge", "a" * 24, fields={Key.TITLE: "x"})
    assert json.loads(server.requests[0].body) == {"parameters": {"title": 1}}
    assert json.loads(server.requests[1].body) == {"title": "x"}
