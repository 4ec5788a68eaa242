from typing import Any

from .shapes import Structure

class Model(Structure):
    def to_dict(self) -> dict[str, Any]: ...
