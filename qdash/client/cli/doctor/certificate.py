"""The fields of a certificate. `ssl` returns none for one that was not verified.

Only the few fields that people need are read (RFC 5280, section 4.1). Nothing is verified.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    Element = tuple[int, bytes]  # tag and content

__all__ = ["Certificate"]

_UTC_TIME, _VERSION, _EXTENSIONS = 0x17, 0xA0, 0xA3
_DNS_NAME, _ADDRESS = 0x82, 0x87
_COMMON_NAME, _ORGANIZATION, _ALTERNATIVE_NAMES = b"\x55\x04\x03", b"\x55\x04\x0a", b"\x55\x1d\x11"


class Certificate:
    """A certificate.

    Attributes:
        subject: the name of its owner.
        issuer: the name of the authority that issued it.
        is_self_signed: whether the two are the same.
        begin: the time from which it is valid.
        end: the time until which it is valid.
        hosts: the hosts that it is for.

    Raises:
        ValueError: it cannot be read.
    """

    def __init__(self, der: bytes) -> None:
        try:
            (_, whole), *_ = _elements(der)
            (_, signed), *_ = _elements(whole)
            fields = list(_elements(signed))
            if fields[0][0] == _VERSION:
                del fields[0]
            _, _, (_, issuer), (_, validity), (_, subject), _, *rest = fields
            self.is_self_signed: bool = issuer == subject
            self.issuer: str = _name(issuer)
            self.subject: str = _name(subject)
            begin, end = _elements(validity)
            self.begin: datetime = _time(begin)
            self.end: datetime = _time(end)
            self.hosts: list[str] = [host for tag, content in rest if tag == _EXTENSIONS for host in _hosts(content)]
        except (IndexError, ValueError) as error:
            raise ValueError(f"this is no certificate ({type(error).__name__})") from None


def _elements(data: bytes) -> Iterator[Element]:
    """Yield the elements of data in DER."""
    while data:
        tag, length, start = data[0], data[1], 2
        if length & 0x80:
            start += length & 0x7F
            length = int.from_bytes(data[2:start], "big")
        if start + length > len(data):
            raise ValueError("the data ends early")
        yield tag, data[start : start + length]
        data = data[start + length :]


def _name(content: bytes) -> str:
    """Return the common name of a name, else the organization."""
    found = {}
    for _, part in _elements(content):
        for _, pair in _elements(part):
            (_, kind), (tag, text) = _elements(pair)
            found[kind] = text.decode("utf-16-be" if tag == 0x1E else "utf-8", "replace")
    return found.get(_COMMON_NAME) or found.get(_ORGANIZATION) or ""


def _time(element: Element) -> datetime:
    from datetime import datetime, timezone

    tag, content = element
    text = content.decode("ascii")
    if tag == _UTC_TIME:  # two digits for the year: 1950 to 2049
        text = ("20" if text < "50" else "19") + text
    return datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=timezone.utc)


def _hosts(content: bytes) -> Iterator[str]:
    (_, extensions), *_ = _elements(content)
    for _, extension in _elements(extensions):
        (_, kind), *_, (_, value) = _elements(extension)
        if kind != _ALTERNATIVE_NAMES:
            continue
        (_, names), *_ = _elements(value)
        for tag, name in _elements(names):
            if tag == _DNS_NAME:
                yield name.decode("ascii", "replace")
            elif tag == _ADDRESS:
                from ipaddress import ip_address

                yield str(ip_address(name))
