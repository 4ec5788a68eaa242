"""Types as sets of alternatives, in words that the API document and our annotations share.

``{"string", "null"}`` is a text or null; ``{"array<ref:ChipResponse>"}`` a list of chips. An enumeration is
``enum:active|inactive``, a free object is ``object``, and ``any`` is anything.
"""

from collections.abc import Mapping
from typing import Any

__all__ = [
    "model_name",
    "of_annotation",
    "of_schema",
]

def model_name(schema: str) -> str:
    """Return what the model of a schema is called: ``Body_login`` is ``BodyLogin``."""

def of_schema(schema: Mapping[str, Any], document: Mapping[str, Any]) -> frozenset[str]:
    """Return the alternatives that a schema of the API document allows."""

def of_annotation(shape: Any) -> frozenset[str]:
    """Return the alternatives that an evaluated annotation allows."""
