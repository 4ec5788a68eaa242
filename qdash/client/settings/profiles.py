"""The profile file: an INI file with one section for each profile. Edits as text keep comments and unknown keys."""

from __future__ import annotations

import errno
import io
import os
import re
import stat
import time
from contextlib import contextmanager, suppress
from functools import partial

from ..errors import QDashConfigError, warn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

    Sections = dict[str, dict[str, str]]

__all__ = [
    "check_name",
    "config_path",
    "default_config_path",
    "profile_name",
    "read_profile",
    "read_sections",
    "remove_profile",
    "write_profile",
]

_BOM = b"\xef\xbb\xbf"
_LOCK_PATIENCE_SEC = 10.0


def default_config_path() -> Path:
    """Return the default path of the profile file.

    It is ``$QDASH_CONFIG``, or ``$XDG_CONFIG_HOME/qdash/config.ini``, or ``~/.config/qdash/config.ini``.

    Raises:
        QDashConfigError: none of these is set, and there is no home directory.
    """
    if chosen := os.environ.get("QDASH_CONFIG"):
        return config_path(chosen)
    base = os.environ.get("XDG_CONFIG_HOME", "")
    if not os.path.isabs(base):  # the XDG Base Directory Specification ignores relative paths
        base = "~/.config"
    return config_path(os.path.join(base, "qdash", "config.ini"))


def config_path(path: str | os.PathLike[str] | None) -> Path:
    """Expand ``~`` in a path; None is the default one.

    Raises:
        QDashConfigError: there is no home directory.
    """
    from pathlib import Path

    if path is None:
        return default_config_path()
    from ..local_files import path_text

    text = path_text("path", path, QDashConfigError)
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise QDashConfigError(
            "cannot find the home directory: set XDG_CONFIG_HOME or pass the path of the file, "
            "or set QDASH_BASE_URL and use from_env()"
        ) from None


def profile_name(profile: str | None) -> str:
    """Return the name of a profile; None is the one in ``QDASH_PROFILE``, or ``default``."""
    return os.environ.get("QDASH_PROFILE") or "default" if profile is None else profile


def read_profile(
    path: str | os.PathLike[str] | None, profile: str | None, *, known: Collection[str]
) -> tuple[dict[str, str], str]:
    """Return the keys (in lower case) and values of one profile, and its place for messages.

    Args:
        path: the file; None is the default one.
        profile: the section; None is the default one.
        known: all keys that belong to the caller.

    Warns:
        UserWarning: others than the owner may read the file, or the official client reads other values in it.

    Raises:
        QDashConfigError: there is no such file or profile, or the file cannot be read.
    """
    file, name = config_path(path), profile_name(profile)
    # The value of a variable is quoted only if the file exists: it may be a token in the wrong variable.
    by_variable = path is None and os.environ.get("QDASH_CONFIG")
    place = "the path that QDASH_CONFIG names" if by_variable else str(file)
    check_name(name)
    try:
        content, mode = _read(file)
    except FileNotFoundError:
        raise QDashConfigError(
            f"no profile file at {place}: make one with QDashConfig(...).save(), "
            "or set QDASH_BASE_URL and use QDashConfig.from_env()"
        ) from None
    except OSError as error:
        raise QDashConfigError(f"cannot read the profile file at {place}: {error.strerror}") from None
    if os.name == "posix" and mode & 0o077:
        warn(f"other users may read {file} and the secrets in it: chmod 600 {file}")
    sections = _parse(_decode(content, file), file)
    section = sections.get(name)
    _warn_of_other_readings(file, name, section or {}, sections.get("DEFAULT", {}), known)
    if section is None:
        asked = f"[{name}]" if profile is not None or name == "default" else "with the name in QDASH_PROFILE"
        others = ", ".join(f"[{other}]" for other in sections) or "no profile"
        raise QDashConfigError(f"no profile {asked} in {file}, which has {others}", source=str(file))
    return section, f"{file} [{name}]"


def read_sections(path: Path) -> tuple[Sections, int | None]:
    """Return all profiles of a file, without a check of their values, and the mode of the file.

    Without a file there are no profiles, and the mode is None.

    Raises:
        QDashConfigError: the file cannot be read.
    """
    try:
        content, mode = _read(path)
    except FileNotFoundError:
        return {}, None
    except OSError as error:
        raise QDashConfigError(f"cannot read {path}: {error.strerror}") from None
    sections = _parse(_decode(content, path), path)
    sections.pop("DEFAULT", None)  # the official client reads it as defaults
    return sections, stat.S_IMODE(mode)


def _warn_of_other_readings(
    file: Path, name: str, section: Mapping[str, str], inherited: Mapping[str, str], known: Collection[str]
) -> None:
    """Warn if the official client, which reads the file with interpolation, reads other values."""
    lent = sorted(key for key in inherited if key in known and key not in section)
    if lent:
        warn(
            f"{file}: [DEFAULT] has {', '.join(lent)}, which the official client reads in each profile and this client "
            f"in none: write them into [{name}]"
        )
    replaced = sorted(key for key in section if key in known and ("%%" in section[key] or "%(" in section[key]))
    if replaced:
        warn(
            f"{file} [{name}]: the official client replaces '%%' by '%', and '%(key)s' by another value, in "
            f"{', '.join(replaced)}; this client reads them as they stand: write the values themselves"
        )


def write_profile(
    path: Path, profile: str, values: Mapping[str, str], *, known: Collection[str], private_directory: bool
) -> None:
    """Set the known keys of one profile to the given values, remove the other known keys, and keep the rest.

    Args:
        path: the file; of a symbolic link, the target is replaced.
        profile: the section, which is added if it does not exist.
        values: the values to write.
        known: all keys that belong to the caller.
        private_directory: whether the directory, if it exists, is closed to other users.

    Warns:
        UserWarning: the profile was saved, but the file system lacks features that make a save safe.

    Raises:
        QDashConfigError: the profile could not be written; the file is unchanged.
    """
    _rewrite(path, profile, lambda text: _edited(text, path, profile, values, known), private_directory)


def remove_profile(path: Path, profile: str, *, private_directory: bool) -> None:
    """Remove one profile with all of its keys, and keep the rest of the file.

    Comments among the keys go, too, and those that follow the last key up to an empty line.

    Args:
        path: the file; of a symbolic link, the target is replaced.
        profile: the section.
        private_directory: whether the directory is closed to other users.

    Warns:
        UserWarning: the file was saved, but the file system lacks features that make a save safe.

    Raises:
        QDashConfigError: there is no such profile, or the file could not be written; it is unchanged.
    """
    if not path.is_file():
        raise QDashConfigError(f"there is no profile file at {path}")
    _rewrite(path, profile, lambda text: _without(text, path, profile), private_directory)


def _rewrite(path: Path, profile: str, change: Callable[[str], str], private_directory: bool) -> None:
    """Replace the text of the file by a changed one, atomically and under a lock."""
    from pathlib import Path

    from ..local_files import DamagedError, Replacement, sync

    check_name(profile)
    file = Path(os.path.realpath(path))
    try:
        _make_directory(file.parent)
        if private_directory and path.parent.stat().st_mode & 0o077:
            _make_private(path.parent)
        with _locked(file) as alone, Replacement(file, private=True) as new:
            if not alone:
                new.weaknesses.append("it cannot be locked, so that programs that save at once may undo each other")
            content = b""
            with suppress(FileNotFoundError):
                content, _ = _read(file)
            after = change(_decode(content, path))
            temporary = new.open()
            temporary.write((_BOM if content.startswith(_BOM) else b"") + after.encode())
            if not sync(temporary):
                new.weaknesses.append("it cannot be flushed to the disk, so that a power failure now may lose it")
            new.commit()
    except OSError as error:
        state = "" if isinstance(error, DamagedError) else ", which is what it was before"
        raise QDashConfigError(f"cannot save to {path}{state}: {error}") from None
    if new.weaknesses:
        warn(f"{path} was saved, but {', and '.join(new.weaknesses)}")


def check_name(profile: object) -> None:
    """Raise `QDashConfigError` for text that cannot be the name of a profile."""
    if not isinstance(profile, str) or not profile:
        raise QDashConfigError("the name of a profile must be text, such as 'default'")
    if profile == "DEFAULT":
        raise QDashConfigError("[DEFAULT] is not a profile: write [default], in lower case")
    if profile != profile.strip() or re.search(r"[\[\]\x00-\x1f\x7f-\x9f\ud800-\udfff]", profile):
        raise QDashConfigError(
            "the name of a profile must have no square brackets, control characters and white space around it"
        )


def _read(path: Path) -> tuple[bytes, int]:
    from ..local_files import patiently

    return patiently(_read_at_once, path)


def _read_at_once(path: Path) -> tuple[bytes, int]:
    mode = os.stat(path).st_mode
    # Opening a FIFO would block until a writer opens it; opening a directory fails.
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise QDashConfigError(f"{path} is not a regular file: remove it or pass another path")
    with open(path, "rb") as file:
        return file.read(), os.fstat(file.fileno()).st_mode


def _decode(content: bytes, path: Path) -> str:
    try:
        return content.removeprefix(_BOM).decode()
    except UnicodeDecodeError as error:
        raise QDashConfigError(f"{path} is not UTF-8 text (byte {error.start}): save it as UTF-8") from None


def _parse(text: str, path: Path) -> Sections:
    """Parse INI text. No section inherits from another, and "%" is an ordinary character."""
    import configparser as ini

    parser = ini.ConfigParser(interpolation=None, default_section="")
    try:
        parser.read_string(text)
    except (ini.ParsingError, ini.DuplicateSectionError, ini.DuplicateOptionError) as error:
        # Its message quotes the line, which may hold a secret.
        if isinstance(error, ini.MissingSectionHeaderError):
            problem = "a line before the first [profile]"
        elif isinstance(error, ini.DuplicateSectionError):
            problem = "a profile that was there before: merge the two"
        elif isinstance(error, ini.DuplicateOptionError):
            problem = "a key that the profile has already: remove one of the two"
        else:
            problem = "a line that is no [profile], no key = value and no # comment"
        # A plain ParsingError collects (line number, line) pairs.
        number = getattr(error, "lineno", None) or getattr(error, "errors", [(0, "")])[0][0]
        raise QDashConfigError(f"{path}, line {number}: {problem}", source=f"{path}, line {number}") from None
    return {name: dict(parser[name]) for name in parser.sections()}


def _edited(text: str, path: Path, profile: str, values: Mapping[str, str], known: Collection[str]) -> str:
    """Return the text with the profile changed, after a check of the result."""
    expected = _parse(text, path)
    old = expected.get(profile, {})
    stale = {key for key in old if key in known and old[key] != values.get(key)}
    fresh = {key: value for key, value in values.items() if old.get(key) != value}
    edited = _edit(text, profile, stale, fresh)
    expected[profile] = {key: value for key, value in old.items() if key not in known} | dict(values)
    result = _parse(edited, path)
    for key, value in values.items():
        if result.get(profile, {}).get(key) != value:
            raise QDashConfigError(
                f"{key} would not read back the same from {path}, because of white space around the value "
                "or the indentation in the file: nothing was written",
                field=key,
                source=f"{path} [{profile}] {key}",
            )
    if result != expected:
        raise QDashConfigError(f"saving [{profile}] would change other profiles in {path}: nothing was written")
    return edited


def _edit(text: str, profile: str, stale: Collection[str], fresh: dict[str, str]) -> str:
    """Replace or remove the old keys in place, and add new keys after the last key."""
    newline = "\r\n" if "\r\n" in text else "\n"
    lines: list[str] = []
    end, margin = 0, ""
    for line, section, key, starts in _owned_lines(text):
        if section == profile and key in stale:
            if not starts or key not in fresh:
                continue
            ending = line[len(line.rstrip("\r\n")) :]
            line = f"{_indent(line)}{key} = {fresh.pop(key)}{ending}"
        lines.append(line)
        if section == profile and (key or starts):
            end = len(lines)
            margin = _indent(line) if starts else margin
    added = [f"{margin}{key} = {value}{newline}" for key, value in fresh.items()]
    if not end:  # a new profile
        added.insert(0, f"[{profile}]{newline}")
        if lines and lines[-1].strip():
            added.insert(0, newline)
        end = len(lines)
    if added and end and not lines[end - 1].endswith("\n"):
        lines[end - 1] += newline
    return "".join(lines[:end] + added + lines[end:])


def _without(text: str, path: Path, profile: str) -> str:
    """Return the text without a profile, after a check of the result."""
    expected = _parse(text, path)
    if expected.pop(profile, None) is None:
        raise QDashConfigError(f"no profile [{profile}] in {path}", source=str(path))
    result = _cut(text, profile)
    if _parse(result, path) != expected:
        raise QDashConfigError(f"removing [{profile}] would change other profiles in {path}: nothing was written")
    return result


def _cut(text: str, profile: str) -> str:
    """Remove the lines of a profile, and one of the empty lines around it."""
    lines = list(_owned_lines(text))
    own = [index for index, (_, section, _, _) in enumerate(lines) if section == profile]
    begin, after = own[0], own[-1] + 1
    # Comments at its end belong to it, too, unless there is no empty line between them and the next profile.
    end = 1 + max(index for index in own if lines[index][2] or lines[index][3])
    empty = next((index for index in range(end, after) if not lines[index][0].strip()), None)
    if empty is not None or after == len(lines):
        end = after if empty is None else empty + 1
    if end == len(lines) and begin and not lines[begin - 1][0].strip():
        begin -= 1
    return "".join(line for line, *_ in (*lines[:begin], *lines[end:]))


def _owned_lines(text: str) -> Iterator[tuple[str, str | None, str | None, bool]]:
    """Yield each line with its section and key, and whether the section or key starts there.

    The rules are those of ``configparser``: a line that is indented more than its key continues the value.
    """
    from configparser import ConfigParser

    section = key = None
    depth = 0
    for line in io.StringIO(text):
        content = line.strip()
        if not content or content[0] in "#;":
            yield line, section, None, False
        elif key is not None and len(_indent(line)) > depth:
            yield line, section, key, False
        else:
            depth = len(_indent(line))
            header = ConfigParser.SECTCRE.match(content)
            option = None if header else ConfigParser.OPTCRE.match(content)
            section = header["header"] if header else section
            key = option["option"].lower() if option else None
            yield line, section, key, True


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _make_directory(path: Path) -> None:
    """Make a directory and its parents, each for the owner alone (``os.makedirs`` opens the parents to all users)."""
    if not path.is_dir():
        _make_directory(path.parent)
        path.mkdir(exist_ok=True, mode=0o700)
        _make_private(path)  # whatever the umask took away


def _make_private(directory: Path) -> None:
    from ..local_files import is_unsupported

    try:
        directory.chmod(0o700)
    except OSError as error:
        if not is_unsupported(error) and error.errno != errno.EPERM:
            raise


@contextmanager
def _locked(path: Path) -> Iterator[bool]:
    """Hold the lock file beside the file; yield False where the file system has no locks.

    The lock file is not removed: otherwise two programs could hold locks on different files.
    """
    from ..local_files import is_unsupported, set_mode, try_lock, unlock

    name = path.with_name(f"{path.name}.lock")
    with _open_lock(name) as lock:
        set_mode(lock, 0o600)  # whatever the umask took away
        deadline = time.monotonic() + _LOCK_PATIENCE_SEC
        locked = True
        try:
            while not try_lock(lock):
                if time.monotonic() > deadline:
                    raise QDashConfigError(
                        f"another program has held {name} for {_LOCK_PATIENCE_SEC:g} s: try again later"
                    )
                time.sleep(0.005)
        except OSError as error:
            if not is_unsupported(error):
                raise
            locked = False
        try:
            yield locked
        finally:
            if locked:
                unlock(lock)


def _open_lock(name: Path) -> BinaryIO:
    """Open the lock file. It is created for its owner only, and must not be a link."""
    with suppress(FileExistsError):
        return open(name, "xb", opener=partial(os.open, mode=0o600))
    if not stat.S_ISREG(os.lstat(name).st_mode):
        raise OSError(errno.EINVAL, f"{name} is no regular file: remove it")
    return open(name, "r+b")
