"""Files on their way to the server: what is sent, and what is refused before."""

from __future__ import annotations

import asyncio
import io
import json
import os
from pathlib import Path
from typing import Any

import api_document
import declared
import pytest
from declared import OPERATIONS, PNG, USER_LIST
from fault_server import RESET, FaultServer, http_response
from test_calls import right_response

from qdash.client import QDashApiError, QDashClient, QDashTransportError, QDashValidationError

IMAGES = [name for name, endpoint in OPERATIONS.items() if endpoint.upload == "image"]
UPLOADS = [name for name, endpoint in OPERATIONS.items() if endpoint.upload]
CONTENT = {"image": PNG, "csv": USER_LIST}
LARGEST = 5 * 2**20

uploads = pytest.mark.parametrize("name", UPLOADS)
ways = pytest.mark.parametrize("way", ["sync", "async"])


class Stream(io.RawIOBase):
    """A file object that is none of those of the standard library."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def read(self, size: int = -1) -> bytes:
        content, self._content = self._content, b""
        return content


def send(server: FaultServer, client: QDashClient, name: str, way: str, file: Any) -> tuple[str | None, str, bytes]:
    """Make a call, and return the file name, the type and the content that arrived."""
    server.script = api_document.checked(lambda request: right_response(OPERATIONS[name]))
    if way == "sync":
        getattr(client, name)(file=file)
    else:
        asyncio.run(getattr(client, f"{name}_async")(file=file))
    (request,) = server.requests
    found = api_document.parts(request)
    assert list(found) == ["file"]
    assert request["Content-Length"] == str(len(request.body))
    return found["file"]


@ways
@uploads
@pytest.mark.parametrize(
    "source", ["bytes", "bytearray", "memoryview", "str path", "path", "open file", "BytesIO", "stream"]
)
def test_every_kind_of_source(
    server: FaultServer, client: QDashClient, name: str, source: str, way: str, tmp_path: Path
) -> None:
    content = CONTENT[OPERATIONS[name].upload]
    path = tmp_path / "é 量子.dat"
    path.write_bytes(content)
    with open(path, "rb") as file:
        value: Any = {
            "bytes": content,
            "bytearray": bytearray(content),
            "memoryview": memoryview(content),
            "str path": str(path),
            "path": path,
            "open file": file,
            "BytesIO": io.BytesIO(content),
            "stream": Stream(content),
        }[source]
        assert send(server, client, name, way, value)[2] == content
        assert not file.closed


@pytest.mark.parametrize(
    ("content", "media_type", "suffix"),
    [
        (PNG, "image/png", ".png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg", ".jpg"),
        (b"GIF89a\1\0", "image/gif", ".gif"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp", ".webp"),
        (PNG + os.urandom(LARGEST - len(PNG)), "image/png", ".png"),
    ],
    ids=["png", "jpeg", "gif", "webp", "largest"],
)
@pytest.mark.parametrize("name", IMAGES)
def test_image_is_sent_as_what_it_is(
    server: FaultServer, client: QDashClient, name: str, content: bytes, media_type: str, suffix: str
) -> None:
    filename, sent_type, sent = send(server, client, name, "sync", content)
    assert sent == content
    assert sent_type == media_type
    assert filename is not None
    assert filename.endswith(suffix)


def test_content_that_looks_like_the_form_arrives(server: FaultServer, client: QDashClient) -> None:
    content = PNG + b"\r\n--\r\n--boundary--\r\nContent-Type: text/plain\r\n\r\n\0\r\n"
    assert send(server, client, IMAGES[0], "sync", content)[2] == content


@pytest.mark.parametrize(
    "content",
    [
        b"username\nann\n",
        b"username,email\r\nann,ann@example.org\r\n",
        b"\xef\xbb\xbfusername,email\nann,a\n",
        "email,username\né,量子\n".encode(),
        b" username , email\nann,a\n",
        b'"username"\n"a ""quoted"" name"\n',
        b"username\n" + b"ann\n" * 500,
        b'username,note\nann,"two\nlines"\n',
        b"username\n",
    ],
    ids=["one column", "CRLF", "mark", "UTF-8", "spaces", "quotes", "500 rows", "line end in quotes", "no rows"],
)
def test_user_list_is_sent_as_it_is(server: FaultServer, client: QDashClient, content: bytes) -> None:
    filename, sent_type, sent = send(server, client, "bulk_import_users", "sync", content)
    assert (sent, sent_type) == (content, "text/csv")
    assert (filename or "").endswith(".csv")


REFUSED_IMAGES: dict[str, tuple[Any, str]] = {
    "text": (b"hello", "PNG, JPEG, GIF or WebP"),
    "PDF": (b"%PDF-1.7", "application/pdf"),
    "SVG": (b"<svg/>", "image/svg"),
    "nothing": (b"", "PNG"),
    "too large": (PNG + bytes(LARGEST), str(LARGEST)),
    "one byte too large": (PNG + bytes(LARGEST - len(PNG) + 1), str(LARGEST)),
}
REFUSED_LISTS: dict[str, tuple[Any, str]] = {
    "not UTF-8": ("username\nJosé\n".encode("latin-1"), "UTF-8, and is not at byte 12"),
    "UTF-16": ("username\nann\n".encode("utf-16"), "UTF-8"),
    "other columns": (b"name,email\nann,a\n", "'username'"),
    "no head": (b"ann,a\n", "'username'"),
    "nothing": (b"", "'username'"),
    "semicolons": (b"username;email\nann;a\n", "'username'"),
    "501 rows": (b"username\n" + b"ann\n" * 501, "500 rows, and has 501"),
}
REFUSED: list[tuple[str, str, Any, str]] = [
    *((name, case, *row) for name in IMAGES for case, row in REFUSED_IMAGES.items()),
    *(("bulk_import_users", case, *row) for case, row in REFUSED_LISTS.items()),
]


@pytest.mark.parametrize(("name", "case", "content", "said"), REFUSED, ids=[f"{row[0]}-{row[1]}" for row in REFUSED])
def test_what_the_server_would_refuse_is_not_sent(
    server: FaultServer, client: QDashClient, name: str, case: str, content: Any, said: str
) -> None:
    for file in (content, io.BytesIO(content)):
        with pytest.raises(QDashValidationError, match=f"file: .*{said}"):
            getattr(client, name)(file=file)
    with pytest.raises(QDashValidationError, match=said):
        asyncio.run(getattr(client, f"{name}_async")(file=content))
    assert server.connections == 0


@uploads
def test_file_that_cannot_be_read_is_refused(
    server: FaultServer, client: QDashClient, name: str, tmp_path: Path
) -> None:
    for path in (tmp_path / "missing", str(tmp_path / "missing"), tmp_path, "", "a\0b"):
        with pytest.raises(QDashValidationError, match=r"file: (cannot read|the path)"):
            getattr(client, name)(file=path)
    (tmp_path / "text").write_bytes(CONTENT[OPERATIONS[name].upload][:5].replace(b"\x89", b""))
    with open(tmp_path / "text", encoding="latin-1") as file, pytest.raises(QDashValidationError, match="binary mode"):
        getattr(client, name)(file=file)
    with pytest.raises(QDashValidationError, match="binary mode"):
        getattr(client, name)(file=io.StringIO("username\nann\n"))
    assert server.connections == 0


class BytesPath:
    """A path that is not text."""

    def __fspath__(self) -> bytes:
        return b"f"


@uploads
@pytest.mark.parametrize("path", ["a\ud800b", "n" * 256, BytesPath()], ids=["surrogate", "too long", "bytes"])
def test_path_that_cannot_be_one_is_refused(server: FaultServer, client: QDashClient, name: str, path: Any) -> None:
    with pytest.raises(QDashValidationError, match=r"^file: ") as caught:
        getattr(client, name)(file=path)
    str(caught.value).encode()  # it can be logged
    assert server.connections == 0


@uploads
def test_tilde_is_expanded(
    server: FaultServer, client: QDashClient, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    content = CONTENT[OPERATIONS[name].upload]
    (tmp_path / "f").write_bytes(content)
    assert send(server, client, name, "sync", "~/f")[2] == content


@uploads
@pytest.mark.parametrize("file", [5, ["a"], {"file": b""}, object()], ids=lambda value: type(value).__name__)
def test_what_is_no_file_is_refused(server: FaultServer, client: QDashClient, name: str, file: Any) -> None:
    with pytest.raises((QDashValidationError, TypeError), match="file"):
        getattr(client, name)(file=file)
    assert server.connections == 0


class Unreadable(io.RawIOBase):
    def __init__(self, error: Exception) -> None:
        self._error = error

    def read(self, size: int = -1) -> bytes:
        raise self._error


class OddPath:
    def __init__(self, path: Any) -> None:
        self._path = path

    def __fspath__(self) -> Any:
        return self._path


@uploads
@pytest.mark.parametrize(
    "file",
    [
        Unreadable(OSError(5, "Input/output error")),
        Unreadable(ValueError("I/O operation on closed file")),
        Unreadable(UnicodeDecodeError("utf-8", b"x", 0, 1, "bad")),
        OddPath(None),
        OddPath(b"/etc/passwd"),
        OddPath(5),
        "x" * 10_000,
        "\0",
        "\udc80\ud800",
        "/proc/self/mem",
    ],
    ids=lambda file: type(file).__name__,
)
def test_file_that_cannot_be_read_in_an_odd_way_is_refused(
    server: FaultServer, client: QDashClient, name: str, file: Any
) -> None:
    with pytest.raises(QDashValidationError, match=r"file: "):
        getattr(client, name)(file=file)
    assert server.connections == 0


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"username\n" + b"x" * 200_000, "cannot be read"),
        (b"username,a\nalice,\0\n", "NUL|cannot be read"),
        (b"\0", "NUL|cannot be read|first line"),
        (b'username\n"' + b"x" * 200_000, "cannot be read"),
    ],
    ids=["long field", "NUL", "only a NUL", "open quote"],
)
def test_odd_user_list_is_refused(server: FaultServer, client: QDashClient, content: bytes, says: str) -> None:
    with pytest.raises(QDashValidationError, match=f"file: .*({says})"):
        client.bulk_import_users(file=content)
    assert server.connections == 0


def test_rows_of_a_user_list_are_those_of_csv(server: FaultServer, client: QDashClient) -> None:
    """Neither a line break within quotes begins a row, nor one of the other separators of Unicode."""
    rows = "".join(f'user{number}\u2028,"a\nb"\n' for number in range(500))
    server.script = lambda request: right_response(OPERATIONS["bulk_import_users"])
    client.bulk_import_users(file=f"username,display_name\n{rows}".encode())
    assert len(server.requests) == 1


@uploads
def test_file_is_required(server: FaultServer, client: QDashClient, name: str) -> None:
    with pytest.raises(QDashValidationError, match="file"):
        getattr(client, name)(file=None)
    with pytest.raises(TypeError, match="file"):
        getattr(client, name)()
    assert server.connections == 0


@uploads
def test_upload_is_sent_once(server: FaultServer, client: QDashClient, name: str) -> None:
    server.play(RESET)
    with pytest.raises(QDashTransportError):
        getattr(client, name)(file=CONTENT[OPERATIONS[name].upload])
    assert len(server.requests) == 1


def test_response_names_the_image(server: FaultServer, client: QDashClient) -> None:
    server.play(http_response({"url": "/api/issues/images/abc.png"}, 200))
    assert client.upload_issue_image(file=PNG) == {"url": "/api/issues/images/abc.png"}


def test_errors_of_a_user_list_keep_no_passwords(server: FaultServer, client: QDashClient) -> None:
    server.play(http_response({"detail": [{"loc": ["body"], "msg": "no", "input": "hush-hush"}]}, 422))
    with pytest.raises(QDashApiError) as caught:
        client.bulk_import_users(file=USER_LIST)
    assert "hush-hush" not in f"{caught.value} {caught.value!r} {json.dumps(caught.value.payload)}"


def test_every_row_has_its_result(server: FaultServer, client: QDashClient) -> None:
    document = declared.sample_document(declared.decoded_shape(OPERATIONS["bulk_import_users"]))
    server.play(http_response(document))
    assert client.bulk_import_users(file=USER_LIST).to_dict() == document
