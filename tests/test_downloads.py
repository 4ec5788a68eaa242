"""Files that the API sends: in memory, or on the disk, all of them or nothing."""

from __future__ import annotations

import asyncio
import io
import os
import tracemalloc
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import declared
import pytest
from declared import OPERATIONS, PNG
from fault_server import HANG, FaultServer, Step, answer, chunked

from qdash.client import (
    Download,
    QDashApiError,
    QDashAuthError,
    QDashClient,
    QDashNotFoundError,
    QDashTimeoutError,
    QDashTransportError,
    QDashValidationError,
)

if TYPE_CHECKING:
    from conftest import MakeClient

FILES = [name for name, endpoint in OPERATIONS.items() if "to" in declared.hints(endpoint.signature)]
PLOTLY = b' {"data": [{"type": "scatter"}], "layout": {}}'
BIG = os.urandom(700_001)  # several chunks, and none of them full

files = pytest.mark.parametrize("name", FILES)
ways = pytest.mark.parametrize("way", ["sync", "async"])


def _zip() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.txt", "a")
    return content.getvalue()


def _empty_zip() -> bytes:
    content = io.BytesIO()
    zipfile.ZipFile(content, "w").close()
    return content.getvalue()


# content, what the server calls it, what it is
CONTENTS = {
    "Plotly": (PLOTLY, "image/png", "application/json"),
    "list": (b"[1]", "image/png", "application/json"),
    "png": (PNG, "image/png", "image/png"),
    "png called text": (PNG, "text/plain", "image/png"),
    "jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg", "image/jpeg"),
    "gif": (b"GIF89a\1\0", "image/gif", "image/gif"),
    "webp": (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp", "image/webp"),
    "no webp": (b"RIFF\x24\0\0\0WAVEfmt \xff", "image/webp", "application/octet-stream"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/png", "image/svg+xml"),
    "zip": (_zip(), "application/zip", "application/zip"),
    "empty zip": (_empty_zip(), "application/zip", "application/zip"),
    "pdf": (b"%PDF-1.7 \xff", "application/pdf", "application/pdf"),
    "csv": (b"qid,t1\n0,30.5\n", "text/csv; charset=utf-8", "text/plain"),
    "text that 1024 bytes cut through a character": ("é".encode() * 600, "text/plain", "text/plain"),
    "text of which the cut takes three bytes": (b"a" * 1022 + "🧊".encode(), "text/plain", "text/plain"),
    "Latin-1": ("t1 in µs ".encode("latin-1") * 200, "text/plain", "application/octet-stream"),
    "other bytes": (b"\0\1\2", "text/plain", "application/octet-stream"),
    "nothing": (b"", "text/plain", "application/octet-stream"),
}


def fetch(client: QDashClient, way: str, name: str = "get_figure_by_path", **local: Any) -> Any:
    arguments = {**declared.sample_call(OPERATIONS[name], all_of_them=False).arguments, **local}
    if way == "sync":
        return getattr(client, name)(**arguments)
    return asyncio.run(getattr(client, f"{name}_async")(**arguments))


def leftovers(folder: Path, *expected: str) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name not in expected)


def test_there_are_files_to_download() -> None:
    assert len(FILES) == 8 + ("get_forum_image" in FILES)


@ways
@pytest.mark.parametrize("content", CONTENTS)
def test_file_comes_as_bytes_that_know_what_they_are(
    server: FaultServer, client: QDashClient, content: str, way: str
) -> None:
    sent, called, media_type = CONTENTS[content]
    server.play(answer(sent, content_type=called))
    got = fetch(client, way)
    assert type(got) is Download
    assert isinstance(got, bytes)
    assert got == sent
    assert got.media_type == media_type
    assert server.requests[0]["Accept"] == "*/*"


@ways
@files
def test_every_file_can_be_written_to_the_disk(
    server: FaultServer, client: QDashClient, name: str, way: str, tmp_path: Path
) -> None:
    server.play(answer(BIG, content_type="application/zip"))
    seen: list[tuple[int, int | None]] = []
    target = tmp_path / "file"
    got = fetch(client, way, name, to=target, progress=lambda done, total: seen.append((done, total)))
    assert got == target
    assert target.read_bytes() == BIG
    assert leftovers(tmp_path, "file") == []
    assert [total for _, total in seen] == [len(BIG)] * len(seen)
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})
    assert seen[-1][0] == len(BIG)
    assert len(seen) > 1


@ways
def test_length_may_be_unknown(server: FaultServer, client: QDashClient, way: str, tmp_path: Path) -> None:
    parts = [BIG[start : start + 99_999] for start in range(0, len(BIG), 99_999)]
    server.play(chunked(*parts))
    seen: list[tuple[int, int | None]] = []
    fetch(client, way, to=tmp_path / "f", progress=lambda *step: seen.append(step))
    assert (tmp_path / "f").read_bytes() == BIG
    assert {total for _, total in seen} == {None}
    assert seen[-1][0] == len(BIG)


def test_end_may_be_that_of_the_connection(server: FaultServer, client: QDashClient, tmp_path: Path) -> None:
    server.play(Step(answer(BIG, length=-1, headers=[("Connection", "close")]), then="close"))
    fetch(client, "sync", to=tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == BIG


def test_progress_of_a_file_in_memory_is_its_end(server: FaultServer, client: QDashClient) -> None:
    server.play(answer(PNG, content_type="image/png"))
    seen: list[tuple[int, int | None]] = []
    assert fetch(client, "sync", progress=lambda *step: seen.append(step)) == PNG
    assert seen == [(len(PNG), len(PNG))]


def test_empty_file_is_written(server: FaultServer, client: QDashClient, tmp_path: Path) -> None:
    server.play(answer(b"", content_type="text/plain"))
    fetch(client, "sync", to=tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == b""


@pytest.mark.parametrize("spell", [str, Path], ids=["str", "Path"])
def test_path_may_be_relative(
    server: FaultServer,
    client: QDashClient,
    spell: Callable[[str], Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    server.play(answer(PNG, content_type="image/png"))
    assert fetch(client, "sync", to=spell("é 量子.png")) == Path("é 量子.png")
    assert (tmp_path / "é 量子.png").read_bytes() == PNG


# what is cut, and how
CUTS = {
    "shorter than it says": Step(answer(BIG, length=len(BIG) + 1), then="close"),
    "much shorter": Step(answer(b"", length=len(BIG)), then="close"),
    "reset": Step(answer(BIG[:200_000], length=len(BIG)), then="reset"),
    "no last chunk": Step(chunked(BIG, end=False), then="close"),
    "cut chunk": Step(chunked(BIG)[:-400_000], then="close"),
    "cut size": Step(chunked(BIG, end=False) + b"ff", then="close"),
    "wrong size": Step(chunked(BIG, end=False) + b"xyz\r\n", then="close"),
}


@ways
@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("before", [None, b"kept"], ids=["new file", "existing file"])
def test_cut_answer_leaves_nothing_behind(
    server: FaultServer, make_client: MakeClient, cut: str, way: str, before: bytes | None, tmp_path: Path
) -> None:
    client = make_client(retry={"max_attempts": 1})
    target = tmp_path / "f"
    if before is not None:
        target.write_bytes(before)
    server.play(CUTS[cut])
    with pytest.raises(QDashTransportError) as caught:
        fetch(client, way, to=target)
    assert "/executions/figure" in str(caught.value)
    assert (target.read_bytes() if target.exists() else None) == before
    assert leftovers(tmp_path, "f") == []
    server.play(answer(PNG, content_type="image/png"))
    assert fetch(client, way) == PNG  # the broken connection is not used again


@pytest.mark.parametrize("cut", CUTS)
def test_cut_answer_in_memory_is_an_error(server: FaultServer, make_client: MakeClient, cut: str) -> None:
    server.play(CUTS[cut])
    with pytest.raises(QDashTransportError):
        fetch(make_client(retry={"max_attempts": 1}), "sync")


def test_server_that_stalls_is_too_slow(server: FaultServer, make_client: MakeClient, tmp_path: Path) -> None:
    server.play(Step(answer(BIG[:1000], length=len(BIG)), then=HANG.then))
    with pytest.raises(QDashTimeoutError):
        fetch(make_client(timeout_sec=0.2, retry={"max_attempts": 1}), "sync", to=tmp_path / "f")
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize(
    ("status", "kind"),
    [(404, QDashNotFoundError), (403, QDashAuthError), (422, QDashValidationError), (500, QDashTransportError)],
)
@ways
def test_error_is_the_usual_one(
    server: FaultServer, make_client: MakeClient, status: int, kind: type[QDashApiError], way: str, tmp_path: Path
) -> None:
    (tmp_path / "f").write_bytes(b"kept")
    server.play(answer({"detail": "no such figure"}, status))
    client = make_client()
    for local in ({}, {"to": tmp_path / "f"}):
        with pytest.raises(kind, match="no such figure") as caught:
            fetch(client, way, **local)
        assert caught.value.payload == {"detail": "no such figure"}
        assert caught.value.status_code == status
    assert (tmp_path / "f").read_bytes() == b"kept"
    assert leftovers(tmp_path, "f") == []
    assert server.connections == 1


def test_login_page_is_no_file(server: FaultServer, client: QDashClient, tmp_path: Path) -> None:
    server.play(answer(b"<html><title>Sign in - Cloudflare Access</title>", content_type="text/html"))
    with pytest.raises(QDashApiError):
        client.download_metrics_pdf("c", to=tmp_path / "f")
    assert leftovers(tmp_path) == []


def test_existing_file_is_replaced_at_the_end(server: FaultServer, client: QDashClient, tmp_path: Path) -> None:
    target = tmp_path / "f"
    target.write_bytes(b"old")
    server.play(answer(BIG))
    seen: list[bytes] = []
    fetch(client, "sync", to=target, progress=lambda *step: seen.append(target.read_bytes()))
    assert set(seen) == {b"old"}
    assert target.read_bytes() == BIG


def test_directory_is_refused_before_anything_is_sent(server: FaultServer, client: QDashClient, tmp_path: Path) -> None:
    for folder in (tmp_path, str(tmp_path), ""):
        with pytest.raises(QDashValidationError, match="directory"):
            fetch(client, "sync", to=folder)
    assert server.connections == 0
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("name", ["nowhere/f", "file/f", "a\0b"], ids=repr)
def test_what_cannot_be_written_is_an_error_of_ours(
    server: FaultServer, client: QDashClient, name: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"kept")
    server.play(answer(PNG))
    with pytest.raises(QDashApiError) as caught:
        fetch(client, "sync", to=os.fspath(tmp_path) + "/" + name)
    assert not isinstance(caught.value, QDashTransportError)
    assert leftovers(tmp_path, "file") == []
    assert fetch(client, "sync") == PNG


def test_longest_name_can_be_written(server: FaultServer, client: QDashClient, tmp_path: Path) -> None:
    server.play(answer(PNG))
    target = tmp_path / ("n" * 255)
    fetch(client, "sync", to=target)
    assert target.read_bytes() == PNG


class Stopped(Exception):
    """What a program raises in its own code."""


@pytest.mark.parametrize("kind", [Stopped, KeyboardInterrupt, PermissionError])
def test_exception_of_the_program_passes_through(
    server: FaultServer, client: QDashClient, kind: type[BaseException], tmp_path: Path
) -> None:
    def stop(done: int, total: int | None) -> None:
        raise kind("mine")

    server.play(answer(BIG))
    with pytest.raises(kind, match="mine"):
        fetch(client, "sync", to=tmp_path / "f", progress=stop)
    assert leftovers(tmp_path) == []
    assert fetch(client, "sync") == BIG


@ways
def test_connection_is_used_again(server: FaultServer, client: QDashClient, way: str, tmp_path: Path) -> None:
    server.play(answer(BIG), chunked(BIG, b"x"), answer(b""), answer(PNG))
    for _ in range(4):
        fetch(client, way, to=tmp_path / "f")
    assert server.connections == 1


@pytest.mark.parametrize("with_length", [True, False])
def test_large_file_does_not_sit_in_memory(
    server: FaultServer, client: QDashClient, with_length: bool, tmp_path: Path
) -> None:
    piece, count = b"0123456789abcdef" * 4096, 1024  # 64 MiB
    size = len(piece) * count
    head = answer(b"", length=size if with_length else -1, headers=[] if with_length else [("Connection", "close")])
    server.play(Step(head, "keep" if with_length else "close", pieces=(piece for _ in range(count))))
    tracemalloc.start()
    try:
        fetch(client, "sync", to=tmp_path / "f")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (tmp_path / "f").stat().st_size == size
    assert peak < 4 * 2**20


def test_many_threads_write_at_once(server: FaultServer, client: QDashClient, tmp_path: Path) -> None:
    server.play(answer(BIG))
    with ThreadPoolExecutor(8) as pool:
        targets = [tmp_path / f"f{number % 3}" for number in range(24)]
        assert list(pool.map(lambda target: fetch(client, "sync", to=target), targets)) == targets
    assert all(target.read_bytes() == BIG for target in targets)
    assert leftovers(tmp_path, "f0", "f1", "f2") == []


def test_download_of_a_get_is_repeated_until_it_begins(
    server: FaultServer, make_client: MakeClient, tmp_path: Path
) -> None:
    server.play(answer({"detail": "busy"}, 503), answer(PNG))
    client = make_client(retry={"max_attempts": 2})
    fetch(client, "sync", to=tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == PNG
    assert len(server.requests) == 2


# --- answers that break off ------------------------------------------------------------------------------------------

ETAG = '"of-the-file"'


def part(start: int, size: int = 0, *, length: int | None = None, total: object = len(BIG), etag: str = ETAG) -> Step:
    """Return what a server does that sends parts of files, and breaks off after `size` bytes."""
    headers = [("ETag", etag), ("Accept-Ranges", "bytes")]
    if start:
        headers.append(("Content-Range", f"bytes {start}-{len(BIG) - 1}/{total}"))
    content = BIG[start : start + size] if size else BIG[start:]
    whole = answer(content, 206 if start else 200, headers, length=len(BIG) - start if length is None else length)
    return Step(whole, then="close" if size else "keep")


def asked(server: FaultServer) -> list[tuple[str | None, str | None]]:
    return [(request["Range"], request["If-Range"]) for request in server.requests]


@ways
def test_download_goes_on_where_it_broke_off(
    server: FaultServer, client: QDashClient, sleeps: list[float], way: str, tmp_path: Path
) -> None:
    cuts = range(100_000, 700_000, 100_000)  # more often than retry.max_attempts, because it gets on each time
    server.play(*[part(start - 100_000, 100_000) for start in cuts], part(600_000))
    told: list[tuple[int, int | None]] = []
    fetch(client, way, to=tmp_path / "f", progress=lambda done, total: told.append((done, total)))
    assert (tmp_path / "f").read_bytes() == BIG
    assert asked(server) == [(None, None), *((f"bytes={start}-", ETAG) for start in cuts)]
    assert len(sleeps) == len(cuts)
    assert told == sorted(told)
    assert {total for _, total in told} == {len(BIG)}


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("Accept-Ranges", "bytes")],
        [("ETag", ETAG)],
        [("ETag", ETAG), ("Accept-Ranges", "none")],
        [("ETag", f"W/{ETAG}"), ("Accept-Ranges", "bytes")],
        [("ETag", "unquoted"), ("Accept-Ranges", "bytes")],
        [("ETag", '"\x01"'), ("Accept-Ranges", "bytes")],
    ],
    ids=str,
)
def test_download_starts_anew_where_the_server_does_not_offer_parts(
    server: FaultServer, client: QDashClient, headers: list[tuple[str, str]], tmp_path: Path
) -> None:
    server.play(Step(answer(b"other" * 99, headers=headers, length=len(BIG)), then="close"), answer(BIG))
    fetch(client, "sync", to=tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == BIG
    assert asked(server) == [(None, None)] * 2


def test_download_starts_anew_when_the_file_has_changed(
    server: FaultServer, client: QDashClient, tmp_path: Path
) -> None:
    new = answer(BIG[::-1][:1000], headers=[("ETag", '"new"'), ("Accept-Ranges", "bytes")])
    server.play(part(0, 100_000), new)
    fetch(client, "sync", to=tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == BIG[::-1][:1000]
    assert asked(server) == [(None, None), ("bytes=100000-", ETAG)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (part(0, 100), part(50)),
        (part(0, 100), part(100, total=5)),
        (part(0, 100), Step(answer(BIG[100:], 206))),
        (part(0, 100), Step(answer(BIG[100:], 206, [("Content-Range", "bytes a-b/c")]))),
        (part(50), part(0)),
    ],
)
def test_part_that_was_not_asked_for_is_an_error(
    server: FaultServer, client: QDashClient, first: Step, second: Step, tmp_path: Path
) -> None:
    server.play(first, second)
    with pytest.raises(QDashValidationError, match=r"206 GET /executions/figure.*: a part of the file"):
        fetch(client, "sync", to=tmp_path / "f")
    assert leftovers(tmp_path) == []


def test_download_that_does_not_get_on_comes_to_an_end(
    server: FaultServer, client: QDashClient, sleeps: list[float], tmp_path: Path
) -> None:
    server.script = lambda request: (
        part(0, 100) if request["Range"] is None else Step(part(100, 1).data[:-1], then="close")
    )
    with pytest.raises(QDashTransportError, match="broke off"):
        fetch(client, "sync", to=tmp_path / "f")
    assert (len(server.requests), len(sleeps)) == (3, 2)
    assert leftovers(tmp_path) == []


def test_server_that_offers_parts_and_does_not_send_them(
    server: FaultServer, client: QDashClient, tmp_path: Path
) -> None:
    server.play(part(0, 100))
    with pytest.raises(QDashTransportError, match="broke off"):
        fetch(client, "sync", to=tmp_path / "f")
    assert len(server.requests) == 3


def test_server_may_send_less_than_the_rest_at_a_time(server: FaultServer, client: QDashClient, tmp_path: Path) -> None:
    server.play(part(0, 400_000), Step(part(400_000, 100_000, length=100_000).data), part(500_000))
    fetch(client, "sync", to=tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == BIG


def test_download_by_post_starts_anew_if_it_changes_nothing(
    server: FaultServer, client: QDashClient, tmp_path: Path
) -> None:
    server.play(part(0, 100_000), answer(BIG))
    client.download_metrics_pdf("c", to=tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == BIG
    assert asked(server) == [(None, None)] * 2
