"""The profile file: an INI file with one section for each profile. Edits as text keep comments and unknown keys."""

import os
from collections.abc import Collection, Mapping
from pathlib import Path

def default_config_path() -> Path:
    """Return the default path of the profile file.

    It is ``$QDASH_CONFIG``, or ``$XDG_CONFIG_HOME/qdash/config.ini``, or ``~/.config/qdash/config.ini``.

    Raises:
        QDashConfigError: none of these is set, and there is no home directory.
    """

def config_path(path: str | os.PathLike[str] | None) -> Path:
    """Expand ``~`` in a path; None is the default one.

    Raises:
        QDashConfigError: there is no home directory.
    """

def profile_name(profile: str | None) -> str:
    """Return the name of a profile; None is the one in ``QDASH_PROFILE``, or ``default``."""

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
