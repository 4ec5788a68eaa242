"""The profile file: simultaneous saves, and saves that fail."""

from __future__ import annotations

import os
import signal
import stat
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from qdash.client import QDashConfig, QDashConfigError

from .cases import TOKEN, Bench, Scenario, Section
from .programs import STRANGER, as_stranger, in_namespace, public_directory, run

CONFIG = QDashConfig(base_url="http://localhost", project_id="p", api_token=TOKEN)
LOCK = "config.ini.lock"


def saved(bench: Bench) -> Path:
    return CONFIG.save("first", bench.directory / "config.ini")


# --- together --------------------------------------------------------------------------------------------------------


def save_in_two_programs(rounds: int, saves: int, bench: Bench) -> None:
    memory = "/dev/shm"  # where a save takes a third of the time
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else bench.directory) as directory:
        run("savers", directory, rounds, saves, timeout=200)
        assert len(os.listdir(directory)) == 2 * rounds  # files and their locks, and nothing else


def save_in_threads(bench: Bench) -> None:
    file = bench.directory / "config.ini"
    numbers = range(25)
    start = threading.Barrier(4)

    def save(name: str) -> None:
        start.wait(10)
        for number in numbers:
            QDashConfig(base_url="http://localhost", project_id=f"{number}").save(f"{name}{number}", file)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(save, "abcd"))
    assert all(
        QDashConfig.from_file(f"{name}{number}", file).project_id == f"{number}"
        for name in "abcd"
        for number in numbers
    )


def while_saving(bench: Bench, look: Callable[[], None]) -> int:
    """Look again and again while two programs save, and return how often."""
    looks = 0
    with ThreadPoolExecutor(1) as pool:
        over = pool.submit(run, "savers", bench.directory, 1, 100)
        while not over.done():
            look()
            looks += 1
        over.result()
    return looks


def read_while_saving(bench: Bench) -> None:
    file = saved(bench)

    def look() -> None:
        assert QDashConfig.from_file("first", file) == CONFIG

    assert while_saving(bench, look) > 10


def watch_while_saving(bench: Bench) -> None:
    saved(bench)
    modes: defaultdict[str, set[str]] = defaultdict(set)

    def look() -> None:
        for entry in os.scandir(bench.directory):
            kind = "temporary" if entry.name.startswith(".config.ini.") else entry.name
            try:
                modes[kind].add(stat.filemode(os.stat(entry.path).st_mode))
            except FileNotFoundError:
                assert kind == "temporary", entry

    while_saving(bench, look)
    assert modes == {kind: {"-rw-------"} for kind in ("config.ini", LOCK, "temporary")}


# --- a disk that is full ---------------------------------------------------------------------------------------------


def save_to_a_full_disk(bench: Bench) -> None:
    disk = in_namespace(f"mount -t tmpfs -o size=16k,mode=700 tmpfs '{bench.directory}'")
    run("failing_saves", bench.directory / "config.ini", "full", "No space left on device", prefix=disk)


def save_too_much(how: str, bench: Bench) -> None:
    if os.name != "posix":
        pytest.skip("needs POSIX limits and signals")
    run("failing_saves", bench.directory / "config.ini", how, "File too large")


# --- places that may not be written ----------------------------------------------------------------------------------


def save_where_others_may_not_write(bench: Bench) -> None:
    root = os.name == "posix" and os.geteuid() == 0
    prefix = as_stranger() if root else []
    with public_directory() as place:
        CONFIG.save("first", place / "config.ini")
        (place / LOCK).unlink()
        if root:
            os.chown(place / "config.ini", STRANGER, STRANGER)
        place.chmod(0o555)
        run("refused_saves", place, "Permission denied", prefix=prefix)
        assert os.listdir(place) == ["config.ini"]
        place.chmod(0o755)


def save_to_a_read_only_disk(bench: Bench) -> None:
    saved(bench)
    place = bench.directory
    disk = in_namespace(f"mount --bind '{place}' '{place}'; mount -o remount,bind,ro '{place}'")
    run("refused_saves", place, "Read-only file system", prefix=disk)
    assert sorted(os.listdir(place)) == ["config.ini", LOCK]


# --- something else in its place -------------------------------------------------------------------------------------


@contextmanager
def no_waiting() -> Iterator[None]:
    """Interrupt what waits, say for somebody to write into a FIFO."""

    def interrupt(*_: object) -> None:
        raise AssertionError("this hangs")

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.alarm(5)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def not_a_file(make: str, ways: Sequence[Callable[..., object]], bench: Bench) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("needs POSIX files and signals")
    file = bench.directory / "config.ini"
    getattr(os, make)(file)
    kind = stat.S_IFMT(file.stat().st_mode)
    for attempt in ways:
        with no_waiting(), pytest.raises(QDashConfigError, match=r"not a regular file|Is a directory") as caught:
            attempt("first", file)
        assert str(file) in str(caught.value)
    assert stat.S_IFMT(file.stat().st_mode) == kind
    assert set(os.listdir(bench.directory)) <= {"config.ini", LOCK}


def symbolic_link(target: str, bench: Bench) -> None:
    real, links = bench.directory / "real", bench.directory / "links"
    for directory in (real, links):
        directory.mkdir()
    (real / "old.ini").touch(mode=0o600)
    (links / "between").symlink_to(real / "old.ini")
    link = links / "config.ini"
    link.symlink_to(target)
    assert CONFIG.save("first", link) == link
    assert link.is_symlink()
    assert sorted(os.listdir(links)) == ["between", "config.ini"]
    file = link.resolve()
    assert not file.is_symlink()
    assert QDashConfig.from_file("first", file) == CONFIG
    assert sorted(os.listdir(file.parent)) == sorted({*os.listdir(file.parent), file.name, f"{file.name}.lock"})


def link_as_lock(bench: Bench) -> None:
    elsewhere = bench.directory / "elsewhere"
    (bench.directory / LOCK).symlink_to(elsewhere)
    with pytest.raises(QDashConfigError, match=r"cannot save to .*, which is what it was before"):
        saved(bench)
    assert os.listdir(bench.directory) == [LOCK]


def open_to_others(bench: Bench) -> None:
    file = saved(bench)
    for mode in (0o640, 0o604, 0o644):
        file.chmod(mode)
        with pytest.warns(UserWarning, match=rf"other users may read .*: chmod 600 {file}$") as caught:
            assert QDashConfig.from_file("first", file) == CONFIG
        assert len(caught) == 1
        assert TOKEN not in str(caught[0].message)


def read_otherwise(text: str, bench: Bench) -> None:
    file = bench.directory / "config.ini"
    file.touch(mode=0o600)
    file.write_text(text)
    with pytest.warns(UserWarning, match=r"official client.*") as caught:
        QDashConfig.from_file("lab", file)
    assert [" username" in str(warning.message) for warning in caught] == [True]


# --- cases -----------------------------------------------------------------------------------------------------------

TURNS = "simultaneous saves are serialized"
WHOLE = "a file is replaced atomically"
REMOVED = "a half-written file is removed"
ALONE = "files are created for the owner only"
REGULAR = "only a regular file is read and replaced"
FILES = "local_files.py"
REFUSALS = "errors of the system become QDashConfigError"
UNTOUCHED = "`QDashConfigError`: cannot save to ..., which is what it was before: {}; the old file is whole".format

SECTION = Section(
    "The profile file",
    "Programs that save profiles at the same time lose nothing, and a reader never sees an incomplete file. A "
    "save that fails, on a full disk or in a read-only directory, leaves the old file unchanged and no incomplete "
    "one beside it. Other users cannot read the saved file at any time; a file that others may read gives a "
    "warning.",
    {
        TURNS: [("settings/profiles.py", "while not try_lock(lock):", "while False:")],
        WHOLE: [
            (FILES, 'path = self._target.with_name(f".{self._target.name[:40]}.{number}.part")', "path = self._target"),
            (FILES, "if _is_free(path) and self._take(path):", "if self._take(path):"),
            (FILES, 'open(path, "xb"', 'open(path, "wb"'),
            (FILES, "elif self._is_at(path):", "elif False:"),
        ],
        REMOVED: [(FILES, "elif self._is_at(path):", "elif False:")],
        ALONE: [(FILES, "mode = 0o600 if self._private or self._target.exists() else 0o666", "mode = 0o666")],
        REFUSALS: [
            ("settings/profiles.py", 'raise QDashConfigError(f"cannot save to', 'raise OSError(f"cannot save to'),
            ("settings/profiles.py", 'raise QDashConfigError(f"cannot read the', 'raise OSError(f"cannot read the'),
        ],
        REGULAR: [("settings/profiles.py", "if not stat.S_ISREG(mode) and", "if False and")],
        "links are resolved first": [("settings/profiles.py", "Path(os.path.realpath(path))", "Path(path)")],
        "the lock file is not a link": [
            ("settings/profiles.py", 'open(name, "xb"', 'open(name, "ab"'),
            ("settings/profiles.py", "stat.S_ISREG(os.lstat(name).st_mode)", "True"),
        ],
        "a file that others may read gives a warning": [("settings/profiles.py", "and mode & 0o077", "and False")],
        "values that the official client reads differently give a warning": [
            ("settings/profiles.py", "    if lent:\n", "    if False:\n"),
            ("settings/profiles.py", "    if replaced:\n", "    if False:\n"),
        ],
    },
    [
        *[
            Scenario(
                what=f"two programs save different profiles, {saves} times each{rounds}",
                sees="each finds its own last value before each save, and nothing is lost",
                guard=TURNS,
                test=partial(save_in_two_programs, 50 if rounds else 1, saves),
                long=bool(rounds),
                within=240 if rounds else 30,
            )
            for saves, rounds in ((100, ""), (300, " in each of 50 rounds"))
        ],
        Scenario(
            what="four threads save 25 profiles each",
            sees="nothing is lost",
            guard=TURNS,
            test=save_in_threads,
            within=30,
        ),
        Scenario(
            what="a profile is read again and again while two programs save others",
            sees="each time the profile as it is",
            guard=WHOLE,
            test=read_while_saving,
            within=30,
        ),
        Scenario(
            what="two programs save with umask 0, while a third one watches the directory",
            sees="nothing but files of mode 600, also the temporary ones and the lock",
            guard=ALONE,
            test=watch_while_saving,
            within=30,
        ),
        Scenario(
            what="the disk is full (a tmpfs of 16 kB)",
            sees=UNTOUCHED("No space left on device"),
            guard=WHOLE,
            test=save_to_a_full_disk,
        ),
        Scenario(
            what="a limit of file sizes (RLIMIT_FSIZE) is met in the middle",
            sees=UNTOUCHED("File too large") + ", and no temporary file stays",
            guard=REMOVED,
            test=partial(save_too_much, "limit"),
        ),
        Scenario(
            what="a program is killed in the middle of a save",
            sees="the old file is whole, and the next save works",
            guard=WHOLE,
            test=partial(save_too_much, "killed"),
        ),
        Scenario(
            what="the directory belongs to another user",
            sees=UNTOUCHED("Permission denied"),
            guard=REFUSALS,
            test=save_where_others_may_not_write,
        ),
        Scenario(
            what="the directory is on a disk that is mounted read-only",
            sees=UNTOUCHED("Read-only file system"),
            guard=REFUSALS,
            test=save_to_a_read_only_disk,
        ),
        Scenario(
            what="a directory is at the path of the file that is read and saved",
            sees="`QDashConfigError`: Is a directory",
            guard=REFUSALS,
            test=partial(not_a_file, "mkdir", (QDashConfig.from_file, CONFIG.save)),
        ),
        Scenario(
            what="a FIFO without a writer is at the path of the file that is read",
            sees="`QDashConfigError` at once: ... is not a regular file",
            guard=REGULAR,
            test=partial(not_a_file, "mkfifo", [QDashConfig.from_file]),
        ),
        Scenario(
            what="a FIFO is at the path of the file that is saved",
            sees="`QDashConfigError` at once: ... is not a regular file; the FIFO is still there",
            guard=REGULAR,
            test=partial(not_a_file, "mkfifo", [CONFIG.save]),
        ),
        *[
            Scenario(
                what=f"the file is a symbolic link to {what}",
                sees="the link stays one, and what it leads to is saved",
                guard="links are resolved first",
                test=partial(symbolic_link, target),
            )
            for what, target in {
                "a file": "../real/old.ini",
                "another link": "between",
                "nothing": "../new/config.ini",
            }.items()
        ],
        Scenario(
            what="the lock is a symbolic link",
            sees="`QDashConfigError`, and what it leads to is not made",
            guard="the lock file is not a link",
            test=link_as_lock,
        ),
        Scenario(
            what="other users may read a file that is read (mode 640, 604 or 644)",
            sees="the profile, and a warning that says what to do",
            guard="a file that others may read gives a warning",
            test=open_to_others,
        ),
        *[
            Scenario(
                what=f"the official client reads other values in the file, because of {what}",
                sees="a warning that names the key",
                guard="values that the official client reads differently give a warning",
                test=partial(read_otherwise, text),
            )
            for what, text in {
                "[DEFAULT]": "[DEFAULT]\nusername = a\n[lab]\nbase_url = http://localhost\n",
                "'%%'": "[lab]\nbase_url = http://localhost\nusername = 5%%\n",
                "'%(key)s'": "[lab]\nbase_url = http://localhost\nusername = %(base_url)s\n",
            }.items()
        ],
    ],
)
