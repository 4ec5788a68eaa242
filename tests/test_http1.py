"""HTTP/1.1 framing: every rule by itself, and the same bytes as h11 reads them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import h11
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qdash.client.transport.http1 import (
    Body,
    ChunkedBody,
    CloseBody,
    ConnectionClosed,
    IncompleteResponse,
    LengthBody,
    ProtocolError,
    body_of,
    read_head,
    request_head,
)

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


class Pieces:
    """A connection that brings some bytes, a few at a time, and ends then."""

    def __init__(self, data: bytes, step: int = 0) -> None:
        self.buffer = bytearray()
        self.waits = 0
        self._data = data
        self._step = step or len(data) or 1

    def receive(self) -> bool:
        self.waits += 1
        piece, self._data = self._data[: self._step], self._data[self._step :]
        self.buffer += piece
        return bool(piece)

    def rest(self) -> bytes:
        """What was not read, received or not."""
        return bytes(self.buffer) + self._data


class Outcome(NamedTuple):
    """What a reader makes of a response."""

    status: int
    fields: dict[str, str]
    body: bytes
    persistent: bool
    rest: bytes


def read_response(data: bytes, method: str = "GET", step: int = 0, size: int = 65_536) -> Outcome:
    source = Pieces(data, step)
    head = read_head(source)
    body = body_of(head, method, source)
    content = read_all(body, size)
    return Outcome(head.status, head.fields, content, head.persistent, source.rest())


def read_all(body: Body, size: int = 65_536) -> bytes:
    pieces = []
    while piece := body.read(size):
        assert len(piece) <= size
        pieces.append(piece)
    assert body.complete
    assert body.read(size) == b""
    return b"".join(pieces)


def fields_of(lines: bytes) -> dict[str, str]:
    return read_head(Pieces(OK + lines + b"\r\n")).fields


# The request


def test_a_request_head_is_a_request_line_and_fields() -> None:
    assert request_head("GET", "/chips?x=1", {"Host": "q:80", "X-Note": "d\xe9j\xe0\tvu"}) == (
        b"GET /chips?x=1 HTTP/1.1\r\nHost: q:80\r\nX-Note: d\xe9j\xe0\tvu\r\n\r\n"
    )


@pytest.mark.parametrize("target", ["", "/a b", "/a\tb", "/a\r\nX: y", "/\x00", "/\x7f", "/\xe9", "/x\n", "/\u2028"])
def test_a_target_is_printable_ascii_without_blanks(target: str) -> None:
    with pytest.raises(ProtocolError):
        request_head("GET", target, {})


@pytest.mark.parametrize("method", ["", "G T", "GET\r\n", "G\xc9T", "GET /x HTTP/1.1\r\nX:"])
def test_a_method_is_a_token(method: str) -> None:
    with pytest.raises(ProtocolError):
        request_head(method, "/", {})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X", "a\r\nY: b"),
        ("X", "a\n"),
        ("X", "a\r"),
        ("X", "\x00"),
        ("X", "a\x0bb"),
        ("X", "\x7f"),
        ("X", "\u20ac"),
        ("X", "\ud800"),
        ("", "a"),
        ("X ", "a"),
        ("X:", "a"),
        ("X\r\nY", "a"),
        ("\xe9", "a"),
    ],
)
def test_a_request_field_has_neither_control_characters_nor_other_than_latin_1(name: str, value: str) -> None:
    with pytest.raises(ProtocolError):
        request_head("GET", "/", {name: value})


def test_a_refused_request_field_keeps_its_value_to_itself() -> None:
    with pytest.raises(ProtocolError) as caught:
        request_head("GET", "/", {"Authorization": "Bearer s3cret\u20ac"})
    assert "s3cret" not in repr(caught.value)
    assert caught.value.__context__ is None  # a UnicodeEncodeError would hold the whole head


# The status line


@pytest.mark.parametrize(
    ("line", "version", "status", "reason"),
    [
        (b"HTTP/1.1 200 OK\r\n", 11, 200, "OK"),
        (b"HTTP/1.0 404 Not Found\r\n", 10, 404, "Not Found"),
        (b"HTTP/1.1 200\r\n", 11, 200, ""),
        (b"HTTP/1.1 200 \r\n", 11, 200, ""),
        (b"HTTP/1.1 200 OK\n", 11, 200, "OK"),
        (b"HTTP/1.1 500 d\xe9j\xe0\tvu \r\n", 11, 500, "d\xe9j\xe0\tvu"),
        (b"HTTP/1.7 599 x\r\n", 11, 599, "x"),
        (b"HTTP/1.1 999 x\r\n", 11, 999, "x"),
    ],
)
@pytest.mark.parametrize("step", [0, 1])
def test_status_lines(line: bytes, version: int, status: int, reason: str, step: int) -> None:
    head = read_head(Pieces(line + b"\r\n", step))
    assert (head.version, head.status, head.reason, head.fields) == (version, status, reason, {})


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\x15\x03\x01\x00\x02\x02P",
        b"SSH-2.0-OpenSSH_9.6",
        b"http/1.1 200 OK",
        b"HTTP/2 200 OK",
        b"HTTP/2.0 200 OK",
        b"HTTP/1.1  200 OK",
        b"HTTP/1.1 20 OK",
        b"HTTP/1.1 2000 OK",
        b"HTTP/1.1 099 OK",
        b"HTTP/1.1 2\xb20 OK",
        b"HTTP/1.1 200OK",
        b"HTTP/1.1\t200 OK",
        b" HTTP/1.1 200 OK",
        b"HTTP/1.1 200 O\rK",
        b"HTTP/1.1 200 OK\r",
        b"HTTP/1.1 200 O\0K",
        b"HTTP/1.1 200 O\x1b[31mK",
    ],
)
@pytest.mark.parametrize("step", [0, 1])
def test_what_is_no_status_line_is_refused_with_a_printable_message(line: bytes, step: int) -> None:
    with pytest.raises(ProtocolError) as caught:
        read_head(Pieces(line + b"\r\nServer: x\r\n\r\n", step))
    assert str(caught.value).isprintable()
    assert not isinstance(caught.value, IncompleteResponse)


def test_a_wrong_status_line_is_refused_before_more_comes() -> None:
    source = Pieces(b"SSH-2.0-OpenSSH_9.6\r\n")
    with pytest.raises(ProtocolError):
        read_head(source)
    assert source.waits == 1


# The fields


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        (b"Server: x\r\n", {"server": "x"}),
        (b"SERVER:x\r\n", {"server": "x"}),
        (b"A: \t x y\t \r\n", {"a": "x y"}),
        (b"A:\r\nB: \r\n", {"a": "", "b": ""}),
        (b"A: b: c\r\n", {"a": "b: c"}),
        (b"A: 1\r\nB: 2\r\na: 3\r\n", {"a": "1, 3", "b": "2"}),
        (b"A: 1\nB: 2\n", {"a": "1", "b": "2"}),
        (b"A: \xa0x\x85\r\n", {"a": "\xa0x\x85"}),  # no white space here, though it is for str.strip()
        (b"!#$%&'*+-.^_`|~09azAZ: x\r\n", {"!#$%&'*+-.^_`|~09azaz": "x"}),
        (b"A: 1\r\n 2\r\n", {"a": "1 2"}),
        (b"A: 1 \t\r\n \t 2\r\n\t3\r\nB: 4\r\n", {"a": "1 2 3", "b": "4"}),
        (b"A: 1\n 2\n", {"a": "1 2"}),
        (b"A:\r\n 1\r\n", {"a": "1"}),
        (b"A: 1\r\n \r\n 2\r\n", {"a": "1 2"}),
    ],
)
@pytest.mark.parametrize("step", [0, 1])
def test_fields(lines: bytes, fields: dict[str, str], step: int) -> None:
    assert read_head(Pieces(OK + lines + b"\r\n", step)).fields == fields


BAD_FIELDS = [
    b"A\r\n",
    b": x\r\n",
    b"A : x\r\n",
    b"A\t: x\r\n",
    b"A B: x\r\n",
    b"A\xe9: x\r\n",
    b"A(: x\r\n",
    b"A\0: x\r\n",
    b" A: x\r\n",
    b"\tA: x\r\nB: y\r\n",
    b"A: x\0\r\n",
    b"A: x\ry\r\n",
    b"A: x\r\r\n",
    b"A: x\r\r\n y\r\n",
    b"A: x\r\n y\r\r\n",
    b"A: \x0bx\r\n",
    b"A: x\x0c\r\n",
    b"A: \x01\r\n",
    b"A: \x1f\r\n",
    b"A: \x7f\r\n",
    b"A: x\r\n B\0: y\r\n",
    b"A: x\r\n \x0by\r\n",
    b"A\r\n : x\r\n",
    b"\r\r\n",
]


@pytest.mark.parametrize("lines", BAD_FIELDS)
@pytest.mark.parametrize("before", [OK, CHUNKED + b"0\r\n"], ids=["head", "trailer"])
@pytest.mark.parametrize("step", [0, 1])
def test_bad_fields_are_refused_in_heads_and_trailers(lines: bytes, before: bytes, step: int) -> None:
    with pytest.raises(ProtocolError) as caught:
        read_response(before + lines + b"\r\n", step=step)
    assert str(caught.value).isprintable()


def test_a_folded_field_is_judged_as_a_whole() -> None:
    with pytest.raises(ProtocolError):
        read_response(OK + b"Transfer-Encoding: chunked,\r\n gzip\r\n\r\n")
    assert read_response(OK + b"Transfer-Encoding:\r\n chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n").body == b"x"
    assert read_response(OK + b"Content-Length: 1,\r\n 1\r\n\r\nx").body == b"x"


# The limits


@pytest.mark.parametrize("step", [0, 7_000])
@pytest.mark.parametrize("before", [OK, CHUNKED + b"0\r\n"], ids=["head", "trailer"])
def test_limits_of_fields(before: bytes, step: int) -> None:
    longest = b"A: " + b"x" * (65_536 - 5) + b"\r\n"
    assert len(longest) == 65_536
    most = b"".join(b"A%d: x\r\n" % number for number in range(100))
    fitting = longest * 3 + b"B: " + b"x" * (65_536 - 5) + b"\r\n"
    assert len(fitting) == 262_144
    for lines in (longest, most, fitting, b"A: x\r\n" + b" x\r\n" * 99):
        read_response(before + lines + b"\r\n", step=step)
    for lines in (b"A" + longest, most + b"B: x\r\n", fitting + b"C:\r\n", b"A: x\r\n" + b" x\r\n" * 100):
        with pytest.raises(ProtocolError, match="more than"):
            read_response(before + lines + b"\r\n", step=step)


@pytest.mark.parametrize("before", [b"", OK, OK + b"A: b\r\n", CHUNKED, CHUNKED + b"0\r\n"])
def test_a_line_without_an_end_is_given_up(before: bytes) -> None:
    source = Pieces(before + b"H" * 10_000_000, step=4_096)
    with pytest.raises(ProtocolError, match="more than 65536 bytes"):
        read_all(body_of(read_head(source), "GET", source))
    assert source.waits < 20


def test_informational_responses_are_skipped() -> None:
    interim = b"HTTP/1.1 100 Continue\r\n\r\n" + b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nContent-Length: 9\r\n\r\n"
    assert read_response(interim * 10 + OK + b"Content-Length: 1\r\n\r\nx", step=1).fields == {"content-length": "1"}
    with pytest.raises(ProtocolError, match="20 informational"):
        read_response(interim * 10 + interim + OK + b"\r\n")


def test_switched_protocols_are_an_error_at_once() -> None:
    with pytest.raises(ProtocolError, match="101"):
        read_head(Pieces(b"HTTP/1.1 101 Switching Protocols\r\n"))


# Where a response ends


@pytest.mark.parametrize(
    ("fields", "method", "status", "kind", "left"),
    [
        (b"Content-Length: 5\r\n", "GET", 200, LengthBody, 5),
        (b"Content-Length: 0\r\n", "GET", 200, LengthBody, 0),
        (b"Content-Length: 005\r\n", "GET", 200, LengthBody, 5),
        (b"Content-Length: 5, 5\r\n", "GET", 200, LengthBody, 5),
        (b"Content-Length: 5 ,\t5\r\n", "GET", 200, LengthBody, 5),
        (b"Content-Length: 5\r\ncontent-length: 5\r\n", "GET", 200, LengthBody, 5),
        (b"Content-Length: 999999999999999999\r\n", "GET", 200, LengthBody, 10**18 - 1),
        (b"Transfer-Encoding: chunked\r\n", "GET", 200, ChunkedBody, None),
        (b"Transfer-Encoding: CHUNKED\r\n", "POST", 500, ChunkedBody, None),
        (b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "GET", 200, ChunkedBody, None),
        (b"", "GET", 200, CloseBody, None),
        (b"", "GET", 404, CloseBody, None),
        (b"", "GET", 204, LengthBody, 0),
        (b"Content-Length: 5\r\n", "GET", 204, LengthBody, 0),
        (b"Content-Length: 5\r\n", "GET", 304, LengthBody, 0),
        (b"Transfer-Encoding: chunked\r\n", "GET", 304, LengthBody, 0),
        (b"Content-Length: 5\r\n", "HEAD", 200, LengthBody, 0),
        (b"Transfer-Encoding: chunked\r\n", "HEAD", 200, LengthBody, 0),
        (b"", "HEAD", 404, LengthBody, 0),
        (b"Content-Length: 5\r\n", "CONNECT", 200, LengthBody, 0),
        (b"", "CONNECT", 299, LengthBody, 0),
        (b"Content-Length: 5\r\n", "CONNECT", 407, LengthBody, 5),
        (b"", "CONNECT", 502, CloseBody, None),
    ],
)
def test_framing(fields: bytes, method: str, status: int, kind: type[Body], left: int | None) -> None:
    source = Pieces(b"HTTP/1.1 %d x\r\n%s\r\n" % (status, fields))
    body = body_of(read_head(source), method, source)
    assert (type(body), body.left, body.complete) == (kind, left, left == 0)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "fields",
    [
        b"Content-Length:\r\n",
        b"Content-Length: 5,\r\n",
        b"Content-Length: ,5\r\n",
        b"Content-Length: ,\r\n",
        b"Content-Length: 5, 6\r\n",
        b"Content-Length: 5, 05\r\n",
        b"Content-Length: 5\r\nContent-Length: 6\r\n",
        b"Content-Length: 5\r\nContent-Length:\r\n",
        b"Content-Length: +5\r\n",
        b"Content-Length: -5\r\n",
        b"Content-Length: 0x5\r\n",
        b"Content-Length: 5_0\r\n",
        b"Content-Length: 5 0\r\n",
        b"Content-Length: 5.0\r\n",
        b"Content-Length: \xb2\r\n",
        b"Content-Length: \xa05\r\n",
        b"Content-Length: 1000000000000000000\r\n",
        b"Content-Length: x\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding:\r\n",
        b"Transfer-Encoding: gzip, chunked\r\n",
        b"Transfer-Encoding: chunked, chunked\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked,\r\n",
        b"Transfer-Encoding: chunked;x=y\r\n",
        b"Transfer-Encoding: identity\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Transfer-Encoding: \xa0chunked\r\n",
        b'Transfer-Encoding: "chunked"\r\n',
    ],
)
def test_an_end_that_is_not_clear_is_refused(fields: bytes, method: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        read_response(OK + fields + b"\r\n5\r\nhello\r\n0\r\n\r\n", method)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("head", "persistent"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n", True),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: Close\r\n", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: foo ,\tclose\r\n", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: foo\r\nConnection: close\r\n", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive, close\r\n", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: not-close, closed\r\n", True),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: foo,\xa0close\r\n", True),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n", False),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: Keep-Alive\r\n", True),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: no-keep-alive\r\n", False),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive, close\r\n", False),
        (b"HTTP/1.1 200 OK\r\n", False),
        (b"HTTP/1.1 204 No\r\n", True),
        (b"HTTP/1.1 304 No\r\n", True),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n", True),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n", False),
        (b"HTTP/1.1 204 No\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n", False),
        (b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n", False),
    ],
)
def test_persistence(head: bytes, persistent: bool) -> None:
    source = Pieces(head + b"\r\n")
    response = read_head(source)
    body_of(response, "GET", source)
    assert response.persistent is persistent


# The bodies


@pytest.mark.parametrize("size", [1, 3, 65_536])
@pytest.mark.parametrize("step", [0, 1, 2])
@pytest.mark.parametrize(
    ("response", "rest"),
    [
        (OK + b"Content-Length: 11\r\n\r\nhello world", b""),
        (OK + b"Content-Length: 11\r\n\r\nhello world", b"surplus"),
        (OK + b"\r\nhello world", b""),
        (CHUNKED + b"b\r\nhello world\r\n0\r\n\r\n", b""),
        (CHUNKED + b"B\r\nhello world\r\n000\r\n\r\n", b"\r\n"),
        (CHUNKED + b"5\r\nhello\r\n1\r\n \r\n5\r\nworld\r\n0\r\n\r\n", b"HTTP/1.1 200 OK\r\n"),
        (CHUNKED + b'5;a=b;c\r\nhello\r\n6 \t;a="\xe9;"\r\n world\r\n0;z\r\n\r\n', b""),
        (CHUNKED + b"000000000000005\r\nhello\r\n6 \r\n world\r\n0\r\nA: b\r\nContent-Length: ,\r\n\r\n", b"0"),
        (CHUNKED + b"b\r\nhello world\r\n0\r\nA: b\n c\n\n", b""),
    ],
)
def test_bodies(response: bytes, rest: bytes, step: int, size: int) -> None:
    outcome = read_response(response + rest, step=step, size=size)
    assert (outcome.body, outcome.rest) == (b"hello world", rest)


@pytest.mark.parametrize("step", [0, 1])
@pytest.mark.parametrize(
    "chunks",
    [
        b"5\r\nhelloXX6\r\n world\r\n0\r\n\r\n",
        b"5\r\nhello\n10\r\n\r\n0\r\n\r\n",
        b"5\r\nhello\n\n0\r\n\r\n",
        b"5\r\nhello\r0\r\n\r\n",
        b"5\r\nhello\rX0\r\n\r\n",
        b"5\r\nhello0\r\n\r\n",
        b"5\r\nhell\r\n0\r\n\r\n",
        b"5\nhello\r\n0\r\n\r\n",
        b"5\r\nhello\r\n0\n\r\n",
        b"5;a\nhello\r\n0\r\n\r\n",
        b"5;a\rb\r\nhello\r\n0\r\n\r\n",
        b"5;a\0\r\nhello\r\n0\r\n\r\n",
        b"5\r\r\nhello\r\n0\r\n\r\n",
        b"\r\nhello\r\n0\r\n\r\n",
        b";a\r\nhello\r\n0\r\n\r\n",
        b" 5\r\nhello\r\n0\r\n\r\n",
        b"-5\r\nhello\r\n0\r\n\r\n",
        b"+5\r\nhello\r\n0\r\n\r\n",
        b"0x5\r\nhello\r\n0\r\n\r\n",
        b"0_5\r\nhello\r\n0\r\n\r\n",
        b"5 5\r\nhello\r\n0\r\n\r\n",
        b"5\x0b\r\nhello\r\n0\r\n\r\n",
        b"\xb2\r\nhello\r\n0\r\n\r\n",
        b"0000000000000005\r\nhello\r\n0\r\n\r\n",
        b"5\r\nhello\r\n\r\n",
    ],
)
def test_broken_chunks_are_refused(chunks: bytes, step: int) -> None:
    with pytest.raises(ProtocolError) as caught:
        read_response(CHUNKED + chunks, step=step)
    assert not isinstance(caught.value, IncompleteResponse)


def test_a_chunk_that_goes_on_is_refused_before_more_comes() -> None:
    source = Pieces(CHUNKED + b"5\r\nhelloXX")
    body = body_of(read_head(source), "GET", source)
    assert body.read(100) == b"hello"
    with pytest.raises(ProtocolError, match="longer"):
        body.read(100)
    assert source.waits == 1


@pytest.mark.parametrize("data", [b"5\r\nhello", b"5\r\nhello\r\n", b"5\r\nhello\r\n5\r\n"])
def test_the_data_of_a_chunk_is_handed_out_before_more_comes(data: bytes) -> None:
    source = Pieces(CHUNKED + data)
    assert body_of(read_head(source), "GET", source).read(100) == b"hello"
    assert source.waits == 1


@pytest.mark.parametrize(
    "response", [OK + b"Content-Length: 11\r\n\r\nhello world", CHUNKED + b"b\r\nhello world\r\n0\r\nA: b\r\n\r\n"]
)
@pytest.mark.parametrize("step", [0, 1])
def test_a_response_that_ends_early_is_incomplete(response: bytes, step: int) -> None:
    for end in range(1, len(response)):
        with pytest.raises(IncompleteResponse):
            read_response(response[:end], step=step)


def test_a_connection_that_ends_before_a_response_is_closed_not_incomplete() -> None:
    with pytest.raises(ConnectionClosed):
        read_head(Pieces(b""))
    with pytest.raises(IncompleteResponse):
        read_head(Pieces(b"HTTP/1.1 100 Continue\r\n\r\n"))
    assert issubclass(ConnectionClosed, ConnectionResetError)


@pytest.mark.parametrize(
    "response", [b"HTTP/1.1 2", OK + b"\r\nhello", OK + b"Content-Length: 9\r\n\r\nh", CHUNKED + b"1"]
)
def test_errors_of_the_connection_pass_through(response: bytes) -> None:
    class Failing(Pieces):
        def receive(self) -> bool:
            if super().receive():
                return True
            raise TimeoutError("nothing came")

    source = Failing(response)
    with pytest.raises(TimeoutError, match="nothing came"):
        read_all(body_of(read_head(source), "GET", source))


@pytest.mark.parametrize(
    "data", [b"", b"5", b"5\r\nhel", b"5\r\nhello", b"5\r\nhello\r", b"5\r\nhello\r\n", b"5\r\nhello\r\n0"]
)
def test_a_read_of_chunks_can_be_taken_up_again_after_a_timeout(data: bytes) -> None:
    whole = b"5\r\nhello\r\n0\r\n\r\n"

    class Slow(Pieces):
        """It brings the rest of the response after a timeout."""

        late = False

        def receive(self) -> bool:
            if super().receive():
                return True
            if not self.late:
                self.late = True
                raise TimeoutError
            self.buffer += whole[len(data) :]
            return True

    source = Slow(CHUNKED + data)
    body = body_of(read_head(source), "GET", source)
    pieces = []
    while not body.complete:
        try:
            pieces.append(body.read(100))
        except TimeoutError:
            continue
    assert b"".join(pieces) == b"hello"


class Counting(bytearray):
    """A buffer that counts the bytes that are taken out of it."""

    taken = 0

    def __getitem__(self, key: slice) -> bytearray:  # type: ignore[override]
        piece = bytearray(super().__getitem__(key))
        self.taken += len(piece)
        return piece


@pytest.mark.parametrize("framing", ["length", "chunks"])
def test_large_buffers_are_not_copied_again_and_again(framing: str) -> None:
    content = b"0123456789" * 20_000
    source = Pieces(b"")
    body: Body
    if framing == "length":
        source.buffer = Counting(content)
        body = LengthBody(source, len(content))
    else:
        source.buffer = Counting(b"a\r\n0123456789\r\n" * 20_000 + b"0\r\n\r\n")
        body = ChunkedBody(source)
    size = len(source.buffer)
    assert read_all(body, 1_000) == content
    assert source.buffer.taken <= size


# The same bytes to h11


def by_http1(data: bytes, method: str, step: int) -> Outcome | None:
    try:
        return read_response(data, method, step)
    except (ProtocolError, ConnectionClosed):
        return None


def by_h11(data: bytes, method: str, step: int) -> Outcome | None:
    source = Pieces(data, step)
    connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=1_000_000)
    connection.send(h11.Request(method=method, target="/", headers=[("Host", "x")]))
    connection.send(h11.EndOfMessage())
    response, body, ended = None, b"", False
    try:
        while True:
            event = connection.next_event()
            if event is h11.NEED_DATA:
                ended = not source.receive()
                connection.receive_data(bytes(source.buffer))
                source.buffer.clear()
            elif isinstance(event, h11.Response):
                response = event
            elif isinstance(event, h11.Data):
                body += event.data
            elif isinstance(event, h11.EndOfMessage):
                break
            elif not isinstance(event, h11.InformationalResponse):
                return None
    except h11.RemoteProtocolError:
        return None
    assert response is not None
    fields: dict[str, str] = {}
    for name, value in response.headers:
        key, text = name.decode("latin-1"), value.decode("latin-1")
        fields[key] = f"{fields[key]}, {text}" if key in fields else text
    persistent = connection.their_state is h11.DONE and not ended
    return Outcome(response.status_code, fields, body, persistent, connection.trailing_data[0] + source.rest())


def differences(data: bytes, method: str) -> set[str]:
    """What http1 and h11 do not agree on; and http1 has to make the same of the same bytes, however they come."""
    ours, theirs = by_http1(data, method, 0), by_h11(data, method, 0)
    assert by_http1(data, method, 1) == ours
    assert by_h11(data, method, 1) == theirs
    if ours is None or theirs is None:
        return set() if ours is theirs else {"only h11 takes it" if ours is None else "only http1 takes it"}
    # h11 rewrites these two; that they are understood alike, the body shows.
    for outcome in (ours, theirs):
        outcome.fields.pop("content-length", None)
        outcome.fields.pop("transfer-encoding", None)
    return {name for name in Outcome._fields if getattr(ours, name) != getattr(theirs, name)}


class Difference(NamedTuple):
    """A difference that is meant, and in which bytes it can be."""

    kind: str
    reason: str
    example: bytes
    found_in: Callable[[bytes], object]


def pattern(text: bytes) -> Callable[[bytes], object]:
    return re.compile(text, re.IGNORECASE | re.DOTALL).search


DIFFERENCES = [
    Difference(
        "only h11 takes it",
        "RFC 9110 5.5 forbids control characters; h11 refuses NUL and white space only, for cookies seen in the wild",
        OK + b"A: \x01\r\nContent-Length: 0\r\n\r\n",
        pattern(rb"[\x01-\x08\x0e-\x1f\x7f]"),
    ),
    Difference(
        "only h11 takes it",
        "a chunk extension has no control characters (RFC 9112 7.1.1); h11 does not look into it",
        CHUNKED + b"0;a\rb\r\n\r\n",
        pattern(rb"[0-9a-f];[^\n]*[\x00-\x08\x0b-\x1f\x7f][^\n]*\r\n"),
    ),
    Difference(
        "only h11 takes it",
        "HTTP/1 is what is understood here; h11 takes any version for it",
        b"HTTP/2.0 200 OK\r\n\r\n",
        pattern(rb"HTTP/[02-9]\.[0-9] [0-9]{3}"),
    ),
    Difference(
        "only h11 takes it",
        "a chunk size has 15 digits at most, in h11 20",
        CHUNKED + b"0000000000000000\r\n\r\n",
        pattern(rb"\n[0-9a-f]{16,20}[ \t]*[;\r]"),
    ),
    Difference(
        "only h11 takes it",
        "a content length has 18 digits at most, in h11 20",
        OK + b"Content-Length: 0000000000000000005\r\n\r\nhello",
        pattern(rb"\ncontent-length:[0-9 \t,\r\n]*[0-9]{19,20}"),
    ),
    Difference(
        "only h11 takes it",
        "100 field lines; h11 limits their bytes only",
        OK + b"A: b\r\n" * 101 + b"\r\n",
        pattern(rb"(?:[^\n]+\n){102}"),
    ),
    Difference(
        "only h11 takes it",
        "20 informational responses; h11 has no limit",
        b"HTTP/1.1 100 x\r\n\r\n" * 21 + OK + b"\r\n",
        pattern(rb"(?:HTTP/[0-9]\.[0-9] 1.*){21}"),
    ),
    Difference(
        "only http1 takes it",
        "RFC 9112 7.1.1 asks to take blanks before the semicolon of a chunk extension",
        CHUNKED + b"0 ;a\r\n\r\n",
        pattern(rb"\n[0-9a-f]+[ \t]+;"),
    ),
    Difference(
        "only http1 takes it",
        "Content-Length and Transfer-Encoding mean nothing in an informational response and in a trailer",
        b"HTTP/1.1 103 x\r\nContent-Length: x\r\n\r\n" + CHUNKED + b"0\r\nTransfer-Encoding: x\r\n\r\n",
        pattern(rb"(?:HTTP/1\.[0-9] 1[0-9][0-9]|chunked.*\n0+[ \t]*[;\r]).*\n(?:content-length|transfer-encoding):"),
    ),
    Difference(
        "persistent",
        "HTTP/1.0 with keep-alive is persistent (RFC 9112 9.3); h11 closes after every HTTP/1.0 response",
        b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n",
        pattern(rb"^(?:HTTP/1\.[0-9] 1.*)?HTTP/1\.0 .*\nconnection:.*keep-alive"),
    ),
    Difference(
        "persistent",
        "Transfer-Encoding beside Content-Length may be an attack (RFC 9112 6.1, 6.3); h11 goes on",
        CHUNKED.replace(b"\r\n\r\n", b"\r\nContent-Length: 5\r\n\r\n") + b"0\r\n\r\n",
        pattern(rb"\ntransfer-encoding:.*\ncontent-length:|\ncontent-length:.*\ntransfer-encoding:"),
    ),
    Difference(
        "fields",
        "the blanks before an obs-fold belong to it (RFC 9112 5.2), so that one space takes their place",
        OK + b"A: b \r\n c\r\nContent-Length: 0\r\n\r\n",
        pattern(rb"[: \t]\r?\n[ \t]"),
    ),
]


@pytest.mark.parametrize("row", DIFFERENCES, ids=lambda row: row.reason)
def test_listed_differences_exist(row: Difference) -> None:
    assert differences(row.example, "GET") == {row.kind}
    assert row.found_in(row.example)


def check(data: bytes, method: str = "GET") -> None:
    """Compare the two; every difference has to be listed."""
    for kind in differences(data, method):
        reasons = [row.reason for row in DIFFERENCES if row.kind == kind and row.found_in(data)]
        assert reasons, f"{kind}: {data!r} in response to {method}"


HAND_WRITTEN = [
    b"",
    b"\r\n" + OK + b"\r\n",
    OK + b"Content-Length: 5\r\n\r\nhello",
    OK + b"Content-Length: 5\r\n\r\nhell",
    OK + b"Content-Length: 5\r\n\r\nhello!",
    OK + b"Content-Length: 5, 5\r\nContent-Length: 5\r\n\r\nhello",
    OK + b"Content-Length: 5, 05\r\n\r\nhello",
    OK + b"\r\nhello",
    b"HTTP/1.1 100 Continue\r\n\r\n" + OK + b"Content-Length: 0\r\n\r\n",
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
    b"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello",
    b"HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n",
    b"HTTP/1.1 000 x\r\n\r\n",
    b"HTTP/1.1 999 x\r\n\r\n",
    b"HTTP/1.0 200 OK\r\n\r\nhello",
    b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    b"HTTP/1.1 100 x\r\nConnection: close\r\n\r\n" + OK + b"Content-Length: 0\r\n\r\n",
    OK + b"Connection: keep-alive, close\r\nContent-Length: 0\r\n\r\n",
    OK + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    OK + b"A: b\n c\nContent-Length: 0\n\n",
    CHUNKED + b"5\r\nhelloXX6\r\n world\r\n0\r\n\r\n",
    CHUNKED + b"5\r\nhello\n10\r\n\r\n0\r\n\r\n",
    CHUNKED + b"5\nhello\r\n0\r\n\r\n",
    CHUNKED + b"5;a=b\r\nhello\r\n0\r\nA: b\r\n\r\nHTTP",
    CHUNKED + b"5\r\nhello\r\n0\r\nA: b\n\n",
    CHUNKED + b"5\r\nhello\r\n0\r\n\n",
]


@pytest.mark.parametrize("data", HAND_WRITTEN + [OK + lines + b"Content-Length: 0\r\n\r\n" for lines in BAD_FIELDS])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_http1_and_h11_agree(data: bytes, method: str) -> None:
    check(data, method)


# Nothing is drawn from `text` or `characters`, which would write tables into a directory of their own.
PROFILE = settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=100,
    suppress_health_check=list(HealthCheck),
)

NAMES = st.sampled_from([b"Date", b"Server", b"X-A", b"x-a", b"Set-Cookie", b"Content-Type", b"Vary", b"_", b"~!"])
TEXTS = [b"", b" ", b"\t", b"a", b"b, c", b'"', b":", b";", b"=", b"\xe9", b"\x85", b"\xa0", b"1", b"x" * 50]
VALUES = st.lists(st.sampled_from(TEXTS), max_size=5).map(b"".join)
FIELDS = st.lists(st.tuples(NAMES, st.sampled_from([b":", b": ", b":\t "]), VALUES).map(b"".join), max_size=4)
CONNECTION = st.sampled_from([b"", b"", b"close", b"Keep-Alive", b"keep-alive, Foo", b"foo ,close", b",close,"])
BODIES = st.lists(st.sampled_from([b"", b"a", b"\r\n", b"0\r\n\r\n", OK, b"\0", b"y" * 30]), max_size=5)
INTERIM = st.sampled_from(
    [b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", b"HTTP/1.0 199\n\n"]
)


@st.composite
def responses(draw: st.DrawFn) -> bytes:
    version = draw(st.sampled_from([b"1.1", b"1.1", b"1.0"]))
    status = draw(st.sampled_from([200, 201, 204, 304, 404, 599]))
    pieces = draw(BODIES)
    lines = [b"HTTP/%s %d%s" % (version, status, draw(st.sampled_from([b"", b" ", b" OK", b" Not OK"]))), *draw(FIELDS)]
    if connection := draw(CONNECTION):
        lines.append(b"Connection: " + connection)
    framing = draw(st.sampled_from(["length", "chunked", "close"]))
    if framing == "length":
        lines.append(b"Content-Length: %d" % len(b"".join(pieces)))
    elif framing == "chunked":
        lines.append(b"Transfer-Encoding: " + draw(st.sampled_from([b"chunked", b"Chunked\t"])))
    lines += draw(FIELDS)
    end = draw(st.sampled_from([b"\r\n", b"\r\n", b"\n"]))
    body = b"".join(pieces)
    if framing == "chunked":
        extension = draw(st.sampled_from([b"", b"", b";a", b';a="b"', b" "]))
        body = b"".join(b"%x%s\r\n%s\r\n" % (len(piece), extension, piece) for piece in pieces if piece)
        body += b"0%s\r\n" % extension + b"".join(field + b"\r\n" for field in draw(FIELDS)) + b"\r\n"
    elif status in (204, 304):
        body = b""
    return b"".join(draw(st.lists(INTERIM, max_size=2))) + end.join([*lines, b"", b""]) + body


@PROFILE
@given(responses(), st.sampled_from([b"", b"", b"\r\n", OK + b"\r\n"]), st.sampled_from(["GET", "HEAD"]))
def test_http1_and_h11_agree_on_valid_responses(response: bytes, surplus: bytes, method: str) -> None:
    check(response + surplus, method)
    assert by_http1(response + surplus, method, 0) is not None


FRAGMENTS = st.sampled_from(
    [bytes([code]) for code in b'\0\x01\x0b\x0c\x7f\x85\xa0\r\n \t,;:-+_0125afx"']
    + [b"\r\n", b"\r\n ", b"\n\n", b"\r\n\r\n", b"0\r\n", b"A: b\r\n\tc\r\n"]
    + [b"chunked", b"close", b"HTTP/1.1 ", b"100", b"204", b"0" * 16, b"9" * 19]
    + [b"Content-Length: 5\r\n", b"Content-Length: 5,\r\n", b"Transfer-Encoding: chunked\r\n"]
)
CHANGES = st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 3), FRAGMENTS), min_size=1, max_size=3)


@settings(PROFILE, max_examples=1_000)
@given(responses(), CHANGES, st.sampled_from(["GET", "HEAD"]))
@pytest.mark.long
def test_http1_and_h11_agree_on_changed_responses(
    response: bytes, changes: list[tuple[int, int, bytes]], method: str
) -> None:
    for place, count, fragment in changes:
        start = place % (len(response) + 1)
        response = response[:start] + fragment + response[start + count :]
    check(response, method)
