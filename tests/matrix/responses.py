"""Broken responses."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from fault_server import FaultServer, Received, Step, chunk, chunked, http_response

from qdash.client import QDashClient, QDashConfig, QDashNotFoundError, QDashTransportError, QDashValidationError

from .cases import CHIP, GET, TOKEN, WRITES, Bench, Call, Fault, Scenario, Section, Sees

JSON = b'{"chip_id": "c"}'  # 16 bytes
FORGED = http_response({"chip_id": "forged"})
OK = b"HTTP/1.1 200 OK\r\n"
FIELDS = CHIP.partition(b"\r\n")[2]
CHUNKED = chunked(content_type="application/json", end=False)
LAST = chunk(JSON) + b"0\r\n\r\n"
FAILED = r"GET /chips/c: the connection to 127\.0\.0\.1:\d+ failed \("
DEEP = 100_000
NO_MEMBER = object()

LIST: Call = lambda client: client.list_chips().total  # noqa: E731
CONFIG: Call = lambda client: client.get_metrics_config()  # noqa: E731
METRICS: Call = lambda client: client.get_chip_metrics("c")  # noqa: E731


def closing(data: bytes) -> Step:
    return Step(data, then="close")


def with_field(field: bytes, body: bytes = JSON) -> Step:
    """Answer with one more header field."""
    return closing(http_response(body).replace(b"\r\n", b"\r\n" + field + b"\r\n", 1))


def with_length(length: bytes) -> Step:
    """Answer with a length of that spelling, until the connection is closed."""
    return closing(http_response(JSON, length=-1).replace(b"\r\n", b"\r\nContent-Length: " + length + b"\r\n", 1))


def of_http_1_0(field: bytes) -> bytes:
    """Return the head of a response in HTTP/1.0 that keeps the connection."""
    return b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n" + field + b"\r\n\r\n"


SENT = threading.Event()


def followed(start: bytes, *rest: bytes, then: str = "keep") -> Callable[[], Step]:
    """Send a response, and the rest a little later."""

    def pieces() -> Iterator[bytes]:
        try:
            for piece in rest:
                time.sleep(0.02)
                yield piece
        finally:  # also where the client has closed the connection
            SENT.set()

    return lambda: Step(start, then, pieces=pieces())


def thrice(client: QDashClient) -> list[str]:
    """Call three times, and wait each time for what comes late."""
    found = []
    for _ in range(3):
        SENT.clear()
        found.append(GET(client))
        assert SENT.wait(5)
    return found


def taking_leave(request: Received) -> Step:
    """Answer without a length, and end TLS as it is to be ended."""

    def leave() -> Iterator[bytes]:
        request.wire.unwrap()  # type: ignore[attr-defined]
        yield b""

    return Step(http_response({"chip_id": request.path.rpartition("/")[2]}, length=-1), "close", pieces=leave())


def broken(
    what: str, step: Step | Callable[[], Step], guard: str, says: str = "", settings: Any = None, **more: Any
) -> Fault:
    """A GET that gets a broken response, and again a broken response when it is repeated."""
    return Fault(
        what=what,
        server=[step],
        settings=settings or {},
        sees=Sees(QDashTransportError, FAILED + says),
        reached=3,
        pauses=2,
        within=5,
        guard=guard,
        **more,
    )


def refused(what: str, body: bytes, says: str, guard: str, call: Call = GET, **options: Any) -> Fault:
    """A complete response that does not match the declaration. The request is not repeated."""
    return Fault(
        what=what,
        server=[http_response(body, **options)],
        call=call,
        sees=Sees(QDashValidationError, says, options.get("status", 200)),
        within=5,
        guard=guard,
    )


def accepted(what: str, step: bytes | Step, sees: Any, guard: str, call: Call = GET) -> Fault:
    return Fault(what=what, server=[step], call=call, sees=sees, within=5, guard=guard)


def connections(bench: Bench, step: Step, count: int) -> None:
    """Call three times, and see how many connections that took."""
    with (
        FaultServer(lambda request: step) as server,
        QDashClient(QDashConfig(base_url=server.url, api_token=TOKEN)) as client,
    ):
        assert [GET(client) for _ in range(3)] == ["c"] * 3
        assert server.connections == count


# --- what is not what was declared: what it is, its place, the value there, what the message says, the guard -------

CHIPS: dict[str, Any] = {
    "chips": [
        {"chip_id": "c", "size": 64, "installed_at": "2026-07-01T01:02:03", "note": {"content": "", "updated_at": None}}
        for _ in range(5)
    ],
    "total": 5,
}
METRIC = {"value": 1.5, "task_id": "t", "execution_id": "e", "stddev": 0}
CHIP_METRICS: dict[str, Any] = {
    "chip_id": "c",
    "username": "u",
    "qubit_count": 1,
    "qubit_metrics": {"t1": {"0": METRIC}},
    "coupling_metrics": {"zx90": {"0-1": METRIC}},
}
TOLD = "a response that differs from its declaration is an error"
SHAPE = "the format of date-times is checked"
Wrong = tuple[str, tuple[str | int, ...], Any, str, str]
WRONG_CHIPS: list[Wrong] = [
    ("a word for a date-time", ("chips", 3, "installed_at"), "x",
     "chips[3].installed_at: expected a date-time or null, got 'x'", "date-times are parsed"),
    ("a number for a date-time", ("chips", 3, "installed_at"), 5,
     "chips[3].installed_at: expected a date-time or null, got 5", TOLD),
    ("an empty date-time", ("chips", 3, "installed_at"), "",
     "chips[3].installed_at: expected a date-time or null, got ''", TOLD),
    ("a thirteenth month", ("chips", 0, "note", "updated_at"), "2026-13-01T00:00:00",
     "chips[0].note.updated_at: expected a date-time", TOLD),
    ("a 25th hour", ("chips", 0, "note", "updated_at"), "2026-07-01T25:00:00Z",
     "chips[0].note.updated_at: expected a date-time", TOLD),
    ("a date-time without a time", ("chips", 0, "installed_at"), "2026-07-01T",
     "chips[0].installed_at: expected a date-time", "date-times are parsed"),
    ("seconds since 1970 for a date-time", ("chips", 0, "installed_at"), "1782867723",
     "chips[0].installed_at: expected a date-time", "date-times are parsed"),
    ("a date-time with JST after six digits", ("chips", 3, "installed_at"), "2026-07-01T01:02:03.123456 JST",
     "chips[3].installed_at: expected a date-time", SHAPE),
    ("a date-time with a minus sign of U+2212", ("chips", 3, "installed_at"), "2026-07-01T01:02:03.123456\u221209:00",
     "chips[3].installed_at: expected a date-time", SHAPE),
    ("a date-time with a word after seven digits", ("chips", 3, "installed_at"), "2026-07-01T01:02:03.1234567hello",
     "chips[3].installed_at: expected a date-time", SHAPE),
    ("a required member left out", ("chips", 1, "chip_id"), NO_MEMBER,
     "chips[1].chip_id: expected a text, got nothing", TOLD),
    ("a required number left out", ("total",), NO_MEMBER, "total: expected an integer, got nothing", TOLD),
    ("null for a text", ("chips", 1, "chip_id"), None,
     "chips[1].chip_id: expected a text, got null", "text is checked"),
    ("a number for a text", ("chips", 1, "chip_id"), 7, "chips[1].chip_id: expected a text, got 7", "text is checked"),
    ("a list for a text", ("chips", 2, "note", "content"), ["a"],
     "chips[2].note.content: expected a text, got ['a']", "text is checked"),
    ("null for an enum", ("chips", 1, "activity_status"), None,
     "chips[1].activity_status: expected a text, got null", "text is checked"),
    ("a text for an integer", ("chips", 4, "size"), "64", "chips[4].size: expected an integer, got '64'",
     "scalar is checked"),
    ("a fraction for an integer", ("chips", 4, "size"), 64.0, "chips[4].size: expected an integer, got 64.0",
     "scalar is checked"),
    ("true for an integer", ("chips", 4, "size"), True, "chips[4].size: expected an integer, got true",
     "scalar is checked"),
    ("null for an integer", ("chips", 4, "size"), None, "chips[4].size: expected an integer, got null",
     "scalar is checked"),
    ("500 digits in quotes for an integer", ("total",), "5" * 500, "total: expected an integer, got '555",
     "scalar is checked"),
    ("null for an object within", ("chips", 2, "note"), None, "chips[2].note: expected an object", TOLD),
    ("a list for an object within", ("chips", 2, "note"), [], "chips[2].note: expected an object", TOLD),
    ("a list for an object of a list", ("chips", 0), [], "chips[0]: expected an object", TOLD),
    ("an object for a list", ("chips",), {}, "chips: expected a list, got {}", "list is checked"),
    ("a text for a list", ("chips",), "", "chips: expected a list, got ''", "list is checked"),
    ("null for a list", ("chips",), None, "chips: expected a list, got null", TOLD),
    ("a list where an object is due", (), [], "expected an object (ListChipsResponse), got []", TOLD),
    ("null where an object is due", (), None, "expected an object (ListChipsResponse), got null", TOLD),
    ("a text where an object is due", (), "text", "expected an object (ListChipsResponse), got 'text'", TOLD),
    ("a number where an object is due", (), 5, "expected an object (ListChipsResponse), got 5", TOLD),
]  # fmt: skip
WRONG_METRICS: list[Wrong] = [
    ("a text for a number", ("qubit_metrics", "t1", "0", "value"), "1.5",
     "qubit_metrics.t1['0'].value: expected a number or null, got '1.5'", "number is checked"),
    ("true for a number", ("qubit_metrics", "t1", "0", "value"), True,
     "qubit_metrics.t1['0'].value: expected a number or null, got true", "number is checked"),
    ("401 digits for a number", ("qubit_metrics", "t1", "0", "value"), 10**400,
     "qubit_metrics.t1['0'].value: expected a number or null, got 1", TOLD),
    ("null for an object in a map", ("qubit_metrics", "t1", "0"), None,
     "qubit_metrics.t1['0']: expected an object (MetricValue), got null", TOLD),
    ("401 digits for an object in a map", ("qubit_metrics", "t1", "0"), 10**400,
     "qubit_metrics.t1['0']: expected an object (MetricValue), got 1000", TOLD),
    ("a list for a map", ("qubit_metrics", "t1"), [], "qubit_metrics.t1: expected an object, got []", "map is checked"),
    ("a list of objects for a map", ("qubit_metrics",), [METRIC], "qubit_metrics: expected an object, got [{", TOLD),
    ("a number for a text in a map", ("coupling_metrics", "zx90", "0-1", "task_id"), 7,
     "coupling_metrics.zx90['0-1'].task_id: expected a text", "scalar is checked"),
]  # fmt: skip


def changed(document: Any, place: tuple[str | int, ...], value: Any) -> Any:
    """Return a copy with another value at one place."""
    if not place:
        return value
    document = json.loads(json.dumps(document))
    *parents, last = place
    parent = document
    for key in parents:
        parent = parent[key]
    if value is NO_MEMBER:
        del parent[last]
    else:
        parent[last] = value
    return document


def wrong(document: Any, call: Call, path: str, cases: list[Wrong]) -> list[Fault]:
    return [
        refused(
            what, json.dumps(changed(document, place, value)).encode(), rf"^200 GET {path}: {escaped(says)}", why, call
        )
        for what, place, value, says, why in cases
    ]


def escaped(text: str) -> str:
    return "".join(f"\\{one}" if one in "[](){}.?*+|^$\\" else one for one in text)


RAGGED = "TLS that ends without close_notify is an error"
CONTROLS = "header text has no control characters"
FOLLOWING = "bytes after a response end the connection"
SECTION = Section(
    "Broken responses",
    "A response that is incomplete or violates HTTP/1.1 (RFC 9112) is an error and never a result. Bytes after a "
    "response are never read as the next one, and a connection with ambiguous message framing is not used again. "
    "A response that is not what was declared is a `QDashValidationError` that names the first place of a "
    "difference and the value found there. Only UTF-8 without a byte order mark is JSON, and NaN is not; unknown "
    "members and enum values are accepted.",
    {
        "a truncated body is an error": [
            (
                "transport/http1.py",
                "        while not buffer:\n            _receive(self._source)",
                "        if not buffer:\n            self._source.receive()",
            ),
            (
                "transport/http1.py",
                "            self._next_chunk()\n",
                "            try:\n                self._next_chunk()\n"
                "            except IncompleteResponse:\n                self.complete = True\n",
            ),
        ],
        "a reset is not the end of a body": [
            (
                "transport/connection.py",
                "raise _as_reset(error) from None\n        self.received",
                'data = b""\n        self.received',
            )
        ],
        RAGGED: [("transport/tls.py", "suppress_ragged_eofs=False", "suppress_ragged_eofs=True")],
        "a truncated header is an error": [
            (
                "transport/http1.py",
                '_receive(source)\n        end = buffer.find(b"\\n", seen, _MAX_LINE)',
                'if not source.receive():\n            buffer += b"\\n"\n'
                '        end = buffer.find(b"\\n", seen, _MAX_LINE)',
            )
        ],
        "a response begins with HTTP/1": [
            (
                "transport/http1.py",
                'raise ProtocolError(f"not a status line of HTTP/1: {line[:60].rstrip()!a}")',
                'match = _STATUS_LINE("HTTP/1.0 200 OK")',
            )
        ],
        "101 is an error": [("transport/http1.py", 'if status == "101":', "if False:")],
        "lines are limited": [("transport/http1.py", "_MAX_LINE = 65_536", "_MAX_LINE = 2**20")],
        "the size of a header is limited": [
            ("transport/http1.py", "_MAX_FIELDS_SIZE = 262_144", "_MAX_FIELDS_SIZE = 2**30")
        ],
        "the number of fields is limited": [
            ("transport/http1.py", "_MAX_FIELD_LINES = 100", "_MAX_FIELD_LINES = 2**30")
        ],
        "the number of informational responses is limited": [
            ("transport/http1.py", "_MAX_INTERIM = 20", "_MAX_INTERIM = 2**30")
        ],
        "the names of fields are checked": [
            (
                "transport/http1.py",
                "raise ProtocolError(f\"the header field {line.partition(':')[0][:60].rstrip()!a} cannot be read\")",
                "pass",
            )
        ],
        CONTROLS: [
            ("transport/http1.py", r'_TEXT = r"[\t\x20-\x7e\x80-\xff]*"', r'_TEXT = r"[^\n]*?"'),
            ("transport/http1.py", "name.lower(), value.strip(_OWS)", "name.lower(), value.strip()"),
        ],
        "folded fields are accepted": [("transport/http1.py", "elif name and (match := _FOLD(line)):", "elif False:")],
        "the folded part of a field is read": [
            (
                "transport/http1.py",
                'fields[name] = f"{fields[name].rstrip(\' \')} {match[1].strip(_OWS)}".strip(" ")',
                "pass",
            )
        ],
        "unknown transfer encodings are refused": [
            (
                "transport/http1.py",
                'raise ProtocolError(f"the transfer encoding {coding[:60]!a} is not understood")',
                "coding = None",
            )
        ],
        "lengths are checked": [
            (
                "transport/http1.py",
                "raise ProtocolError(f\"the content length {fields['content-length'][:60]!a} is not a number\")",
                "return None",
            )
        ],
        "repeated equal lengths are one length": [
            (
                "transport/http1.py",
                'lengths = {length.strip(" \\t") for length in fields["content-length"].split(",")}',
                'lengths = fields["content-length"].split(",")',
            )
        ],
        "sizes of chunks are checked": [
            ("transport/http1.py", 'raise ProtocolError("a chunk without a size")', 'match = _CHUNK_LINE("0\\r")')
        ],
        "the line before a chunk ends with CR LF": [
            ("transport/http1.py", r"[ \t]*(?:;{_TEXT})?\r", r"[ \t]*(?:;{_TEXT})?\r?")
        ],
        "a chunk ends with CR LF": [
            ("transport/http1.py", 'raise ProtocolError("a chunk that is longer than its size")', "pass")
        ],
        "chunk extensions are skipped": [("transport/http1.py", r"{{1,15}})[ \t]*(?:;{_TEXT})?\r", r"{{1,2}})\r")],
        "a body without a length ends with the connection": [
            ("transport/http1.py", "return CloseBody(source)", "return LengthBody(source, 0)")
        ],
        FOLLOWING: [
            ("transport/network.py", " and not connection.buffer:", ":"),
            ("transport/connection.py", "return not self.buffer and not self.is_readable()", "return True"),
        ],
        "an idle connection with received data is closed": [
            ("transport/connection.py", "return not self.buffer and not self.is_readable()", "return True")
        ],
        "a response with two kinds of length ends the connection": [
            ("transport/http1.py", "if length is not None or head.version < 11:", "if head.version < 11:")
        ],
        "chunks in HTTP/1.0 end the connection": [
            ("transport/http1.py", "if length is not None or head.version < 11:", "if length is not None:")
        ],
        "Connection: close ends the connection": [
            (
                "transport/http1.py",
                '= "close" not in options and (version > 10 or "keep-alive" in options)',
                "= True",
            )
        ],
        "HTTP/1.0 with keep-alive keeps the connection": [
            ("transport/http1.py", '(version > 10 or "keep-alive" in options)', "version > 10")
        ],
        "204 has no body": [("transport/http1.py", " or head.status in (204, 304)", "")],
        "an empty response is an error": [
            (
                "call/result.py",
                "decoded = codec.decode(response.body, self.shape)",
                "decoded = codec.decode(response.body, self.shape) if response.body else None",
            )
        ],
        "a web page is not data": [
            (
                "transport/errors.py",
                'if success and (response.content_type != "text/html" or request.html):',
                "if success:",
            )
        ],
        "text is UTF-8": [("codec/decoding.py", 'str(body, "utf-8")', 'str(body, "utf-8", "replace")')],
        "encodings are not guessed": [
            ("codec/decoding.py", 'str(body, "utf-8")', "str(body, json.detect_encoding(body))")
        ],
        "a response that is not JSON is an error": [
            ("codec/decoding.py", "except json.JSONDecodeError as error:", "except ZeroDivisionError as error:"),
            ("codec/decoding.py", "except ValueError as error:", "except ZeroDivisionError as error:"),
        ],
        "nesting that is too deep is an error": [
            (
                "codec/decoding.py",
                "except RecursionError:\n        problem",
                "except ZeroDivisionError:\n        problem",
            )
        ],
        "error bodies may be anything": [
            (
                "transport/errors.py",
                "except (ValueError, RecursionError):\n        return response.text()",
                "except ZeroDivisionError:\n        return response.text()",
            )
        ],
        "NaN is not a number": [
            ("codec/decoding.py", 'raise ValueError(f"{name} is not a JSON number")', "return float(name)")
        ],
        "white space around JSON is ignored": [
            ("codec/decoding.py", "return decoder.decode(text)  #", "raise  #"),
            ("codec/decoding.py", "decoder.decode(text) if text[end:].strip", "parse(b'') if str"),
        ],
        "the last of two equal members is used": [
            (
                "codec/decoding.py",
                "json.JSONDecoder(parse_constant=_refuse_constant)",
                "json.JSONDecoder(object_pairs_hook=lambda pairs: dict(reversed(pairs)))",
            )
        ],
        TOLD: [("codec/decoding.py", "except REFUSALS as error:", "except ZeroDivisionError as error:")],
        "date-times are parsed": [
            (
                "codec/scalars.py",
                "    if match is None:\n        raise ValueError\n    day, minute",
                "    if match is None:\n        return value\n    day, minute",
            )
        ],
        "the format of date-times is checked": [
            (
                "codec/scalars.py",
                "    if match is None:\n        raise ValueError\n    day, minute",
                "    if match is None:\n        if value[4:20:3] == '--T::.' and value[26:]:\n"
                "            return datetime.fromisoformat(value[:26] + '+00:00')\n"
                "        raise ValueError\n    day, minute",
            )
        ],
        "infinity is not a number": [
            ("codec/decoding.py", "if value - value:  # NaN", "if False:  # NaN"),
            ("codec/generated.py", "if kind is float else test", "if False else test"),
            (
                "codec/scalars.py",
                "if value.__class__ is not float or value - value:",
                "if value.__class__ is not float:",
            ),
            ("codec/scalars.py", "return number(value) if value.__class__ is float else value", "return value"),
        ],
        "text is checked": [
            ("codec/generated.py", 'if not ({texts}): raise TypeError"', 'if not ({texts}): pass"'),
            ("codec/scalars.py", "value.__class__ is not kind:", "value.__class__ is not kind is not str:"),
        ],
        "scalar is checked": [
            ("codec/generated.py", '[f"if {wrong}{not_null}: raise TypeError"]', '[f"if {wrong}{not_null}: pass"]'),
            ("codec/scalars.py", "value.__class__ is not kind:", "value.__class__ is not kind is not int:"),
            (
                "codec/scalars.py",
                "if inner is None:\n            raise TypeError",
                "if inner is None:\n            return value",
            ),
        ],
        "number is checked": [
            (
                "codec/scalars.py",
                "if value.__class__ is not float or value - value:\n        raise TypeError\n    return value",
                "return float(value)",
            )
        ],
        "list is checked": [
            (
                "codec/generated.py",
                "if value.__class__ is not container:\n                raise",
                "if value.__class__ is not container is dict:\n                raise",
            ),
            (
                "codec/generated.py",
                "if value.__class__ is not container:\n            raise",
                "if value.__class__ is not container is dict:\n            raise",
            ),
        ],
        "map is checked": [
            (
                "codec/generated.py",
                "if value.__class__ is not container:\n            raise",
                "value = container(value)\n        if value.__class__ is not container:\n            raise",
            ),
            (
                "codec/generated.py",
                "if value.__class__ is not container:\n                raise",
                "value = container(value)\n            if value.__class__ is not container:\n                raise",
            ),
        ],
        "unknown values of enums are accepted": [
            (
                "codec/shapes.py",
                "names = Names(_GIVEN, model.__module__, choice=str)",
                'names = Names({**_GIVEN, "Literal": __import__("typing").Literal}, model.__module__)',
            ),
            (
                "codec/scalars.py",
                "    if is_any(shape):",
                "    if shape.__class__.__name__ == '_LiteralGenericAlias':\n"
                "        return lambda value: shape.__args__[shape.__args__.index(value)]\n    if is_any(shape):",
            ),
        ],
        "unknown members are accepted": [
            (
                "codec/generated.py",
                "    reads, checks = [], []",
                '    reads, checks = [], [f"if len(_data) > {len(hints)}: raise ValueError"]',
            ),
        ],
    },
    [
        # How a response ends.
        *[
            broken(f"the server closes {where}", closing(data), "a truncated body is an error")
            for where, data in {
                "before the length is reached": http_response(JSON, length=50),
                "within a chunk": CHUNKED + b"ff\r\n" + JSON,
                "within the end of a chunk": CHUNKED + chunk(JSON)[:-1],
                "within the size of a chunk": CHUNKED + chunk(JSON) + b"5",
                "before the last chunk": CHUNKED + chunk(JSON),
            }.items()
        ],
        broken(
            "the server resets the connection at the end of a body without a length",
            Step(http_response(JSON, length=-1), then="reset"),
            "a reset is not the end of a body",
        ),
        broken(
            "TLS ends without close_notify at the end of a body without a length",
            closing(http_response(JSON, length=-1)),
            RAGGED,
            r"TLS ended without close_notify\)",
            tls=True,
        ),
        *[
            broken(
                f"the server closes {where}",
                closing(data),
                "a truncated header is an error",
                "the connection was closed before",
            )
            for where, data in {
                "within the status line": CHIP[:10],
                "after the status line": CHIP[:20],
                "within a header field": CHIP[:30],
                "after a header field": http_response(b"").removesuffix(b"\r\n"),
            }.items()
        ],
        *[
            accepted(
                f"a body of {version} ends with the connection",
                closing(http_response(JSON, length=-1, version=version)),
                "c",
                "a body without a length ends with the connection",
            )
            for version in ("HTTP/1.1", "HTTP/1.0")
        ],
        Fault(
            what="a body without a length ends with close_notify of TLS",
            server=taking_leave,
            tls=True,
            sees="c",
            within=5,
            guard="a body without a length ends with the connection",
        ),
        Fault(
            what="a status 204 that names a length",
            server=[http_response(None, 204, length=16)],
            settings={"timeout_sec": 0.5},
            within=5,
            sees=Sees(QDashValidationError, "204 GET /chips/c: an empty response where JSON was due", 204),
            guard="204 has no body",
        ),
        # What is not HTTP.
        *[
            broken(
                f"{line[:24]!r} instead of a status line",
                closing(line + b"\r\n" + FIELDS),
                "a response begins with HTTP/1",
            )
            for line in [
                b"SSH-2.0-OpenSSH_9.6",
                b"HTTP/2.0 200 OK",
                b"HTTP/1.1 20 OK",
                b"HTTP/1.1 2000 OK",
                b"HTTP/1.1 099 OK",
                b"HTTP/1.1 +20 OK",
                b"HTTP/1.1 \xb2\xb2\xb2 OK",
                b"HTTP/1.1200 OK",
                b" HTTP/1.1 200 OK",
                b"http/1.1 200 OK",
                b"ICY 200 OK",
                b"\x15\x03\x01\0\x02\x02F",
                b"\0" * 60_000,
                JSON,
                b"<html>",
            ]
        ],
        *[
            broken(
                f"a header with {line!r}",
                with_field(line),
                "the names of fields are checked",
                "the header field '.*' cannot be read",
            )
            for line in [
                b"Transfer-Encoding : chunked",
                b" Transfer-Encoding: chunked",
                b"\tfolded",
                b"Transfer-Encoding",
                b"Transfer Encoding: chunked",
                b"\0Transfer-Encoding: chunked",
                b"Transfer-Encoding\xa0: chunked",
                b": chunked",
            ]
        ],
        *[
            broken(f"{what} in {where}", closing(data % control), CONTROLS, says)
            for where, data, says in [
                ("the value of a field", OK + b"X: a%sb\r\n" + FIELDS, "the header field 'X' cannot be read"),
                ("a folded line", OK + b"X: a\r\n b%sc\r\n" + FIELDS, "the header field ' b.*c' cannot be read"),
                ("a status line", b"HTTP/1.1 200 O%sK\r\n" + FIELDS, "not a status line of HTTP/1"),
                (
                    "the extension of a chunk",
                    CHUNKED + b"10;x=%s1\r\n" + JSON + b"\r\n0\r\n\r\n",
                    "a chunk without a size",
                ),
            ]
            for what, control in {"NUL": b"\0", "bare CR": b"\r", "VT": b"\x0b", "DEL": b"\x7f"}.items()
        ],
        broken(
            "VT before chunked in Transfer-Encoding",
            closing(CHUNKED.replace(b": chunked", b": \x0bchunked") + LAST),
            CONTROLS,
            "the header field 'Transfer-Encoding' cannot be read",
        ),
        *[
            accepted(
                f"a field that is folded with {fold!r}", with_length(fold + b"16"), "c", "folded fields are accepted"
            )
            for fold in (b"\r\n ", b"\r\n\t", b" \r\n   ", b"\n ", b"\r\n \r\n ")
        ],
        *[
            broken(what, step, "the folded part of a field is read", says)
            for what, step, says in [
                ("a folded Content-Length", with_length(b"1\r\n 6"), "the content length '1 6' is not a number"),
                (
                    "a folded Transfer-Encoding",
                    closing(CHUNKED.replace(b": chunked", b": chunked\r\n\t, gzip") + LAST),
                    "the transfer encoding 'chunked , gzip' is not understood",
                ),
            ]
        ],
        broken(
            "a status 101 that nobody asked for",
            Step(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n", then="hang"),
            "101 is an error",
            r"the protocol was switched without a request for it \(101\)",
            {"timeout_sec": 0.5},
        ),
        broken(
            "a header field of 70,000 bytes",
            with_field(b"X: " + b"x" * 70_000),
            "lines are limited",
            "a line of more than 65536 bytes",
        ),
        broken(
            "a status line of 70,000 bytes",
            closing(b"HTTP/1.1 200 " + b"x" * 70_000 + b"\r\n" + FIELDS),
            "lines are limited",
            "a line of more than 65536 bytes",
        ),
        broken(
            "a header of 300 kB",
            with_field(b"\r\n".join([b"X: " + b"x" * 30_000] * 10)),
            "the size of a header is limited",
            r"more than 262144 bytes or 100 lines of fields\)",
        ),
        broken(
            "a header of 300 fields",
            with_field(b"\r\n".join([b"X: y"] * 300)),
            "the number of fields is limited",
            r"more than 262144 bytes or 100 lines of fields\)",
        ),
        broken(
            "a trailer of 300 kB",
            closing(CHUNKED + chunk(JSON) + b"0\r\n" + (b"X: " + b"x" * 30_000 + b"\r\n") * 10 + b"\r\n"),
            "the size of a header is limited",
            r"more than 262144 bytes or 100 lines of fields\)",
        ),
        broken(
            "a trailer of 300 fields",
            closing(CHUNKED + chunk(JSON) + b"0\r\n" + b"X: y\r\n" * 300 + b"\r\n"),
            "the number of fields is limited",
            r"more than 262144 bytes or 100 lines of fields\)",
        ),
        broken(
            "25 informational responses before the response",
            closing(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 25 + CHIP),
            "the number of informational responses is limited",
            "more than 20 informational responses, and no other",
        ),
        # With ambiguous message framing.
        *[
            broken(
                f"Transfer-Encoding: {coding} beside a length",
                with_field(f"Transfer-Encoding: {coding}".encode()),
                "unknown transfer encodings are refused",
                "the transfer encoding '.*' is not understood",
            )
            for coding in [
                "gzip",
                "gzip, chunked",
                "chunked, gzip",
                "chunked, chunked",
                "chunked, identity",
                "identity",
                "xchunked",
                "chunked;q=1",
            ]
        ],
        broken(
            "Transfer-Encoding twice",
            with_field(b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"),
            "unknown transfer encodings are refused",
            "the transfer encoding 'chunked, identity' is not understood",
        ),
        *[
            broken(
                f"Content-Length: {length.decode('latin-1')[:24] or 'nothing'}",
                with_length(length),
                "lengths are checked",
                "the content length '.*' is not a number",
            )
            for length in [
                b"+16",
                b"-16",
                b"-1",
                b"1_6",
                b"0x10",
                b"16.0",
                b"1e1",
                b"\xb2",
                b"16 16",
                b"16, 17",
                b"16;17",
                b"x",
                b"16\r\nContent-Length: 5",
                b"",
                b"16,",
                b",16",
                b"16\r\nContent-Length:",
                b"9" * 19,
                b"9" * 5000,
            ]
        ],
        *[
            accepted(f"Content-Length: {shown}", with_length(length), "c", "repeated equal lengths are one length")
            for shown, length in {"16, 16": b"16, 16", "16, twice": b"16\r\ncontent-length: 16"}.items()
        ],
        *[
            broken(
                f"a chunk of the size {size[:20]!r}",
                closing(CHUNKED + chunk(JSON) + size + b"\r\n\r\n"),
                "sizes of chunks are checked",
            )
            for size in [
                b"-1",
                b"+10",
                b"0x10",
                b"1_0",
                b" 10",
                b"",
                b"g",
                b"10 10",
                "\u0661".encode(),
                b"f" * 16,
                b"10\r",
                b"10,10",
            ]
        ],
        *[
            accepted(
                f"a chunk that begins with {line!r}",
                CHUNKED + line + JSON + b"\r\n0;x\r\nA: b\r\n\r\n",
                "c",
                "chunk extensions are skipped",
            )
            for line in [b"10;a=b\r\n", b'10 ; a="b"\r\n', b"10 \r\n", b"010\r\n"]
        ],
        *[
            broken(
                f"a chunk whose size has only LF behind it, {where}",
                closing(CHUNKED + first + JSON + b"\r\n" + last + b"\r\n"),
                "the line before a chunk ends with CR LF",
                "a chunk without a size",
            )
            for where, first, last in [("the first", b"10\n", b"0\r\n"), ("the last", b"10\r\n", b"0\n")]
        ],
        *[
            broken(
                f"a chunk with {end!r} behind it",
                closing(CHUNKED + b"10\r\n" + JSON + end + b"\r\n\r\n"),
                "a chunk ends with CR LF",
                "a chunk that is longer than its size",
            )
            for end in (b"XX0", b"\n10", b"\r\r0", b"\n\r0", b"\0\x000")
        ],
        Scenario(
            what="responses in chunks with a Content-Length",
            sees="the responses, each over a connection of its own",
            test=lambda bench: connections(
                bench,
                Step(http_response(b"", length=5, headers=[("Transfer-Encoding", "chunked")]) + LAST),
                3,
            ),
            reached="3",
            guard="a response with two kinds of length ends the connection",
        ),
        Scenario(
            what="responses of HTTP/1.0 in chunks that keep the connection",
            sees="the responses, each over a connection of its own",
            test=lambda bench: connections(bench, Step(of_http_1_0(b"Transfer-Encoding: chunked") + LAST), 3),
            reached="3",
            guard="chunks in HTTP/1.0 end the connection",
        ),
        Scenario(
            what="responses of HTTP/1.0 with a length that keep the connection",
            sees="the responses, all over one connection",
            test=lambda bench: connections(bench, Step(of_http_1_0(b"Content-Length: 16") + JSON), 1),
            reached="3",
            guard="HTTP/1.0 with keep-alive keeps the connection",
        ),
        *[
            Scenario(
                what=f"the server {what}, and does not close",
                sees="the responses, each over a connection of its own",
                test=lambda bench, step=step: connections(bench, step, 3),
                reached="3",
                guard="Connection: close ends the connection",
            )
            for what, step in {
                "says that it closes": Step(http_response(JSON, headers=[("Connection", "Close")])),
                "speaks HTTP/1.0": Step(http_response(JSON, version="HTTP/1.0")),
            }.items()
        ],
        # What follows a response.
        *[
            Fault(
                what=f"{what}{' over TLS' * tls}",
                server=[step],
                call=thrice,
                tls=tls,
                sees=["c"] * 3,
                reached=3,
                within=5,
                guard=guard,
            )
            for tls in (False, True)
            for what, step, guard in [
                ("another response in the same segment", followed(CHIP + FORGED), FOLLOWING),
                (
                    "another response after the last chunk",
                    followed(CHUNKED + LAST + FORGED),
                    FOLLOWING,
                ),
                (
                    "another response a little later",
                    followed(CHIP, FORGED),
                    "an idle connection with received data is closed",
                ),
                ("3,000 more responses", followed(b"", CHIP + FORGED * 3000), FOLLOWING),
                ("half of another response in the same segment", followed(CHIP + FORGED[:30]), FOLLOWING),
                (
                    "an empty line after the response",
                    followed(CHIP, b"\r\n"),
                    "an idle connection with received data is closed",
                ),
                (
                    "a status 408 on the idle connection",
                    followed(CHIP, http_response({"detail": "idle too long"}, 408), then="close"),
                    "an idle connection with received data is closed",
                ),
            ]
        ],
        # What is not JSON.
        refused(
            "a status 200 without a body",
            b"",
            "200 GET /chips/c: an empty response where JSON was due$",
            "an empty response is an error",
        ),
        refused(
            "a status 200 without a body and without a type",
            b"",
            "200 GET /chips/c: an empty response where JSON was due$",
            "an empty response is an error",
            content_type=None,
        ),
        refused(
            "a status 204 where JSON is due",
            b"",
            "204 DELETE /chips/c: an empty response where JSON was due$",
            "an empty response is an error",
            WRITES["DELETE"],
            status=204,
            length=-1,
        ),
        *[
            refused(
                f"a web page of the type {content_type}",
                body,
                f"200 GET /chips/c: an HTML page{title} instead of JSON; check that base_url",
                "a web page is not data",
                content_type=content_type,
            )
            for content_type, body, title in [
                ("text/html; charset=utf-8", b"<html><title>QDash</title>", r" \('QDash'\)"),
                ("text/HTML", JSON, ""),
            ]
        ],
        *[
            refused(
                f"{what} instead of JSON", body, "200 GET /chips/c: not JSON", "a response that is not JSON is an error"
            )
            for what, body in {
                "half a document": b'{"chip_id": "c"',
                "two documents": JSON * 2,
                "text": b"all is well",
                "Python": b"{'chip_id': 'c'}",
                "a space": b" ",
            }.items()
        ],
        refused(
            "a number of 5,000 digits",
            b'{"chip_id": ' + b"9" * 5000 + b"}",
            "not usable JSON",
            "a response that is not JSON is an error",
        ),
        *[
            refused(f"100,000 levels of {what}", body, "nested too deeply", "nesting that is too deep is an error")
            for what, body in {
                "lists": b"[" * DEEP + b"]" * DEEP,
                "lists without an end": b"[" * DEEP,
                "objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
                "lists in a member": b'{"chip_id": ' + b"[" * DEEP + b"]" * DEEP + b"}",
            }.items()
        ],
        *[
            Fault(
                what=f"an error with {what}",
                server=[http_response(body, 404)],
                sees=Sees(QDashNotFoundError, r"^404 GET /chips/c: .{1,500}$", 404),
                within=5,
                guard="error bodies may be anything",
            )
            for what, body in {
                "100,000 levels of lists": b"[" * DEEP + b"]" * DEEP,
                "a number of 5,000 digits": b'{"detail": ' + b"9" * 5000 + b"}",
                "half a document": b'{"detail": ',
            }.items()
        ],
        *[
            refused(
                f"{number} in the response",
                b'{"x": ' + number.encode() + b"}",
                f"{number} is not a JSON number",
                "NaN is not a number",
                CONFIG,
            )
            for number in ("NaN", "Infinity", "-Infinity")
        ],
        *[
            refused(
                f"{digits} in the response",
                b'{"x": [{"y": ' + digits.encode() + b"}]}",
                f"{digits} is too large for a float",
                "infinity is not a number",
                CONFIG,
            )
            for digits in ("1e999", "-1E400", "0.1e310")
        ],
        *[
            refused(
                f"1e999 for {what}",
                json.dumps(changed(CHIP_METRICS, place, 0.123)).replace("0.123", "1e999").encode(),
                escaped(f"{says}: expected a number or null, got inf"),
                "infinity is not a number",
                METRICS,
            )
            for what, place, says in [
                ("a number", ("qubit_metrics", "t1", "0", "value"), "qubit_metrics.t1['0'].value"),
                (
                    "a deviation",
                    ("coupling_metrics", "zx90", "0-1", "stddev"),
                    "coupling_metrics.zx90['0-1'].stddev",
                ),
            ]
        ],
        *[
            refused(
                "1e999 where any of several types is due",
                b'{"data": {"0": [{"value": 1e999}]}}',
                r"data\['0'\]\[0\]\.value: expected .*, got inf",
                "infinity is not a number",
                lambda client: client.get_task_results_timeseries(
                    chip_id="c", parameter="t1", start_at="2026-07-01", end_at="2026-07-02"
                ),
            ),
            refused(
                "1e999 in a free-form member",
                b'{"qid": "0", "chip_id": "c", "data": {"t1": {"value": 1e999}}}',
                "not usable JSON .1e999 is too large for a float",
                "infinity is not a number",
                lambda client: client.get_chip_qubit("c", "0"),
            ),
        ],
        *[
            refused(what, b'{"chip_id": "' + text + b'"}', "not UTF-8 at byte 13$", "text is UTF-8")
            for what, text in {
                "a byte that UTF-8 never has": b"\xff",
                "Latin-1": "é".encode("latin-1"),
                "half a character": "é".encode()[:1],
                "a surrogate in UTF-8": b"\xed\xa0\x80",
            }.items()
        ],
        *[
            refused(encoding, JSON.decode().encode(encoding), "not (JSON|UTF-8)", "encodings are not guessed")
            for encoding in ("UTF-16", "UTF-16-LE", "UTF-16-BE", "UTF-32")
        ],
        refused("a byte order mark", b"\xef\xbb\xbf" + JSON, "not JSON", "encodings are not guessed"),
        # What is JSON, and not what was declared.
        *wrong(CHIPS, LIST, "/chips", WRONG_CHIPS),
        *wrong(CHIP_METRICS, METRICS, "/metrics/chips/c/metrics", WRONG_METRICS),
        *[
            refused(f"{body.decode()} where any object is due", body, "expected an object", TOLD, CONFIG)
            for body in (b"[]", b"null", b"5", b'"text"')
        ],
        # What may vary.
        *[
            accepted(what, http_response(body), "c", "white space around JSON is ignored")
            for what, body in {
                "white space before it": b" \r\n\t" + JSON,
                "white space after it": JSON + b"\n\t\r ",
            }.items()
        ],
        *[
            accepted(
                "a member twice",
                http_response(b'{"chip_id": "first", "chip_id": "last"}'),
                "last",
                "the last of two equal members is used",
            ),
            accepted(
                "a value that an enum does not have",
                http_response({"chip_id": "c", "activity_status": "retired"}),
                "retired",
                "unknown values of enums are accepted",
                lambda client: client.get_chip("c").activity_status,
            ),
            accepted(
                "members that nobody knows",
                http_response({"chip_id": "c"} | {f"x{number}": {} for number in range(50)}),
                "c",
                "unknown members are accepted",
            ),
        ],
    ],
)
