"""JSON to dataclasses and back.

Small and rare documents are decoded by `careful`, which reads member by member and can say where something is wrong.
What comes often or large is decoded by the generated code of `compiled`, which is fast and only knows that something is
wrong: then `careful` says where. Both follow the annotations of the models, which are ``str``, ``int``, ``float``,
``bool``, ``datetime``, ``timedelta``, ``Literal`` of texts, ``Any``, models, typed dicts, ``list[T]``,
``dict[str, T]``, and unions of these that hold one structured type at most.
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
from .model import TIMED as TIMED
from .model import Anything as Anything
from .model import Mismatch as Mismatch
from .model import Model as Model
from .model import join as join
from .scalars import date_time as date_time
from .scalars import date_time_parts as date_time_parts
