"""The fault matrix, line by line."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
import trustme
from matrix import DEFENCES, SECTIONS
from matrix.rows import Bench, Row, Section

ROOT = Path(__file__).resolve().parents[1]
LINES = [(section, row) for section in SECTIONS for row in section.rows]
# Their lines wait, start an interpreter each, or start programs that fork, freeze or fight for a file.
LONG = {"Environment", "Time", "Processes and threads", "The profile file"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Take every line, or only those that rest on the defence that `defences` has taken out."""
    if "row" in metafunc.fixturenames:
        without = metafunc.config.getoption("--without")
        rows = [
            pytest.param(
                row,
                id=f"{section.title}: {row.what}",
                marks=[pytest.mark.long] if row.long or section.title in LONG else [],
            )
            for section, row in LINES
            if without is None or row.defence == without
        ]
        metafunc.parametrize("row", rows)


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def bench(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    (tmp_path / "tls").mkdir()
    (tmp_path / "empty").mkdir()
    authority.cert_pem.write_to_path(tmp_path / "tls" / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    monkeypatch.setattr("qdash.client.transport.tls._unverified", set())
    return Bench(tmp_path / "empty", authority, tmp_path / "tls" / "ca.pem", context, monkeypatch)


def test_line(row: Row, bench: Bench) -> None:
    row.check(bench)


def test_long_sections_are_there() -> None:
    assert {section.title for section, _ in LINES} > LONG


def test_lines_are_told_apart() -> None:
    names = [(section.title, row.what) for section, row in LINES]
    assert len(set(names)) == len(names)


def test_every_line_rests_on_a_defence_and_every_defence_holds_a_line() -> None:
    assert {row.defence for _, row in LINES} == DEFENCES.keys()


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.title)
def test_the_page_has_the_promise_word_for_word(section: Section) -> None:
    page = (ROOT / "qdash" / "client" / "docs" / "promises.md").read_text(encoding="utf-8")
    _, _, rest = page.partition(f"\n## {section.title}\n")
    assert " ".join(rest.partition("\n## ")[0].split()) == section.promise
