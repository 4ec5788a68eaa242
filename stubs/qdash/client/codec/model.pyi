"""What all models share."""

from typing import Any

from .shapes import Structure

class Model(Structure):
    """What all models share."""

    def to_dict(self) -> dict[str, Any]:
        """Give this object back as JSON-ready data: dicts, lists, text, numbers, booleans and None.

        Date-times are written in ISO 8601 (UTC with ``Z``), durations as ``H:MM:SS``.

        Raises:
            QDashValidationError: a member holds what JSON has not, such as NaN, or a date-time without a time zone.
        """
