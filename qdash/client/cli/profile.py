"""``profile``: the profiles, without an editor."""

from __future__ import annotations

import argparse
import os
import re
from operator import attrgetter

from ..errors import QDashConfigError
from ..settings.config import QDashConfig, from_texts, in_environment, in_section, save_some, setting_names, settled
from ..settings.profiles import check_name, config_path, read_sections, remove_profile
from .failures import UsageError, did_you_mean
from .options import TABLE_FORMATS, Parser, add_common, option_of
from .secret_input import OPTIONS, add_secret, ask, given_secret, read_secret
from .sources import absent, chosen_profile, masked, missing_profile, short_path, uses_environment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from ..formats.columns import Column
    from .context import Context

    Found = dict[str, tuple[str, str]]

__all__ = ["ACTIONS", "action_parser", "add_profile", "run_profile"]

_TEXTS = {
    "base_url": ("URL", "the URL of the QDash API, with the path prefix of the deployment"),
    "username": ("NAME", "the user to log in as, if there is no token"),
    "password_env": ("NAME", "the environment variable that will hold the password of that user"),
    "project_id": ("ID", "the project to work in"),
    "cf_access_client_id": ("ID", "the client ID of a service token of Cloudflare Access"),
    "timeout_sec": ("SECONDS", "the limit for connecting and for each read"),
    "total_timeout_sec": ("SECONDS", "the limit for a call with all its retries; 0 is none"),
    "max_response_bytes": ("N", "the largest response"),
    "max_workers": ("N", "the least number of async calls that can run at once"),
    "ca_bundle": ("FILE", "the certificate authorities to trust, a file or a directory"),
    "client_cert": ("FILE", "a client certificate"),
    "client_key": ("FILE", "its key"),
    "proxy": ("URL", "an HTTP proxy, http://host:port; with a password, use --proxy-file or its like"),
    "user_agent": ("TEXT", "the value of the header User-Agent"),
    "retry.max_attempts": ("N", "the number of attempts for a request that fails"),
    "retry.base_delay_sec": ("SECONDS", "the pause before the second attempt"),
    "retry.max_delay_sec": ("SECONDS", "the longest pause"),
}
_REFUSED = re.compile(
    r"--(?:api-|access-)?(?:token|cf-secret|cf-access-client-secret|secret|password)(?:=.*)?", re.DOTALL
)


# --- the command line ------------------------------------------------------------------------------------------------


def add_profile(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``profile``."""
    parser.add_argument("action", metavar="ACTION", help=f"what to do: {', '.join(ACTIONS)}")
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="...", help="its arguments")
    lines = [f"  {name:<8}{summary}" for name, (summary, _, _) in ACTIONS.items()]
    parser.epilog = "\n".join(["actions:", *lines, "", "'profile ACTION --help' shows the arguments of an action."])
    parser.set_defaults(finish=_finish)


def _finish(parser: Parser, options: argparse.Namespace) -> None:
    """Parse what follows the action."""
    action_parser(parser.prog, options.action).parse_args(options.rest, options)


def action_parser(program: str, action: str) -> Parser:
    """Return the parser of what follows an action.

    Args:
        program: the words before the action.
        action: the action.

    Raises:
        UsageError: there is no such action.
    """
    if action not in ACTIONS:
        hint = did_you_mean(action, ACTIONS) or f" There are {', '.join(ACTIONS)}."
        raise UsageError(f"'profile' has no action {action!r}.{hint}")
    summary, add, _ = ACTIONS[action]
    parser = _Parser(f"{program} {action}", f"{summary[0].upper()}{summary[1:]}.")
    add(parser)
    if parser.usage is None:
        parser.shorten_usage()
    add_common(parser, TABLE_FORMATS)
    parser.set_defaults(formats=TABLE_FORMATS)
    return parser


class _Parser(Parser):
    """A parser whose messages quote no argument that may be a secret in the wrong place."""

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse the arguments, and refuse a secret among them."""
        if any(_REFUSED.fullmatch(word) for word in args):
            raise UsageError(
                "a secret is never an argument, because other users can see the arguments of a program and shells "
                f"keep them: leave it out to be asked for it, or use --token-stdin, --token-file or --token-env "
                f"(see {self.prog} --help)"
            )
        found, unknown = self.parse_known_args(args, namespace)
        if unknown:
            names = [name for word in unknown if re.fullmatch(r"--[a-z-]{2,30}", name := word.partition("=")[0])]
            known = (option for action in self._actions for option in action.option_strings)
            if names:
                self.error(f"there is no option {names[0]}.{did_you_mean(names[0], known)}")
            self.error("there are too many arguments")
        return found


def run_profile(context: Context) -> int | None:
    """Run an action."""
    _, _, run = ACTIONS[context.options.action]
    return run(context)


# --- list, path, show ------------------------------------------------------------------------------------------------


def _add_nothing(parser: argparse.ArgumentParser) -> None:
    del parser


def _list(context: Context) -> None:
    from ..formats.columns import Column

    path = config_path(context.options.config)
    sections, mode = read_sections(path)
    chosen, by = chosen_profile(context.options)
    if uses_environment(context.options):
        chosen, by = "", ""
    columns = (
        Column("profile"),
        Column("used", shown="data"),
        Column("used_by", "USED"),
        Column("base_url", "BASE URL"),
        Column("login"),
        Column("project_id", "PROJECT"),
        Column("problem", "PROBLEM", shown="always" if _have_problems(sections) else "data"),
    )
    rows = [_row(name, section, path, by if name == chosen else "") for name, section in sections.items()]
    reason = f"there is {absent(path, context.options)}" if mode is None else f"{path} has none"
    empty = f"There are no profiles: {reason}. To make one: {context.program} profile save default --base-url URL"
    context.show(columns, rows, empty=empty)
    if uses_environment(context.options):
        context.note("No profile is used now, because QDASH_BASE_URL is set. --profile NAME uses one nevertheless.")
    elif sections and chosen not in sections:
        named = f"the name in {by}" if by == "QDASH_PROFILE" else f"the name {chosen!r}"
        context.note(f"No profile has {named}, which is the one that would be used.")


def _have_problems(sections: Mapping[str, Mapping[str, str]]) -> bool:
    return any(_loaded(section, f"[{name}]")[1] for name, section in sections.items())


def _loaded(section: Mapping[str, str], place: str) -> tuple[QDashConfig | None, str]:
    """Return the settings of a profile, or None and the reason why it cannot be used."""
    found = in_section(section, place)
    if "base_url" not in found:
        return None, "it has no base_url"
    try:
        return from_texts(found), ""
    except QDashConfigError as error:
        return None, str(error)


def _row(name: str, section: Mapping[str, str], path: Path, used_by: str) -> dict[str, Any]:
    config, problem = _loaded(section, f"{path} [{name}]")
    login = None
    if config is not None:
        login = "token" if config.api_token else f"as {config.username}" if config.username else "none"
    return {
        "profile": name,
        "used": bool(used_by),
        "used_by": f"now, by {used_by}" if used_by else None,
        "base_url": config and config.base_url,
        "login": login,
        "project_id": config and config.project_id,
        "problem": problem or None,
    }


def _path(context: Context) -> None:
    from ..formats.columns import Column

    path = config_path(context.options.config)
    _, mode = read_sections(path)
    row = {"path": str(path), "exists": mode is not None, "mode": None if mode is None else f"{mode:04o}"}
    context.show_one([Column("path"), Column("exists"), Column("mode")], row, lambda: [str(path)])


def _add_show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "profile_name", nargs="?", metavar="NAME", help="the profile; without it the settings that are used now"
    )


def _show(context: Context) -> None:
    name: str | None = context.options.profile_name
    if name is None and uses_environment(context.options):
        found = in_environment()
        _write(context, from_texts(found), found, None, None)
        return
    path = config_path(context.options.config)
    sections, mode = read_sections(path)
    if name is None:
        name, _ = chosen_profile(context.options)
    if name not in sections:
        if mode is None:
            raise QDashConfigError(f"there are no profiles: there is {absent(path, context.options)}")
        raise missing_profile(name, sections, path)
    found = in_section(sections[name], f"{path} [{name}]")
    _write(context, QDashConfig.from_file(name, path), found, name, path)


def _write(context: Context, config: QDashConfig, found: Found, name: str | None, path: Path | None) -> None:
    """Write settings, with the secrets masked."""
    row = _settings_row(config, found, name, path)
    context.show_one(_columns(), row, lambda: _sheet(context, config, found, name, path))


def _settings_row(config: QDashConfig, found: Found, name: str | None, path: Path | None) -> dict[str, Any]:
    dump = config.model_dump()
    values = {key: masked(key, value) for key, value in dump.items()}
    return {"profile": name, "file": None if path is None else str(path), **values, "set": sorted(found)}


def _columns() -> list[Column]:
    from ..formats.columns import Column

    return [Column("profile"), Column("file"), *(Column(name) for name in setting_names())]


def _sheet(context: Context, config: QDashConfig, found: Found, name: str | None, path: Path | None) -> Iterator[str]:
    style = context.style
    place = "environment variables" if path is None else f"profile {name} in {short_path(path)}"
    yield style.paint(style.text(place), "bold")
    for setting in setting_names():
        value = masked(setting, attrgetter(setting)(config))
        text = style.text("-" if value is None else str(value).lower() if isinstance(value, bool) else str(value))
        if setting in found:
            yield f"{setting:<24}{text}"
        else:
            yield style.paint(f"{setting:<24}{text}" + ("" if value is None else "  (default)"), "dim")


# --- save ------------------------------------------------------------------------------------------------------------


def _add_save(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Save a profile. What it has already is kept, unless an option changes it; an empty value removes a setting.\n"
        "On a terminal, what is missing is asked for."
    )
    parser.usage = f"{parser.prog} NAME [OPTIONS]"
    parser.add_argument("profile_name", metavar="NAME", help="the profile, which is made if it does not exist")
    for secret in OPTIONS:
        add_secret(parser, secret)
    group = parser.add_argument_group("settings")
    for setting, (metavar, text) in _TEXTS.items():
        group.add_argument(option_of(setting), dest=setting, metavar=metavar, help=text)
    group.add_argument(
        "--verify-tls",
        action=argparse.BooleanOptionalAction,
        help="check the certificate of the server",
    )


def _save(context: Context) -> None:
    options = context.options
    name: str = options.profile_name
    check_name(name)
    path = config_path(options.config)
    sections, _ = read_sections(path)
    is_new = name not in sections
    found = in_section(sections.get(name, {}), f"{path} [{name}]")
    before = dict(found)
    _change(context, found)
    if "base_url" not in found:
        if not context.interactive:
            raise UsageError(f"a profile needs the URL of the QDash API: add {option_of('base_url')}")
        found["base_url"] = (ask(context, "URL of the QDash API: "), "the answer")
    config = from_texts(found)
    if context.interactive and "api_token" not in found and "username" not in found and not options.no_token:
        token = read_secret(context, "API token of QDash (it is not shown; empty for none): ")
        if token:
            found["api_token"] = (token, "the answer")
    if context.interactive and "cf_access_client_id" in found and "cf_access_client_secret" not in found:
        secret = read_secret(context, "Secret of the Cloudflare service token (it is not shown): ")
        found["cf_access_client_secret"] = (secret, "the answer")
    config = from_texts({setting: pair for setting, pair in found.items() if pair[0]})
    settled(config)  # checks them as a whole
    changed = sorted(
        setting for setting in before.keys() | found.keys() if before.get(setting, "")[:1] != found.get(setting, "")[:1]
    )
    verb = "would be" if options.dry_run else "was"
    what = f"{verb} {'made' if is_new else 'changed' if changed else 'kept as it was'}"
    if not options.dry_run:
        save_some(config, found, name, options.config)
    changes = f": {', '.join(changed)}" if changed else ""
    context.note(f"The profile {name} in {short_path(path)} {what}{changes}.")
    if not context.for_people:
        _write(context, config, found, name, path)
    elif not options.dry_run:
        profile = "" if name == "default" else f" --profile {name}"
        context.note(f"To check it: {context.program} doctor{profile}")


def _change(context: Context, found: Found) -> None:
    """Change settings as the options say."""
    options = context.options
    if options.project is not None and options.project_id is None:
        options.project_id = options.project
    for setting in _TEXTS:
        text: str | None = getattr(options, setting)
        if text is None:
            continue
        if setting == "proxy" and "@" in text:
            raise UsageError(
                "--proxy: this URL has a password or a user in it: use --proxy-env, --proxy-file or its like"
            )
        found[setting] = text, option_of(setting)
    if options.verify_tls is not None:
        found["verify_tls"] = str(options.verify_tls).lower(), "--verify-tls"
    for secret in OPTIONS:
        given = given_secret(context, secret)
        if given is not None:
            found[secret.setting] = given
    for setting in [setting for setting, (text, _) in found.items() if not text]:
        del found[setting]


# --- remove ----------------------------------------------------------------------------------------------------------


def _add_remove(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("profile_name", metavar="NAME", help="the profile")


def _remove(context: Context) -> None:
    name: str = context.options.profile_name
    path = config_path(context.options.config)
    sections, mode = read_sections(path)
    if mode is None:
        raise QDashConfigError(f"there are no profiles: there is {absent(path, context.options)}")
    if name not in sections:
        raise missing_profile(name, sections, path)
    config, _ = _loaded(sections[name], f"[{name}]")
    of = f" ({config.base_url})" if config is not None else ""
    what = f"This removes the profile {name}{of} from {short_path(path)}."
    context.confirm("local", what)
    if context.options.dry_run:
        context.note(f"{what} Nothing was done, because of --dry-run.")
        return
    usual = context.options.config is None and not os.environ.get("QDASH_CONFIG")
    remove_profile(path, name, private_directory=usual)
    context.note(f"The profile {name} was removed from {short_path(path)}.")


# Name, summary, the function that adds its arguments, the function that runs it.
ACTIONS: dict[str, tuple[str, Callable[[Any], None], Callable[[Any], None]]] = {
    "list": ("list the profiles, and mark the one that is used now", _add_nothing, _list),
    "show": ("show the settings of a profile, with the secrets masked", _add_show, _show),
    "save": ("make or change a profile", _add_save, _save),
    "remove": ("remove a profile", _add_remove, _remove),
    "path": ("print the path of the profile file", _add_nothing, _path),
}
