"""JSON to dataclasses and back.

A decoder is generated for each model when it is first used. It follows the annotations of the models, which are
``str``, ``int``, ``float``, ``bool``, ``datetime``, ``timedelta``, ``Literal`` of texts, ``Any``, models, typed dicts,
``list[T]``, ``dict[str, T]``, and unions of these that hold one structured type at most.
"""

from .decoding import decode as decode
from .decoding import parse as parse
from .encoding import TOO_MANY_DIGITS as TOO_MANY_DIGITS
from .encoding import Extra as Extra
from .encoding import described as described
from .encoding import encode as encode
from .encoding import extra as extra
from .encoding import is_boolean as is_boolean
from .encoding import unencodable as unencodable
from .mismatch import Mismatch as Mismatch
from .mismatch import join as join
from .model import Model as Model
from .scalars import date_time as date_time
from .scalars import date_time_parts as date_time_parts
from .shapes import TIMED as TIMED
from .shapes import Anything as Anything
