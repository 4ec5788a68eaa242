"""The parameters of an operation as options of the command line, and their text as values."""

from __future__ import annotations

import argparse
import json
import os
import re
from collections.abc import Mapping, Sequence
from typing import get_args, get_origin

from ...call import UNSET
from ...codec import members_of
from ..failures import UsageError, did_you_mean
from ..options import Parser, add_short, option_of
from ..reading import standard_input, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from ...call.operation import Operation, Parameter

__all__ = [
    "OWN",
    "assignments",
    "find_operation",
    "json_value",
    "kind_of",
    "operation_names",
    "parse",
    "parser_for",
    "values_of",
]

_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]+)?|[-+]?\.[0-9]+([eE][-+]?[0-9]+)?")
# Options of `call` after the name of an operation; no operation has parameters with these names.
OWN = ("all", "input", "null", "help")


def operation_names() -> list[str]:
    """Return the names of all operations, without importing them."""
    from ...api import AREAS

    names = (name for listed in AREAS.values() for name in listed.split())
    return sorted(name for name in names if not name.startswith("iter_"))


def find_operation(text: str) -> Operation:
    """Return an operation by its name here or in the API document, such as get_chip, get-chip or getChip.

    Raises:
        UsageError: there is none.
    """
    from ...client import QDashClient

    names = operation_names()
    name = text.replace("-", "_")
    if name not in names:
        name = next((each for each in names if _operation(QDashClient, each).operation == text), "")
    if not name:
        hint = did_you_mean(text.replace("-", "_"), names)
        raise UsageError(f"there is no operation {text!r}.{hint} The command 'operations' lists them.")
    return _operation(QDashClient, name)


def _operation(client: type, name: str) -> Operation:
    return getattr(client, name).__endpoint__  # type: ignore[no-any-return]


def parse(operation: Operation, program: str, words: Sequence[str]) -> argparse.Namespace:
    """Parse what follows the name of an operation. Options may be spelt with underscores, as in Python."""
    return parser_for(operation, program, words).parse_args([_with_dashes(word) for word in words])


def _with_dashes(word: str) -> str:
    name, equals, value = word.partition("=")
    return f"{name.replace('_', '-')}{equals}{value}" if word.startswith("--") else word


def parser_for(operation: Operation, program: str, words: Sequence[str] = ()) -> Parser:
    """Return the parser of what follows the name of an operation.

    Args:
        operation: the operation.
        program: how this program is called.
        words: what will be parsed: with ``--input``, no parameter is required in it.
    """
    has_input = any(word.partition("=")[0] == "--input" for word in words)
    summary = (operation.signature.__doc__ or "").partition("\n")[0]
    epilog = f"{operation.method} {operation.path}  ({operation.operation}, {operation.effect})"
    parser = Parser(f"{program} call {operation.name}", summary, epilog)
    group = parser.add_argument_group("parameters of the operation")
    for parameter in operation.parameters.values():
        if parameter.name != "progress":
            _add(group, parameter, required=parameter.required and not has_input)
    required = (action for action in group._group_actions if action.required)
    usage = " ".join(
        [parser.prog, *(f"{action.option_strings[0]} {action.metavar}" for action in required), "[OPTIONS]"]
    )
    parser.usage = usage.replace("%", "%%")
    own = parser.add_argument_group("other options")
    add_short(own, late=True)
    own.add_argument("--input", metavar="FILE", help="a JSON object with parameters, or - for standard input")
    if operation.pages is not None:
        text = "fetch all pages, and write each row when it has come; --limit is the size of a page then"
        own.add_argument("--all", action="store_true", help=text)
    nullable = [name for name, parameter in operation.parameters.items() if parameter.default is UNSET]
    if nullable:
        own.add_argument(
            "--null",
            action="append",
            default=[],
            metavar="NAME",
            choices=nullable,
            help=f"send an explicit null for a parameter: {', '.join(nullable)}",
        )
    return parser


def _add(group: argparse._ArgumentGroup, parameter: Parameter, *, required: bool) -> None:
    name = option_of(parameter.name)
    details: dict[str, Any] = {
        "dest": parameter.name,
        "required": required,
        "default": argparse.SUPPRESS,
        "help": _help(parameter),
    }
    kind = kind_of(parameter)
    if kind == "boolean":
        group.add_argument(name, action=argparse.BooleanOptionalAction, **details)
        return
    choices = _choices_of(parameter)
    if choices:
        details["choices"] = choices
        details["metavar"] = "{" + ",".join(choices) + "}"
    elif kind in ("integer", "number"):
        details["metavar"] = "N"
        details["type"] = _number(parameter, kind)
    else:
        details["metavar"] = {"json": "JSON", "file": "FILE", "path": "FILE", "time": "TIME"}.get(kind, "TEXT")
    if kind == "texts":
        details["action"] = "append"
    group.add_argument(name, **details)


def _help(parameter: Parameter) -> str:
    parts = [parameter.description.rstrip(".").replace("``", "")]
    least, most = parameter.bounds
    if least is not None and most is not None and f"{least:,} to {most:,}" not in parts[0]:
        parts.append(f"{least} to {most}")
    elif least is not None and most is None:
        parts.append(f"at least {least}")
    if not parameter.required and parameter.default not in (None, UNSET, ""):
        parts.append(f"default {parameter.default}")
    if kind_of(parameter) == "texts":
        parts.append("may be repeated")
    if kind_of(parameter) == "json":
        parts.append("as JSON, @FILE with JSON, or - for standard input")
    if kind_of(parameter) == "file":
        parts.append("or - for standard input")
    return "; ".join(part for part in parts if part).replace("%", "%%")


def kind_of(parameter: Parameter) -> str:
    """Return what a parameter is on the command line.

    It is "text", "texts" (may be repeated), "integer", "number", "boolean", "time", "json" (an object or a list of
    objects), "file" (content to send) or "path" (a file to write).
    """
    kinds = [kind for kind in members_of(parameter.type) if kind is not type(None)]
    origins = [get_origin(kind) or kind for kind in kinds]
    if any(kind is bytes for kind in kinds):
        return "file"
    if parameter.place == "local":
        return "path"
    for origin, kind in zip(origins, kinds, strict=True):
        if isinstance(origin, type) and issubclass(origin, (list, Sequence)) and origin not in (str, bytes):
            return "texts" if get_args(kind) == (str,) else "json"
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return "json"
    for kind, name in ((bool, "boolean"), (int, "integer"), (float, "number")):
        if kind in kinds:
            return name
    return "time" if any(getattr(kind, "__module__", "") == "datetime" for kind in kinds) else "text"


def _choices_of(parameter: Parameter) -> list[str]:
    """Return the allowed texts of a parameter, or [] if every text is allowed."""
    from typing import Literal

    return [str(text) for kind in members_of(parameter.type) if get_origin(kind) is Literal for text in get_args(kind)]


def _number(parameter: Parameter, kind: str) -> Callable[[str], int | float]:
    least, most = parameter.bounds

    def convert(text: str) -> int | float:
        try:
            if not _NUMBER.fullmatch(text):
                raise ValueError
            value = int(text) if kind == "integer" else float(text)
        except ValueError:  # also an integer with too many digits
            raise argparse.ArgumentTypeError(
                f"{text!r} is not a{'n integer' if kind == 'integer' else ' number'}"
            ) from None
        if (least is not None and value < least) or (most is not None and value > most):
            limits = f"{'' if least is None else f'from {least} '}{'' if most is None else f'to {most}'}".strip()
            raise argparse.ArgumentTypeError(f"{text} is not {limits}")
        return value

    return convert


def values_of(operation: Operation, options: argparse.Namespace) -> dict[str, Any]:
    """Return the arguments of a call: those of ``--input``, and the options in front of them.

    Raises:
        UsageError: a value is no JSON, a file cannot be read, or a parameter is missing or unknown.
    """
    given = {name: getattr(options, name) for name in operation.parameters if hasattr(options, name)}
    kinds = {name: kind_of(operation.parameters[name]) for name in given}
    inputs = [name for name, value in given.items() if value == "-" and kinds[name] in ("json", "file")]
    inputs += ["input"] if options.input == "-" else []
    if len(inputs) > 1:
        raise UsageError(f"{' and '.join(map(option_of, inputs))}: only one can be standard input")
    values = {} if options.input is None else _values_in_file(operation, options.input)
    values.update({name: _value(name, kinds[name], value) for name, value in given.items()})
    for name in getattr(options, "null", ()):
        if name in given:
            raise UsageError(f"{option_of(name)} and --null {name}: give one of them")
        values[name] = None
    missing = [option_of(name) for name, each in operation.parameters.items() if each.required and name not in values]
    if missing:
        raise UsageError(f"--input: without {', '.join(missing)}, which must be given")
    return values


def _values_in_file(operation: Operation, file: str) -> dict[str, Any]:
    """Return parameters that are members of a JSON object."""
    document = json_value("--input", file if file == "-" else f"@{file}")
    if not isinstance(document, dict):
        raise UsageError(f"--input {file}: must hold a JSON object")
    known = {name: parameter for name, parameter in operation.parameters.items() if name != "progress"}
    for name, value in document.items():
        if name not in known:
            hint = did_you_mean(name, known) or f" It has {', '.join(known) or 'none'}."
            raise UsageError(f"--input {file}: {operation.name} has no parameter {name!r}.{hint}")
        choices = _choices_of(known[name])
        if choices and value is not None and value not in choices:
            raise UsageError(f"--input {file}: {name}: {value!r} is not one of {', '.join(choices)}")
    return {
        name: os.path.expanduser(value) if isinstance(value, str) and kind_of(known[name]) == "path" else value
        for name, value in document.items()
    }


def _value(name: str, kind: str, value: Any) -> Any:
    if kind == "file" and value == "-":
        return standard_input(option_of(name))
    if kind == "json":
        return json_value(option_of(name), value)
    return os.path.expanduser(value) if kind == "path" and value != "-" else value


def json_value(option: str, text: str) -> Any:
    """Return JSON that a person gives: as text, as ``@FILE``, or ``-`` for standard input."""
    where = option
    if text == "-":
        where = f"{option}: standard input"
        text = text_of(standard_input(option), where)
    elif text.startswith("@"):
        where = f"{option}: {text[1:]}"
        try:
            with open(os.path.expanduser(text[1:]), "rb") as file:
                text = text_of(file.read(), where)
        except OSError as error:
            raise UsageError(f"{where}: {error.strerror or error}") from None
    try:
        return json.loads(text, parse_constant=_refused)
    except ValueError as error:
        hint = "" if where != option else "; shells need quotation marks around it, and @FILE reads a file"
        raise UsageError(f"{where} is not JSON ({error}){hint}") from None
    except RecursionError:
        raise UsageError(f"{where} is nested too deeply") from None


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON number")


def assignments(option: str, texts: Iterable[str], *, literal: bool = False) -> dict[str, Any]:
    """Return ``NAME=VALUE`` pairs as a dict. A value that is JSON is that JSON, every other one is text.

    Args:
        option: the option, for messages.
        texts: the pairs; ``@FILE`` or ``-`` is a JSON object with several of them.
        literal: whether every value is text.
    """
    found: dict[str, Any] = {}
    for text in texts:
        if text.startswith("@") or text == "-":
            document = json_value(option, text)
            if not isinstance(document, dict):
                raise UsageError(f"{option} {text}: must hold a JSON object")
            found.update(document)
            continue
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise UsageError(f"{option} {text!r}: write NAME=VALUE, or @FILE with a JSON object")
        if literal:
            found[name] = value
            continue
        try:
            found[name] = json.loads(value, parse_constant=_refused)
        except (ValueError, RecursionError):
            found[name] = value
    return found
