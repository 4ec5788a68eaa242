"""The call of an operation: its arguments become a request, and the response becomes data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import quote, unquote, urlencode, urlsplit

from .. import codec
from ..errors import QDashApiError, QDashValidationError, not_loaded
from ..transport.message import Request
from . import UNSET, arguments
from .result import FORM, JSON, Result

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from typing import Any, NoReturn

    from ..transport.transport import Sender
    from .operation import Operation, Parameter


class Plan:
    """An operation, ready to be called."""

    def __init__(self, operation: Operation) -> None:
        parameters = operation.parameters
        self.operation = operation
        self.names: tuple[str, ...] = operation.names
        # "/chips/{chip_id}/qubits" -> ["/chips/", "chip_id", "/qubits"]: text and names take turns.
        self.path: list[str] = operation.path.replace("}", "{").split("{")
        self.in_query: frozenset[str] = frozenset(operation.query)
        self.required: frozenset[str] = frozenset(name for name in parameters if parameters[name].required)
        self.nullable: frozenset[str] = frozenset(name for name in parameters if parameters[name].default is UNSET)
        self.converters: dict[str, Callable[[Any, str], Any] | None] = {
            name: self._converter(parameter) for name, parameter in parameters.items() if parameter.place != "local"
        }
        self.spans: list[tuple[str, str]] = [ends for ends in arguments.SPANS if set(ends) <= set(self.names)]
        self.result: Result = operation.result(operation)

    def _converter(self, parameter: Parameter) -> Callable[[Any, str], Any] | None:
        if parameter.name in self.operation.naive:
            return arguments.scheduled
        if parameter.name in self.operation.unread:
            return arguments.moment_or_text
        return arguments.converter(parameter.shape, in_url=parameter.place in ("path", "query"))

    def attempts(
        self, sender: Sender, args: tuple[Any, ...], kwargs: dict[str, Any], begun: float
    ) -> Generator[float, None, Any]:
        """Send the arguments of a call that began then, and return what was declared.

        It yields the seconds to wait before another attempt.
        """
        try:
            request = self.request(args, kwargs)
            request.begun = begun
            result = yield from self.result.receive(sender, request, kwargs)
        except QDashApiError as error:
            if error.status_code in (400, 404):
                with suppress(ImportError, OSError):  # without a hint, where too many files are open to import it
                    from .identifiers import hint

                    hints = map(hint, self.names, args), map(hint, kwargs, kwargs.values())
                    error.args = ("; ".join(filter(None, (str(error), *hints[0], *hints[1]))),)
            raise
        except (ImportError, OSError) as error:
            failure = not_loaded(error)
            if failure is None:
                raise
        else:
            for name in self.operation.adds:
                setattr(result, name, str(kwargs[name] if name in kwargs else args[self.names.index(name)]))
            return result
        raise failure

    # --- arguments to request ----------------------------------------------------------------------------------------

    def request(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Request:
        """Distribute the arguments over path, query and body."""
        values = dict(zip(self.names, args, strict=False))  # the rest are keywords
        values.update(kwargs)
        for name in self.operation.local:
            values.pop(name, None)
        if self.operation.clears:
            self._clear(values)
        pieces = self.path.copy()
        for index in range(1, len(pieces), 2):
            pieces[index] = self._path_part(pieces[index], values.pop(pieces[index]))
        query: list[tuple[str, str]] = []
        body: dict[str, Any] = {}
        for name, value in values.items():
            if value is UNSET or (value is None and name not in self.nullable and name in self.names):
                if name in self.required:
                    self._refuse(name, "is required; None cannot be sent")
            elif name in self.in_query:
                query += self._query_pairs(name, value, name)
            elif name not in self.names:
                self._add_extra(name, value, query, body)
            elif self.operation.upload:
                body[name] = value
            elif name == self.operation.spread:
                body.update(self._members(name, value))
            else:
                body[name] = self._encoded(name, value, name)
        if self.spans:
            self._check_order({**dict(query), **body})
        target = "".join(pieces)
        if query:
            target += "?" + urlencode(query)
        content, content_type = self._content(body)
        return Request(
            self.operation.method,
            target,
            body=content,
            content_type=content_type,
            accept=self.result.accept,
            safe=self.operation.safe,
            anonymous=self.operation.anonymous,
            secret=self.operation.secret,
            html=self.operation.html,
            route=self.operation.path,
        )

    def _add_extra(self, name: str, value: Any, query: list[tuple[str, str]], body: dict[str, Any]) -> None:
        """Add a parameter that is not declared: to the body where there is one, else to the query."""
        if self.operation.upload:
            self._refuse(name, "an upload takes nothing but the file")
        if self.operation.has_body:
            body[str.__str__(name)] = self._encoded(name, value, None)
            return
        for entry in value if isinstance(value, (list, tuple)) else [value]:
            encoded = self._encoded(name, entry, None)
            if encoded is None or isinstance(encoded, (dict, list)):
                self._refuse(name, f"{type(entry).__name__} cannot be sent in a query")
            text = str(encoded).lower() if encoded in (True, False) else str(encoded)
            query += self._query_pairs(str.__str__(name), text, None)

    def _clear(self, values: dict[str, Any]) -> None:
        """Put an empty text where None is to clear something that null does not clear."""
        for name, others in self.operation.clears.items():
            clears = values.get(name, UNSET) is None
            for other in others:
                value = values.get(other, UNSET)
                if value is None and not clears:
                    self._refuse(
                        other, f"QDash cannot clear it alone; {name}=None clears {name}, {' and '.join(others)}"
                    )
                if value is not None and value is not UNSET and clears:
                    self._refuse(other, f"{name}=None clears it, so that it cannot have a value")
                if value is None:
                    del values[other]
            if clears:
                values[name] = ""

    def _check_bounds(self, name: str, value: int) -> None:
        least, greatest = self.operation.bounds[name]
        if (least is not None and value < least) or (greatest is not None and value > greatest):
            allowed = f"{least} or more" if greatest is None else f"from {least} to {greatest}"
            self._refuse(name, f"must be {allowed}, not {codec.described(value)}")

    def _check_order(self, sent: dict[str, Any]) -> None:
        try:
            return arguments.check_order(self.spans, sent)
        except codec.Mismatch as mismatch:
            place, problem = mismatch.path, mismatch.problem
        self._refuse(place, problem)

    def _path_part(self, name: str, value: Any) -> str:
        if value.__class__ is not str or self.converters[name] is not arguments.text:
            value = self._encoded(name, value, name)
        if "/" in value:
            value = self._name_in_url(name, value)
        if value in ("", ".", ".."):
            self._refuse(name, f"{value!r} names no resource")
        try:
            return quote(value, safe="")
        except UnicodeEncodeError:
            self._refuse(name, f"{value!r} cannot be encoded as UTF-8")

    def _name_in_url(self, name: str, value: str) -> str:
        """Return what the URL of a resource ends with, where it may be given instead; refuse any other slash."""
        if self.operation.by_url:
            with suppress(ValueError):
                place, slash, last = urlsplit(value).path.rpartition("/")
                found = unquote(last)
                if (place + slash).endswith(self.path[0]) and "/" not in found:
                    return found
        # The server decodes %2F before it matches the path, so it would find another resource.
        self._refuse(name, f"{value!r} holds a '/', which no QDash identifier can")

    def _query_pairs(self, name: str, value: Any, parameter: str | None) -> list[tuple[str, str]]:
        encoded = self._encoded(name, value, parameter)
        texts: list[str] = encoded if isinstance(encoded, list) else [encoded]
        for text in texts:
            try:
                text.encode()
            except UnicodeEncodeError:
                self._refuse(name, f"{text!r} cannot be encoded as UTF-8")
        return [(name, text) for text in texts]

    def _encoded(self, name: str, value: Any, parameter: str | None) -> Any:
        """Return what is sent for a value.

        Args:
            name: where the value is, for messages.
            value: the value.
            parameter: the declared parameter that it is for, or None.
        """
        read = None if parameter is None else self.converters.get(parameter)
        try:
            if value is None and parameter in self.nullable:
                return None
            if read is None:
                if parameter in self.names:
                    arguments.check_structure(value, self.operation.parameters[parameter].shape, name)
                return codec.encode(value, name, self._shape(parameter, value))
            found = read(value, name)
        except codec.Mismatch as mismatch:
            place, problem = mismatch.path or name, mismatch.problem
        except RecursionError:
            place, problem = name, "is nested too deeply, or holds itself"
        else:
            if parameter is not None and parameter in self.operation.bounds:
                self._check_bounds(parameter, int(found))
            return found
        self._refuse(place, problem)

    def _shape(self, parameter: str | None, value: Any) -> Any:
        if parameter in self.names and isinstance(value, (Mapping, list, tuple)):
            return self.operation.parameters[parameter].shape
        return None

    def _members(self, name: str, value: Any) -> dict[str, Any]:
        """Take a mapping whose members are members of the body."""
        allowed = [
            other.name for other in self.operation.parameters.values() if other.place == "body" and other.name != name
        ]
        if not isinstance(value, Mapping):
            self._refuse(name, f"must be a mapping, not {type(value).__name__}")
        for key in value:
            if key not in allowed and not isinstance(key, codec.Extra):
                place = codec.join(name, key if isinstance(key, str) else codec.described(key))
                self._refuse(place, f"there is no such member; there are {', '.join(allowed)}")
        return {
            str.__str__(key): None
            if member is None
            else self._encoded(codec.join(name, key), member, key if key in allowed else None)
            for key, member in value.items()
        }

    def _content(self, body: dict[str, Any]) -> tuple[bytes | None, str]:
        if self.operation.upload:
            from .uploads import form

            return form(self.operation.upload, body["file"])
        if not self.operation.has_body:
            return None, JSON
        try:
            if self.operation.form:
                return urlencode(body).encode(), FORM
            return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), JSON
        except (ValueError, RecursionError):  # ValueError: text that is no UTF-8, or an integer of too many digits
            pass  # it may hold the whole body, and would be the context of an exception that is raised here
        place, problem = codec.unencodable(body) or ("body", "is nested too deeply")
        self._refuse(place, problem)

    def _refuse(self, name: str, problem: str) -> NoReturn:
        raise QDashValidationError(f"{self.operation.name}(): {name}: {problem}", method=self.operation.method)
