"""The options that every command has, and the parser of one command."""

from __future__ import annotations

import argparse
import re
import sys

from .failures import UsageError
from .terminal import width_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import NoReturn

__all__ = [
    "LIST_OPTIONS",
    "ROW_OPTIONS",
    "TABLE_FORMATS",
    "Parser",
    "add_chip_option",
    "add_common",
    "add_qid",
    "add_short",
    "option_of",
    "row_options",
    "split",
]

# The options that choose rows, and those with the one that chooses members.
LIST_OPTIONS = ("--sort", "--limit")
ROW_OPTIONS = ("--fields", *LIST_OPTIONS)
TABLE_FORMATS = ("table", "wide", "json", "jsonl", "csv", "tsv", "markdown")

# Of the common options, those that take a value: needed to find the command's name behind them.
_WITH_VALUE = ("--profile", "--config", "--project", "--output", "-o", "--fields", "--sort", "--limit", "--chip")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """The formatter of the help. There is one for each argument, and the base class asks `shutil` for the width."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=(width_of(sys.stdout) or 80) - 2)


class Parser(argparse.ArgumentParser):
    """A parser that raises `UsageError` and takes no abbreviations, which would change their meaning some day."""

    usage: str | None
    color: bool

    def __init__(self, prog: str, description: str | None = None, epilog: str | None = None) -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            allow_abbrev=False,
            formatter_class=_Formatter,
        )
        self._first = 0

    def shorten_usage(self) -> None:
        """Let the usage line show what was added so far, and stand for all that follows with ``[OPTIONS]``."""
        self._first = len(self._actions)

    def _short_usage(self) -> str:
        self.color = False  # since Python 3.14 it could have escape sequences
        formatter = self._get_formatter()
        self.color = True
        formatter.add_usage(None, self._actions[: self._first], self._mutually_exclusive_groups, "usage: ")
        return formatter.format_help().removeprefix("usage: ").strip() + " [OPTIONS]"

    def format_help(self) -> str:
        """Return the help."""
        if self._first and not self.usage:
            self.usage = self._short_usage()
        return super().format_help()

    def parse(self, words: list[str]) -> argparse.Namespace:
        """Parse words; options may stand between arguments that belong together, such as ``metrics t1 --bad t2``."""
        words = _with_sort(words)
        if any(action.nargs in (argparse.REMAINDER, argparse.PARSER) for action in self._actions):
            return self.parse_args(words)
        # It takes time, and cannot be made any more when the words are parsed.
        self.usage = self._short_usage() if any(re.match("-[a-z]*h|--help", word) for word in words) else ""
        return self.parse_intermixed_args(words)

    def error(self, message: str) -> NoReturn:
        """Raise the message with a hint at the help."""
        raise UsageError(f"{message} (see {self.prog} --help)")


def _with_sort(words: list[str]) -> list[str]:
    """Join ``--sort -FIELD``, which argparse would take for two options."""
    joined: list[str] = []
    for word in words:
        if joined[-1:] == ["--sort"] and word.startswith("-") and not word.startswith("--"):
            joined[-1] = f"--sort={word}"
        else:
            joined.append(word)
    return joined


def split(words: Sequence[str]) -> tuple[list[str], str | None, list[str]]:
    """Split the arguments at the command's name: the options before it, the name, and what follows."""
    before: list[str] = []
    rest = iter(range(len(words)))
    for index in rest:
        word = words[index]
        if not word.startswith("-") or word == "-":
            return before, word, list(words[index + 1 :])
        before.append(word)
        if word in _WITH_VALUE:
            following = next(rest, None)
            if following is not None:
                before.append(words[following])
    return before, None, []


def add_common(parser: argparse.ArgumentParser, formats: Iterable[str]) -> None:
    """Add the options that every command has. They may stand before the command's name, too."""
    group = parser.add_argument_group("options of every command")
    add_short(group, formats)
    group.add_argument("--fields", metavar="A,B.C", help="the columns or members to write, with dots into objects")
    group.add_argument("--sort", metavar="FIELD", help="sort the rows by a field; -FIELD for the reverse order")
    group.add_argument("--limit", type=count, metavar="N", help="write at most N rows")
    group.add_argument("--excel", action="store_true", help="write CSV that spreadsheets open without harm")
    group.add_argument("--profile", metavar="NAME", help="the profile with the settings")
    group.add_argument("--config", metavar="FILE", help="the file with the profiles")
    group.add_argument("--project", metavar="ID", help="the project to work in")
    group.add_argument("--read-only", action="store_true", help="refuse everything that is not a read")
    group.add_argument("--no-color", action="store_true", help="write without colours")


def add_short(
    parser: argparse._ActionsContainer, formats: Iterable[str] = TABLE_FORMATS, *, late: bool = False
) -> None:
    """Add the common options that have a short form.

    Args:
        parser: the parser.
        formats: the output formats that the command can write.
        late: add the short forms only, without defaults, as they stand after the name of an operation.
    """
    default = argparse.SUPPRESS if late else None

    def add(short: str, name: str, **details: object) -> None:
        names = (short,) if late else (short, name)
        parser.add_argument(*names, dest=name[2:].replace("-", "_"), **details)  # type: ignore[arg-type]

    add("-o", "--output", default=default, metavar="FORMAT", help=f"the output format: {', '.join(formats)}")
    flag = {"action": "store_true", "default": argparse.SUPPRESS if late else False}
    add("-y", "--yes", help="do it without a question", **flag)
    add("-n", "--dry-run", help="show the request that would change something, without the secrets, and stop", **flag)
    add("-v", "--verbose", help="show each request on standard error", **flag)


def add_chip_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--chip``."""
    parser.add_argument("--chip", metavar="ID", help="the chip; without it the one that was installed last")


def row_options(options: argparse.Namespace) -> list[str]:
    """Return those of the options that choose rows or members which were given."""
    return [name for name in ROW_OPTIONS if getattr(options, name[2:]) is not None]


def add_qid(parser: argparse.ArgumentParser) -> None:
    """Add ``--qid``."""
    parser.add_argument(
        "--qid", action="append", default=[], metavar="ID", help="only of this qubit or coupling; may be repeated"
    )


def option_of(name: str) -> str:
    """Return the option for a parameter or a setting, such as ``--retry-max-attempts`` for ``retry.max_attempts``."""
    return "--" + name.replace(".", "-").replace("_", "-")


def count(text: str) -> int:
    """Return a number of rows."""
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0")
    return int(text)
