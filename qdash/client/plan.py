"""What a call of a declared endpoint does: arguments become a request, an answer becomes data."""

from __future__ import annotations

import builtins
import json
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote, urlencode

from . import codec, models
from .endpoint import UNSET, parameters
from .errors import QDashValidationError
from .transport.message import Reply, Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from .endpoint import Endpoint

_JSON = "application/json"


class Plan:
    """An endpoint, ready to be called."""

    def __init__(self, endpoint: Endpoint) -> None:
        signature = endpoint.signature
        self.endpoint = endpoint
        self.names: tuple[str, ...] = parameters(signature)
        # "/chips/{chip_id}/qubits" -> ["/chips/", "chip_id", "/qubits"]: text and names take turns.
        self.path: list[str] = endpoint.path.replace("}", "{").split("{")
        self.in_path: frozenset[str] = frozenset(self.path[1::2])
        self.in_query: frozenset[str] = frozenset(endpoint.query)
        positional = self.names[: signature.__code__.co_argcount - 1]
        last = signature.__defaults__ or ()
        defaults = dict(zip(positional[len(positional) - len(last) :], last, strict=True))
        defaults.update(signature.__kwdefaults__ or {})
        self.required: frozenset[str] = frozenset(self.names) - defaults.keys()
        self.nullable: frozenset[str] = frozenset(name for name, default in defaults.items() if default is UNSET)
        self.shape: Any = _resolve(signature.__annotations__["return"])
        self.accept: str = _JSON if self.shape is not bytes else "*/*"

    # --- arguments to request ----------------------------------------------------------------------------------------

    def request(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Request:
        """Distribute the arguments over path, query and body."""
        values = dict(zip(self.names, args, strict=False))  # the rest are keywords
        values.update(kwargs)
        pieces = self.path.copy()
        for index in range(1, len(pieces), 2):
            pieces[index] = self._path_part(pieces[index], values.pop(pieces[index]))
        query: list[tuple[str, str]] = []
        body: dict[str, Any] = {}
        for name, value in values.items():
            if value is UNSET or (value is None and name not in self.nullable):
                if name in self.required:
                    self._refuse(name, "is required; None cannot be sent")
            elif name in self.in_query:
                query += self._query_pairs(name, value)
            else:
                body[name] = self._encoded(name, value)
        target = "".join(pieces)
        if query:
            target += "?" + urlencode(query)
        return Request(
            self.endpoint.method,
            target,
            body=self._body_bytes(body) if self.endpoint.has_body else None,
            content_type=_JSON,
            accept=self.accept,
            safe=self.endpoint.safe,
        )

    def _path_part(self, name: str, value: Any) -> str:
        if value.__class__ is not str:
            if isinstance(value, bool) or not isinstance(value, (str, int)):
                self._refuse(name, f"must be a text, not {type(value).__name__}")
            value = str(value)
        if value in ("", ".", ".."):
            self._refuse(name, f"{value!r} names no resource")
        if "/" in value:
            # The server decodes %2F before it looks for the route, so that it would find another resource.
            self._refuse(name, f"{value!r} holds a '/', which no QDash identifier can")
        try:
            return quote(value, safe="")
        except UnicodeEncodeError:
            self._refuse(name, f"{value!r} cannot be encoded as UTF-8")

    def _query_pairs(self, name: str, value: Any) -> list[tuple[str, str]]:
        values = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
        return [(name, self._query_text(name, entry)) for entry in values]

    def _query_text(self, name: str, value: Any) -> str:
        encoded = self._encoded(name, value)
        if isinstance(encoded, bool):
            return "true" if encoded else "false"
        if not isinstance(encoded, (str, int, float)):
            self._refuse(name, f"{type(value).__name__} cannot be sent in a query")
        text = str(encoded)
        try:
            text.encode()
        except UnicodeEncodeError:
            self._refuse(name, f"{text!r} cannot be encoded as UTF-8")
        return text

    def _encoded(self, name: str, value: Any) -> Any:
        shape = None
        if isinstance(value, (Mapping, list, tuple)):
            shape = _resolve(self.endpoint.signature.__annotations__[name])
        try:
            return codec.encode(value, name, shape)
        except codec.Mismatch as mismatch:
            problem = str(mismatch).removeprefix(name).removeprefix(": ")
        except RecursionError:
            problem = "is nested too deeply, or holds itself"
        self._refuse(name, problem)

    def _body_bytes(self, body: dict[str, Any]) -> bytes:
        try:
            return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        except UnicodeEncodeError:
            self._refuse("body", "holds text that cannot be encoded as UTF-8")

    def _refuse(self, name: str, problem: str) -> NoReturn:
        function = self.endpoint.signature.__name__
        raise QDashValidationError(f"{function}(): {name}: {problem}", method=self.endpoint.method)

    # --- answer to data ----------------------------------------------------------------------------------------------

    def result(self, reply: Reply) -> Any:
        """Decode an answer as what was declared."""
        if self.shape is bytes:
            return reply.body
        if self.shape is str and reply.content_type != _JSON:
            return reply.text()
        try:
            return codec.decode(reply.body, self.shape)
        except codec.Mismatch as mismatch:
            problem, payload = str(mismatch), mismatch.payload
        if not reply.body:
            problem = "an empty answer where JSON was due"
        raise QDashValidationError(
            f"{reply.status} {self.endpoint.method} {reply.path}: {problem}",
            status_code=reply.status,
            payload=reply.text() if payload is None else payload,
            method=self.endpoint.method,
            url=reply.url,
            request_id=reply.request_id,
        )


class _Names(dict[str, object]):
    """The names that annotations may use; models are imported when they are asked for."""

    def __missing__(self, name: str) -> object:
        try:
            return getattr(models, name)
        except AttributeError:
            if hasattr(builtins, name):
                return getattr(builtins, name)
            import typing

            return getattr(typing, name)


_NAMES = _Names(datetime=datetime)


def _resolve(annotation: str) -> Any:
    """Evaluate an annotation of a declaration."""
    return eval(annotation, {}, _NAMES)
