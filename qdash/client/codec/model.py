"""The base class of all models."""

from __future__ import annotations

from .encoding import encode_model
from .mismatch import Mismatch
from .shapes import Structure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["Model"]


class Model(Structure):
    """The base class of all models."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Return this object as JSON-ready data: dicts, lists, text, numbers, booleans and None.

        Date-times are written in ISO 8601 (UTC with ``Z``), durations as ``H:MM:SS``.

        Raises:
            QDashValidationError: a member has a value that JSON does not support, such as NaN, or a naive date-time.
        """
        from ..errors import QDashValidationError

        try:
            return encode_model(self, "")
        except Mismatch as mismatch:
            problem = str(mismatch)
        except RecursionError:
            problem = "nested too deeply, or holds itself"
        raise QDashValidationError(f"{type(self).__name__}.to_dict(): {problem}")
