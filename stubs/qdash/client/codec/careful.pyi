"""JSON to dataclasses member by member, which knows where a document is not what was declared.

It needs no preparation, so it also decodes what is so rare or so small that generated code would not pay.
"""

from typing import Any

__all__ = [
    "read",
]

def read(document: Any, shape: Any) -> Any:
    """Turn a parsed document into `shape`, or raise `Mismatch` with the path of the first difference.

    Items of lists and dicts are replaced in place, so that what they were made of dies young.
    """
