"""Files that the client writes: their targets, failures, and simultaneous writers."""

from __future__ import annotations

import errno
import os
import socket
import stat
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fault_server import FaultServer, Received, Script, Step, http_response
from interruptions import at_every_line, open_files

from qdash.client import (
    QDashClient,
    QDashConfig,
    QDashValidationError,
    local_files,
)
from qdash.client.call import downloads
from qdash.client.settings import profiles

from .cases import TOKEN, Bench, Fault, Scenario, Section
from .programs import in_namespace, run

OLD = b"old" * 1000
ETAG = '"of-the-file"'
CONFIG = QDashConfig(base_url="http://localhost", project_id="p", api_token=TOKEN)


def download(path: Path, script: Script | None = None, **more: Any) -> list[Received]:
    """Download to a path, and return what reached the server."""
    with (
        FaultServer(script or (lambda request: http_response(OLD))) as server,
        QDashClient(QDashConfig(base_url=server.url, api_token=TOKEN), sleep_fn=lambda _: None) as client,
    ):
        try:
            client.get_figure_by_path(path="f.png", to=path, **more)
        finally:
            found = server.requests
    return found


def posix() -> None:
    if os.name != "posix":
        pytest.skip("needs POSIX files")


# --- what may be replaced --------------------------------------------------------------------------------------------


def make_fifo(path: Path) -> None:
    os.mkfifo(path)


def make_device(path: Path) -> None:
    try:
        os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, 3))  # as /dev/null
    except PermissionError:
        pytest.skip("needs leave to make a device")


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(path))  # the length of such a path is limited


def refused(make: Callable[[Path], None], bench: Bench) -> None:
    posix()
    make(bench.directory / "f")
    (bench.directory / "link").symlink_to("f")
    before = os.lstat(bench.directory / "f")
    for name in ("f", "link"):
        with FaultServer() as server, QDashClient(QDashConfig(base_url=server.url, api_token=TOKEN)) as client:
            with pytest.raises(QDashValidationError, match=r"is not a regular file .* write the bytes there"):
                client.get_figure_by_path(path="f.png", to=bench.directory / name)
            assert server.connections == 0
    after = os.lstat(bench.directory / "f")
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)


def no_path(path: str, bench: Bench) -> None:
    with FaultServer() as server, QDashClient(QDashConfig(base_url=server.url, api_token=TOKEN)) as client:
        with pytest.raises(QDashValidationError, match=r"^to: "):
            client.get_figure_by_path(path="f.png", to=f"{bench.directory}/{path}")
        assert server.connections == 0


def followed(bench: Bench) -> None:
    posix()
    link = bench.directory / "link"
    (bench.directory / "real").mkdir()
    link.symlink_to("real/f")
    for size in (10, 20):  # the first time, it leads to nothing
        download(link, lambda request, size=size: http_response(b"x" * size))
        assert os.readlink(link) == "real/f"
        assert (bench.directory / "real" / "f").read_bytes() == b"x" * size


def mode_kept(bench: Bench) -> None:
    posix()
    file = bench.directory / "f"
    for mode in (0o600, 0o640, 0o755):
        file.touch()
        file.chmod(mode)
        download(file)
        assert stat.S_IMODE(file.stat().st_mode) == mode


def owner_kept(bench: Bench) -> None:
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root may give files away")
    file = bench.directory / "f"
    file.touch()
    os.chown(file, 1234, 5678)
    download(file)
    assert (file.stat().st_uid, file.stat().st_gid) == (1234, 5678)


# --- parts of files --------------------------------------------------------------------------------------------------


def mixed(headers: Mapping[str, str], bench: Bench) -> None:
    """Break off, and send a part of another file then."""
    new = b"new" * 1000
    steps = iter(
        [
            Step(
                http_response(OLD[:100], headers=[("ETag", ETAG), ("Accept-Ranges", "bytes")], length=3000),
                then="close",
            ),
            Step(http_response(new[100:], 206, headers.items())),
            Step(http_response(new)),
        ]
    )
    requests = download(bench.directory / "f", lambda request: next(steps))
    assert (bench.directory / "f").read_bytes() == new
    assert [request["Range"] for request in requests] == [None, "bytes=100-", None]


# --- interruptions, and others ---------------------------------------------------------------------------------------


def interrupted(save: Callable[[Path], object], bench: Bench) -> None:
    posix()
    bench.monkeypatch.setattr(os, "fsync", lambda _: None)  # for speed
    file = bench.directory / "f"
    save(file)
    before, names = file.read_bytes(), set(os.listdir(bench.directory))
    for place in at_every_line(partial(save, file), downloads, local_files, profiles):
        assert open_files(bench.directory) == [], place
        assert len(set(os.listdir(bench.directory)) - names) <= 1, place
        assert file.read_bytes() == before, place
    save(file)
    assert set(os.listdir(bench.directory)) == names


def left(bench: Bench) -> None:
    posix()
    file = bench.directory / "f"
    found: list[Path] = []
    download(file, progress=lambda *_: found.extend(bench.directory.glob(".f*")))
    found[0].write_bytes(b"left by a program that was killed")
    download(file)
    assert os.listdir(bench.directory) == ["f"]


def together(bench: Bench) -> None:
    posix()
    file = bench.directory / "f"
    inner: list[bytes] = []

    def meanwhile(*_: object) -> None:
        if not inner:
            download(file, lambda request: http_response(b"inner"))
            inner.append(file.read_bytes())

    download(file, progress=meanwhile)
    assert inner == [b"inner"]
    assert file.read_bytes() == OLD
    assert os.listdir(bench.directory) == ["f"]


# --- file systems that lack something --------------------------------------------------------------------------------


def lacking(function: str, number: int, says: str, bench: Bench) -> None:
    posix()

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    file = bench.directory / "config.ini"
    file.touch(mode=0o644)
    bench.monkeypatch.setattr(function, refuse)
    if says:
        with pytest.warns(UserWarning, match=f"was saved, but {says}"):
            CONFIG.save("first", file)
    else:
        CONFIG.save("first", file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert QDashConfig.from_file("first", file) == CONFIG


def flushed(in_place: bool, bench: Bench) -> None:
    """Save a profile, and see in which order files are flushed and renamed."""
    posix()
    file = bench.directory / "config.ini"
    file.touch(mode=0o600)
    old = file.stat().st_ino
    steps: list[tuple[str, int]] = []
    fsync, replace = os.fsync, os.replace

    def flush(descriptor: int) -> None:
        steps.append(("flushed", os.fstat(descriptor).st_ino))
        fsync(descriptor)

    def rename(source: Path, target: Path) -> None:
        steps.append(("renamed", os.stat(source).st_ino))
        if in_place:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        replace(source, target)

    bench.monkeypatch.setattr(os, "fsync", flush)
    bench.monkeypatch.setattr(os, "replace", rename)
    with pytest.warns(UserWarning, match="was written in place") if in_place else nullcontext():
        CONFIG.save("first", file)
    new = steps[0][1]
    assert steps[:2] == [("flushed", new), ("renamed", new)]
    assert new != old
    assert (("flushed", old) in steps[2:]) is in_place
    assert QDashConfig.from_file("first", file) == CONFIG


def directory_flushed(bench: Bench) -> None:
    """Save a profile, and see that its directory is flushed after the file got its name."""
    posix()
    file = bench.directory / "config.ini"
    flushed: list[tuple[int, bool]] = []
    fsync = os.fsync

    def flush(descriptor: int) -> None:
        flushed.append((os.fstat(descriptor).st_ino, file.exists()))
        fsync(descriptor)

    bench.monkeypatch.setattr(os, "fsync", flush)
    CONFIG.save("first", file)
    assert (bench.directory.stat().st_ino, True) in flushed


def mounted(bench: Bench) -> None:
    """Save to a file that is a mount point, as those that are mounted into a container."""
    outside = bench.directory / "outside.ini"
    outside.touch(mode=0o600)
    inside = bench.directory / "inside"
    inside.mkdir()
    (inside / "config.ini").touch()
    (inside / "f").touch()
    (bench.directory / "f").touch()
    mounts = f"mount --bind '{outside}' '{inside}/config.ini'; mount --bind '{bench.directory}/f' '{inside}/f'"
    with FaultServer(lambda request: http_response(OLD)) as server:
        run("mounted", inside, server.url, prefix=in_namespace(mounts))
    assert "project_id = p" in outside.read_text()
    assert (bench.directory / "f").read_bytes() == OLD


def in_use(bench: Bench) -> None:
    """Replace a file that another program has open, as Windows sees it."""
    replace, refusals = os.replace, [5, 32, 33]

    def busy(*paths: Any) -> None:
        if refusals:
            error = PermissionError(errno.EACCES, "Access is denied")
            error.winerror = refusals.pop()  # type: ignore[attr-defined,unused-ignore]
            raise error
        replace(*paths)

    bench.monkeypatch.setattr(local_files, "_PAUSES", (0,) * 7)
    bench.monkeypatch.setattr(os, "replace", busy)
    download(bench.directory / "f")
    assert not refusals


# --- cases -----------------------------------------------------------------------------------------------------------

FILES = "local_files.py"
REGULAR = "only a regular file is replaced by a download"
FITTING = "only a part of the same version is added"
FITTING_RANGE = "only the requested part is added"
TAKEN_OVER = "the file of an interrupted save is reused"
CAN_BE = "a path is checked before the request"
KEPT = "mode and owner are kept"
RANGE = "bytes 100-2999/3000"

SECTION = Section(
    "Files",
    "A path that is not a regular file (a device, a FIFO, a socket) is never replaced: a download to it is "
    "refused before anything is sent. Symbolic links are followed, and a file keeps its mode and, if permitted, "
    "its owner. Parts of different versions of a file are never combined. An interruption (Ctrl-C) leaves one "
    "temporary file at most, which the next save to that path removes, and no open descriptor; programs that save "
    "to one path at the same time do not harm each other. Profiles can be saved, with a warning if that is less "
    "safe, on file systems without locks, modes or flushing, and if the file itself is a mount point.",
    {
        REGULAR: [("call/downloads.py", "if kind != stat.S_IFREG:", "if False:")],
        CAN_BE: [
            ("call/downloads.py", "        kind = stat.S_IFMT(os.stat(path).st_mode)", "        kind = stat.S_IFREG"),
            (FILES, "        os.fsencode(text)", "        pass"),
        ],
        "links are followed": [("call/downloads.py", "return Path(os.path.realpath(path))", "return path")],
        KEPT: [(FILES, "            mode = old.st_mode & 0o777", "            return")],
        FITTING: [("call/downloads.py", 'response.headers.get("etag") == self._etag', "True")],
        FITTING_RANGE: [
            ("call/downloads.py", "int(match[1]) == self._done", "True"),
            ("call/downloads.py", 'match[2] in ("*", str(self._total))', "True"),
        ],
        TAKEN_OVER: [
            (
                FILES,
                "            if os.path.samestat(os.lstat(path), os.fstat(file.fileno())):",
                "            if False:",
            )
        ],
        "temporary files are locked": [(FILES, "                if not try_lock(file):", "                if False:")],
        "a file system without locks is sufficient": [
            ("settings/profiles.py", "            if not is_unsupported(error):", "            if True:")
        ],
        "a file system without modes is sufficient": [
            (FILES, "and error.errno != errno.EPERM:\n                raise", "or 1:raise")
        ],
        "a file system without flushing is sufficient": [
            (FILES, "        if not is_unsupported(error):\n            raise\n        return False", "        raise")
        ],
        "a file is flushed before it replaces the old one": [
            ("settings/profiles.py", "if not sync(temporary):", "if False:")
        ],
        "the directory is flushed, too": [
            (
                FILES,
                "            if self._private:\n                sync_d",
                "            if False:\n                sync_d",
            )
        ],
        "a file that is written in place is flushed": [
            (FILES, "    file.truncate()\n    sync(file)\n", "    file.truncate()\n")
        ],
        "a truncated character does not affect the media type": [
            ("call/downloads.py", 'if error.reason != "unexpected end of data" or len(content) <= 1024:', "if True:")
        ],
        "only a truncated character is ignored for the media type": [
            ("call/downloads.py", 'if error.reason != "unexpected end of data" or len(content) <= 1024:', "if False:")
        ],
        "a mount point is written in place": [
            (FILES, "            if error.errno != errno.EBUSY:", "            if True:")
        ],
        "replacing a file in use is retried": [
            (FILES, "        time.sleep(pause)\n    return", "        break\n    return")
        ],
    },
    [
        *[
            Scenario(
                what=f"`to` is a {name}, or a symbolic link to one",
                sees="`QDashValidationError` before anything is sent: leave `to` out and write the bytes there",
                guard=REGULAR,
                test=partial(refused, make),
            )
            for name, make in {"FIFO": make_fifo, "device": make_device, "socket": make_socket}.items()
        ],
        *[
            Scenario(
                what=f"`to` is {name}",
                sees="`QDashValidationError` before anything is sent",
                guard=CAN_BE,
                test=partial(no_path, path),
            )
            for name, path in {
                "a name of 256 characters": "n" * 256,
                "a path of 9,000 characters": "n/" * 4500 + "n",
                "a name with half of a surrogate pair": "a\ud800",
            }.items()
        ],
        Scenario(
            what="`to` is a symbolic link to a file, or to nothing yet",
            sees="what it leads to is written, and the link stays one",
            guard="links are followed",
            test=followed,
        ),
        Scenario(
            what="`to` is a file of mode 600, 640 or 755",
            sees="the new file has that mode",
            guard=KEPT,
            test=mode_kept,
        ),
        Scenario(
            what="`to` is a file of another user, and root downloads",
            sees="the new file belongs to that user and group",
            guard=KEPT,
            test=owner_kept,
        ),
        *[
            Scenario(
                what=f"a download breaks off, and its second part {name}",
                sees="the whole file is asked for, and nothing is mixed",
                reached="3",
                guard=guard,
                test=partial(mixed, headers),
            )
            for name, headers, guard in (
                ("has another ETag", {"ETag": '"new"', "Content-Range": RANGE}, FITTING),
                ("has an ETag that is weak", {"ETag": f"W/{ETAG}", "Content-Range": RANGE}, FITTING),
                ("has no ETag", {"Content-Range": RANGE}, FITTING),
                ("begins elsewhere", {"ETag": ETAG, "Content-Range": "bytes 99-2999/3000"}, FITTING_RANGE),
                ("is one of a longer file", {"ETag": ETAG, "Content-Range": "bytes 100-2999/3001"}, FITTING_RANGE),
            )
        ],
        *[
            Scenario(
                what=f"Ctrl-C at each line of {name}",
                sees="the old file, at most one temporary file, which the next save removes, and no open descriptor",
                guard=TAKEN_OVER,
                test=partial(interrupted, save),
                within=60,
            )
            for name, save in {"a download": download, "saving a profile": partial(CONFIG.save, "first")}.items()
        ],
        Scenario(
            what="a program was killed in the middle of a download",
            sees="the next download to that path removes what it has left",
            guard=TAKEN_OVER,
            test=left,
        ),
        Scenario(
            what="a file is downloaded while another download to the same path is in the middle",
            sees="each file is whole, the last one stays, and nothing is left",
            guard="temporary files are locked",
            test=together,
        ),
        Scenario(
            what="a profile is saved where there are no locks (ENOLCK)",
            sees="it is saved, and a warning says that programs may undo each other",
            guard="a file system without locks is sufficient",
            test=partial(lacking, "fcntl.flock", errno.ENOLCK, "it cannot be locked"),
        ),
        Scenario(
            what="a profile is saved where modes cannot be set (EPERM)",
            sees="it is saved, without a warning if nobody else can read it",
            guard="a file system without modes is sufficient",
            test=partial(lacking, "os.fchmod", errno.EPERM, ""),
        ),
        Scenario(
            what="a profile is saved where files cannot be flushed (EINVAL)",
            sees="it is saved, and a warning says that a power failure may lose it",
            guard="a file system without flushing is sufficient",
            test=partial(lacking, "os.fsync", errno.EINVAL, "it cannot be flushed"),
        ),
        Scenario(
            what="a profile is saved for the first time",
            sees="the directory is flushed to the disk as well, so that the name of the file lasts",
            guard="the directory is flushed, too",
            test=directory_flushed,
        ),
        *[
            Scenario(what=what, sees=sees, guard=guard, test=partial(flushed, in_place))
            for what, sees, guard, in_place in (
                (
                    "a profile is saved",
                    "the new file is flushed to the disk before it takes the place of the old one",
                    "a file is flushed before it replaces the old one",
                    False,
                ),
                (
                    "a profile is saved to a file that cannot be replaced (EBUSY)",
                    "the old file is written, and flushed to the disk",
                    "a file that is written in place is flushed",
                    True,
                ),
            )
        ],
        Fault(
            what="a text is downloaded whose 1,024th byte is within a character of four bytes",
            server=[
                http_response(
                    (1021 * "x" + "\N{TEST TUBE}" + 9 * "y").encode(), content_type="application/octet-stream"
                )
            ],
            call=lambda client: client.get_figure_by_path(path="f").media_type,
            sees="text/plain",
            guard="a truncated character does not affect the media type",
        ),
        Fault(
            what="a file is downloaded that is text except for its 1,020th byte",
            server=[http_response(1019 * b"x" + b"\xff" + 9 * b"y", content_type="text/plain")],
            call=lambda client: client.get_figure_by_path(path="f").media_type,
            sees="application/octet-stream",
            guard="only a truncated character is ignored for the media type",
        ),
        Fault(
            what="a short file is downloaded that ends within a character",
            server=[http_response(b"abc\xe9\x87", content_type="text/plain")],
            call=lambda client: client.get_figure_by_path(path="f").media_type,
            sees="application/octet-stream",
            guard="only a truncated character is ignored for the media type",
        ),
        Scenario(
            what="a profile and a download are saved to files that are mount points",
            sees="they are written in place, and a warning says so",
            guard="a mount point is written in place",
            test=mounted,
        ),
        Scenario(
            what="a program on Windows reads the file that is replaced (simulated)",
            sees="it is tried again a little later",
            guard="replacing a file in use is retried",
            test=in_use,
        ),
    ],
)
