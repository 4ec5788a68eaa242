"""Threads that are closed, and what a change of a thread can clear."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
from typing import Any

import api_document
import declared
import pytest
from fault_server import FaultServer, http_response

from qdash.client import QDashClient, QDashValidationError
from qdash.client.codec import decode
from qdash.client.models import ForumPostResponse

POST = declared.sample_document(ForumPostResponse) | {"id": "p"}


@pytest.mark.parametrize(
    ("sent", "is_closed"),
    [
        ({"status": "open"}, False),
        ({"status": "investigating"}, False),
        ({"status": "resolved"}, True),
        ({}, False),
        ({"is_closed": True}, True),
        ({"is_closed": False}, False),
        ({"is_closed": False, "status": "open"}, False),
        ({"is_closed": True, "status": "resolved"}, True),
    ],
)
def test_closed_thread_is_closed_whether_the_server_sends_the_status_or_the_legacy_member(
    sent: dict[str, Any], is_closed: bool
) -> None:
    document = {name: value for name, value in POST.items() if name not in ("status", "is_closed")}
    post = decode(json.dumps(document | sent).encode(), ForumPostResponse)
    assert post.is_closed is is_closed
    assert post.to_dict()["is_closed"] is is_closed
    assert f"is_closed={is_closed}" in repr(post)
    for other in (pickle.loads(pickle.dumps(post)), copy.deepcopy(post), dataclasses.replace(post)):
        assert other == post
        assert other.is_closed is is_closed


def test_closed_thread_that_a_program_makes_is_closed() -> None:
    document = {name: value for name, value in POST.items() if name not in ("status", "is_closed")}
    assert ForumPostResponse(**document, status="resolved").is_closed
    assert ForumPostResponse(**document, is_closed=True).is_closed
    assert not ForumPostResponse(**document).is_closed


TARGET = ("target_type", "target_id")


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ({}, {}),
        ({"chip_id": None}, {"chip_id": ""}),
        ({"chip_id": None, "target_type": None}, {"chip_id": ""}),
        ({"chip_id": None, "target_type": None, "target_id": None}, {"chip_id": ""}),
        ({"chip_id": "c", "target_type": "qubit", "target_id": "0"}, None),
        ({"target_id": "1"}, None),
        ({"assignee_username": None}, None),
        ({"cooldown_id": None}, None),
        ({"status": None}, {}),
        ({"status": "resolved"}, None),
        ({"category": None, "title": None, "labels": None}, {}),
        ({"labels": [], "content_blocks": []}, None),
    ],
    ids=repr,
)
def test_none_clears_what_the_server_can_clear(
    server: FaultServer, client: QDashClient, given: dict[str, Any], sent: dict[str, Any] | None
) -> None:
    server.script = api_document.checked(lambda request: http_response(POST))
    client.update_forum_post("p", content="x", **given)
    (request,) = server.requests
    assert json.loads(request.body) == {"content": "x", **(given if sent is None else sent)}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (
            {"target_type": None},
            "target_type: QDash cannot clear it alone; chip_id=None clears chip_id, target_type and",
        ),
        ({"target_id": None}, "target_id: QDash cannot clear it alone"),
        ({"chip_id": "c", "target_id": None}, "target_id: QDash cannot clear it alone"),
        (
            {"chip_id": None, "target_type": "qubit"},
            "target_type: chip_id=None clears it, so that it cannot have a value",
        ),
        ({"chip_id": None, "target_id": "0"}, "target_id: chip_id=None clears it"),
    ],
    ids=repr,
)
def test_none_that_the_server_would_ignore_is_refused(
    server: FaultServer, client: QDashClient, given: dict[str, Any], says: str
) -> None:
    with pytest.raises(QDashValidationError, match=rf"^update_forum_post\(\): {says}"):
        client.update_forum_post("p", content="x", **given)
    assert server.connections == 0
