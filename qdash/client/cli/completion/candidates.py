"""The hidden command ``__complete``, which the scripts of ``completion`` call: what a word can go on with.

It sends no request and writes no message. The first line of its output says what follows: ``words``, one a line, with a
description behind a tab where the shell shows one; or ``files``, and the part of the word before the name of a file.
"""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress

from ..commands import COMMANDS, parser_of
from ..options import add_common, split
from . import bash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...settings.config import QDashConfig
    from ..options import Parser

    Words = list[tuple[str, str]]  # with their descriptions

__all__ = ["Files", "answer", "candidates"]

_PROGRAM = "qdash-client"
_LONGEST = 70  # characters of a description


class Files(Exception):
    """Names of files can follow. Its argument is the part of the word before them, such as ``@`` or ``--to=``."""


def answer(arguments: list[str]) -> int:
    """Write the candidates for the last word.

    Args:
        arguments: the shell; then for bash the line up to the cursor and ``$COMP_WORDBREAKS``, for others the words
            after the name of the program.
    """
    try:
        shell, *words = arguments
        lines = _for_bash(*words) if shell == "bash" else _with_descriptions(words)
    except Files as files:
        lines = ["files", str(files)]
    except Exception:  # a shell that completes has no place for messages
        return 1
    content = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape")
    with suppress(BrokenPipeError):
        os.write(sys.stdout.fileno(), content)
    return 0


def _with_descriptions(words: list[str]) -> list[str]:
    found = candidates(words)
    return ["words", *(f"{word}\t{description}" if description else word for word, description in found)]


def _for_bash(text: str, breaks: str) -> list[str]:
    line = bash.Line(text, breaks)
    current = line.words[-1]
    try:
        found = [word for word, _ in candidates(line.words[1:])]
    except Files as files:
        kept = str(files)
        if not kept.endswith("@"):
            raise
        # To readline such a word is no name of a file.
        found = [f"{kept}{name}" for name in _file_names(current.removeprefix(kept))]
    return ["words", *(line.completed(word) for word in found if word.startswith(current))]


def _file_names(beginning: str) -> list[str]:
    """Return the names of files that begin so, those of directories with a slash."""
    directory, name = os.path.split(beginning)
    with os.scandir(os.path.expanduser(directory) or ".") as entries:
        found = [f"{entry.name}/" if entry.is_dir() else entry.name for entry in entries]
    return [os.path.join(directory, each) for each in sorted(found) if each[0] != "." or name[:1] == "."]


def candidates(words: list[str]) -> Words:
    """Return what the last word can be, after the others.

    Raises:
        Files: the name of a file.
    """
    before, name, after = split(words[:-1])
    current = words[-1]
    if name is None:
        common = _common_parser()
        if before[-1:] and (option := _option(common, before[-1])) and option.nargs != 0:
            return _values(option, current, "", common, words)
        if current.startswith("-"):
            return _after(common, before, current, words)
        return [(each, summary) for each, (_, summary) in COMMANDS.items()]
    if name == "help":
        return [] if after else [(each, summary) for each, (_, summary) in COMMANDS.items()]
    parser = parser_of(name, _PROGRAM)
    inner = _inner_parser(parser, name, after)
    if inner is not None:
        return _after(*inner, current, words)
    return _after(parser, after, current, words)


def _common_parser() -> Parser:
    from ..options import TABLE_FORMATS, Parser

    parser = Parser(_PROGRAM)
    add_common(parser, TABLE_FORMATS)
    parser.set_defaults(formats=TABLE_FORMATS)
    return parser


def _inner_parser(parser: Parser, name: str, after: list[str]) -> tuple[Parser, list[str]] | None:
    """Return the parser of what follows an operation or an action, and that; None if the words have not come to it."""
    if name not in ("call", "profile"):
        return None
    at = next((at for at, word in enumerate(after) if _is_argument(parser, after, at)), None)
    if at is None:
        return None
    if name == "profile":
        from ..profile import action_parser

        return action_parser(parser.prog, after[at]), after[at + 1 :]
    from ..operations.arguments import find_operation, parser_for

    inner = parser_for(find_operation(after[at]), _PROGRAM)
    inner.set_defaults(formats=parser.get_default("formats"))
    return inner, after[at + 1 :]


def _is_argument(parser: Parser, words: list[str], at: int) -> bool:
    """Tell whether a word is neither an option nor the value of one."""
    if words[at].startswith("-"):
        return False
    option = _option(parser, words[at - 1]) if at else None
    return option is None or option.nargs == 0


# --- one parser -------------------------------------------------------------------------------------------------------


def _option(parser: Parser, word: str) -> argparse.Action | None:
    return parser._option_string_actions.get(word)


def _after(parser: Parser, after: list[str], current: str, words: list[str]) -> Words:
    """Return what the current word can be after the words that belong to a parser."""
    if "--" not in after:
        option = _option(parser, after[-1]) if after else None
        if option is not None and option.nargs != 0:
            return _values(option, current, "", parser, words)
        name, equals, value = current.partition("=")
        option = _option(parser, name) if equals else None
        if option is not None and option.nargs != 0:
            return _values(option, value, f"{name}=", parser, words)
        if current.startswith("-"):
            return list(_options(parser, after))
    count = sum(_is_argument(parser, after, at) for at in range(len(after)))
    positionals = parser._get_positional_actions()
    if not positionals:
        return list(_options(parser, after))
    action = positionals[min(count, len(positionals) - 1)]
    if count >= len(positionals) and action.nargs not in ("*", "+", argparse.REMAINDER):
        return []
    given = {after[at] for at in range(len(after)) if _is_argument(parser, after, at)}
    return [(word, about) for word, about in _values(action, current, "", parser, words) if word not in given]


def _options(parser: Parser, after: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the long options that can still be given, and those that have a short form only."""
    for action in parser._actions:
        repeated = isinstance(action, argparse._AppendAction)
        if not action.option_strings or (not repeated and any(each in after for each in action.option_strings)):
            continue
        long = [each for each in action.option_strings if each.startswith("--")]
        for name in long or action.option_strings:
            yield name, _description(action.help)


def _description(text: str | None) -> str:
    first = " ".join((text or "").replace("%%", "%").replace("``", "").split())
    return first if len(first) <= _LONGEST else f"{first[: _LONGEST - 1]}…"


def _values(action: argparse.Action, current: str, prefix: str, parser: Parser, words: list[str]) -> Words:
    """Return the values of an option or argument.

    Args:
        action: the option or argument.
        current: the beginning of the value.
        prefix: what stands before the value in the word, such as ``--to=``.
        parser: the parser that it belongs to.
        words: all words, which may choose a profile.
    """
    metavar = str(action.metavar or "")
    if "FILE" in metavar or "DIR" in metavar:
        raise Files(prefix)
    if current.startswith("@") and ("JSON" in metavar or "=" in metavar):
        raise Files(f"{prefix}@")
    return [(f"{prefix}{word}", about) for word, about in _known(action, parser, words)]


def _known(action: argparse.Action, parser: Parser, words: list[str]) -> Iterable[tuple[str, str]]:
    name = action.dest
    if action.choices:
        return [(str(choice), "") for choice in action.choices]
    if name == "output":
        return [(each, "") for each in parser.get_default("formats")]
    if name in ("operation", "operations"):
        from ..operations.arguments import operation_names

        return [(each, "") for each in operation_names()]
    if name == "action":
        from ..profile import ACTIONS

        return [(each, summary) for each, (summary, _, _) in ACTIONS.items()]
    if name in ("profile", "profile_name"):
        return [(each, "") for each in _profiles(words)]
    kind = _REMEMBERED.get(name)
    if kind is None:
        return []
    from .cache import recall

    config = _config(words)
    return [] if config is None else [(each, "") for each in recall(config, kind)]


# What the values of an option or argument are, by its destination.
_REMEMBERED = {
    **dict.fromkeys(("chip", "chip_id"), "chips"),
    **dict.fromkeys(("metric", "names", "parameter"), "metrics"),
    **dict.fromkeys(("flow", "flow_name"), "flows"),
}


# --- settings ---------------------------------------------------------------------------------------------------------


def _chosen(words: list[str], option: str) -> str | None:
    """Return the value that an option has among words, or None."""
    for word, following in zip(words, [*words[1:-1], None], strict=False):
        if word == option:
            return following
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
    return None


def _profiles(words: list[str]) -> list[str]:
    from ...settings.profiles import config_path, read_sections

    sections, _ = read_sections(config_path(_chosen(words, "--config")))
    return [name for name in sections if name.isprintable()]


def _config(words: list[str]) -> QDashConfig | None:
    """Return the settings that a command with these words would have, or None."""
    import warnings

    from ...errors import QDashConfigError
    from ..context import Context

    options = {name: _chosen(words, f"--{name}") for name in ("profile", "config", "project")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return Context(argparse.Namespace(**options), _PROGRAM, "json").config
        except QDashConfigError:
            return None
