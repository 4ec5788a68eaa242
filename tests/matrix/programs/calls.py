"""Read settings and call a demo server; the arguments select additional checks."""

from __future__ import annotations

import asyncio
import os
import sys

from qdash.client import QDashClient, QDashConfig, QDashConfigError, QDashNotFoundError


def call() -> None:
    with QDashClient.from_env() as client:
        chip = client.get_default_chip_id()
        assert client.get_chip(chip).chip_id == chip
        rows = client.normalize_chip_metrics(
            chip, client.get_chip_metrics(chip), metrics_config=client.get_metrics_config()
        )
        assert any(not row.unit.isascii() for row in rows if row.unit), sorted({row.unit for row in rows})
        assert asyncio.run(client.get_chip_async(chip)).chip_id == chip
        try:
            client.get_chip("no such chip")
        except QDashNotFoundError as error:
            found: Exception | None = error
        else:
            found = None
        assert str(found)


def without_streams(names: str) -> None:
    """Make calls where the first connection gets the number of a stream."""
    closed = names.split(", ")
    assert [name for name in ("stdin", "stdout", "stderr") if getattr(sys, name) is None] == closed
    number = os.open(os.devnull, os.O_RDONLY)
    os.close(number)
    assert number == (0 if "stdin" in closed else 1)
    print("nobody reads this")
    call()


def without_home(entry: str) -> None:
    """See that calls need no home, and that the profile file is where the system says that the home is."""
    import pwd

    assert "HOME" not in os.environ
    call()
    config = QDashConfig(base_url="http://localhost")
    attempts = [QDashClient, QDashClient.from_profile, QDashConfig.from_file]
    if entry == "known":
        says = f"no profile file at {pwd.getpwuid(os.getuid()).pw_dir}/.config/qdash/config.ini"
        if os.path.exists(says.partition(" at ")[2]):
            return
    else:
        try:
            pwd.getpwuid(os.getuid())
        except KeyError:
            pass
        else:
            raise AssertionError("this user has an entry")
        says = "set XDG_CONFIG_HOME or pass the path"
        attempts.append(config.save)
    for attempt in attempts:
        try:
            attempt()
        except QDashConfigError as error:
            message = str(error)
        else:
            message = ""
        assert says in message, message


def read_only(place: str) -> None:
    """Make calls with a profile, where nothing can be written."""
    for directory in (place, os.getcwd(), os.environ["TMPDIR"]):
        try:
            open(os.path.join(directory, "new"), "x").close()
        except OSError as error:
            reason = error.strerror
        else:
            reason = ""
        assert reason == "Read-only file system", directory
    assert QDashConfig.from_file("first").project_id == "p"
    call()
    with QDashClient.from_profile("first") as client:
        assert client.get_default_chip_id()


def in_archive(modules: str) -> None:
    """Make calls, and import all modules, from a zip file."""
    from importlib import import_module

    for module in modules.split(","):
        assert ".zip" in str(import_module(module).__file__), module
    call()


def text(place: str) -> None:
    """Save and get text that the locale has no letters for."""
    if "LANG" in os.environ or "LC_ALL" in os.environ:
        import locale

        encoding = locale.getpreferredencoding(False)
        assert encoding.upper() in ("ANSI_X3.4-1968", "US-ASCII", "646"), encoding
    config = QDashConfig(base_url=os.environ["QDASH_BASE_URL"], project_id="p", username="Zoë")
    path = os.path.join(place, "config.ini")
    config.save("Läbor", path)
    assert QDashConfig.from_file("Läbor", path) == config
    call()


def simply(_: str) -> None:
    call()


if __name__ == "__main__":
    ways = (without_streams, without_home, read_only, in_archive, text, simply)
    {way.__name__: way for way in ways}[sys.argv[1]](sys.argv[2])
