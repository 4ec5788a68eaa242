"""The methods of settings that programs for the official client use."""

from __future__ import annotations

from ..deferred import Deferred, members

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, TypeVar

    _Self = TypeVar("_Self", bound="Dumped")

__all__ = ["Dumped"]


class Dumped(Deferred):
    """Settings that become dicts, and are made from dicts. The dicts hold the credentials."""

    __slots__ = ()

    def model_dump(self, *, mode: str = "python", exclude_none: bool = False) -> dict[str, Any]:
        """Return these settings as a dict, with the API token and the other credentials in it.

        Args:
            mode: without effect, because all values are text, numbers, booleans and None.
            exclude_none: leave out settings that are None.
        """
        del mode
        found = {name: getattr(self, name) for name in members(type(self))}
        dump = {name: value.model_dump() if isinstance(value, Dumped) else value for name, value in found.items()}
        return {name: value for name, value in dump.items() if value is not None or not exclude_none}

    def model_dump_json(self, *, exclude_none: bool = False) -> str:
        """Return these settings as the text of a JSON document, with the API token and the other credentials in it.

        Args:
            exclude_none: leave out settings that are None.
        """
        import json

        return json.dumps(self.model_dump(exclude_none=exclude_none), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def model_validate(cls: type[_Self], data: Mapping[str, Any] | _Self) -> _Self:
        """Make settings from a dict; settings are returned as they are.

        Raises:
            QDashConfigError: a value cannot be used.
            TypeError: a setting is unknown or missing.
        """
        if isinstance(data, cls):
            return data
        return cls(**dict(data))  # type: ignore[arg-type]

    def model_copy(self: _Self, *, update: Mapping[str, Any] | None = None) -> _Self:
        """Return a copy.

        Args:
            update: settings of the copy that are different.

        Raises:
            QDashConfigError: a value cannot be used.
            TypeError: a setting is unknown.
        """
        return type(self)(**{**{name: getattr(self, name) for name in members(type(self))}, **(update or {})})

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        # For pickles of the official client; those of this one call the class.
        for name, value in state["__dict__"].items():
            setattr(self, name, value)
