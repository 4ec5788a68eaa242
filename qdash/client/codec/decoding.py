"""JSON documents to what was declared."""

from __future__ import annotations

import json

from . import careful
from .model import Mismatch
from .scalars import REFUSALS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    _Decoder = Callable[[Any], Any]


__all__ = ["decode", "parse"]

# After so many bytes of a shape, generated code has saved the time that it takes to make it.
_WORTH_COMPILING = 32_768
_SEEN: dict[Any, int] = {}
_COMPILED: dict[Any, _Decoder] = {}


def decode(body: bytes, shape: Any) -> Any:
    """Parse a JSON document and turn it into `shape`, or raise `Mismatch` with the path of the first difference."""
    document = parse(body)
    decoder = _COMPILED.get(shape) or _compiled(shape, len(body))
    if decoder is not None:
        try:
            return decoder(document)
        except REFUSALS:
            pass
        except RecursionError:
            pass
        document = parse(body)  # the one that was taken apart is of no use any more
    try:
        return careful.read(document, shape)
    except Mismatch as mismatch:
        path, problem = mismatch.path, mismatch.problem
    raise Mismatch(path, problem, parse(body))


def _compiled(shape: Any, size: int) -> _Decoder | None:
    """Return the generated decoder of a shape, once enough of it has been seen."""
    _SEEN[shape] = _SEEN.get(shape, 0) + size
    if _SEEN[shape] < _WORTH_COMPILING:
        return None
    from .compiled import decoder

    _COMPILED[shape] = decoder(shape)
    return _COMPILED[shape]


def parse(body: bytes) -> Any:
    """Parse a JSON document, or raise `Mismatch`."""
    try:
        return _loads(str(body, "utf-8"))
    except UnicodeDecodeError as error:
        problem = f"not UTF-8 at byte {error.start}"
    except json.JSONDecodeError as error:
        problem = f"not JSON ({error.msg} at line {error.lineno}, column {error.colno})"
    except ValueError as error:
        problem = f"not usable JSON ({error})"
    except RecursionError:
        problem = "not usable JSON (nested too deeply)"
    raise Mismatch("", problem)


def _loads(text: str) -> Any:
    """Do what `JSONDecoder.decode` does, which spends a sixth of its time on white space around a small document."""
    try:
        document, end = _JSON.raw_decode(text)
    except json.JSONDecodeError:
        return _JSON.decode(text)  # there is white space before it, or it says what is wrong
    return _JSON.decode(text) if text[end:].strip(" \t\r\n") else document


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


_JSON = json.JSONDecoder(parse_constant=_refuse_constant)
