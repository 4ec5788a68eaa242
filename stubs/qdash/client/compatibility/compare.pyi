"""Whether a deployment still speaks the API that this client knows: a comparison with the server's own document."""

from collections.abc import Mapping
from typing import Any

from ..call.operation import Operation
from ..models.compatibility import CompatibilityReport

__all__ = [
    "compare",
]

def compare(operations: Mapping[str, Operation], document: Mapping[str, Any]) -> CompatibilityReport:
    """Compare declared operations and their models with an OpenAPI document, in both directions.

    Raises:
        QDashValidationError: it is not an OpenAPI document.
    """
