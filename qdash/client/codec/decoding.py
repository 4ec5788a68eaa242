"""The conversion of JSON documents to declared types."""

from __future__ import annotations

import json

from .generated import Decoders
from .mismatch import Mismatch, unexpected
from .scalars import REFUSALS
from .shapes import Timed, arguments_of, decoded_fields, is_any, is_model, is_typed_dict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["Decoding", "decode", "parse"]


class Decoding:
    """The decoders that have been made."""

    def __init__(self) -> None:
        self._decoders = Decoders()
        self._looks: dict[Any, bool] = {}

    def decode(self, body: bytes, shape: Any) -> Any:
        """Parse a JSON document and turn it into `shape`, or raise `Mismatch` with the path of the first difference."""
        look = self._looks.get(shape)
        if look is None:
            look = self._looks[shape] = _holds_anything(shape)
        document = parse(body, look)
        try:
            return self._decoders[shape](document)
        except REFUSALS as error:
            found = unexpected(error, shape, document)
            path, problem = found.path(), found.problem()
            del found  # with its traceback, which holds what was decoded
        except RecursionError:
            path, problem = "", "nested too deeply"
        raise Mismatch(path, problem, parse(body, look))  # anew, because the decoder has changed the document


def _holds_anything(shape: Any) -> bool:
    """Tell whether what JSON says comes to the caller as it is somewhere, so that no decoder looks at its numbers."""
    found: set[Any] = set()
    shapes = [shape]
    while shapes:
        one = shapes.pop()
        if one not in found:
            found.add(one)
            shapes += decoded_fields(one).values() if is_model(one) else arguments_of(one)
    return any(one is Timed or is_any(one) or is_typed_dict(one) for one in found)


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
    """Decode JSON like `JSONDecoder.decode`, but faster: that searches for white space around the document."""
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
decode: Callable[[bytes, Any], Any] = Decoding().decode
