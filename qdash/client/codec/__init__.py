"""JSON to dataclasses and back.

Small and rare documents are decoded by `careful`, which reads member by member and can say where something is wrong.
What comes often or large is decoded by the generated code of `compiled`, which is fast and only knows that something is
wrong: then `careful` says where. Both follow the annotations of the models, which are ``str``, ``int``, ``float``,
``bool``, ``datetime``, ``timedelta``, ``Literal`` of texts, ``Any``, models, typed dicts, ``list[T]``,
``dict[str, T]``, and unions of these that hold one structured type at most.
"""

from __future__ import annotations

from .decoding import decode, parse
from .encoding import TOO_MANY_DIGITS, Extra, described, encode, extra, is_boolean, unencodable
from .model import TIMED, Anything, Mismatch, Model, join
from .scalars import date_time, date_time_parts

__all__ = [
    "TIMED",
    "TOO_MANY_DIGITS",
    "Anything",
    "Extra",
    "Mismatch",
    "Model",
    "date_time",
    "date_time_parts",
    "decode",
    "described",
    "encode",
    "extra",
    "is_boolean",
    "join",
    "parse",
    "unencodable",
]
