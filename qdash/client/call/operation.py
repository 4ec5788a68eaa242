"""An operation of the API as data: its declaration and the values derived from it."""

from __future__ import annotations

from functools import cached_property

from ..codec import shape_of
from ..hints import evaluate
from . import parameter_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, Literal

    from .result import Result

    _Effect = Literal["read", "write", "hardware"]
    _Place = Literal["path", "query", "body", "local"]

__all__ = ["Operation", "Parameter"]


class Parameter:
    """One parameter of an operation.

    Attributes:
        name: its name, for Python and for the API.
        place: its place in the request: ``"path"``, ``"query"`` or ``"body"``; ``"local"`` for one that is not sent.
        annotation: its type, as text.
        required: whether it has no default.
        default: the default, None for a required one.
        bounds: the least and the greatest value, as the API document has them; None for no bound.
    """

    def __init__(self, operation: Operation, name: str, place: _Place, required: bool, default: Any) -> None:
        self._operation = operation
        self.name = name
        self.place: _Place = place
        self.annotation: str = operation.signature.__annotations__[name]
        self.required = required
        self.default = default
        self.bounds: tuple[int | None, int | None] = operation.bounds.get(name, (None, None))

    @cached_property
    def type(self) -> Any:
        """Its type, evaluated."""
        return evaluate(self.annotation)

    @cached_property
    def shape(self) -> Any:
        """Its type as far as the codec goes, for which a choice of texts is a text."""
        return shape_of(self.annotation)

    @property
    def description(self) -> str:
        """Its sentence of the docstring; empty without docstrings (``python -OO``)."""
        return self._operation.descriptions.get(self.name, "")

    def __repr__(self) -> str:
        return f"<Parameter {self.name}: {self.annotation}, {self.place}>"


class Operation:
    """One operation of the API.

    Attributes:
        method: the HTTP method.
        path: the path as in the API document, with parameters in braces.
        signature: the empty function.
        safe: whether the operation may be sent again when its outcome is unknown.
        effect: "read"; "write" for what changes something that the server keeps; "hardware" for what may start work on
            instruments or change what they run with. A GET is a read, also where the server brings something up to
            date meanwhile: the state of an agent session, or its copy of a repository.
        bounds: the least and the greatest value of parameters, as the API document has them; None for no bound.
        pages: the member of the response that holds the items of a page, "" if the response is the list itself, or None
            for an operation that is not paged.
        key: the member of the items of a page that tells them apart, or several with blanks between; "" where there is
            none.
        recurring: a member and its value, of items that are on every page and do not count for ``limit``; or None.
        rest: for a list that holds no more than ``limit`` items of each group: the operation that lists one group, the
            member with the name of the group, and the parameter that takes it; or ().
        unwrap: the model of the response and its member that is returned instead, such as ``Page.items``, or "".
        events: for a stream of events, the models of their data by event name.
        final: the names of the events after which such a stream ends; an ``error`` ends each one. A stream that ends
            without one of these is an error; where no name is given, each end is a good one.
        naive: the times whose text may lack an offset, because the server uses its own time zone for them.
        unread: the times for which the API takes any text.
        upload: for the upload of a file, what it must be: "image" or "csv".
        local: the parameters that are not sent.
        spread: the parameter whose members are members of the body, or "".
        clears: parameters that an empty text clears where null does nothing, each with those that it clears besides.
        html: whether a web page may be the response.
        form: whether the body is form-encoded instead of JSON.
        by_url: whether the last part of the path may be given as the URL of the resource, too.
        undocumented: whether the API document does not list it.
        anonymous: whether it is sent without Authorization.
        secret: whether it takes or gives passwords or tokens, so that errors keep nothing of its response.
        adds: the parameters that the server does not repeat in its response; the result has them as members.
    """

    pages: str | None = None
    key: str = ""
    recurring: tuple[str, object] | None = None
    rest: tuple[str, ...] = ()
    unwrap: str = ""
    events: Mapping[str, str] = {}
    final: tuple[str, ...] = ()
    bounds: Mapping[str, tuple[int | None, int | None]] = {}
    naive: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    upload: str = ""
    local: tuple[str, ...] = ("to", "progress")
    spread: str = ""
    clears: Mapping[str, tuple[str, ...]] = {}
    html: bool = False
    form: bool = False
    by_url: bool = False
    undocumented: bool = False
    anonymous: bool = False
    secret: bool = False
    adds: tuple[str, ...] = ()

    def __init__(self, method: str, path: str, signature: Callable[..., Any], options: dict[str, Any]) -> None:
        self.method = method
        self.path = path
        self.signature = signature
        self.effect: _Effect = options.get("effect", "read" if method == "GET" else "write")
        self.safe: bool = method == "GET" or self.effect == "read"
        self.__dict__.update(options)

    @property
    def name(self) -> str:
        """The name of the method."""
        return self.signature.__name__

    @cached_property
    def operation(self) -> str:
        """The operationId of the API document."""
        first, *rest = self.name.split("_")
        return first + "".join(part.capitalize() for part in rest)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the parameters, in order."""
        return parameter_names(self.signature)

    @cached_property
    def query(self) -> tuple[str, ...]:
        """The parameters that go into the query. Those that are neither there nor in the path make the JSON body."""
        return self._rest() if self.method in ("GET", "DELETE") else ()

    @cached_property
    def has_body(self) -> bool:
        """Whether a JSON body is sent."""
        return len(self._rest()) > len(self.query) and not self.upload

    def _rest(self) -> tuple[str, ...]:
        """Return the names of what is sent, but not in the path."""
        return tuple(name for name in self.names if f"{{{name}}}" not in self.path and name not in self.local)

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """The parameters by name, in order."""
        signature: Any = self.signature
        positional = self.names[: signature.__code__.co_argcount - 1]
        last = signature.__defaults__ or ()
        defaults = dict(zip(positional[len(positional) - len(last) :], last, strict=True))
        defaults.update(signature.__kwdefaults__ or {})
        return {
            name: Parameter(self, name, self._place(name), name not in defaults, defaults.get(name))
            for name in self.names
        }

    def _place(self, name: str) -> _Place:
        if name in self.local:
            return "local"
        return "path" if f"{{{name}}}" in self.path else "query" if name in self.query else "body"

    @cached_property
    def descriptions(self) -> dict[str, str]:
        """The sentences of the docstring about the parameters, by name."""
        found: dict[str, str] = {}
        name, margin = "", 0
        _, _, section = (self.signature.__doc__ or "").partition("Args:\n")
        for line in section.partition("\n\n")[0].splitlines():
            text = line.strip()
            margin = margin or len(line) - len(text)
            if len(line) - len(text) == margin:
                name, _, text = text.partition(": ")
            found[name] = f"{found[name]} {text}" if name in found else text
        return found

    @property
    def returns(self) -> str:
        """The annotation of the result."""
        return self.signature.__annotations__["return"]  # type: ignore[no-any-return]

    @cached_property
    def result(self) -> type[Result]:
        """The class of the result: `JsonResult`, `TextResult`, `FileResult`, `EventsResult`, or `Result` for none."""
        from .result import EventsResult, kind_of

        return EventsResult if self.events else kind_of(shape_of(self.returns))

    @property
    def body(self) -> str:
        """The annotation of the JSON that is decoded; for `unwrap` it is more than the result."""
        return self.unwrap.partition(".")[0] or self.returns

    @cached_property
    def type(self) -> Any:
        """The type of the JSON that is decoded, evaluated."""
        return evaluate(self.body)

    @cached_property
    def shape(self) -> Any:
        """The type of the JSON that is decoded, as far as the codec goes."""
        return shape_of(self.body)

    @cached_property
    def item(self) -> str:
        """The annotation of the items of a paged list."""
        listed = self.returns
        if self.pages:
            from .. import models
            from ..deferred import members

            page = members(getattr(models, listed))
            if self.pages not in page:
                raise TypeError(f"{self.name}: pages: there is no member {self.pages!r} in {listed}")
            listed = page[self.pages].annotation
        if not listed.startswith("list["):
            raise TypeError(f"{self.name}: pages: {listed} is no list")
        return listed.removeprefix("list[").removesuffix("]")

    def __repr__(self) -> str:
        return f"<Operation {self.operation}: {self.method} {self.path}>"
