"""The base class of all models."""

from __future__ import annotations

from ..deferred import members
from .encoding import encode
from .mismatch import Mismatch
from .shapes import Structure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Literal, TypeVar

    _Self = TypeVar("_Self", bound="Model")

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
        return _encoded(f"{type(self).__name__}.to_dict()", self)

    def model_dump(self, *, mode: Literal["python", "json"] = "python", exclude_none: bool = False) -> dict[str, Any]:
        """Return this object as a dict, as the official client does. New programs use `to_dict`.

        Args:
            mode: ``"python"`` keeps date-times and durations; ``"json"`` returns what `to_dict` does.
            exclude_none: leave out members of models that are None, at any depth.

        Raises:
            QDashValidationError: with ``"json"``, a member holds what JSON has not.
        """
        if not exclude_none:
            return self.to_dict() if mode == "json" else _plain(self)
        document: dict[str, Any] = _plain(self, exclude_none=True)
        return _encoded(f"{type(self).__name__}.model_dump()", document) if mode == "json" else document

    def model_dump_json(self, *, indent: int | None = None, exclude_none: bool = False) -> str:
        """Return this object as the text of a JSON document, as the official client does.

        Args:
            indent: write lines, indented by this many spaces a level.
            exclude_none: leave out members of models that are None, at any depth.

        Raises:
            QDashValidationError: a member holds what JSON has not.
        """
        import json

        document = self.model_dump(mode="json", exclude_none=exclude_none)
        separators = (",", ":") if indent is None else None
        return json.dumps(document, ensure_ascii=False, indent=indent, separators=separators)

    @classmethod
    def model_validate(cls: type[_Self], data: Mapping[str, Any] | _Self) -> _Self:
        """Make an object from a dict, as the official client does.

        Args:
            data: the members, as `to_dict` or `model_dump` return them. Unknown ones are ignored. An object of this
                class is returned as it is.

        Raises:
            QDashValidationError: a member is missing or has a wrong value.
        """
        if isinstance(data, cls):
            return data
        import json

        from ..errors import QDashValidationError
        from .decoding import decode

        try:
            return decode(json.dumps(encode(data)).encode(), cls)  # type: ignore[no-any-return]
        except Mismatch as mismatch:
            problem = str(mismatch)
        except RecursionError:
            problem = "nested too deeply, or holds itself"
        raise QDashValidationError(f"{cls.__name__}.model_validate(): {problem}")

    def model_copy(self: _Self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> _Self:
        """Return a copy, as the official client does.

        Args:
            update: members of the copy that are different.
            deep: copy the members, too.

        Raises:
            QDashValidationError: there is no such member.
        """
        from copy import copy, deepcopy

        from ..errors import QDashValidationError

        unknown = (update or {}).keys() - members(type(self)).keys()
        if unknown:
            raise QDashValidationError(f"{type(self).__name__}.model_copy(): there is no member {min(unknown)!r}")
        made = deepcopy(self) if deep else copy(self)
        for name, value in (update or {}).items():
            setattr(made, name, value)
        return made


def _encoded(where: str, value: Model | dict[str, Any]) -> dict[str, Any]:
    """Return a value as JSON-ready data; `where` begins the message if that fails."""
    from ..errors import QDashValidationError

    try:
        return encode(value)  # type: ignore[no-any-return]
    except Mismatch as mismatch:
        problem = str(mismatch)
    except RecursionError:
        problem = "nested too deeply, or holds itself"
    raise QDashValidationError(f"{where}: {problem}")


def _plain(value: Any, *, exclude_none: bool = False) -> Any:
    """Return a value with dicts in place of models, if wanted without their members that are None."""
    if isinstance(value, Structure):
        found = {name: getattr(value, name) for name in members(type(value))}
        return {
            name: _plain(entry, exclude_none=exclude_none)
            for name, entry in found.items()
            if entry is not None or not exclude_none
        }
    if isinstance(value, dict):
        return {key: _plain(entry, exclude_none=exclude_none) for key, entry in value.items()}
    return [_plain(entry, exclude_none=exclude_none) for entry in value] if isinstance(value, list) else value
