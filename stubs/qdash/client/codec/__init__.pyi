"""JSON to dataclasses and back.

Decoding runs twice at most. The generated code of `decoding` is fast and only knows that something is wrong; then
`explaining` walks the same document slowly, and says where. Both follow the annotations of the models, which are
``str``, ``int``, ``float``, ``bool``, ``datetime``, ``timedelta``, ``Literal``, ``Any``, models, typed dicts,
``list[T]``, ``dict[str, T]``, and unions of these that hold one structured type at most.
"""

from .decoding import decode, decoder, parse
from .encoding import encode, unencodable
from .model import Mismatch, Model, fields

__all__ = [
    "Mismatch",
    "Model",
    "decode",
    "decoder",
    "encode",
    "fields",
    "parse",
    "unencodable",
]
