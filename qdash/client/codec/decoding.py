"""JSON documents to what was declared."""

from __future__ import annotations

import json

from . import careful
from .model import Mismatch, Timed, arguments_of, decoded_fields, is_any, is_model, is_typed_dict
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
_LOOKS: dict[Any, bool] = {}


def decode(body: bytes, shape: Any) -> Any:
    """Parse a JSON document and turn it into `shape`, or raise `Mismatch` with the path of the first difference."""
    look = _LOOKS[shape] if shape in _LOOKS else _holds_anything(shape)
    document = parse(body, look)
    decoder = _COMPILED.get(shape) or _compiled(shape, len(body))
    if decoder is not None:
        try:
            return decoder(document)
        except REFUSALS:
            pass
        except RecursionError:
            pass
        document = parse(body, look)  # the one that was taken apart is of no use any more
    try:
        return careful.read(document, shape)
    except Mismatch as mismatch:
        path, problem = mismatch.path, mismatch.problem
    raise Mismatch(path, problem, parse(body, look))


def _compiled(shape: Any, size: int) -> _Decoder | None:
    """Return the generated decoder of a shape, once enough of it has been seen."""
    _SEEN[shape] = _SEEN.get(shape, 0) + size
    if _SEEN[shape] < _WORTH_COMPILING:
        return None
    from .compiled import decoder

    _COMPILED[shape] = decoder(shape)
    return _COMPILED[shape]


def _holds_anything(shape: Any) -> bool:
    """Tell whether what JSON says comes to the caller as it is somewhere, so that no decoder looks at its numbers."""
    found: set[Any] = set()
    shapes = [shape]
    while shapes:
        one = shapes.pop()
        if one not in found:
            found.add(one)
            shapes += decoded_fields(one).values() if is_model(one) else arguments_of(one)
    _LOOKS[shape] = any(one is Timed or is_any(one) or is_typed_dict(one) for one in found)
    return _LOOKS[shape]


def parse(body: bytes, look: bool = True) -> Any:
    """Parse a JSON document, or raise `Mismatch`.

    Args:
        body: the document, in UTF-8.
        look: whether numbers that are too large for a float are refused here. That takes an eighth more time; the
            decoders refuse those that they read.
    """
    try:
        return _loads(str(body, "utf-8"), _LOOKING_JSON if look else _JSON)
    except UnicodeDecodeError as error:
        problem = f"not UTF-8 at byte {error.start}"
    except json.JSONDecodeError as error:
        problem = f"not JSON ({error.msg} at line {error.lineno}, column {error.colno})"
    except ValueError as error:
        problem = f"not usable JSON ({error})"
    except RecursionError:
        problem = "not usable JSON (nested too deeply)"
    raise Mismatch("", problem)


def _loads(text: str, decoder: json.JSONDecoder) -> Any:
    """Do what `JSONDecoder.decode` does, which spends a sixth of its time on white space around a small document."""
    try:
        document, end = decoder.raw_decode(text)
    except json.JSONDecodeError:
        return decoder.decode(text)  # there is white space before it, or it says what is wrong
    return decoder.decode(text) if text[end:].strip(" \t\r\n") else document


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _finite(text: str) -> float:
    value = float(text)
    if value - value:  # NaN, which is true
        raise ValueError(f"{text[:40]} is too large for a float")
    return value


_JSON = json.JSONDecoder(parse_constant=_refuse_constant)
_LOOKING_JSON = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite)
