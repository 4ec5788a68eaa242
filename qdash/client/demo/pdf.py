"""A minimal PDF with lines of text."""

from __future__ import annotations

from collections.abc import Iterable

_WIDTH, _HEIGHT = 595, 842  # A4 in points


def one_page(lines: Iterable[str]) -> bytes:
    """Return a PDF of one A4 page with these lines in Helvetica. Characters beyond Latin-1 become question marks."""
    shown = "\n".join(f"({_escape(line)}) '" for line in lines)
    content = f"BT /F1 11 Tf 16 TL 60 {_HEIGHT - 60} Td\n{shown}\nET".encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
        % (_WIDTH, _HEIGHT),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    document = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(document))
        document += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(document)
    document += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    document += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    document += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(document)


def _escape(line: str) -> str:
    line = line.replace("\N{GREEK SMALL LETTER MU}", "\N{MICRO SIGN}")
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
