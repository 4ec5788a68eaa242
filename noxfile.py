"""Every check of the project, one session each.

    python3 noxfile.py               all of them; needs nothing but a Python from 3.10 on
    python3 noxfile.py --list        which there are
    python3 noxfile.py -s lint       only that one
    python3 noxfile.py -s tests-3.12 -- -k retry     what follows "--" goes to pytest

The first call makes a virtual environment with nox in .nox/bootstrap; where nox is installed, `nox` does the same.
The tools that the sessions install are listed in pyproject.toml, under [dependency-groups].
"""

from __future__ import annotations

import functools
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
NOX = "nox[uv]>=2025.2.9,<2028"


def bootstrap(arguments: list[str]) -> int:
    """Run nox from a virtual environment of its own: the system's Python stays as it is."""
    if sys.version_info < (3, 10):  # noqa: UP036 - nothing has checked it yet
        sys.exit(f"qdash-client needs Python 3.10 or newer; {sys.executable} is {sys.version.split()[0]}.")
    home = ROOT / ".nox" / "bootstrap"
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists() or subprocess.call([python, "-c", "import nox, uv"], stderr=subprocess.DEVNULL) != 0:
        print(f"Installing nox into {home}", flush=True)
        venv = [sys.executable, "-m", "venv", "--clear", home]
        if importlib.util.find_spec("ensurepip"):
            pip = [python, "-m", "pip"]
        elif importlib.util.find_spec("pip"):
            venv += ["--without-pip"]
            pip = [sys.executable, "-m", "pip", "--python", python]
        else:
            sys.exit("This Python has neither ensurepip nor pip. On Debian and Ubuntu: apt install python3-venv")
        subprocess.run(venv, check=True)
        subprocess.run([*pip, "install", "--quiet", "--disable-pip-version-check", NOX], check=True)
    return subprocess.call([python, "-m", "nox", "--noxfile", __file__, *arguments])


if __name__ == "__main__":
    sys.exit(bootstrap(sys.argv[1:]))

import nox  # noqa: E402 - not there before the bootstrap

nox.needs_version = ">=2025.2.9"
nox.options.reuse_venv = "yes"
nox.options.default_venv_backend = "uv|virtualenv"  # with uv all environments take seconds instead of minutes
nox.options.error_on_external_run = True


def find_pythons() -> dict[str, Path]:
    """Map "3.12" and so on to the CPythons from 3.10 on that this machine has, on the PATH or only in pyenv."""
    found = {f"3.{sys.version_info.minor}": Path(sys.executable)}
    pyenv = Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser()
    for folder in [*map(Path, os.get_exec_path()), *pyenv.glob("versions/*/bin")]:
        for python in folder.glob("python3.[1-9][0-9]"):
            version = python.name.removeprefix("python")
            if version not in found and is_released_cpython(python):
                found[version] = python
    return dict(sorted(found.items()))


def is_released_cpython(python: Path) -> bool:
    """Run it and see: a pyenv shim can be there and not run."""
    question = "import sys; print(sys.implementation.name, sys.version_info.releaselevel)"
    try:
        answer = subprocess.run([python, "-c", question], capture_output=True, text=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return False
    return answer.stdout.split() == ["cpython", "final"]


PYTHONS = find_pythons()
OLDEST_AND_NEWEST = [*list(PYTHONS)[:1], *list(PYTHONS)[1:][-1:]]
# nox looks on the PATH for the Python of a session.
os.environ["PATH"] = os.pathsep.join([*(str(python.parent) for python in PYTHONS.values()), os.environ["PATH"]])


def install(session: nox.Session, *groups: str) -> None:
    """Install dependency groups of pyproject.toml, and pip, which some tests run."""
    pyproject = nox.project.load_toml(ROOT / "pyproject.toml")
    session.install("pip", *nox.project.dependency_groups(pyproject, *groups))


def install_client(session: nox.Session, *what: str) -> None:
    """Install the client alone, without the network; not with session.install, which -R leaves out."""
    pip = ("python", "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation")
    session.run(*pip, "--force-reinstall", *what)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, format and distributions (`ruff check --fix` and `ruff format` repair most of it)."""
    install(session, "lint")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("validate-pyproject", "pyproject.toml", env={"VALIDATE_PYPROJECT_NO_NETWORK": "1"})
    with tempfile.TemporaryDirectory() as folder:
        session.run("python", "-m", "build", "--no-isolation", "--outdir", folder, silent=True)
        (sdist,), (wheel,) = Path(folder).glob("*.tar.gz"), Path(folder).glob("*.whl")
        session.run("pyroma", "--min=10", str(sdist))
        session.run("twine", "check", "--strict", str(sdist), str(wheel))
        session.run("check-wheel-contents", str(wheel))


@nox.session(default=False)
def stubs(session: nox.Session) -> None:
    """Write stubs/ anew from the declarations and models (not part of a plain run)."""
    session.run("python", "stubs/generate.py", *session.posargs, env={"PYTHONPATH": str(ROOT)})


@nox.session(name="stubs-check")
def stubs_check(session: nox.Session) -> None:
    """Check that stubs/ is what the generator writes now."""
    session.run("python", "stubs/generate.py", "--check", env={"PYTHONPATH": str(ROOT)})


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of the code, the stubs against the code, and what a user's type checkers see."""
    install(session, "types")
    session.run("mypy", "qdash")
    session.run("mypy", "stubs")
    session.run("mypy", "tests/typing/user_code.py")
    install_client(session, "--editable", str(ROOT))  # an older one would be read beside the stubs
    # Private modules have no stub.
    options = ("--allowlist", "stubs/stubtest-allowlist.txt", "--ignore-missing-stub")
    session.run("python", "-m", "mypy.stubtest", "qdash.client", *options, env={"MYPYPATH": "stubs"})
    session.run("pyright")
    with tempfile.TemporaryDirectory() as elsewhere:
        users_code = Path(elsewhere, "code")
        shutil.copytree(ROOT / "tests" / "typing", users_code, ignore=shutil.ignore_patterns("__pycache__"))
        users_code.joinpath("pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', encoding="utf-8")
        official_code = users_code / "official_code.py"  # the stubs of a checkout lack its module paths
        for how in (["--editable", str(ROOT)], [str(ROOT)]):
            install_client(session, *how)
            if "--editable" in how:
                official_code.unlink()
            else:
                shutil.copy(ROOT / "tests" / "typing" / official_code.name, official_code)
            with session.chdir(users_code):
                session.run("mypy", "--strict", ".")
                session.run("pyright")
        with session.chdir(users_code):
            session.run("pyright", "--verifytypes", "qdash.client", "--ignoreexternal")
    session.run("python", "-m", "pytest", "tests/test_packaging.py", "-k", "type_checkers")


@nox.session
def build(session: nox.Session) -> None:
    """Build dist/*.tar.gz and, from that, dist/*.whl; install the wheel and run its demo."""
    install(session, "build")
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    session.run("python", "-m", "build", "--outdir", "dist")
    (wheel,) = ROOT.glob("dist/*.whl")
    install_client(session, str(wheel))
    session.run("python", "-I", "-m", "qdash.client", "demo")


@nox.session
def bundles(session: nox.Session) -> None:
    """Freeze a program with PyInstaller, and run it; skipped where PyInstaller finds no shared libpython or objdump."""
    install(session, "bundles")
    library = "from PyInstaller.depend.bindepend import get_python_library_path as path; print(path())"
    found = session.run("python", "-c", library, silent=True, success_codes=(0, 1))
    if sys.platform == "linux" and ("Error" in str(found) or shutil.which("objdump") is None):
        session.skip("PyInstaller needs a Python with a shared library, and objdump")
    session.run("python", "tests/bundle.py", env={"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])})


def run_tests(session: nox.Session, *usual: str) -> None:
    """Run pytest; it keeps what it compiles, also where an environment says otherwise: that takes seconds each time."""
    install(session, "test")
    environment = {"PATH": path_with_servers(), "PYTHONDONTWRITEBYTECODE": ""}
    session.run("python", "-m", "pytest", *(session.posargs or usual), env=environment)


# What depends least on the Python runs on the oldest and the newest one: programs, formats, documents, packaging.
NOT_BETWEEN = ("cli_*", "formats_*", "demo_*", "readme", "packaging", "stubs", "contract", "migrating")


@nox.session(python=list(PYTHONS))
def tests(session: nox.Session) -> None:
    """Run the tests in random order, on every CPython found here (pytest prints the seed of the order)."""
    is_between = session.python not in OLDEST_AND_NEWEST
    left_out = [f"--ignore-glob=tests/test_{name}.py" for name in NOT_BETWEEN if is_between and not session.posargs]
    run_tests(session, "-n", "3", "--dist", "worksteal", "-m", "not long", *left_out)


@nox.session(name="tests-long", python=OLDEST_AND_NEWEST[-1:])
def tests_long(session: nox.Session) -> None:
    """Run the long tests, on the newest CPython: real servers, waits, processes that are killed."""
    run_tests(session, "-n", "3", "--dist", "worksteal", "-m", "long")


@nox.session(default=False)
def matrix(session: nox.Session) -> None:
    """Run the fault matrix alone (not part of a plain run)."""
    install(session, "test")
    session.run(
        "python",
        "-m",
        "pytest",
        "tests/test_matrix.py",
        *(session.posargs or ["-n", "3"]),
        env={"PATH": path_with_servers()},
    )


@nox.session(default=False)
def guards(session: nox.Session) -> None:
    """Remove each guard of the client, and check that its cases fail (not part of a plain run)."""
    install(session, "test")
    environment = {"PATH": path_with_servers(), "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
    session.run("python", "-m", "matrix.guards", *session.posargs, env=environment)


DEBIAN = ROOT / ".nox" / "debian"
SERVERS = {  # programs, and the Debian packages that they are in
    "nginx": ["nginx"],
    "haproxy": ["haproxy"],
    "apache2": ["apache2-bin"],
    "lighttpd": ["lighttpd"],
    "squid": ["squid", "squid-common", "squid-langpack"],
    "tinyproxy": ["tinyproxy-bin"],
    "promtool": ["prometheus"],
    "prometheus": ["prometheus"],
    "prometheus-node-exporter": ["prometheus-node-exporter"],
}


def path_with_servers(*programs: str) -> str:
    """Return a PATH with these servers, or all; those that the system lacks are unpacked into .nox/debian.

    Nothing is installed. The tests that need a program that cannot be had are skipped.
    """
    unpacked = [DEBIAN / "root" / "usr" / folder for folder in ("sbin", "bin")]
    path = os.pathsep.join([os.environ["PATH"], "/usr/sbin", *map(str, unpacked)])
    for program in programs or SERVERS:
        if shutil.which(program, path=path) is None:
            try:
                unpack(SERVERS[program])
                start_once(program, path)
            except (OSError, subprocess.SubprocessError) as error:
                for folder in unpacked:
                    folder.joinpath(program).unlink(missing_ok=True)
                print(f"There is no {program}, and it cannot be unpacked: {error}", flush=True)
    return path


def unpack(packages: list[str]) -> None:
    """Download Debian packages with the libraries that the system lacks, and unpack them.

    Where the package lists of the system are of no use, others are downloaded.
    """
    DEBIAN.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=DEBIAN) as folder:
        try:
            download(packages, folder)
        except subprocess.CalledProcessError:
            download(packages, folder, *own_lists())
        for package in Path(folder).glob("*.deb"):
            subprocess.run(["dpkg", "-x", package, DEBIAN / "root"], capture_output=True, check=True, timeout=300)


def download(packages: list[str], folder: str, *options: str) -> None:
    """Download Debian packages, and the libraries that the system lacks for them."""
    plan = apt(folder, *options, "install", "--simulate", "--no-install-recommends", *packages)
    libraries = re.findall(r"^Inst (lib(?!js-)\S+) \(", plan, re.MULTILINE)  # an upgrade has "[" after the name
    apt(folder, *options, "download", *packages, *[name for name in libraries if not name.endswith("-perl")])


@functools.cache
def own_lists() -> tuple[str, ...]:
    """Download package lists into .nox/debian, and return the options of apt-get that use them."""
    DEBIAN.joinpath("lists", "partial").mkdir(parents=True, exist_ok=True)
    options = ("-o", f"Dir::State::lists={DEBIAN / 'lists'}", "-o", f"Dir::Cache={DEBIAN / 'cache'}")
    apt(str(DEBIAN), *options, "update")
    return options


def apt(folder: str, *arguments: str) -> str:
    """Run apt-get in a directory, and return what it prints."""
    command = ["apt-get", "--quiet", *arguments]
    environment = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True, text=True, timeout=300)
    return done.stdout


def start_once(program: str, path: str) -> None:
    """Start an unpacked program, to see that it has all of its libraries."""
    libraries = os.pathsep.join(map(str, sorted(DEBIAN.glob("root/usr/lib/*-linux-gnu"))))
    environment = {**os.environ, "LD_LIBRARY_PATH": libraries}
    found = shutil.which(program, path=path) or program
    option = "--version" if program.startswith("prom") else "-v"
    subprocess.run([found, option], env=environment, capture_output=True, check=True, timeout=60)


@nox.session(default=False, venv_backend="none")
def bench(session: nox.Session) -> None:
    """Measure the client against its alternatives; --quick, --check (not part of a plain run)."""
    python = next((PYTHONS[version] for version in ("3.11", "3.12") if version in PYTHONS), sys.executable)
    session.log("The official client runs on 3.11 and 3.12 only: this is %s", python)
    environment = {"PYTHONPATH": str(ROOT / "tests"), "PYTHONDONTWRITEBYTECODE": "", "PATH": path_with_servers("nginx")}
    session.run(str(python), "-m", "bench", *session.posargs, env=environment, external=True)
