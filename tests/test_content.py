"""Content codings: what comes out, what is refused, and that no more is kept in memory than allowed."""

from __future__ import annotations

import gzip
import sys
import tracemalloc
import zlib
from typing import Any

import pytest

from qdash.client.transport import content
from qdash.client.transport.content import ContentError, is_identity, read_content
from qdash.client.transport.http1 import Body, ChunkedBody, CloseBody, IncompleteResponse, LengthBody


def zipped(data: bytes, level: int = 9) -> bytes:
    """Compress without a time, so that the names of the tests are the same in each process."""
    return gzip.compress(data, level, mtime=0)


TEXT = b"hello world " * 100
LIMIT = 100_000


class Pieces:
    """A connection that brings some bytes, a few at a time, and ends then."""

    def __init__(self, data: bytes, step: int) -> None:
        self.buffer = bytearray()
        self._data = data
        self._step = step

    def receive(self) -> bool:
        piece, self._data = self._data[: self._step], self._data[self._step :]
        self.buffer += piece
        return bool(piece)


def body_with(data: bytes, framing: str = "length", step: int = 65_536) -> Body:
    if framing == "chunked":
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(data[i : i + 7]), data[i : i + 7]) for i in range(0, len(data), 7))
        return ChunkedBody(Pieces(chunks + b"0\r\n\r\n", step))
    if framing == "close":
        return CloseBody(Pieces(data, step))
    return LengthBody(Pieces(data, step), len(data))


def raw_deflate(data: bytes) -> bytes:
    return zlib.compress(data)[2:-4]


@pytest.mark.parametrize("framing", ["length", "chunked", "close"])
@pytest.mark.parametrize("step", [1, 65_536])
@pytest.mark.parametrize(
    ("data", "coding"),
    [
        (TEXT, ""),
        (TEXT, "identity"),
        (TEXT, "none"),
        (TEXT, " Identity ,\tNONE,, "),
        (zipped(TEXT), "gzip"),
        (zipped(TEXT), "GZip"),
        (zipped(TEXT), "x-gzip"),
        (zipped(TEXT), "identity, gzip"),
        (zipped(TEXT), ",gzip,"),
        (zlib.compress(TEXT), "deflate"),
        (raw_deflate(TEXT), "deflate"),
        (zipped(TEXT[:500]) + zipped(TEXT[500:]), "gzip"),
        (zipped(TEXT[:500]) + zipped(b"") + zipped(TEXT[500:]), "gzip"),
        (zipped(TEXT) + bytes(600), "gzip"),
        (zipped(TEXT[:500]) + bytes(3) + zipped(TEXT[500:]) + bytes(1), "gzip"),
        (zlib.compress(zipped(TEXT)), "gzip, deflate"),
        (zipped(zlib.compress(TEXT)), "deflate, identity, gzip"),
        (
            zipped(zipped(zipped(zipped(zipped(TEXT))))),
            "gzip, gzip, gzip, gzip, gzip",
        ),
    ],
)
def test_codings_are_undone(data: bytes, coding: str, framing: str, step: int) -> None:
    body = body_with(data, framing, step)
    assert read_content(body, coding, LIMIT) == TEXT
    assert body.complete


@pytest.mark.parametrize("coding", ["", "gzip", "deflate", "gzip, deflate"])
@pytest.mark.parametrize("framing", ["length", "chunked", "close"])
def test_content_may_be_empty(coding: str, framing: str) -> None:
    assert read_content(body_with(b"", framing), coding, LIMIT) == b""


def test_no_content_has_no_coding() -> None:
    assert read_content(body_with(b""), "br", LIMIT) == b""


@pytest.mark.parametrize(
    "coding", ["br", "zstd", "gzip, br", "br, gzip", "compress", "gzip;q=1", "x\x1b", ", ".join(["gzip"] * 6)]
)
def test_unknown_codings_are_refused_before_the_content_is_read(coding: str) -> None:
    body = body_with(zipped(TEXT))
    left = body.left
    with pytest.raises(ContentError) as caught:
        read_content(body, coding, LIMIT)
    assert body.left == left
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("framing", ["length", "chunked", "close"])
@pytest.mark.parametrize(
    ("data", "coding"),
    [
        (TEXT, "gzip"),
        (TEXT, "deflate"),
        (zlib.compress(TEXT), "gzip"),
        (zipped(TEXT)[:-8] + bytes(8), "gzip"),
        (zlib.compress(TEXT)[:-4] + bytes(4), "deflate"),
        (zipped(TEXT) + b"rubbish", "gzip"),
        (zipped(TEXT) + b"\0rubbish", "gzip"),
        (zlib.compress(TEXT) + b"rubbish", "deflate"),
        (zlib.compress(TEXT) + zlib.compress(TEXT), "deflate"),
        (zlib.compress(TEXT) + zipped(TEXT), "deflate"),
        (zipped(TEXT), "gzip, gzip"),
        (b"\0" + zipped(TEXT), "gzip"),
    ],
)
def test_broken_compression_is_refused(data: bytes, coding: str, framing: str) -> None:
    with pytest.raises(ContentError):
        read_content(body_with(data, framing), coding, LIMIT)


@pytest.mark.parametrize("step", [1, 65_536])
@pytest.mark.parametrize("framing", ["length", "chunked", "close"])
@pytest.mark.parametrize(
    ("data", "coding"),
    [
        (zipped(TEXT), "gzip"),
        (zlib.compress(TEXT), "deflate"),
        (raw_deflate(TEXT), "deflate"),
        (zipped(zlib.compress(TEXT)), "deflate, gzip"),
        (zipped(zlib.compress(TEXT)[:-1]) + b"x", "deflate, gzip"),
    ],
)
def test_compressed_content_that_is_cut_is_incomplete(data: bytes, coding: str, framing: str, step: int) -> None:
    for end in (1, 9, len(data) // 2, len(data) - 1):
        with pytest.raises(IncompleteResponse):
            read_content(body_with(data[:end], framing, step), coding, LIMIT)


def test_a_cut_second_member_is_incomplete() -> None:
    with pytest.raises(IncompleteResponse):
        read_content(body_with(zipped(TEXT) + zipped(TEXT)[:5]), "gzip", LIMIT)


def test_content_is_whole_however_long_it_is() -> None:
    # At some of these lengths zlib has taken all of its input, and has not given out all yet.
    for length in range(262_144, 262_144 + 600):
        content = bytes(length)
        assert read_content(body_with(raw_deflate(content)), "deflate", 300_000) == content


@pytest.mark.parametrize("coding", ["", "gzip"])
def test_a_body_that_is_cut_is_incomplete(coding: str) -> None:
    data = zipped(TEXT)
    body = LengthBody(Pieces(data, 10), len(data) + 1)
    with pytest.raises(IncompleteResponse):
        read_content(body, coding, LIMIT)


@pytest.mark.parametrize("framing", ["length", "chunked", "close"])
@pytest.mark.parametrize(
    ("data", "coding"),
    [
        (TEXT, ""),
        (zipped(TEXT, 0), "gzip"),  # the compressed content is larger than the limit
        (zipped(TEXT), "gzip"),
        (zlib.compress(TEXT), "deflate"),
        (zlib.compress(zipped(TEXT)), "gzip, deflate"),
        (zipped(TEXT[:600]) + zipped(TEXT[600:]), "gzip"),
    ],
)
def test_content_is_limited(data: bytes, coding: str, framing: str) -> None:
    limit = len(TEXT) - 1
    with pytest.raises(ContentError) as caught:
        read_content(body_with(data, framing), coding, limit)
    assert str(caught.value) == f"a response of more than {limit} bytes (max_response_bytes)"
    if len(data) <= len(TEXT):
        assert read_content(body_with(data, framing), coding, limit + 1) == TEXT


def test_a_body_that_says_it_is_too_long_is_not_read() -> None:
    body = LengthBody(Pieces(b"", 1), LIMIT + 1)
    with pytest.raises(ContentError, match="max_response_bytes"):
        read_content(body, "", LIMIT)


def test_small_content_that_becomes_large_takes_no_more_memory_than_allowed() -> None:
    bomb = zipped(bytes(50_000_000))
    for data, coding in ((bomb, "gzip"), (zipped(bomb), "gzip, gzip")):
        tracemalloc.start()
        try:
            with pytest.raises(ContentError, match="max_response_bytes"):
                read_content(body_with(data), coding, 1_000_000)
            assert tracemalloc.get_traced_memory()[1] < 5_000_000
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize("coding", ["", " ", "identity", "None", "identity,none", ", ,"])
def test_identity(coding: str) -> None:
    assert is_identity(coding)


@pytest.mark.parametrize("coding", ["gzip", "identity, gzip", "br", "identityx", "identity;q=1"])
def test_other_than_identity(coding: str) -> None:
    assert not is_identity(coding)


def test_without_zlib_nothing_compressed_is_asked_for_and_none_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    assert content.ACCEPT_ENCODING == "gzip, deflate"
    monkeypatch.setitem(sys.modules, "zlib", None)
    fresh: dict[str, Any] = {"__name__": content.__name__, "__package__": content.__package__}
    exec(compile(content.__loader__.get_source(content.__name__), "content.py", "exec"), fresh)  # type: ignore[union-attr]
    assert fresh["ACCEPT_ENCODING"] == "identity"
    with pytest.raises(ContentError, match="no zlib"):
        read_content(body_with(b"x"), "gzip", LIMIT)
