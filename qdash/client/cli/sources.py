"""The profile that is used, and settings as they may be shown."""

from __future__ import annotations

import os

from ..errors import QDashConfigError
from ..settings.checks import without_user_info
from ..settings.profiles import config_path, profile_name, read_sections
from .failures import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable
    from pathlib import Path
    from typing import Any

__all__ = [
    "SECRETS",
    "absent",
    "chosen_profile",
    "explained",
    "masked",
    "missing_profile",
    "short_path",
    "uses_environment",
    "with_hint",
]

SECRETS = ("api_token", "cf_access_client_secret")


def uses_environment(options: argparse.Namespace) -> bool:
    """Return whether the settings come from environment variables, and not from a profile."""
    return options.profile is None and options.config is None and bool(os.environ.get("QDASH_BASE_URL"))


def chosen_profile(options: argparse.Namespace) -> tuple[str, str]:
    """Return the name of the profile that is used unless the environment has the settings, and what names it."""
    if options.profile is not None:
        return options.profile, "--profile"
    return profile_name(None), "QDASH_PROFILE" if os.environ.get("QDASH_PROFILE") else "the default"


def masked(name: str, value: Any) -> Any:
    """Return the value of a setting without what is secret in it."""
    if name in SECRETS:
        return value and "***"
    return without_user_info(value) if name == "proxy" else value


def short_path(path: Path) -> str:
    """Return a path with ``~`` in the place of the home directory."""
    home, text = os.path.expanduser("~"), str(path)
    return f"~{text[len(home) :]}" if len(home) > 1 and text.startswith(home + os.sep) else text


def absent(path: Path, options: argparse.Namespace) -> str:
    """Return "no" and the path of a file that does not exist."""
    # The value of the variable may be a secret in the wrong place.
    by_variable = not options.config and os.environ.get("QDASH_CONFIG")
    return "no file at the path in QDASH_CONFIG" if by_variable else f"no {path}"


def missing_profile(name: str, names: Iterable[str], path: Path) -> QDashConfigError:
    """Return the failure for a profile that does not exist."""
    known = list(names)
    has = f"which has {', '.join(known)}" if known else "which has no profile"
    return QDashConfigError(f"there is no profile {name!r} in {path}, {has}.{did_you_mean(name, known)}")


def explained(error: QDashConfigError, options: argparse.Namespace, program: str) -> tuple[str, str]:
    """Return what is wrong with the settings, and a remedy on the command line or ""."""
    if uses_environment(options):
        return str(error), ""
    path = config_path(options.config)
    try:
        names, mode = read_sections(path)
    except QDashConfigError:
        return str(error), ""
    if mode is None:
        problem = f"there are no settings: there is {absent(path, options)}"
        if os.environ.get("QDASH_BASE_URL"):  # an option asks for a profile
            problem += ", and --profile and --config go before the environment"
        else:
            problem += ", and QDASH_BASE_URL is not set"
        return problem, f"to make a profile: {program} profile save default --base-url URL"
    if options.profile is not None and options.profile not in names:
        return str(missing_profile(options.profile, names, path)), ""
    return str(error), ""


def with_hint(error: QDashConfigError, options: argparse.Namespace, program: str) -> QDashConfigError:
    """Return a failure to load the settings with what to do on the command line."""
    problem, remedy = explained(error, options, program)
    if problem == str(error) and not remedy:
        return error
    text = f"{problem}; {remedy}" if remedy else problem
    return QDashConfigError(text, field=error.field, source=error.source)
