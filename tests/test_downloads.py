"""Files that the API sends: in memory, or on the disk, all of them or nothing."""

from __future__ import annotations

import asyncio
import copy
import errno
import io
import os
import pickle
import socket
import stat
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import declared
import pytest
from declared import OPERATIONS, PNG
from fault_server import HANG, FaultServer, Step, chunked, http_response
from interruptions import at_every_line, open_files

from qdash.client import (
    Download,
    QDashApiError,
    QDashAuthError,
    QDashClient,
    QDashNotFoundError,
    QDashTimeoutError,
    QDashTransportError,
    QDashValidationError,
    local_files,
)
from qdash.client.call import downloads

if TYPE_CHECKING:
    from conftest import MakeClient

FILES = [name for name, endpoint in OPERATIONS.items() if "to" in declared.hints(endpoint.signature)]
PLOTLY = b' {"data": [{"type": "scatter"}], "layout": {}}'
BIG = os.urandom(700_001)  # several chunks, and none of them full

files = pytest.mark.parametrize("name", FILES)
posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX files")
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
    server.play(http_response(sent, content_type=called))
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
    server.play(http_response(BIG, content_type="application/zip"))
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
    server.play(Step(http_response(BIG, length=-1, headers=[("Connection", "close")]), then="close"))
    fetch(client, "sync", to=tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == BIG


def test_progress_of_a_file_in_memory_is_its_end(server: FaultServer, client: QDashClient) -> None:
    server.play(http_response(PNG, content_type="image/png"))
    seen: list[tuple[int, int | None]] = []
    assert fetch(client, "sync", progress=lambda *step: seen.append(step)) == PNG
    assert seen == [(len(PNG), len(PNG))]


def test_empty_file_is_written(server: FaultServer, client: QDashClient, tmp_path: Path) -> None:
    server.play(http_response(b"", content_type="text/plain"))
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
    server.play(http_response(PNG, content_type="image/png"))
    assert fetch(client, "sync", to=spell("é 量子.png")) == Path("é 量子.png")
    assert (tmp_path / "é 量子.png").read_bytes() == PNG


# what is cut, and how
CUTS = {
    "shorter than it says": Step(http_response(BIG, length=len(BIG) + 1), then="close"),
    "much shorter": Step(http_response(b"", length=len(BIG)), then="close"),
    "reset": Step(http_response(BIG[:200_000], length=len(BIG)), then="reset"),
    "no last chunk": Step(chunked(BIG, end=False), then="close"),
    "cut chunk": Step(chunked(BIG)[:-400_000], then="close"),
    "cut size": Step(chunked(BIG, end=False) + b"ff", then="close"),
    "wrong size": Step(chunked(BIG, end=False) + b"xyz\r\n", then="close"),
}


@ways
@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("before", [None, b"kept"], ids=["new file", "existing file"])
def test_cut_response_leaves_nothing_behind(
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
    server.play(http_response(PNG, content_type="image/png"))
    assert fetch(client, way) == PNG  # the broken connection is not used again


@pytest.mark.parametrize("cut", CUTS)
def test_cut_response_in_memory_is_an_error(server: FaultServer, make_client: MakeClient, cut: str) -> None:
    server.play(CUTS[cut])
    with pytest.raises(QDashTransportError):
        fetch(make_client(retry={"max_attempts": 1}), "sync")


def test_server_that_stalls_is_too_slow(server: FaultServer, make_client: MakeClient, tmp_path: Path) -> None:
    server.play(Step(http_response(BIG[:1000], length=len(BIG)), then=HANG.then))
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
    server.play(http_response({"detail": "no such figure"}, status))
    client = make_client()
    for local in ({}, {"to": tmp_path / "f"}):
        with pytest.raises(kind, match="no such figure") as caught:
            fetch(client, way, **local)
        assert caught.value.payload == {"detail": "no such figure"}
        assert caught.value.status_code == status
    assert (tmp_path / "f").read_bytes() == b"kept"
    assert leftovers(tmp_path, "f") == []
    assert server.connections == (1 if status < 500 else 2)


def test_login_page_is_no_file(server: FaultServer, client: QDashClient, tmp_path: Path) -> None:
    server.play(http_response(b"<html><title>Sign in - Cloudflare Access</title>", content_type="text/html"))
    with pytest.raises(QDashApiError):
        client.download_metrics_pdf("c", to=tmp_path / "f")
    assert leftovers(tmp_path) == []


def test_existing_file_is_replaced_at_the_end(server: FaultServer, client: QDashClient, tmp_path: Path) -> None:
    target = tmp_path / "f"
    target.write_bytes(b"old")
    server.play(http_response(BIG))
    seen: list[bytes] = []
    fetch(client, "sync", to=target, progress=lambda *step: seen.append(target.read_bytes()))
    assert set(seen) == {b"old"}
    assert target.read_bytes() == BIG


# --- what `to` may be ------------------------------------------------------------------------------------------------


def _make(kind: str, path: Path) -> None:
    """Make something that is not a regular file."""
    if kind == "directory":
        path.mkdir()
    elif kind == "FIFO":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(os.path.relpath(path))  # the length of such a path is limited
    else:
        try:
            os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, 3))  # as /dev/null
        except PermissionError:
            pytest.skip("needs leave to make a device")


@posix
@pytest.mark.parametrize("through_link", [False, True], ids=["itself", "through a link"])
@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("directory", "is a directory, or no name of a file"),
        ("FIFO", "is not a regular file .* write the bytes there"),
        ("socket", "is not a regular file .* write the bytes there"),
        ("device", "is not a regular file .* write the bytes there"),
    ],
)
def test_what_is_not_a_regular_file_is_refused_before_anything_is_sent(
    server: FaultServer, client: QDashClient, kind: str, says: str, through_link: bool, tmp_path: Path
) -> None:
    _make(kind, tmp_path / "f")
    (tmp_path / "link").symlink_to("f")
    before = os.lstat(tmp_path / "f")
    with pytest.raises(QDashValidationError, match=f"^to: .*{says}"):
        fetch(client, "sync", to=tmp_path / ("link" if through_link else "f"))
    assert server.connections == 0
    after = os.lstat(tmp_path / "f")
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)
    assert leftovers(tmp_path, "f", "link") == []


REFUSED_PATHS: dict[str, tuple[Any, str]] = {
    "nothing": ("", "directory"),
    "directory": (".", "directory"),
    "name of a directory": ("new/", "directory"),
    "root": (os.sep, "directory"),
    "NUL": ("a\0b", "NUL"),
    "number": (3, "must be a path"),
    "bytes": (b"f", "must be a path"),
    "list": (["f"], "must be a path"),
    "open file": (io.BytesIO(), "must be a path"),
}
if os.name == "posix":
    REFUSED_PATHS |= {
        "lone surrogate": ("a\ud800b", "cannot be encoded"),
        "name that is too long": ("n" * 256, "File name too long"),
        "path that is too long": ("n/" * 3000 + "n", "File name too long"),
        "below a file": ("file/f", "Not a directory"),
        "link to itself": ("loop", "Too many levels"),
    }


@ways
@pytest.mark.parametrize("case", REFUSED_PATHS)
def test_path_that_cannot_be_written_is_refused_before_anything_is_sent(
    server: FaultServer, client: QDashClient, case: str, way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_bytes(b"kept")
    (tmp_path / "loop").symlink_to("loop")
    to, says = REFUSED_PATHS[case]
    with pytest.raises(QDashValidationError, match=f"^to: .*{says}") as caught:
        fetch(client, way, to=to)
    str(caught.value).encode()  # it can be logged
    assert server.connections == 0
    assert leftovers(tmp_path, "file", "loop") == []


def test_missing_directory_is_an_error_before_anything_is_sent(
    server: FaultServer, client: QDashClient, tmp_path: Path
) -> None:
    with pytest.raises(QDashApiError, match=r"cannot write .*: No such file or directory"):
        fetch(client, "sync", to=tmp_path / "nowhere" / "f")
    assert server.connections == 0


def test_tilde_is_expanded(
    server: FaultServer, client: QDashClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    server.play(http_response(PNG))
    assert fetch(client, "sync", to="~/f") == tmp_path / "f"
    assert fetch(client, "sync", to=Path("~/g")) == tmp_path / "g"
    assert leftovers(tmp_path) == ["f", "g"]


# --- what becomes of the file that is there --------------------------------------------------------------------------


@posix
@pytest.mark.parametrize("target", ["real/old", "between", "real/new"])
def test_symbolic_link_stays_one(server: FaultServer, client: QDashClient, target: str, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "old").write_bytes(b"old")
    (tmp_path / "between").symlink_to("real/old")
    link = tmp_path / "link"
    link.symlink_to(target)
    server.play(http_response(PNG))
    assert fetch(client, "sync", to=link) == link
    assert os.readlink(link) == target
    assert link.resolve().parent == tmp_path / "real"
    assert not link.resolve().is_symlink()
    assert link.read_bytes() == PNG
    assert leftovers(tmp_path / "real", "old", "new") == []


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o666, 0o444, 0o755, 0o000], ids=oct)
def test_mode_of_an_existing_file_is_kept(server: FaultServer, client: QDashClient, mode: int, tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"old")
    (tmp_path / "f").chmod(mode)
    server.play(http_response(PNG))
    fetch(client, "sync", to=tmp_path / "f")
    assert stat.S_IMODE((tmp_path / "f").stat().st_mode) == mode
    (tmp_path / "f").chmod(0o600)
    assert (tmp_path / "f").read_bytes() == PNG


@posix
@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002], ids=oct)
def test_new_file_has_the_usual_mode(server: FaultServer, client: QDashClient, umask: int, tmp_path: Path) -> None:
    server.play(http_response(PNG))
    before = os.umask(umask)
    try:
        fetch(client, "sync", to=tmp_path / "f")
        (tmp_path / "g").touch()
    finally:
        os.umask(before)
    assert (tmp_path / "f").stat().st_mode == (tmp_path / "g").stat().st_mode


@posix
def test_others_cannot_read_what_will_be_private(server: FaultServer, client: QDashClient, tmp_path: Path) -> None:
    (tmp_path / "f").touch(mode=0o600)
    server.play(http_response(BIG))
    seen: set[int] = set()
    look = lambda *_: seen.update(stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir())  # noqa: E731
    fetch(client, "sync", to=tmp_path / "f", progress=look)
    assert seen == {0o600}


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may give files away")
def test_owner_of_an_existing_file_is_kept(server: FaultServer, client: QDashClient, tmp_path: Path) -> None:
    (tmp_path / "f").touch(mode=0o640)
    os.chown(tmp_path / "f", 1234, 5678)
    server.play(http_response(PNG))
    fetch(client, "sync", to=tmp_path / "f")
    found = (tmp_path / "f").stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (1234, 5678, 0o640)


@posix
@pytest.mark.parametrize(("mode", "expected"), [(0o660, 0o600), (0o664, 0o644), (0o600, 0o600)])
def test_rights_of_a_group_that_cannot_be_kept_go_to_no_other(
    server: FaultServer,
    client: QDashClient,
    mode: int,
    expected: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    if os.geteuid() != 0:
        pytest.skip("only root may give files away")
    (tmp_path / "f").touch()
    os.chown(tmp_path / "f", -1, 5678)
    (tmp_path / "f").chmod(mode)
    monkeypatch.setattr(os, "fchown", refuse)
    server.play(http_response(PNG))
    fetch(client, "sync", to=tmp_path / "f")
    assert stat.S_IMODE((tmp_path / "f").stat().st_mode) == expected


def _mount_point(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise OSError(errno.EBUSY, "Device or resource busy")

    monkeypatch.setattr(os, "replace", busy)


@pytest.mark.parametrize("old", [b"old", BIG + BIG], ids=["longer", "shorter"])
def test_mount_point_is_written_in_place_with_a_warning(
    server: FaultServer, client: QDashClient, old: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "f").write_bytes(old)
    node = (tmp_path / "f").stat().st_ino
    _mount_point(monkeypatch)
    server.play(http_response(BIG))
    with pytest.warns(UserWarning, match=r"f was written, but it is a mount point and was written in place") as caught:
        fetch(client, "sync", to=tmp_path / "f")
    assert caught[0].filename == __file__
    assert (tmp_path / "f").read_bytes() == BIG
    assert (tmp_path / "f").stat().st_ino == node
    assert leftovers(tmp_path, "f") == []


def test_file_that_cannot_be_written_in_place_is_restored(
    server: FaultServer, client: QDashClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(target: Any, *_: object) -> None:
        if target in synced:  # the second time, when the old content is written again
            return
        synced.append(target)
        raise OSError(errno.ENOSPC, "No space left on device")

    synced: list[object] = []
    (tmp_path / "f").write_bytes(b"old")
    _mount_point(monkeypatch)
    monkeypatch.setattr(os, "fsync", full)
    server.play(http_response(BIG))
    with pytest.raises(QDashApiError, match=r"cannot write .*f: No space left on device"):
        fetch(client, "sync", to=tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == b"old"
    assert leftovers(tmp_path, "f") == []


@pytest.mark.parametrize(("number", "tries"), [(5, 8), (32, 8), (33, 8), (None, 1)])
@pytest.mark.parametrize("busy", [2, 99])
def test_file_that_somebody_reads_on_windows_is_replaced_a_little_later(
    server: FaultServer,
    client: QDashClient,
    number: int | None,
    tries: int,
    busy: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    replace, calls = os.replace, []

    def in_use(*paths: Any) -> None:
        calls.append(paths)
        if len(calls) <= busy:
            error = PermissionError(errno.EACCES, "Access is denied")
            error.winerror = number  # type: ignore[attr-defined,unused-ignore]
            raise error
        replace(*paths)

    monkeypatch.setattr(os, "replace", in_use)
    monkeypatch.setattr(local_files, "_PAUSES", (0,) * 7)
    server.play(http_response(PNG))
    if number is not None and busy < tries:
        fetch(client, "sync", to=tmp_path / "f")
        assert len(calls) == busy + 1
        assert (tmp_path / "f").read_bytes() == PNG
    else:
        with pytest.raises(QDashApiError, match=r"cannot write .*f: Access is denied"):
            fetch(client, "sync", to=tmp_path / "f")
        assert len(calls) == tries
    assert leftovers(tmp_path, "f") == []


# --- what others do meanwhile ----------------------------------------------------------------------------------------


def test_file_that_an_interrupted_download_has_left_is_taken_over(
    server: FaultServer, client: QDashClient, tmp_path: Path
) -> None:
    server.play(http_response(BIG))
    left: list[Path] = []
    fetch(client, "sync", to=tmp_path / "f", progress=lambda *_: left.extend(tmp_path.glob(".f*.part")))
    left[0].write_bytes(b"left")
    fetch(client, "sync", to=tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == BIG
    assert leftovers(tmp_path, "f") == []


def test_file_that_is_left_where_there_are_no_locks_is_taken_over_after_a_day(
    server: FaultServer, client: QDashClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _without_locks(monkeypatch)
    server.play(http_response(BIG))
    left = tmp_path / ".f.0.part"
    left.write_bytes(b"in use")
    fetch(client, "sync", to=tmp_path / "f")
    assert left.read_bytes() == b"in use"
    os.utime(left, (time.time() - 25 * 3600,) * 2)
    fetch(client, "sync", to=tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == BIG
    assert leftovers(tmp_path, "f") == []


def _without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", no_locks)


@posix
@pytest.mark.parametrize("locks", [True, False])
def test_two_downloads_to_one_file_do_not_harm_each_other(
    server: FaultServer, client: QDashClient, locks: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not locks:
        _without_locks(monkeypatch)
    server.script = lambda request: http_response(request.query.encode() * 100_000)
    seen: list[bytes] = []

    def meanwhile(*_: object) -> None:
        if not seen:
            fetch(client, "sync", path="inner", to=tmp_path / "f")
            seen.append((tmp_path / "f").read_bytes())

    fetch(client, "sync", path="outer", to=tmp_path / "f", progress=meanwhile)
    assert seen == [b"path=inner" * 100_000]
    assert (tmp_path / "f").read_bytes() == b"path=outer" * 100_000
    assert leftovers(tmp_path, "f") == []


@posix
@pytest.mark.parametrize("kind", ["link", "FIFO", "directory"])
def test_what_stands_in_the_place_of_the_temporary_file_is_left_alone(
    server: FaultServer, client: QDashClient, kind: str, tmp_path: Path
) -> None:
    (tmp_path / "mine").write_bytes(b"kept")
    if kind == "link":
        (tmp_path / ".f.0.part").symlink_to("mine")
    else:
        _make(kind, tmp_path / ".f.0.part")
    server.play(http_response(PNG))
    fetch(client, "sync", to=tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == PNG
    assert (tmp_path / "mine").read_bytes() == b"kept"
    assert leftovers(tmp_path, "f", "mine") == [".f.0.part"]


@posix
def test_interruption_at_any_line_leaves_one_file_at_most_and_no_descriptor(
    server: FaultServer, client: QDashClient, tmp_path: Path
) -> None:
    server.play(http_response(PNG))
    fetch(client, "sync", to=tmp_path / "f")
    count = 0
    for place in at_every_line(lambda: fetch(client, "sync", to=tmp_path / "f"), downloads, local_files):
        count += 1
        assert open_files(tmp_path) == [], place
        assert len(leftovers(tmp_path, "f")) <= 1, place
        assert (tmp_path / "f").read_bytes() == PNG, place
    assert count > 80
    fetch(client, "sync", to=tmp_path / "f")
    assert leftovers(tmp_path, "f") == []


# --- names -----------------------------------------------------------------------------------------------------------

# Content-Disposition, and the name
NAMES: dict[str, tuple[str, str | None]] = {
    "quoted": ('attachment; filename="64Qv3_20261122.zip"', "64Qv3_20261122.zip"),
    "token": ("attachment; filename=figs.zip", "figs.zip"),
    "upper case": ("ATTACHMENT; FILENAME=figs.zip", "figs.zip"),
    "blanks": ('attachment ;  filename = "a b.zip" ; size=5', "a b.zip"),
    "escaped": (r'attachment; filename="a\"b\c.png"', "a_bc.png"),
    "extended": ("attachment; filename*=UTF-8''%E9%87%8F%E5%AD%90.png", "量子.png"),
    "extended in Latin-1": ("attachment; filename*=iso-8859-1'de'L%E4b.png", "Läb.png"),
    "extended is preferred": ("attachment; filename=\"a.png\"; filename*=utf-8''%C3%A9.png", "é.png"),
    "extended is broken": ("attachment; filename*=utf-8''%FF.png; filename=b.png", "b.png"),
    "extended in another charset": ("attachment; filename*=koi8-r''%E9.png; filename=b.png", "b.png"),
    "UTF-8 as it is": ('attachment; filename="é.png"'.encode().decode("latin-1"), "é.png"),
    "Latin-1 as it is": ('attachment; filename="é.png"', "é.png"),
    "in another parameter": ('attachment; name="a; filename=wrong.png"; filename=right.png', "right.png"),
    "the first one": ("attachment; filename=a.png; filename=b.png", "a.png"),
    "path": ('attachment; filename="../../etc/cron.d/x.png"', "x.png"),
    "absolute path": ("attachment; filename*=utf-8''%2Fetc%2Fpasswd", "passwd"),
    "path of Windows": ("attachment; filename*=utf-8''C:%5Ctemp%5Ca.png", "a.png"),
    "drive": ('attachment; filename="C:a.png"', "C_a.png"),
    "stream": ('attachment; filename="a.png:b"', "a.png_b"),
    "control characters": ("attachment; filename*=utf-8''a%00%0D%0A%1B%7Fb%C2%85.png", "ab.png"),
    "text that runs the other way": ("attachment; filename*=utf-8''a%E2%80%AEgnp.exe", "agnp.exe"),
    "hidden": ('attachment; filename=".bashrc"', "bashrc"),
    "home": ('attachment; filename="~root.png"', "root.png"),
    "dots": ('attachment; filename=".."', "figure.png"),
    "end": ('attachment; filename="a.png. . "', "a.png"),
    "device": ('attachment; filename="NUL.png"', "_NUL.png"),
    "device with a blank": ('attachment; filename="com1 .png"', "_com1 .png"),
    "no device": ('attachment; filename="console.png"', "console.png"),
    "long": (f'attachment; filename="{"n" * 999}.png"', "n" * 196 + ".png"),
    "long suffix": (f'attachment; filename="a.{"n" * 999}"', "a." + "n" * 19),
    "no name": ("attachment", "figure.png"),
    "empty": ('attachment; filename=""', "figure.png"),
    "not closed": ('attachment; filename="a.png', "figure.png"),
}


@ways
@pytest.mark.parametrize("case", NAMES)
def test_download_has_the_name_that_the_server_gives_it(
    server: FaultServer, client: QDashClient, case: str, way: str
) -> None:
    header, name = NAMES[case]
    server.play(http_response(PNG, headers=[("Content-Disposition", header)]))
    got = fetch(client, way, path="/app/calib_data/figure.png")
    assert got.filename == name
    assert got == PNG


@pytest.mark.parametrize(
    ("name", "arguments", "filename"),
    [
        ("get_figure_by_path", {"path": "/app/calib_data/qdash/1_fig.png"}, "1_fig.png"),
        ("download_file", {"path": "/app/data/量子 a.nc"}, "量子 a.nc"),
        ("download_file", {"path": "C:\\data\\..\\.a.nc"}, "a.nc"),
        ("get_issue_image", {"filename": "abc.png"}, "abc.png"),
        ("get_forum_image", {"filename": "é.png"}, "é.png"),
        ("download_zip_file", {"path": "64Qv3"}, None),
        ("get_copilot_expected_image", {"task_name": "a.png", "index": 0}, None),
        ("download_metrics_pdf", {"chip_id": "c.pdf"}, None),
    ],
)
def test_download_without_a_name_has_that_of_what_was_asked_for(
    server: FaultServer, client: QDashClient, name: str, arguments: dict[str, Any], filename: str | None
) -> None:
    server.play(http_response(PNG))
    assert getattr(client, name)(**arguments).filename == filename


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_download_can_be_pickled(protocol: int) -> None:
    for download in (Download(PNG, "a.png"), Download(PNG), Download()):
        for again in (pickle.loads(pickle.dumps(download, protocol)), copy.copy(download), copy.deepcopy(download)):
            assert type(again) is Download
            assert (again, again.filename, again.media_type) == (download, download.filename, download.media_type)


@pytest.mark.parametrize("area", ["issue", "forum"])
@pytest.mark.parametrize(
    "url",
    [
        "{name}",
        "/api/{area}/images/{name}",
        "/{area}/images/{name}",
        "https://qdash.example.com/api/{area}/images/{name}",
        "/api/{area}/images/{name}?size=5#a",
    ],
)
@ways
def test_image_may_be_named_by_its_url(server: FaultServer, client: QDashClient, area: str, url: str, way: str) -> None:
    server.play(http_response(PNG))
    path = "issues" if area == "issue" else area
    got = fetch(client, way, f"get_{area}_image", filename=url.format(area=path, name="abc-1.png"))
    assert (got, got.filename) == (PNG, "abc-1.png")
    assert [request.target for request in server.requests] == [f"/{path}/images/abc-1.png"]


def test_uploaded_image_can_be_downloaded_by_its_url(server: FaultServer, client: QDashClient) -> None:
    server.play(http_response({"url": "/api/issues/images/abc.png"}), http_response(PNG))
    assert client.get_issue_image(client.upload_issue_image(file=PNG)["url"]) == PNG
    assert server.requests[1].target == "/issues/images/abc.png"


@pytest.mark.parametrize(
    "url",
    [
        "/api/forum/images/a.png",
        "/api/issues/images/",
        "/api/issues/images/a%2Fb.png",
        "/api/issues/images/..",
        "/api/issues/images/a/b.png",
        "/images/a.png",
        "http://[/issues/images/a.png",
        "a/b",
    ],
)
def test_url_of_something_else_is_refused(server: FaultServer, client: QDashClient, url: str) -> None:
    with pytest.raises(QDashValidationError, match=r"get_issue_image\(\): filename: "):
        client.get_issue_image(url)
    assert server.connections == 0


@pytest.mark.parametrize("name", ["nowhere/f", "file/f", "a\0b"], ids=repr)
def test_what_cannot_be_written_is_an_error_of_ours(
    server: FaultServer, client: QDashClient, name: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"kept")
    server.play(http_response(PNG))
    with pytest.raises(QDashApiError) as caught:
        fetch(client, "sync", to=os.fspath(tmp_path) + "/" + name)
    assert not isinstance(caught.value, QDashTransportError)
    assert leftovers(tmp_path, "file") == []
    assert fetch(client, "sync") == PNG


def test_longest_name_can_be_written(server: FaultServer, client: QDashClient, tmp_path: Path) -> None:
    server.play(http_response(PNG))
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

    server.play(http_response(BIG))
    with pytest.raises(kind, match="mine"):
        fetch(client, "sync", to=tmp_path / "f", progress=stop)
    assert leftovers(tmp_path) == []
    assert fetch(client, "sync") == BIG


@ways
def test_connection_is_used_again(server: FaultServer, client: QDashClient, way: str, tmp_path: Path) -> None:
    server.play(http_response(BIG), chunked(BIG, b"x"), http_response(b""), http_response(PNG))
    for _ in range(4):
        fetch(client, way, to=tmp_path / "f")
    assert server.connections == 1


@pytest.mark.parametrize("with_length", [True, False])
def test_large_file_does_not_sit_in_memory(
    server: FaultServer, client: QDashClient, with_length: bool, tmp_path: Path
) -> None:
    piece, count = b"0123456789abcdef" * 4096, 1024  # 64 MiB
    size = len(piece) * count
    head = http_response(
        b"", length=size if with_length else -1, headers=[] if with_length else [("Connection", "close")]
    )
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
    server.play(http_response(BIG))
    with ThreadPoolExecutor(8) as pool:
        targets = [tmp_path / f"f{number % 3}" for number in range(24)]
        assert list(pool.map(lambda target: fetch(client, "sync", to=target), targets)) == targets
    assert all(target.read_bytes() == BIG for target in targets)
    assert leftovers(tmp_path, "f0", "f1", "f2") == []


def test_download_of_a_get_is_repeated_until_it_begins(
    server: FaultServer, make_client: MakeClient, tmp_path: Path
) -> None:
    server.play(http_response({"detail": "busy"}, 503), http_response(PNG))
    client = make_client(retry={"max_attempts": 2})
    fetch(client, "sync", to=tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == PNG
    assert len(server.requests) == 2


# --- responses that break off ----------------------------------------------------------------------------------------

ETAG = '"of-the-file"'


def part(start: int, size: int = 0, *, length: int | None = None, total: object = len(BIG), etag: str = ETAG) -> Step:
    """Return what a server does that sends parts of files, and breaks off after `size` bytes."""
    headers = [("ETag", etag), ("Accept-Ranges", "bytes")]
    if start:
        headers.append(("Content-Range", f"bytes {start}-{len(BIG) - 1}/{total}"))
    content = BIG[start : start + size] if size else BIG[start:]
    whole = http_response(
        content, 206 if start else 200, headers, length=len(BIG) - start if length is None else length
    )
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
    server.play(Step(http_response(b"other" * 99, headers=headers, length=len(BIG)), then="close"), http_response(BIG))
    fetch(client, "sync", to=tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == BIG
    assert asked(server) == [(None, None)] * 2


def test_download_starts_anew_when_the_file_has_changed(
    server: FaultServer, client: QDashClient, tmp_path: Path
) -> None:
    new = http_response(BIG[::-1][:1000], headers=[("ETag", '"new"'), ("Accept-Ranges", "bytes")])
    server.play(part(0, 100_000), new)
    fetch(client, "sync", to=tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == BIG[::-1][:1000]
    assert asked(server) == [(None, None), ("bytes=100000-", ETAG)]


def other_part(*headers: tuple[str, str], status: int = 206) -> Step:
    """Return a part of a file that does not fit to the first 100 bytes of `BIG`."""
    return Step(http_response(b"mixed" * 1000, status, headers))


RANGE = ("Content-Range", f"bytes 100-5099/{len(BIG)}")

WRONG_PARTS = {
    "another version": part(100, etag='"new"'),
    "a version that is only equivalent": part(100, etag=f"W/{ETAG}"),
    "no version": other_part(RANGE),
    "another start": part(50),
    "another size of the file": part(100, total=5),
    "no range": other_part(("ETag", ETAG)),
    "a range that cannot be read": other_part(("ETag", ETAG), ("Content-Range", "bytes a-b/c")),
    "several ranges": Step(
        http_response(b"--x", 206, [("ETag", ETAG)], content_type="multipart/byteranges; boundary=x"),
    ),
    "the file has become shorter": Step(http_response(b"", 416, [("Content-Range", "bytes */50")])),
}


@ways
@pytest.mark.parametrize("wrong", WRONG_PARTS)
def test_part_that_does_not_fit_is_thrown_away_and_the_download_starts_anew(
    server: FaultServer, client: QDashClient, wrong: str, way: str, tmp_path: Path
) -> None:
    server.play(part(0, 100), WRONG_PARTS[wrong], http_response(b"new" * 999))
    fetch(client, way, to=tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == b"new" * 999
    assert asked(server) == [(None, None), ("bytes=100-", ETAG), (None, None)]
    assert leftovers(tmp_path, "f") == []


def test_server_that_sent_a_wrong_part_is_not_asked_for_parts_again(
    server: FaultServer, client: QDashClient, sleeps: list[float], tmp_path: Path
) -> None:
    """However it cuts its responses, the attempts come to an end."""
    server.script = lambda request: (
        part(100, etag='"other"') if request["Range"] else part(0, 100 * len(server.requests))
    )
    with pytest.raises(QDashTransportError, match="broke off"):
        fetch(client, "sync", to=tmp_path / "f")
    assert asked(server) == [(None, None), ("bytes=100-", ETAG), (None, None), (None, None)]
    assert len(sleeps) == 2
    assert leftovers(tmp_path) == []


def test_part_that_was_not_asked_for_is_an_error(server: FaultServer, client: QDashClient, tmp_path: Path) -> None:
    server.play(part(50))
    with pytest.raises(QDashValidationError, match=r"206 GET /executions/figure.*: a part of the file"):
        fetch(client, "sync", to=tmp_path / "f")
    assert len(server.requests) == 1
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
    server.play(part(0, 100_000), http_response(BIG))
    client.download_metrics_pdf("c", to=tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == BIG
    assert asked(server) == [(None, None)] * 2
