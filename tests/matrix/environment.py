"""Minimal interpreters, other locales, closed streams, users without an entry in the system, and read-only disks."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import pytest
from all_kinds_responses import all_kinds_responses
from fault_server import FaultServer

from qdash.client import QDashConfig
from qdash.client.demo import DemoServer

from .cases import Bench, Scenario, Section
from .programs import ROOT, as_stranger, in_namespace, public_directory, run

BARE = ("-I", "-S", "-E")
STREAMS = {"stdin": "<&-", "stdout": ">&-", "stdin, stdout": "<&- >&-", "stdin, stdout, stderr": "<&- >&- 2>&-"}
ASCII = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def call(
    way: str,
    detail: object,
    *,
    options: Sequence[str] = ("-s",),
    variables: Mapping[str, str] | None = None,
    prefix: Sequence[str] = (),
    root: Path = ROOT,
) -> None:
    """Let a program make calls of all kinds; see `programs/calls.py` for the ways."""
    with DemoServer() as server, public_directory() as place:
        known = {"QDASH_BASE_URL": server.base_url, "QDASH_API_TOKEN": server.token}
        run(
            "calls",
            way,
            detail,
            options=options,
            variables=known | dict(variables or {}),
            prefix=prefix,
            cwd=place,
            root=root,
        )


def interpreter(options: Sequence[str], bench: Bench) -> None:
    call("simply", "", options=options)


def language(options: Sequence[str], variables: Mapping[str, str], bench: Bench) -> None:
    if variables and os.name != "posix":
        pytest.skip("needs POSIX locales")
    call("text", bench.directory, options=options, variables=variables)


def closed_streams(names: str, bench: Bench) -> None:
    if os.name != "posix":
        pytest.skip("needs a POSIX shell")
    call("without_streams", names, prefix=["/bin/sh", "-c", f'exec "$@" {STREAMS[names]}', "sh"], options=BARE)


def no_home(bench: Bench) -> None:
    if os.name != "posix":
        pytest.skip("needs POSIX users")
    call("without_home", "known")


def no_entry(bench: Bench) -> None:
    call("without_home", "unknown", prefix=as_stranger())


def read_only(bench: Bench) -> None:
    with DemoServer() as server, public_directory() as place:
        QDashConfig(base_url=server.base_url, api_token=server.token, project_id="p").save(
            "first", place / "qdash" / "config.ini"
        )
        (place / "qdash" / "config.ini.lock").unlink()
        mounts = f"mount --bind '{place}' '{place}'; mount -o remount,bind,ro '{place}'; cd '{place}'"
        variables = dict.fromkeys(("XDG_CONFIG_HOME", "HOME", "TMPDIR"), str(place))
        variables |= {"QDASH_BASE_URL": server.base_url, "QDASH_API_TOKEN": server.token}
        prefix = in_namespace(f"{mounts}; mount -o remount,bind,ro / || :")
        run("calls", "read_only", place, variables=variables, prefix=prefix)


def zip_file(bench: Bench) -> None:
    tree = bench.directory / "tree"
    shutil.copytree(ROOT / "qdash", tree / "qdash", ignore=shutil.ignore_patterns("__pycache__"))
    # An archive with entries for its folders: zipimport finds no namespace package without.
    archive = Path(shutil.make_archive(str(bench.directory / "client"), "zip", tree))
    names = sorted(path.relative_to(tree).as_posix() for path in tree.rglob("*.py") if path.name != "__main__.py")
    modules = [name[:-3].removesuffix("/__init__").replace("/", ".") for name in names]
    call("in_archive", ",".join(modules), options=BARE, root=archive)


def all_kinds(way: str, detail: str, bench: Bench) -> None:
    """Let a program make calls of all kinds; see `programs/all_kinds.py` for the ways."""
    script = all_kinds_responses()
    tls = FaultServer(script, tls=bench.context) if "ssl" not in way and "_ssl" not in detail else None
    with DemoServer() as demo, FaultServer(script) as other, tls or nullcontext():
        variables = demo.environment | {"OTHER_URL": other.url, "HOME": str(bench.directory)}
        if tls is not None:
            variables |= {"TLS_URL": tls.url.replace("127.0.0.1", "localhost"), "TLS_CA": str(bench.ca)}
        run("all_kinds", way, detail, variables=variables)


# What a Python may lack that was built without some libraries, or for a small container.
EXTRAS = (
    "_asyncio,_bz2,_crypt,_ctypes,_curses,_dbm,_decimal,_elementtree,_gdbm,_hashlib,_lzma,_multiprocessing,"
    "_posixshmem,_sqlite3,_tkinter,_uuid,_zoneinfo,curses,ctypes,encodings.idna,fcntl,grp,mmap,"
    "multiprocessing,pwd,readline,resource,sqlite3,stringprep,syslog,termios,unicodedata"
)

LIBRARY = "nothing but the standard library is imported"
UTF8 = "text is UTF-8 in every locale"
HOME = "the home directory comes from the system"
CALLS = "calls work, also async ones"

SECTION = Section(
    "Environment",
    "Calls need no home directory, no user entry in the system, no writable disk, no standard streams and no "
    "locale but C; they work with `python -I -S -E`, and from a zip file.",
    {
        LIBRARY: [("transport/auth.py", "import os\n", "import os\n\nimport idna\n")],
        "docstrings are not needed": [
            (
                "call/methods.py",
                "    function.__wrapped__ = like",
                "    function.__doc__ = like.__doc__.strip(); function.__wrapped__ = like",
            )
        ],
        "close() closes all connections": [("transport/pool.py", "        while idle:\n", "        while False:\n")],
        UTF8: [
            (
                "settings/profiles.py",
                "content.removeprefix(_BOM).decode()",
                "io.TextIOWrapper(io.BytesIO(content.removeprefix(_BOM))).read()",
            )
        ],
        "standard streams are not used": [
            (
                "transport/auth.py",
                "        self._username = config.username\n",
                "        self._username = config.username\n        import sys\n"
                "        self._asks = [stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)]\n",
            )
        ],
        HOME: [("settings/profiles.py", 'base = "~/.config"', 'base = os.environ["HOME"] + "/.config"')],
        "reading takes no lock": [
            (
                "settings/profiles.py",
                "        content, mode = _read(file)\n    except",
                "        with _locked(file):\n            content, mode = _read(file)\n    except",
            )
        ],
        "without zlib no compression is accepted": [
            ("transport/content.py", 'if _can_import("zlib") else "identity"', 'if True else "identity"')
        ],
        "without ssl no https URL is taken": [
            ("transport/connect.py", "    except ImportError:\n", "    except LookupError:\n")
        ],
        "optional modules are not needed": [
            ("transport/auth.py", "import os\n", "import os\n\nimport encodings.idna\n")
        ],
        "preload() imports everything": [("preloading.py", "    import asyncio\n", "")],
        "files of the package are not read": [
            ("settings/checks.py", "\nUSER_AGENT = ", '\nopen(__file__, "rb").close()\nUSER_AGENT = ')
        ],
    },
    [
        *[
            Scenario(what=what, sees=CALLS, guard=guard, test=partial(interpreter, options))
            for what, options, guard in (
                ("the interpreter is bare: `python -I -S -E`", BARE, LIBRARY),
                (
                    "the interpreter drops docstrings and assertions: `-OO`",
                    ["-I", "-OO"],
                    "docstrings are not needed",
                ),
                (
                    "the interpreter is in development mode: `-X dev -bb -W error`",
                    ["-I", "-X", "dev", "-bb"],
                    "close() closes all connections",
                ),
            )
        ],
        *[
            Scenario(
                what=what,
                sees=f"{CALLS}, and text of all languages is saved and read",
                guard=UTF8,
                test=partial(language, options, variables),
            )
            for what, options, variables in (
                ("LANG=C", ["-s"], {"LANG": "C"} | ASCII),
                ("LC_ALL=C", ["-s"], {"LC_ALL": "C"} | ASCII),
                ("default encodings are errors: `-X warn_default_encoding`", ["-X", "warn_default_encoding"], {}),
            )
        ],
        *[
            Scenario(
                what=f"closed from the start on: {names}",
                sees=f"{CALLS}; a connection has the number of a stream then",
                guard="standard streams are not used",
                test=partial(closed_streams, names),
            )
            for names in STREAMS
        ],
        Scenario(
            what="the variable HOME is not set",
            sees=f"{CALLS}; the profile file is sought where the system says that the home is",
            guard=HOME,
            test=no_home,
        ),
        Scenario(
            what="the user has no HOME, no entry in the system, and no writable directory",
            sees=f"{CALLS}; without a path, profiles are a `QDashConfigError`: set XDG_CONFIG_HOME or pass the path",
            guard=HOME,
            test=no_entry,
        ),
        Scenario(
            what="all disks are mounted read-only",
            sees=f"{CALLS}, and profiles are read",
            guard="reading takes no lock",
            test=read_only,
        ),
        Scenario(
            what="the client is in a zip file, with `python -I -S -E`",
            sees=f"{CALLS}, and every module can be imported",
            guard="files of the package are not read",
            test=zip_file,
        ),
        Scenario(
            what="the interpreter has no zlib",
            sees="no compression is asked for; a compressed response is a `QDashTransportError` that says why",
            guard="without zlib no compression is accepted",
            test=partial(all_kinds, "without_zlib", "zlib"),
        ),
        Scenario(
            what="the interpreter has no TLS",
            sees="an https URL is a `QDashConfigError` when a client is made; all else works",
            guard="without ssl no https URL is taken",
            test=partial(all_kinds, "without_ssl", "ssl,_ssl"),
        ),
        Scenario(
            what="the interpreter has no optional modules",
            sees="calls of all kinds work",
            guard="optional modules are not needed",
            test=partial(all_kinds, "without", EXTRAS),
        ),
        Scenario(
            what="every import is refused after `preload()`",
            sees="calls of all kinds work",
            guard="preload() imports everything",
            test=partial(all_kinds, "after_preload", ""),
        ),
    ],
)
