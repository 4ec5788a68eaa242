"""The client in unusual surroundings: bare interpreters, other locales, closed streams, users that nobody knows."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from fault_server import FaultServer, Received, Step, answer

from qdash.client.demo import DemoServer

ROOT = Path(__file__).resolve().parents[1]
UID = 54321
posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell and POSIX users")

# What went wrong is written to a file, because some programs have no streams.
PROGRAM = """
import sys
sys.path[:0] = [{root!a}]
try:
    exec({body!a})
except BaseException:
    import traceback
    with open({report!a}, "w", encoding="utf-8") as file:
        traceback.print_exc(file=file)
    raise
with open({report!a}, "w", encoding="utf-8") as file:
    file.write("done")
"""


def run(
    body: str,
    report: Path,
    *,
    options: Sequence[str] = ("-I", "-S", "-E"),
    variables: Mapping[str, str] | None = None,
    prefix: Sequence[str] = (),
    cwd: Path | None = None,
) -> None:
    """Run some lines in an interpreter of its own, with no variables but these, and see that they come to their end."""
    report.touch()
    report.chmod(0o666)
    program = PROGRAM.format(root=str(ROOT), body=body, report=str(report))
    inherited = {"SYSTEMROOT": os.environ["SYSTEMROOT"]} if "SYSTEMROOT" in os.environ else {}
    done = subprocess.run(
        [*prefix, sys.executable, "-W", "error", *options, "-c", program],
        env=inherited | {"NO_PROXY": "*"} | dict(variables or {}),
        cwd=cwd,
        capture_output=True,
        timeout=60,
    )
    assert report.read_text(encoding="utf-8") == "done", done.stderr.decode(errors="replace")
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.fixture
def demo() -> Iterator[dict[str, str]]:
    """The variables for a demo server."""
    with DemoServer() as server:
        yield {"QDASH_BASE_URL": server.base_url, "QDASH_API_TOKEN": server.token}


@pytest.fixture
def public() -> Iterator[Path]:
    """A directory that every user may pass and read, but not write."""
    directory = Path(tempfile.mkdtemp(prefix="qdash-"))
    directory.chmod(0o755)
    yield directory
    shutil.rmtree(directory)


CALLS = """
import asyncio
from qdash.client import QDashClient, QDashNotFoundError

with QDashClient.from_env() as client:
    chip = client.get_default_chip_id()
    assert client.get_chip(chip).chip_id == chip
    rows = client.normalize_chip_metrics(
        chip, client.get_chip_metrics(chip), metrics_config=client.get_metrics_config()
    )
    assert rows and any(not row.unit.isascii() for row in rows if row.unit), sorted({row.unit for row in rows})
    assert asyncio.run(client.get_chip_async(chip)).chip_id == chip
    try:
        client.get_chip("no such chip")
    except QDashNotFoundError as error:
        assert str(error) and repr(error)
    else:
        raise AssertionError
"""

PLAIN = ["-s"]
INTERPRETERS: dict[str, tuple[list[str], dict[str, str]]] = {
    "isolated": (["-I", "-S", "-E"], {}),
    "no variables": (PLAIN, {}),
    "LANG=C": (PLAIN, {"LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    "LC_ALL=C": (PLAIN, {"LC_ALL": "C", "PYTHONUTF8": "0"}),
    "encoding warnings": (["-I", "-X", "warn_default_encoding"], {}),
    "development mode": (["-I", "-X", "dev", "-bb"], {}),
    "no docstrings": (["-I", "-OO"], {}),
}


@pytest.mark.parametrize("name", INTERPRETERS)
def test_calls_work(demo: dict[str, str], tmp_path: Path, name: str) -> None:
    options, variables = INTERPRETERS[name]
    run(CALLS, tmp_path / "report", options=options, variables=demo | variables)


# --- text in a locale that has ASCII only ----------------------------------------------------------------------------

TEXT = """
import locale, os, sys
from qdash.client import QDashClient, QDashConfig

encoding = locale.getpreferredencoding(False)
assert encoding.upper() in ("ANSI_X3.4-1968", "US-ASCII", "646"), encoding
path = os.path.join(os.environ["PLACE"], "config.ini")
config = QDashConfig(base_url=os.environ["URL"], api_token="t", project_id="p")
config.save("Läbor", path)
assert QDashConfig.from_file("Läbor", path) == config
with QDashClient.from_profile("Läbor", path) as client:
    assert client.get_chip("µ").chip_id == "µ→量子"
    try:
        client.get_chip("missing")
    except Exception as error:
        assert "量子" in str(error), ascii(str(error))
    else:
        raise AssertionError
"""


@posix
@pytest.mark.parametrize("variable", ["LANG", "LC_ALL"])
def test_text_of_all_languages_in_the_c_locale(server: FaultServer, tmp_path: Path, variable: str) -> None:
    def script(request: Received) -> bytes | Step:
        missing = request.path.endswith("/missing")
        return answer({"detail": "kein 量子"}, 404) if missing else answer({"chip_id": "µ→量子"})

    server.script = script
    variables = {"PLACE": str(tmp_path), "URL": server.url, variable: "C"}
    variables |= {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    run(TEXT, tmp_path / "report", options=PLAIN, variables=variables)
    assert [request.path for request in server.requests] == ["/chips/%C2%B5", "/chips/missing"]
    assert "[Läbor]" in (tmp_path / "config.ini").read_text(encoding="utf-8")


# --- closed streams --------------------------------------------------------------------------------------------------

CLOSED = {"stdin": "<&-", "stdout": ">&-", "stdin and stdout": "<&- >&-", "stdin, stdout and stderr": "<&- >&- 2>&-"}
WITHOUT_STREAMS = """
import os, sys
assert [name for name in ("stdin", "stdout", "stderr") if getattr(sys, name) is None] == {names}
number = os.open(os.devnull, os.O_RDONLY)
os.close(number)
assert number == {number}
"""


@posix
@pytest.mark.parametrize("streams", CLOSED)
def test_calls_work_where_streams_are_closed(demo: dict[str, str], tmp_path: Path, streams: str) -> None:
    """A connection gets the number of a stream then, such as 0."""
    prefix = ["/bin/sh", "-c", f'exec "$@" {CLOSED[streams]}', "sh"]
    names = [name for name in ("stdin", "stdout", "stderr") if name in streams]
    check = WITHOUT_STREAMS.format(names=names, number=0 if "stdin" in names else 1)
    run(check + CALLS + "print('nobody reads this')\n", tmp_path / "report", variables=demo, prefix=prefix)


# --- users that nobody knows -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stranger() -> list[str]:
    """What comes before a command that is to be run as a user without an entry, who may write nothing."""
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("needs root and setpriv to become another user")
    user = ["setpriv", f"--reuid={UID}", f"--regid={UID}", "--clear-groups"]
    # An interpreter in the home directory of root can only be run with leave to read everything.
    for more in (["--inh-caps=-all"], ["--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search"]):
        read = f"import asyncio; open({str(ROOT / 'pyproject.toml')!a}).close()"
        if not subprocess.run([*user, *more, sys.executable, "-I", "-c", read], capture_output=True).returncode:
            return user + more
    pytest.skip("another user cannot run this interpreter")


UNKNOWN = """
import os, pwd
assert os.getuid() == 54321 and "HOME" not in os.environ
try:
    pwd.getpwuid(54321)
except KeyError:
    pass
else:
    raise AssertionError
"""
HOMELESS = """
from qdash.client import QDashClient, QDashConfig, QDashConfigError

for attempt in (QDashClient, QDashClient.from_profile, QDashConfig.from_file, QDashConfig(base_url="http://localhost").save):
    try:
        attempt()
    except QDashConfigError as error:
        assert "set XDG_CONFIG_HOME or pass the path" in str(error), error
        assert error.__cause__ is None and error.__suppress_context__
    else:
        raise AssertionError(attempt)
"""


@pytest.mark.parametrize("options", [["-I", "-S", "-E"], PLAIN], ids=["isolated", "plain"])
def test_user_without_an_entry_and_a_home(
    demo: dict[str, str], public: Path, stranger: list[str], options: list[str]
) -> None:
    run(UNKNOWN + CALLS + HOMELESS, public / "report", options=options, variables=demo, prefix=stranger, cwd=public)


# --- a place where nothing can be written ----------------------------------------------------------------------------

READ_ONLY = """
import os
from qdash.client import QDashClient, QDashConfig, QDashConfigError

place = os.getcwd()
old = os.path.join(place, "old", "config.ini")
config = QDashConfig(base_url=os.environ["QDASH_BASE_URL"], api_token="other")
assert QDashConfig.from_file("lab", old).project_id == "p"  # reading takes no lock
for path in (old, os.path.join(place, "new.ini"), os.path.join(place, "new", "config.ini"), None):
    shown = path or os.path.join(place, "qdash", "config.ini")
    try:
        config.save("lab", path)
    except QDashConfigError as error:
        assert f"cannot save to {shown}" in str(error) and "Permission denied" in str(error), error
        assert "other" not in str(error)
    else:
        raise AssertionError(shown)
assert QDashConfig.from_file("lab", old).project_id == "p"
"""


@posix
def test_calls_work_where_nothing_can_be_written(
    demo: dict[str, str], public: Path, request: pytest.FixtureRequest
) -> None:
    prefix: list[str] = request.getfixturevalue("stranger") if os.geteuid() == 0 else []
    place = public / "place"
    (place / "old").mkdir(parents=True)
    file = place / "old" / "config.ini"
    file.write_text("[lab]\nbase_url = http://localhost\nproject_id = p\n")
    file.chmod(0o400)
    if prefix:
        os.chown(file, UID, UID)
    before = sorted(place.rglob("*"))
    for directory in (place / "old", place):
        directory.chmod(0o555)
    variables = demo | {"PYTHONDONTWRITEBYTECODE": "1", "XDG_CONFIG_HOME": str(place)}
    try:
        run(CALLS + READ_ONLY, public / "report", options=PLAIN, variables=variables, prefix=prefix, cwd=place)
        assert sorted(place.rglob("*")) == before
    finally:
        for directory in (place, place / "old"):
            directory.chmod(0o755)
