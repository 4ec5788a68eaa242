"""The steps of a call, from the arguments of a method to its result."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["PACKAGE", "UNSET", "parameter_names"]

PACKAGE: str = __name__.rpartition(".")[0]  # the name of the client, which differs in a vendored copy


class _Unset:
    """The default of a parameter for which a missing value and None differ."""

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:  # copies and pickles are the same object
        return "UNSET"


UNSET: Any = _Unset()


def parameter_names(signature: Callable[..., Any]) -> tuple[str, ...]:
    """Return the names of the parameters after ``self``, in order."""
    code = signature.__code__
    return code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]
