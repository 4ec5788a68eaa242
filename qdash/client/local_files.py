"""Local files: paths that users give, and atomic replacement of files."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO, TypeVar

    from .errors import QDashApiError, QDashConfigError

    _Kind = type[QDashApiError] | type[QDashConfigError]
    _Result = TypeVar("_Result")

__all__ = [
    "DamagedError",
    "Replacement",
    "is_unsupported",
    "local_path",
    "path_text",
    "patiently",
    "set_mode",
    "sync",
    "sync_directory",
    "try_lock",
    "unlock",
]

# Errors of file systems without locks (NFS, Lustre), without modes (CIFS) or without fsync (FUSE).
_UNSUPPORTED = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL}
_IN_USE = (5, 32, 33)  # errors of Windows: access denied, sharing violation, lock violation
_PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8)  # seconds
_ABANDONED_AFTER_SEC = 24 * 3600.0
_MOST_AT_ONCE = 1000


def local_path(name: str, path: object, kind: _Kind) -> Path:
    """Return a path that a user gives, with ``~`` expanded."""
    return Path(os.path.expanduser(path_text(name, path, kind)))


def path_text(name: str, path: object, kind: _Kind) -> str:
    """Return a path that a user gives as text.

    Args:
        name: the parameter, for the message.
        path: its value.
        kind: the class of the exception for what cannot be a path.
    """
    try:
        text = os.fspath(path)  # type: ignore[call-overload]
    except TypeError:
        text = None
    if not isinstance(text, str):
        raise kind(f"{name}: must be a path, that is a str or os.PathLike, not {type(path).__name__}")
    if "\0" in text:
        raise kind(f"{name}: the path {text!r} holds a NUL character")
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        raise kind(f"{name}: the path {text!a} cannot be encoded as the name of a file") from None
    return text


def is_unsupported(error: OSError) -> bool:
    """Return whether an error means that the file system does not support an operation."""
    return error.errno in _UNSUPPORTED


def try_lock(file: BinaryIO) -> bool:
    """Lock an open file until it is closed; return False if it is locked already.

    Raises:
        OSError: the file system has no locks (`is_unsupported`), or the lock failed for another reason.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            except PermissionError:
                return False
        else:
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
    except ImportError:
        raise OSError(errno.ENOLCK, "this Python has no locks") from None
    return True


def unlock(file: BinaryIO) -> None:
    """Unlock a file. Closing it is not sufficient if a forked child has it open, too."""
    with suppress(ImportError):
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_UN)


def set_mode(file: BinaryIO, mode: int) -> bool:
    """Set the mode of an open file; return False if that fails and other users have more rights than intended."""
    if hasattr(os, "fchmod"):
        try:
            os.fchmod(file.fileno(), mode)
        except OSError as error:
            if not is_unsupported(error) and error.errno != errno.EPERM:
                raise
    return os.name != "posix" or not os.fstat(file.fileno()).st_mode & 0o777 & ~mode


def sync(file: BinaryIO) -> bool:
    """Flush a file to the disk; return False if the file system does not support that."""
    file.flush()
    try:
        os.fsync(file.fileno())
    except OSError as error:
        if not is_unsupported(error):
            raise
        return False
    return True


def sync_directory(path: Path) -> None:
    """Flush the directory of a file, so that its new name is permanent, if the system supports that."""
    if os.name != "posix":
        return
    with suppress(OSError):  # the file itself is safe; after a loss of power the name may refer to the old one
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def patiently(function: Callable[..., _Result], *arguments: object) -> _Result:
    """Call a function of the file system. Windows refuses changes of open files: try again for 1.6 seconds."""
    for pause in _PAUSES:
        try:
            return function(*arguments)
        except PermissionError as error:
            number = getattr(error, "winerror", None)  # `open` does not set it
            if number not in _IN_USE and not (os.name == "nt" and number is None):
                raise
        time.sleep(pause)
    return function(*arguments)


class DamagedError(OSError):
    """Writing a file in place failed, so that it has neither its old nor its new content."""


class Replacement:
    """The atomic replacement of a file.

    The new file is written beside the old one and then renamed. Its name is derived from that of the old one, and it is
    locked: the next writer reuses the file of an interrupted one, and simultaneous writers use different names.
    Without locks, a leftover file is reused after a day.

    The descriptor always belongs to a file object, so that an interruption (Ctrl-C) cannot leak it.

    Attributes:
        weaknesses: the missing features of the file system, in words, for a warning.
    """

    def __init__(self, target: Path, *, private: bool = False) -> None:
        """Select the file to replace. Symbolic links are resolved.

        Args:
            target: the path.
            private: whether only the owner may read the new file. Otherwise it keeps mode and owner of the old one, or
                gets the default mode.
        """
        self.weaknesses: list[str] = []
        self._target = target
        self._private = private
        self._path: Path | None = None
        self._file: BinaryIO | None = None
        self._identity: os.stat_result | None = None

    def __enter__(self) -> Replacement:
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Remove the new file, unless it has replaced the old one."""
        if self._path is None:
            return
        try:
            # While it is open it is locked, and no other file has its identity. Windows does not remove open files.
            if os.name != "nt":
                self._remove(self._path)
        finally:
            if self._file is not None:
                with suppress(OSError):  # an earlier failure, such as a full disk, repeats itself here
                    self._file.close()
        if os.name == "nt":
            self._remove(self._path)

    def _remove(self, path: Path) -> None:
        with suppress(OSError):
            if self._identity is None:  # interrupted while the file was made
                _is_free(path, after=0)
            elif self._is_at(path):
                os.unlink(path)

    def open(self) -> BinaryIO:
        """Open the new file for writing."""
        for number in range(_MOST_AT_ONCE):
            # The length of names is limited.
            path = self._target.with_name(f".{self._target.name[:40]}.{number}.part")
            if _is_free(path) and self._take(path):
                assert self._file is not None
                return self._file
        raise OSError(errno.EBUSY, f"{_MOST_AT_ONCE} others write it at the same time")

    def _take(self, path: Path) -> bool:
        """Create the new file; return False if another writer has created it."""
        mode = 0o600 if self._private or self._target.exists() else 0o666
        self._path = path
        try:
            self._file = open(path, "xb", opener=partial(os.open, mode=mode))  # noqa: SIM115
        except FileExistsError:
            self._path = None
            return False
        self._identity = os.fstat(self._file.fileno())
        try:
            if os.name != "posix" or (try_lock(self._file) and self._is_at(path)):
                return True
        except FileNotFoundError:
            pass  # it was not locked yet, and another writer has removed it
        except OSError as error:
            if is_unsupported(error):
                return True
            raise
        self._file.close()
        self._path = self._file = self._identity = None
        return False

    def _is_at(self, path: Path) -> bool:
        """Return whether the path still refers to the new file: another writer may have removed it."""
        if self._identity is None or os.name == "nt":
            return self._identity is not None
        return os.path.samestat(os.lstat(path), self._identity)

    def commit(self) -> None:
        """Replace the old file by the new one."""
        assert self._file is not None
        assert self._path is not None
        self._file.flush()
        self._set_attributes()
        if os.name == "nt":
            self._file.close()
        else:
            # NFS reports some write errors only at a close, and the lock must be held until the file is renamed.
            list(map(os.close, map(os.dup, [self._file.fileno()])))
        try:
            patiently(os.replace, self._path, self._target)
        except OSError as error:
            if error.errno != errno.EBUSY:
                raise
            self._write_in_place()
        else:
            if self._private:
                sync_directory(self._target)

    def _set_attributes(self) -> None:
        """Give the new file its mode, and the owner of the old one as far as that is permitted."""
        assert self._file is not None
        descriptor, mode = self._file.fileno(), 0o600
        if not self._private:
            try:
                old = os.stat(self._target)
            except FileNotFoundError:
                return
            if not stat.S_ISREG(old.st_mode):
                raise OSError(errno.EINVAL, "it is no regular file any more")
            mode = old.st_mode & 0o777
            if hasattr(os, "fchown"):
                for user, group in ((-1, old.st_gid), (old.st_uid, -1)):
                    with suppress(OSError):
                        os.fchown(descriptor, user, group)
                if os.fstat(descriptor).st_gid != old.st_gid:  # then the group gets the rights of others
                    mode = mode & ~0o070 | (mode & 0o007) << 3
        self._set_mode(self._file, mode)

    def _set_mode(self, file: BinaryIO, mode: int) -> None:
        if not set_mode(file, mode):
            self.weaknesses.append("its mode cannot be set on this file system, so that other users may read it")

    def _write_in_place(self) -> None:
        """Write to the old file itself. It cannot be replaced if it is a mount point, as in containers."""
        from shutil import copyfileobj
        from tempfile import TemporaryFile

        assert self._path is not None
        self.weaknesses.append(
            "it is a mount point and was written in place, so that a reader may have seen a part of it"
        )
        with (
            open(self._target, "r+b") as file,
            open(self._path, "rb") as new,
            TemporaryFile(dir=self._target.parent) as old,
        ):
            if self._private:
                self._set_mode(file, 0o600)
            _lock_patiently(file)
            copyfileobj(file, old)
            try:
                _overwrite(file, new)
            except BaseException:
                try:
                    _overwrite(file, old)
                except OSError as error:
                    raise DamagedError(error.errno, f"it is damaged by a failure: {error.strerror}") from None
                raise


def _is_free(path: Path, after: float = _ABANDONED_AFTER_SEC) -> bool:
    """Return whether a temporary file is unused, and remove a leftover one."""
    try:
        found = os.lstat(path)
        if not stat.S_ISREG(found.st_mode):
            return False
        if os.name != "posix":
            return _remove_if_old(path, found, after)
        with open(path, "rb") as file:
            try:
                if not try_lock(file):
                    return False
            except OSError as error:
                if not is_unsupported(error) and error.errno != errno.EBADF:  # NFS requires write access
                    raise
                return _remove_if_old(path, found, after)
            if os.path.samestat(os.lstat(path), os.fstat(file.fileno())):
                os.unlink(path)  # under the lock, so that no other writer reuses it at the same time
            return True
    except FileNotFoundError:
        return True
    except PermissionError:
        return False


def _remove_if_old(path: Path, found: os.stat_result, after: float) -> bool:
    if after and time.time() - found.st_mtime < after:
        return False
    os.unlink(path)
    return True


def _lock_patiently(file: BinaryIO) -> None:
    """Lock a file that is written in place, if locks are supported; continue without the lock after a while."""
    with suppress(OSError):
        for pause in _PAUSES:
            if try_lock(file):
                return
            time.sleep(pause)


def _overwrite(file: BinaryIO, content: BinaryIO) -> None:
    """Overwrite the content of a file and truncate it last, so that no additional disk space is needed."""
    from shutil import copyfileobj

    content.seek(0)
    file.seek(0)
    copyfileobj(content, file)
    file.flush()
    file.truncate()
    sync(file)
