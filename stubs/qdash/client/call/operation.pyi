"""An operation of the API as data: what a declaration says, and what follows from it."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Literal

from .result import Result

class Parameter:
    """One parameter of an operation.

    Attributes:
        name: its name, for Python and for the API.
        place: where it goes: ``"path"``, ``"query"`` or ``"body"``; ``"local"`` for one that is not sent.
        annotation: its type, as text.
        required: whether it has no default.
        default: the default, None for a required one.
        bounds: the least and the greatest value, as the API document has them; None for no bound.
    """

    name: str
    place: Literal["path", "query", "body", "local"]
    annotation: str
    required: bool
    default: Any
    bounds: tuple[int | None, int | None]

    def __init__(
        self,
        operation: Operation,
        name: str,
        place: Literal["path", "query", "body", "local"],
        required: bool,
        default: Any,
    ) -> None: ...
    @cached_property
    def type(self) -> Any:
        """Its type, evaluated."""

    @property
    def description(self) -> str:
        """What the documentation says of it; without docstrings (``python -OO``) nothing."""

    def __repr__(self) -> str: ...

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
        pages: the member of the answer that holds the items of a page, "" where the answer is the list itself, or None
            for an operation that is not paged.
        key: the member of the items of a page that tells them apart, or several with blanks between; "" where there is
            none.
        recurring: a member and its value, of items that are on every page and do not count for ``limit``; or None.
        rest: for a list that holds no more than ``limit`` items of each group: the operation that lists one group, the
            member with the name of the group, and the parameter that takes it; or ().
        unwrap: the model of the answer and its member that is returned instead, such as ``Page.items``, or "".
        events: for a stream of events, the models of their data by event name.
        final: the names of the events after which such a stream ends; an ``error`` ends each one. A stream that ends
            without one of these is an error; where no name is given, each end is a good one.
        naive: the times whose text may lack an offset, because the server has a time zone of its own for them.
        unread: the times for which the API takes any text.
        upload: for the upload of a file, what it must be: "image" or "csv".
        local: the parameters that are not sent.
        spread: the parameter whose members are members of the body, or "".
        clears: parameters that an empty text clears where null does nothing, each with those that it clears besides.
        html: whether a web page may be the answer.
        form: whether the body is form-encoded instead of JSON.
        by_url: whether the last part of the path may be given as the URL of the resource, too.
        undocumented: whether the API document does not list it.
        anonymous: whether it is sent without Authorization.
        secret: whether it takes or gives passwords or tokens, so that errors keep nothing of its answer.
        adds: the parameters that the server does not repeat in its answer; the result has them as members.
    """

    pages: str | None
    key: str
    recurring: tuple[str, object] | None
    rest: tuple[str, ...]
    unwrap: str
    events: Mapping[str, str]
    final: tuple[str, ...]
    bounds: Mapping[str, tuple[int | None, int | None]]
    naive: tuple[str, ...]
    unread: tuple[str, ...]
    upload: str
    local: tuple[str, ...]
    spread: str
    clears: Mapping[str, tuple[str, ...]]
    html: bool
    form: bool
    by_url: bool
    undocumented: bool
    anonymous: bool
    secret: bool
    adds: tuple[str, ...]
    method: str
    path: str
    signature: Callable[..., Any]
    effect: Literal["read", "write", "hardware"]
    safe: bool

    def __init__(self, method: str, path: str, signature: Callable[..., Any], options: dict[str, Any]) -> None: ...
    @property
    def name(self) -> str:
        """The name of the method."""

    @cached_property
    def operation(self) -> str:
        """The operationId of the API document."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the parameters, in order."""

    @cached_property
    def query(self) -> tuple[str, ...]:
        """The parameters that go into the query. Those that are neither there nor in the path make the JSON body."""

    @cached_property
    def has_body(self) -> bool:
        """Whether a JSON body is sent."""

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """The parameters by name, in order."""

    @cached_property
    def descriptions(self) -> dict[str, str]:
        """What the documentation says of parameters, by name."""

    @property
    def returns(self) -> str:
        """The annotation of the result."""

    @cached_property
    def result(self) -> type[Result]:
        """The class of the result: `JsonResult`, `TextResult`, `FileResult`, `EventsResult`, or `Result` for none."""

    @property
    def body(self) -> str:
        """The annotation of the JSON that is decoded; for `unwrap` it is more than the result."""

    @cached_property
    def item(self) -> str:
        """The annotation of the items of a paged list."""

    def __repr__(self) -> str: ...
