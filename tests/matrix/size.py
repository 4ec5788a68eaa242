"""The size and the compression of responses."""

from __future__ import annotations

import gzip
import json
import os
import tempfile
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from fault_server import FaultServer, Received, Step, chunk, chunked, http_response

from qdash.client import QDashClient, QDashConfig, QDashNotFoundError, QDashTransportError

from .cases import CHIP, TOKEN, WRITES, Bench, Fault, Scenario, Section, Sees
from .timing import chat, saved

JSON = b'{"chip_id": "c"}'
WHOLE = gzip.compress(JSON)
CHUNKED = chunked(content_type="application/json", end=False)
LIMIT = 100_000
LIMITED = {"max_response_bytes": LIMIT}
TOO_LARGE = rf": a response of more than {LIMIT} bytes \(max_response_bytes\)"
DOUBT = "; the server may have acted on the request or not, and it is not sent again"
ONCE = {"retry": {"max_attempts": 1}}
CHARACTERS = lambda client: len(client.get_chip("c").chip_id)  # noqa: E731


def raw_deflate(data: bytes, window: int = -15) -> bytes:
    deflater = zlib.compressobj(wbits=window)
    return deflater.compress(data) + deflater.flush()


ENCODINGS: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "gzip": ("gzip", gzip.compress, "gzip and deflate are decoded"),
    "GZip": ("GZip", gzip.compress, "names of codings are case-insensitive"),
    "x-gzip": ("x-gzip", gzip.compress, "gzip and deflate are decoded"),
    "gzip with the name of a file": (
        "gzip",
        lambda data: b"\x1f\x8b\x08\x08" + bytes(6) + b"x.json\0" + gzip.compress(data)[10:],
        "gzip and deflate are decoded",
    ),
    "gzip in two members": (
        "gzip",
        lambda data: gzip.compress(data[:7]) + gzip.compress(data[7:]),
        "several gzip members are decoded",
    ),
    "gzip with NUL behind it": ("gzip", lambda data: gzip.compress(data) + bytes(9), "padding after gzip is accepted"),
    "gzip in two members with NUL between them": (
        "gzip",
        lambda data: gzip.compress(data[:7]) + bytes(9) + gzip.compress(data[7:]),
        "padding after gzip is accepted",
    ),
    "identity": ("identity", bytes, "identity is not a coding"),
    "none": ("None", bytes, "identity is not a coding"),
    "identity and gzip": ("identity, gzip", gzip.compress, "several codings are decoded"),
    "gzip and nothing": (", gzip\t,", gzip.compress, "several codings are decoded"),
    "gzip twice": ("gzip, gzip", lambda data: gzip.compress(gzip.compress(data)), "several codings are decoded"),
    "deflate and then gzip": (
        "deflate, gzip",
        lambda data: gzip.compress(zlib.compress(data)),
        "the last coding is decoded first",
    ),
    "deflate": ("deflate", zlib.compress, "gzip and deflate are decoded"),
    "deflate with a small window": ("deflate", lambda data: raw_deflate(data, 9), "gzip and deflate are decoded"),
    "raw deflate": ("deflate", raw_deflate, "raw deflate is decoded"),
    "stored raw deflate": ("deflate", lambda data: zlib.compress(data, 0)[2:-4], "raw deflate is decoded"),
}
BOTH = {"no compression": ("", bytes)} | {name: ENCODINGS[name][:2] for name in ("gzip", "deflate")}
FRAMES = ("with a length", "in chunks", "until the connection ends", "in segments of one byte")


def framed(body: bytes, frame: str, encoding: str = "gzip", status: int = 200) -> Step:
    headers = [("Content-Encoding", encoding)] if encoding else []
    if frame == "with a length":
        return Step(http_response(body, status, headers))
    if frame == "until the connection ends":
        return Step(http_response(body, status, headers, length=-1), then="close")
    if frame == "in chunks":
        parts = [body[start : start + 9] for start in range(0, min(len(body), 900), 9)] + [body[900:]]
        head = http_response(b"", status, [*headers, ("Transfer-Encoding", "chunked")], length=-1)
        return Step(head + b"".join(map(chunk, filter(None, parts))) + b"0\r\n\r\n")
    return Step(
        http_response(b"", status, headers, length=len(body)), pieces=[body[n : n + 1] for n in range(len(body))]
    )


def many_times(count: int) -> bytes:
    """JSON, compressed again and again."""
    body = JSON
    for _ in range(count):
        body = gzip.compress(body)
    return body


def of_size(size: int) -> bytes:
    return json.dumps({"chip_id": "c" * (size - len('{"chip_id": ""}'))}).encode()


def negotiated(request: Received) -> bytes:
    """Answer compressed to what asks for gzip and deflate, and with an error to anything else."""
    if request["Accept-Encoding"] != "gzip, deflate":
        return http_response({"detail": "this would be large"}, 406)
    return http_response(WHOLE, headers=[("Content-Encoding", "gzip")])


def refusing(request: Received) -> bytes:
    """Answer with a file to what does not ask for compression, and with a compressed one to anything else."""
    if request["Accept-Encoding"] == "identity":
        return http_response(b"x" * 9, content_type="application/pdf")
    return http_response(WHOLE, headers=[("Content-Encoding", "gzip")], content_type="application/pdf")


def bomb(start: bytes) -> bytes:
    """1 GiB of zeros, compressed, without the end that nobody will see."""
    deflater = zlib.compressobj(9, wbits=-15)
    return start + (deflater.compress(bytes(2**20)) + deflater.flush(zlib.Z_FULL_FLUSH)) * 1024


BOMBS = {"gzip": bomb(gzip.compress(b"")[:10]), "deflate": bomb(zlib.compress(b"")[:2])}


def bombed(bench: Bench, encoding: str, status: int, limit: int) -> None:
    """See what a bomb costs besides what the limit allows."""
    body = http_response(BOMBS[encoding], status, [("Content-Encoding", encoding)])
    with (
        FaultServer(lambda request: body) as server,
        QDashClient(QDashConfig(base_url=server.url, api_token=TOKEN, max_response_bytes=limit)) as client,
    ):
        client.get_chip_qubit  # noqa: B018 - so that what is made once is there
        tracemalloc.start()
        try:
            with pytest.raises(QDashTransportError, match=f"more than {limit} bytes") as caught:
                client.get_chip("c")
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert caught.value.status_code == status
        assert peak < limit + 64 * 2**20
        assert len(server.requests) == 1


def kept(client: QDashClient) -> None:
    """Download to a file that exists."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "f")
        path.write_bytes(b"kept")
        try:
            client.download_metrics_pdf("c", to=path)
        finally:
            assert path.read_bytes() == b"kept"
            assert os.listdir(directory) == ["f"]


def too_large(
    what: str,
    step: Step,
    guard: str,
    status: int = 200,
    says: str = "GET /chips/c",
    doubt: bool = False,
    **more: object,
) -> Fault:
    options: dict[str, object] = {"settings": LIMITED | {"timeout_sec": 1}} | more
    return Fault(
        what=what,
        server=[step],
        sees=Sees(QDashTransportError, says + TOO_LARGE + DOUBT * doubt + "$", status),
        within=5,
        guard=guard,
        **options,  # type: ignore[arg-type]
    )


BROKEN = {
    "gzip that is none": ("gzip", JSON),
    "gzip that is deflate": ("gzip", zlib.compress(JSON)),
    "gzip that is raw deflate": ("gzip", raw_deflate(JSON)),
    "gzip with a broken block": ("gzip", WHOLE[:12] + b"\xff\xff" + WHOLE[14:]),
    "gzip with a wrong checksum": ("gzip", WHOLE[:-8] + bytes(8)),
    "gzip with something behind it": ("gzip", WHOLE + b"and more"),
    "deflate that is none": ("deflate", JSON),
    "deflate that is gzip": ("deflate", WHOLE),
    "deflate with a wrong checksum": ("deflate", zlib.compress(JSON)[:-4] + bytes(4)),
    "deflate of nonsense": ("deflate", b"\xff" * 20),
}
LARGE = b"x" * 700_001  # several pieces, and none of them full
CUT_FILES = {
    "before the length is reached": (
        Step(http_response(LARGE, length=len(LARGE) + 1), then="close"),
        "a truncated download is an error",
    ),
    "right after the header": (
        Step(http_response(b"", length=len(LARGE)), then="close"),
        "a truncated download is an error",
    ),
    "within a chunk": (Step(chunked(LARGE)[:-400_000], then="close"), "a truncated body is an error"),
    "before the last chunk": (Step(chunked(LARGE, end=False), then="close"), "a truncated body is an error"),
    "within the size of a chunk": (
        Step(chunked(LARGE, end=False) + b"ff", then="close"),
        "a truncated body is an error",
    ),
    "after a chunk of no size": (
        Step(chunked(LARGE, end=False) + b"xyz\r\n\r\n", then="close"),
        "sizes of chunks are checked",
    ),
}


def figure(client: QDashClient) -> bytes:
    """Download to a file with a GET."""
    with tempfile.TemporaryDirectory() as directory:
        return client.get_figure_by_path(path="f.png", to=Path(directory, "f")).read_bytes()


def part(start: int, end: int, status: int) -> bytes:
    headers = [("ETag", '"large"'), ("Accept-Ranges", "bytes")]
    if status == 206:
        headers.append(("Content-Range", f"bytes {start}-{end - 1}/{len(LARGE)}"))
    return http_response(LARGE[start:end], status, headers, content_type="image/png", length=len(LARGE) - start)


def in_parts(request: Received) -> Step:
    """Send a third of a file at a time, and break off."""
    if request["Range"] is None:
        return Step(part(0, len(LARGE) // 3, 200), then="close")
    start = int(request["Range"].removeprefix("bytes=").rstrip("-"))
    return Step(part(start, start + len(LARGE) // 3, 206), then="close")


CONTENT = "transport/content.py"
SECTION = Section(
    "Size",
    "A response of more than `max_response_bytes`, compressed or decompressed, is an error as soon as that is "
    "known, and is not requested again. gzip and deflate are accepted and decompressed in bounded steps: a "
    "decompression bomb of 1 GiB takes less than 64 MiB besides what the limit allows. Downloads to a file may be "
    "larger; they are checked against `Content-Length`, and the file is written atomically. An interrupted "
    "download is requested again: the missing part, if the server supports range requests, or else the whole "
    "file.",
    {
        "compression is requested": [
            ("transport/transport.py", '"identity" if request.stream else ACCEPT_ENCODING', '"identity"')
        ],
        "compression is not requested for streams": [
            ("transport/transport.py", '"identity" if request.stream else ACCEPT_ENCODING', '"gzip, deflate"')
        ],
        "gzip and deflate are decoded": [(CONTENT, 'if coding not in ("gzip", "x-gzip", "deflate"):', "if True:")],
        "names of codings are case-insensitive": [(CONTENT, 'coding.lower().split(",")', 'coding.split(",")')],
        "several codings are decoded": [(CONTENT, 'coding.lower().split(",")', "[coding.lower()]")],
        "the last coding is decoded first": [(CONTENT, "for name in reversed(codings):", "for name in codings:")],
        "the number of codings is limited": [(CONTENT, "if len(codings) > _MAX_CODINGS:", "if False:")],
        "identity is not a coding": [(CONTENT, 'if name not in ("", "identity", "none")', 'if name != ""')],
        "several gzip members are decoded": [(CONTENT, "inflater = zlib.decompressobj(_GZIP)", "break")],
        "padding after gzip is accepted": [(CONTENT, 'rest = rest.lstrip(b"\\0")', "pass")],
        "raw deflate is decoded": [(CONTENT, "return _ZLIB if start[0] & 15 == 8 else _RAW", "return _ZLIB")],
        "bytes after deflate are refused": [
            (CONTENT, 'raise ContentError("there is something after the compressed content")', "break")
        ],
        "a response of exactly the limit is accepted": [
            (CONTENT, "body.left > limit", "body.left >= limit"),
            (CONTENT, "if left < 0:", "if left <= 0:"),
        ],
        "a Content-Length above the limit is refused": [
            (CONTENT, "if body.left is not None and body.left > limit:", "if False:")
        ],
        "bodies are limited": [(CONTENT, "if left < 0:", "if False:")],
        "compressed bodies are limited": [(CONTENT, "_bounded(_pieces(body), limit)", "_pieces(body)")],
        "bodies are decompressed in steps": [
            (CONTENT, "inflater.decompress(rest, _PIECE)", "inflater.decompress(rest)")
        ],
        "broken compression is an error": [(CONTENT, "except zlib.error:", "except ZeroDivisionError:")],
        "truncated compression is an error": [(CONTENT, "if not inflater.eof:", "if False:")],
        "unknown codings are refused": [
            (
                CONTENT,
                'raise ContentError(f"the content encoding {coding[:60]!a} is not understood")',
                "yield from pieces\n        return",
            )
        ],
        "streams are not compressed": [("transport/network.py", "elif is_identity(coding):", "elif True:")],
        "streams with Content-Encoding: identity are accepted": [
            ("transport/network.py", "elif is_identity(coding):", "elif not coding:")
        ],
        "a download resumes": [("call/downloads.py", "if self._etag and self._done:", "if False:")],
        "a part of a download is checked": [("call/downloads.py", "if self._goes_on(response):", "if True:")],
        "a download restarts": [
            ("call/downloads.py", "self._sender.backoff(attempt) if self._request.safe else None", "None")
        ],
        "downloads are written to the disk piece by piece": [
            ("call/downloads.py", "request.stream = True", "request.stream = False")
        ],
        "a truncated download is an error": [
            (
                "transport/http1.py",
                "        while not buffer:\n            _receive(self._source)",
                "        if not buffer:\n            self._source.receive()",
            ),
            ("call/downloads.py", "if self._total is not None and self._done != self._total:", "if False:"),
        ],
        "an incomplete file is removed": [("local_files.py", "elif self._is_at(path):", "elif False:")],
        "a file is replaced after the download is complete": [
            (
                "local_files.py",
                'path = self._target.with_name(f".{self._target.name[:40]}.{number}.part")',
                "path = self._target",
            ),
            ("local_files.py", "if _is_free(path) and self._take(path):", "if self._take(path):"),
            ("local_files.py", 'open(path, "xb"', 'open(path, "wb"'),
        ],
    },
    [
        # Compression.
        Fault(
            what="the server compresses as requested",
            server=negotiated,
            sees="c",
            recovers=False,
            within=5,
            guard="compression is requested",
        ),
        Fault(
            what="the server compresses a download to a file if requested",
            server=refusing,
            call=saved,
            sees=9,
            within=5,
            guard="compression is not requested for streams",
        ),
        *[
            Fault(
                what=f"a response in {name}, {frame}",
                server=[framed(encode(JSON), frame, encoding)],
                call=lambda client: [client.get_chip("c").chip_id for _ in range(2)],
                sees=["c"] * 2,
                reached=2,
                within=5,
                guard=guard,
            )
            for frame in FRAMES
            for name, (encoding, encode, guard) in ENCODINGS.items()
        ],
        *[
            Fault(
                what=f"an error in {name}",
                server=[framed(encode(b'{"detail": "no such chip"}'), "in chunks", encoding, 404)],
                sees=Sees(QDashNotFoundError, "^404 GET /chips/c: no such chip$", 404),
                within=5,
                guard=guard,
            )
            for name, (encoding, encode, guard) in ENCODINGS.items()
        ],
        *[
            Fault(
                what=f"300,000 numbers in {name}",
                server=[
                    framed(
                        encode(json.dumps({"chip_id": "".join(map(str, range(300_000)))}).encode()), "in chunks", name
                    )
                ],
                call=CHARACTERS,
                sees=1_688_890,
                within=5,
                guard="gzip and deflate are decoded",
            )
            for name, encode in [("gzip", gzip.compress), ("deflate", zlib.compress)]
        ],
        *[
            Fault(
                what=what,
                server=[http_response(body, headers=[("Content-Encoding", encoding)])],
                sees=Sees(QDashTransportError, "GET /chips/c: the compression of the response is broken$", 200),
                within=5,
                guard="broken compression is an error",
            )
            for what, (encoding, body) in BROKEN.items()
        ],
        *[
            Fault(
                what=f"gzip of which {length} of {len(WHOLE)} bytes come, {frame}",
                server=[framed(WHOLE[:length], frame), framed(WHOLE, frame)],
                sees="c",
                reached=2,
                pauses=1,
                within=5,
                guard="truncated compression is an error",
            )
            for frame in FRAMES[:3]
            for length in (1, 5, 10, 15, len(WHOLE) - 9, len(WHOLE) - 1)
        ],
        Fault(
            what="deflate with bytes after it",
            server=[http_response(zlib.compress(JSON) + b"and more", headers=[("Content-Encoding", "deflate")])],
            sees=Sees(QDashTransportError, "GET /chips/c: there is something after the compressed content$", 200),
            within=5,
            guard="bytes after deflate are refused",
        ),
        Fault(
            what="a response in six codings",
            server=[http_response(many_times(6), headers=[("Content-Encoding", ", ".join(["gzip"] * 6))])],
            sees=Sees(QDashTransportError, "GET /chips/c: more than 5 content codings$", 200),
            within=5,
            guard="the number of codings is limited",
        ),
        Fault(
            what="the server closes after complete gzip, before the length is reached",
            server=[
                Step(http_response(WHOLE, headers=[("Content-Encoding", "gzip")], length=len(WHOLE) + 9), then="close"),
                CHIP,
            ],
            sees="c",
            reached=2,
            pauses=1,
            within=5,
            guard="a truncated body is an error",
        ),
        *[
            Fault(
                what=f"Content-Encoding: {encoding[:20]}",
                server=[http_response(JSON, headers=[("Content-Encoding", encoding)])],
                sees=Sees(QDashTransportError, r"the content encoding '.{1,60}' is not understood$", 200),
                within=5,
                guard="unknown codings are refused",
            )
            for encoding in ["br", "zstd", "br, identity", "compress", "?", "\xb2", "x" * 5000]
        ],
        *[
            Fault(
                what=f"{due} in {encoding}, although it was not requested",
                server=[http_response(body, headers=[("Content-Encoding", encoding)], content_type=content_type)],
                call=call,
                sees=Sees(QDashTransportError, f"the content encoding '{encoding}', where none was accepted", 200),
                within=5,
                guard="streams are not compressed",
            )
            for due, call, content_type in [
                ("a download to a file", saved, "application/pdf"),
                ("a stream of events", chat, "text/event-stream"),
            ]
            for encoding, body in [("gzip", WHOLE), ("br", JSON)]
        ],
        *[
            Fault(
                what=f"a download to a file of which the server says that it is in {encoding}",
                server=[
                    http_response(b"x" * 9, headers=[("Content-Encoding", encoding)], content_type="application/pdf")
                ],
                call=saved,
                sees=9,
                within=5,
                guard="streams with Content-Encoding: identity are accepted",
            )
            for encoding in ("identity", "none", "Identity, ,none")
        ],
        # Size.
        *[
            Fault(
                what=f"a response of max_response_bytes in {name}, {frame}",
                server=[framed(encode(of_size(LIMIT)), frame, encoding)],
                call=CHARACTERS,
                settings=LIMITED,
                sees=LIMIT - 15,
                within=5,
                guard="a response of exactly the limit is accepted",
            )
            for frame in FRAMES[:3]
            for name, (encoding, encode) in BOTH.items()
        ],
        *[
            too_large(
                f"one byte more than max_response_bytes in {name}, {frame}",
                framed(encode(of_size(LIMIT + 1)), frame, encoding),
                "bodies are limited"
                if encoding or frame != "with a length"
                else "a Content-Length above the limit is refused",
            )
            for frame in FRAMES[:3]
            for name, (encoding, encode) in BOTH.items()
        ],
        *[
            too_large(
                f"a status {status} that names a length of more than max_response_bytes",
                Step(http_response(b"{", status, length=LIMIT + 1), then="hang"),
                "a Content-Length above the limit is refused",
                status,
            )
            for status in (200, 404, 503)
        ],
        *[
            too_large(f"{what} without an end", Step(start, pieces=[piece] * 400, then="close"), guard)
            for what, start, piece, guard in [
                ("chunks", CHUNKED, chunk(b" " * 50_000), "bodies are limited"),
                ("a chunk", CHUNKED + b"ffffffffffff\r\n", b" " * 50_000, "bodies are limited"),
                ("a body", http_response(b"", length=-1), b" " * 50_000, "bodies are limited"),
                # What never becomes anything.
                (
                    "empty blocks of deflate",
                    http_response(b"", length=-1, headers=[("Content-Encoding", "deflate")]),
                    b"\0\0\0\xff\xff" * 500,
                    "compressed bodies are limited",
                ),
                (
                    "empty members of gzip",
                    http_response(b"", length=-1, headers=[("Content-Encoding", "gzip")]),
                    gzip.compress(b"") * 25,
                    "compressed bodies are limited",
                ),
            ]
        ],
        too_large(
            "a response to a POST of more than max_response_bytes",
            Step(http_response(of_size(LIMIT + 1), 201)),
            "a Content-Length above the limit is refused",
            201,
            "POST /chips",
            doubt=True,
            call=WRITES["POST"],
        ),
        *[
            too_large(
                f"an error of more than max_response_bytes where {due} is due",
                framed(of_size(LIMIT + 1), "in chunks", "", status),
                "bodies are limited",
                status,
                "POST /.*",
                doubt=doubt,
                call=call,
            )
            for due, call, status, doubt in [
                ("a download to a file", saved, 404, False),
                ("a stream of events", chat, 500, True),
            ]
        ],
        too_large(
            "a download in memory of more than max_response_bytes",
            Step(http_response(bytes(5 * LIMIT), content_type="application/pdf")),
            "a Content-Length above the limit is refused",
            says="POST /.*",
            call=lambda client: client.download_metrics_pdf("c"),
        ),
        *[
            Scenario(
                what=f"a bomb of 1 GiB in {encoding} with status {status}, and a limit of {limit} bytes",
                sees="`QDashTransportError`: a response of more than that; less than 64 MiB besides these",
                test=lambda bench, encoding=encoding, status=status, limit=limit: bombed(
                    bench, encoding, status, limit
                ),
                reached="1",
                guard="bodies are decompressed in steps",
            )
            for encoding, status, limit in [
                ("gzip", 200, 2_000_000),
                ("deflate", 200, 2_000_000),
                ("gzip", 503, 2_000_000),
                ("gzip", 200, 268_435_456),
            ]
        ],
        # Files.
        Fault(
            what="a download to a file of more than max_response_bytes",
            server=[http_response(bytes(5 * LIMIT), content_type="application/pdf")],
            call=saved,
            settings=LIMITED,
            sees=5 * LIMIT,
            within=5,
            guard="downloads are written to the disk piece by piece",
        ),
        *[
            Fault(
                what=f"the server closes within a download to a file, {where}",
                server=[step],
                call=saved,
                settings=ONCE,
                sees=Sees(QDashTransportError, "the response broke off", 200),
                within=5,
                guard=guard,
            )
            for where, (step, guard) in CUT_FILES.items()
        ],
        Fault(
            what="the server resets the connection at the end of a download to a file without a length",
            server=[Step(http_response(LARGE, length=-1), then="reset")],
            call=saved,
            settings=ONCE,
            sees=Sees(QDashTransportError, "the response broke off", 200),
            within=5,
            guard="a reset is not the end of a body",
        ),
        Fault(
            what="TLS ends without close_notify at the end of a download to a file without a length",
            server=[Step(http_response(LARGE, length=-1), then="close")],
            call=saved,
            settings=ONCE,
            tls=True,
            sees=Sees(QDashTransportError, r"the response broke off \(TLS ended without close_notify\)$", 200),
            within=5,
            guard="TLS that ends without close_notify is an error",
        ),
        Fault(
            what="the server closes three times within a download to a file, and sends parts of files",
            server=in_parts,
            call=figure,
            sees=LARGE,
            reached=4,
            pauses=3,
            within=5,
            guard="a download resumes",
        ),
        Fault(
            what="the server closes within a download to a file, and does not send parts of files",
            server=[Step(http_response(LARGE, length=2 * len(LARGE)), then="close"), http_response(LARGE)],
            call=figure,
            sees=LARGE,
            reached=2,
            pauses=1,
            within=5,
            guard="a download restarts",
        ),
        Fault(
            what="the server sends another part of a file than requested",
            server=[Step(part(0, 9000, 200), then="close"), part(0, len(LARGE), 206), part(0, len(LARGE), 200)],
            call=figure,
            sees=LARGE,
            reached=3,
            pauses=1,
            within=5,
            guard="a part of a download is checked",
        ),
        Fault(
            what="half a download to a new file",
            server=[Step(http_response(LARGE, length=2 * len(LARGE)), then="close")],
            call=saved,
            settings=ONCE,
            sees=Sees(QDashTransportError, "the response broke off", 200),
            within=5,
            guard="an incomplete file is removed",
        ),
        Fault(
            what="half a download to a file that exists",
            server=[Step(http_response(LARGE, length=2 * len(LARGE)), then="close")],
            call=kept,
            settings=ONCE,
            sees=Sees(QDashTransportError, "the response broke off", 200),
            within=5,
            guard="a file is replaced after the download is complete",
        ),
    ],
)
