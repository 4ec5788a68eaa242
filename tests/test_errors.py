"""The tree of exceptions, and which of them a status and a body become."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from fault_server import FaultServer, http_response

from qdash.client import (
    QDashApiError,
    QDashAuthError,
    QDashClient,
    QDashClientError,
    QDashConfigError,
    QDashConflictError,
    QDashNotFoundError,
    QDashTimeoutError,
    QDashTransportError,
    QDashValidationError,
)

TREE: list[tuple[type[Exception], tuple[type[Exception], ...]]] = [
    (QDashApiError, (Exception,)),
    (QDashAuthError, (QDashApiError,)),
    (QDashNotFoundError, (QDashApiError,)),
    (QDashValidationError, (QDashApiError,)),
    (QDashTransportError, (QDashApiError,)),
    (QDashConflictError, (QDashTransportError,)),
    (QDashTimeoutError, (QDashTransportError, TimeoutError)),
    (QDashConfigError, (ValueError,)),
]


@pytest.mark.parametrize(("kind", "bases"), TREE)
def test_tree(kind: type[Exception], bases: tuple[type[Exception], ...]) -> None:
    assert kind.__bases__ == bases


def test_other_name() -> None:
    assert QDashClientError is QDashApiError
    assert not issubclass(QDashConfigError, QDashApiError)


@pytest.mark.parametrize("kind", [kind for kind, _ in TREE if issubclass(kind, QDashApiError)])
def test_api_error_keeps_what_it_knows(kind: type[QDashApiError]) -> None:
    bare = kind("what happened")
    assert (str(bare), bare.args) == ("what happened", ("what happened",))
    rest = {"outcome_unknown": False, "retry_after": None, "attempts": (), "flow_run": None}
    assert vars(bare) == {**dict.fromkeys(["status_code", "payload", "method", "url", "request_id"]), **rest}
    known = {"status_code": 503, "payload": {"a": [1]}, "method": "GET", "url": "http://h/p", "request_id": "r"}
    full = kind("what happened", **known)  # type: ignore[arg-type]
    for same in (full, pickle.loads(pickle.dumps(full)), copy.copy(full), copy.deepcopy(full)):
        assert type(same) is kind
        assert str(same) == "what happened"
        assert vars(same) == {**known, **rest}


def test_config_error_keeps_what_it_knows() -> None:
    error = QDashConfigError("what happened", field="proxy", source="environment variable QDASH_PROXY")
    for same in (error, pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert (type(same), str(same)) == (QDashConfigError, "what happened")
        assert (same.field, same.source) == ("proxy", "environment variable QDASH_PROXY")


# --- statuses --------------------------------------------------------------------------------------------------------


# body, Content-Type, payload, what the message says
BODIES: list[tuple[bytes, str | None, Any, str]] = [
    (b'{"detail": "text"}', "application/json", {"detail": "text"}, ": text"),
    (b'{"detail": "two\\n lines"}', "application/json", {"detail": "two\n lines"}, ": two lines"),
    (b'{"detail": "\xe9\x87\x8f"}', "application/json", {"detail": "量"}, ": 量"),
    (b'{"detail": ""}', "application/json", {"detail": ""}, "/chips/c"),
    (b'{"detail": null}', "application/json", {"detail": None}, "/chips/c"),
    (b'{"detail": {"code": 7}}', "application/json", {"detail": {"code": 7}}, '"code": 7'),
    (b'{"detail": 7}', "application/json", {"detail": 7}, ": 7"),
    (b'{"detail": [{"loc": ["body", 0, "a"], "msg": "no"}]}', "application/json", ..., ": body.0.a: no"),
    (b'{"detail": [{"msg": "no"}, {"loc": ["b"]}, "x", null, 5]}', "application/json", ..., "no"),
    (b'{"detail": [{"loc": 5, "msg": {"a": 1}}]}', "application/json", ..., "/chips/c"),
    (b'{"detail": []}', "application/json", {"detail": []}, "/chips/c"),
    (b"{}", "application/json", {}, "/chips/c"),
    (b"[1, 2]", "application/json", [1, 2], "/chips/c"),
    (b'"text"', "application/json", "text", ": text"),
    (b"null", "application/json", None, "/chips/c"),
    (b"{broken", "application/json", "{broken", "{broken"),
    (b"[" * 100_000, "application/json", "[" * 100_000, "["),
    (b"9" * 5000, "application/json", "9" * 5000, "9"),
    (b"\xff\xfe", "application/json", "��", "/chips/c"),
    (b"Internal Server Error", "text/plain; charset=utf-8", "Internal Server Error", ": Internal Server Error"),
    (b"plain", None, "plain", ": plain"),
    (b"", "application/json", None, "/chips/c"),
    (b"", None, None, "/chips/c"),
    (b"<html><head><TITLE>\n Bad\n gateway</title>", "text/html", ..., "'Bad gateway'"),
    (b"<p>no title", "text/html; charset=UTF-8", ..., "HTML"),
]


@pytest.mark.parametrize(("status", "kind"), [(404, QDashNotFoundError), (500, QDashTransportError)])
@pytest.mark.parametrize(("body", "content_type", "payload", "said"), BODIES, ids=[repr(row[0][:30]) for row in BODIES])
def test_error_body(
    server: FaultServer,
    client: QDashClient,
    status: int,
    kind: type[QDashApiError],
    body: bytes,
    content_type: str | None,
    payload: Any,
    said: str,
) -> None:
    server.play(http_response(body, status, content_type=content_type))
    with pytest.raises(kind) as caught:
        client.get_chip("c")
    assert said in str(caught.value)
    assert len(str(caught.value)) < 1000
    assert payload is ... or caught.value.payload == payload
    server.play(http_response({}))
    client.get_metrics_config()
    # The body was read, and the connection serves on. After an unhandled error servers close it.
    assert server.connections == (1 if status < 500 else 2)


def test_url_has_no_query(server: FaultServer, client: QDashClient) -> None:
    server.play(http_response({"detail": "x"}, 500))
    with pytest.raises(QDashTransportError) as caught:
        client.list_chip_qubits("c d", limit=7)
    assert caught.value.url == f"{server.url}/chips/c%20d/qubits"
    assert "limit" not in str(caught.value)


def test_request_id_is_that_of_the_server_or_else_ours(server: FaultServer, client: QDashClient) -> None:
    server.play(http_response({}, 500), http_response({}, 500, [("X-Request-ID", "theirs")]))
    with pytest.raises(QDashTransportError) as first:
        client.get_chip("c")
    with pytest.raises(QDashTransportError) as second:
        client.get_chip("c")
    assert first.value.request_id == server.requests[0]["X-Request-ID"]
    assert second.value.request_id == "theirs"


SIGN_IN = b"<title>Sign in \xe3\x83\xbb Cloudflare Access</title>"
# status, Location, page, whether it looks like Cloudflare Access
PAGES: list[tuple[int, str, bytes, bool]] = [
    (302, "https://lab.cloudflareaccess.com/cdn-cgi/access/login?kid=1", b"", True),
    (302, "https://qdash.example.com/cdn-cgi/access/login", b"", True),
    (302, "https://sso.example.com/login", b"<title>Found</title>", False),
    (307, "https://sso.example.com/login", b"", False),
    (200, "", SIGN_IN, True),
    (200, "", b"<title>QDash</title><div id=root>", False),
    (403, "", SIGN_IN, True),
    (403, "", b"<title>Forbidden</title>", False),
]


@pytest.mark.parametrize(("status", "location", "page", "cloudflare"), PAGES)
def test_page_or_redirect_says_so_and_names_cloudflare_only_if_it_looks_like_it(
    server: FaultServer, client: QDashClient, status: int, location: str, page: bytes, cloudflare: bool
) -> None:
    server.play(http_response(page, status, [("Location", location)] if location else (), content_type="text/html"))
    with pytest.raises(QDashApiError) as caught:
        client.get_chip("c")
    error = caught.value
    kinds = {200: QDashValidationError, 302: QDashTransportError, 307: QDashTransportError, 403: QDashAuthError}
    assert type(error) is kinds[status]
    assert ("redirect" if location else "HTML") in str(error)
    assert ("Cloudflare" in str(error)) == ("cf_access_client_id" in str(error)) == cloudflare
    assert error.status_code == status
    assert len(server.requests) == 1


@pytest.mark.parametrize("depth", [5, 200, 900, 100_000])
def test_payload_can_always_be_pickled(server: FaultServer, client: QDashClient, depth: int) -> None:
    body = b"[" * depth + b"]" * depth
    for status in (200, 500):
        server.play(http_response(body, status))
        with pytest.raises(QDashApiError) as caught:
            client.get_chip("c")
        again = pickle.loads(pickle.dumps(caught.value))
        assert again.payload == caught.value.payload
        assert isinstance(again.payload, str if depth > 100 else list)
