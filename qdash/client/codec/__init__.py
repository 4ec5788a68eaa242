"""JSON to dataclasses and back.

A decoder is generated for each model when it is first used. It follows the annotations of the models, which are
``str``, ``int``, ``float``, ``bool``, ``datetime``, ``timedelta``, ``Literal`` of texts, ``Any``, models, typed dicts,
``list[T]``, ``dict[str, T]``, and unions of these that hold one structured type at most.
"""

from __future__ import annotations

from .decoding import decode, parse
from .encoding import TOO_MANY_DIGITS, Extra, described, encode, extra, is_boolean, unencodable
from .mismatch import Mismatch, join
from .model import Model
from .scalars import date_time, date_time_parts
from .shapes import TIMED, Anything, arguments_of, members_of, origin_of, shape_of

__all__ = [
    "TIMED",
    "TOO_MANY_DIGITS",
    "Anything",
    "Extra",
    "Mismatch",
    "Model",
    "arguments_of",
    "date_time",
    "date_time_parts",
    "decode",
    "described",
    "encode",
    "extra",
    "is_boolean",
    "join",
    "members_of",
    "origin_of",
    "parse",
    "shape_of",
    "unencodable",
]
