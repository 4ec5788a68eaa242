"""The figures and files of a task result."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from declared import sample_document
from fault_server import FaultServer, Received, Step, http_response

from qdash.client import Download, QDashClient, QDashConfig, QDashNotFoundError, QDashValidationError
from qdash.client.demo import DemoServer
from qdash.client.models import ExecutionResponseDetail, TaskResultResponse

PICTURE = b"\x89PNG\r\n\x1a\n..."


@pytest.fixture(scope="module")
def demo() -> Iterator[QDashClient]:
    with (
        DemoServer() as server,
        QDashClient(QDashConfig(base_url=server.base_url, api_token=server.token)) as client,
    ):
        yield client


def deployment(**result: Any) -> Any:
    """Return a server with one task result and its execution."""
    document = {**sample_document(TaskResultResponse), "task_id": "t", "execution_id": "20261126-001", **result}
    task = {"task_id": "t", "raw_data_path": result.get("raw_data_path", [])}
    execution = {
        **sample_document(ExecutionResponseDetail),
        "task": [task, {"task_id": "u", "raw_data_path": ["/x/u.csv"]}],
    }

    def script(request: Received) -> bytes | Step:
        if request.path == "/tasks/t/result":
            return http_response(document)
        if request.path == "/executions/20261126-001":
            return http_response(execution)
        return http_response(PICTURE + request.query.encode())

    return script


@pytest.mark.parametrize(
    ("options", "media_type"),
    [({}, "image/png"), ({"prefer_json": True}, "application/json"), ({"index": 0}, "image/png")],
)
def test_a_figure_is_found_and_loaded(demo: QDashClient, options: dict[str, Any], media_type: str) -> None:
    task_id = demo.list_task_results(limit=1).items[0].task_id
    for figure in (
        demo.get_task_result_figure(task_id, **options),
        asyncio.run(demo.get_task_result_figure_async(task_id, **options)),
    ):
        assert isinstance(figure, Download)
        assert figure.media_type == media_type


@pytest.mark.parametrize(
    ("pictures", "documents", "prefer_json", "path"),
    [
        (["/f/a.png"], ["/f/a.json"], False, "/f/a.png"),
        (["/f/a.png"], ["/f/a.json"], True, "/f/a.json"),
        (["/f/a.png"], [], True, "/f/a.png"),
        ([], ["/f/a.json"], False, "/f/a.json"),
    ],
)
def test_the_other_kind_of_figure_is_taken_where_there_is_none(
    server: FaultServer, client: QDashClient, pictures: Any, documents: Any, prefer_json: bool, path: str
) -> None:
    server.script = deployment(figure_path=pictures, json_figure_path=documents)
    figure = client.get_task_result_figure("t", 0, prefer_json)
    assert path.replace("/", "%2F").encode() in figure


@pytest.mark.parametrize("index", [1, 7])
def test_no_figure_at_the_index_is_not_found(server: FaultServer, client: QDashClient, index: int) -> None:
    server.script = deployment(figure_path=["/f/a.png"], json_figure_path=[])
    with pytest.raises(QDashNotFoundError, match=f"task result t has no figure {index}: it has 1"):
        client.get_task_result_figure("t", index=index)


@pytest.mark.parametrize("index", [-1, "0", 1.0, True, None])
def test_an_index_is_a_number_from_0(server: FaultServer, client: QDashClient, index: Any) -> None:
    with pytest.raises(QDashValidationError, match="index: must be an integer from 0"):
        client.get_task_result_figure("t", index=index)
    assert server.connections == 0


def test_all_files_are_written_under_their_names(server: FaultServer, client: QDashClient, tmp_path: Path) -> None:
    server.script = deployment(
        figure_path=["/f/1/fit.png", "/f/2/fit.png"],
        json_figure_path=["/f/fit.json"],
        raw_data_path=["/r/fit", "/q/fit"],
    )
    written = client.download_task_result_files("t", to=tmp_path / "new")
    assert [path.name for path in written] == ["fit.png", "fit-2.png", "fit.json", "fit", "fit-2"]
    assert all(path.parent == tmp_path / "new" and path.read_bytes().startswith(PICTURE) for path in written)
    assert b"2%2Ffit.png" in written[1].read_bytes()
    assert client.download_task_result_files("t", to=tmp_path / "new") == written


def test_names_that_differ_in_case_only_are_the_same(server: FaultServer, client: QDashClient, tmp_path: Path) -> None:
    server.script = deployment(figure_path=["/f/Fit.png", "/f/fit.png", "/f/FIT-2.png"], json_figure_path=[])
    written = client.download_task_result_files("t", to=tmp_path)
    assert [path.name for path in written] == ["Fit.png", "fit-2.png", "FIT-2-2.png"]


@pytest.mark.long
def test_any_number_of_files_may_have_one_name(server: FaultServer, client: QDashClient, tmp_path: Path) -> None:
    server.script = deployment(figure_path=["/f/a.png"] * 1000, json_figure_path=[])
    written = client.download_task_result_files("t", to=tmp_path)
    assert [path.name for path in written[-2:]] == ["a-999.png", "a-1000.png"]


def test_files_of_the_demo_are_written(demo: QDashClient, tmp_path: Path) -> None:
    task_id = demo.list_task_results(limit=1).items[0].task_id
    written = asyncio.run(demo.download_task_result_files_async(task_id, to=tmp_path))
    assert sorted(path.suffix for path in written) == [".csv", ".json", ".png"]


@pytest.mark.parametrize(
    ("path", "name"),
    [("/f/..", "file"), ("/f/../../etc/passwd", "passwd"), ("/f/.bashrc", "bashrc"), ("/f/a\\b.png", "b.png")],
)
def test_a_name_of_the_server_stays_in_the_directory(
    server: FaultServer, client: QDashClient, tmp_path: Path, path: str, name: str
) -> None:
    server.script = deployment(figure_path=[path], json_figure_path=[])
    assert client.download_task_result_files("t", to=tmp_path) == [tmp_path / name]


def test_a_directory_that_cannot_be_made_is_refused(server: FaultServer, client: QDashClient, tmp_path: Path) -> None:
    server.script = deployment(figure_path=["/f/a.png"], json_figure_path=[])
    (tmp_path / "file").write_text("")
    for to in (tmp_path / "file", tmp_path / "no" / "parent", tmp_path / "file" / "below"):
        with pytest.raises(QDashValidationError, match="to: cannot make the directory"):
            client.download_task_result_files("t", to=to)
    with pytest.raises(QDashValidationError, match="to: must be a path"):
        client.download_task_result_files("t", to=5)  # type: ignore[arg-type]
