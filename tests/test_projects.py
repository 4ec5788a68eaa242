"""`for_project`: a client for another project, on the same connections."""

from __future__ import annotations

import asyncio
import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from fault_server import FaultServer, Received, http_response

from qdash.client import QDashApiError, QDashClient, QDashConfig, QDashConfigError

if TYPE_CHECKING:
    from conftest import MakeClient


@pytest.fixture(autouse=True)
def _say_the_project(server: FaultServer) -> None:
    """Answer each request for a chip with the project that it was sent for."""

    def script(request: Received) -> bytes:
        if request.path == "/auth/login":
            return http_response({"access_token": "token-of-a-login"})
        return http_response(
            {"chip_id": request["X-Project-Id"] or "none", "qubits": [], "total": 0, "limit": 30, "offset": 0}
        )

    server.script = script


def project_of(client: QDashClient) -> str:
    return client.get_chip("c").chip_id


def test_each_client_asks_for_its_own_project(make_client: MakeClient) -> None:
    client = make_client(project_id="a")
    view = client.for_project("b")
    assert [project_of(each) for each in (client, view, client, view.for_project("c"), view)] == [
        "a",
        "b",
        "a",
        "c",
        "b",
    ]
    assert (client.config.project_id, view.config.project_id) == ("a", "b")


def test_connections_and_login_are_shared(
    server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAB_PASSWORD", "p")
    client = make_client(username="alice", password_env="LAB_PASSWORD")
    assert [project_of(client.for_project(name)) for name in "abc"] == list("abc")
    assert project_of(client) == "none"
    assert [request.path for request in server.requests].count("/auth/login") == 1
    assert server.connections == 1


def test_closing_a_view_leaves_the_client_open(server: FaultServer, make_client: MakeClient) -> None:
    client = make_client(project_id="a")
    project_of(client)
    with client.for_project("b") as view, view.for_project("c") as other:
        assert project_of(view) == "b"
    for closed in (view, other):
        with pytest.raises(QDashApiError, match="this client is closed"):
            project_of(closed)
    assert project_of(client) == "a"
    assert server.connections == 1


def test_closing_the_client_closes_its_views(make_client: MakeClient) -> None:
    client = make_client()
    view = client.for_project("b")
    client.close()
    with pytest.raises(QDashApiError, match="this client is closed"):
        project_of(view)
    with pytest.raises(QDashApiError, match="this client is closed"):
        asyncio.run(view.get_chip_async("c"))


@pytest.mark.parametrize("name", ["X-Project-Id", "x-project-id"])
def test_project_in_the_default_headers_gives_way(server: FaultServer, make_client: MakeClient, name: str) -> None:
    client = make_client(default_headers={name: "a", "X-Lab": "7"})
    view = client.for_project("b")
    with pickle.loads(pickle.dumps(view)) as unpickled:
        assert [project_of(each) for each in (client, view, unpickled)] == ["a", "b", "b"]
    assert {request["X-Lab"] for request in server.requests} == {"7"}


def test_header_of_one_request_goes_before_it(make_client: MakeClient) -> None:
    view = make_client().for_project("b")
    assert view.request("GET", "/x", headers={"X-Project-Id": "c"}).data["chip_id"] == "c"


class LabClient(QDashClient):
    """A client of a user's own, with an attribute."""

    lab = "none"


def test_pickled_view_is_a_client_of_its_own(server: FaultServer) -> None:
    with QDashClient(QDashConfig(base_url=server.url, api_token="t")) as client:
        unpickled = pickle.loads(pickle.dumps(client.for_project("b")))
    with unpickled:
        assert project_of(unpickled) == "b"
        assert unpickled.config.project_id == "b"


def test_view_of_a_subclass_is_one(make_client: MakeClient) -> None:
    client = make_client(LabClient)
    client.lab = "left"
    view = client.for_project("b")
    assert (type(view), view.lab, project_of(view)) == (LabClient, "left", "b")


@pytest.mark.parametrize("max_workers", [1, 64])
def test_async_calls_and_iterators(make_client: MakeClient, max_workers: int) -> None:
    client = make_client(project_id="a", max_workers=max_workers)

    async def main() -> list[str]:
        async with client.for_project("b") as view:
            await client.get_chip_async("c")
            assert [qubit async for qubit in view.iter_chip_qubits_async("c")] == []
            found = [(await view.get_chip_async("c")).chip_id]
        return [*found, (await client.get_chip_async("c")).chip_id]

    assert asyncio.run(main()) == ["b", "a"]
    assert list(client.for_project("b").iter_chip_qubits("c")) == []


def test_threads_may_share_a_client_and_its_views(make_client: MakeClient) -> None:
    client = make_client(project_id="a")

    def one(number: int) -> bool:
        with client.for_project(f"p{number}") as view:
            return [project_of(each) for each in (view, client, view)] == [f"p{number}", "a", f"p{number}"]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(one, range(64)))


@pytest.mark.parametrize("project", ["", None, 5, " p", "p\n", "p\r\nX-Admin: 1", "\u20ac"])
def test_project_that_cannot_be(server: FaultServer, make_client: MakeClient, project: Any) -> None:
    client = make_client(project_id="a")
    with pytest.raises(QDashConfigError, match="project_id") as caught:
        client.for_project(project)
    assert caught.value.field == "project_id"
    assert project_of(client) == "a"


def test_settings_of_a_view_cannot_be_changed(make_client: MakeClient) -> None:
    view = make_client(timeout_sec=7).for_project("b")
    assert view.config.timeout_sec == 7
    with pytest.raises(QDashConfigError, match="for_project"):
        view.config.project_id = "c"
    with pytest.raises(QDashConfigError, match="for_project"):
        view.config.retry.max_attempts = 9
