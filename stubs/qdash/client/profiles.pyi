"""The profile file: an ini file with one section a profile, edited as text so that nothing in it gets lost."""

import os
from collections.abc import Collection, Mapping
from pathlib import Path

__all__ = [
    "config_path",
    "default_config_path",
    "read_profile",
    "write_profile",
]

def default_config_path() -> Path:
    """Return ``$XDG_CONFIG_HOME/qdash/config.ini``, or ``~/.config/qdash/config.ini`` where that is not set.

    Raises:
        QDashConfigError: there is no home directory either.
    """

def config_path(path: str | os.PathLike[str] | None) -> Path:
    """Expand ``~`` in a path; None is the default one.

    Raises:
        QDashConfigError: there is no home directory.
    """

def read_profile(path: Path, profile: str) -> dict[str, str]:
    """Return the keys (in lower case) and values of one profile.

    Warns:
        UserWarning: others than the owner may read the file.

    Raises:
        QDashConfigError: there is no such file or profile, or the file cannot be read.
    """

def write_profile(
    path: Path, profile: str, values: Mapping[str, str], *, known: Collection[str], private_directory: bool
) -> None:
    """Set the known keys of one profile to the given values, remove the other known ones, and leave the rest alone.

    Args:
        path: the file; a symbolic link stays one, and its target is replaced.
        profile: the section, which is added where it does not exist.
        values: what to write.
        known: all keys that belong to the caller.
        private_directory: whether the directory, if it exists, is closed to other users.

    Warns:
        UserWarning: the file system does not offer what makes a save safe. The profile is saved nevertheless.

    Raises:
        QDashConfigError: the profile could not be written; the file is what it was.
    """
