"""The cases of the fault matrix, and the rules for them."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
import trustme
from matrix import GUARDS, SECTIONS
from matrix.cases import Bench, Case, Section

ROOT = Path(__file__).resolve().parents[1]
CASES = [(section, case) for section in SECTIONS for case in section.cases]
# Their cases wait, start an interpreter each, or start programs that fork, freeze, or write the same file at once.
LONG = {"Environment", "Time", "Processes and threads", "The profile file"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Take every case, or only those that depend on the guard that `matrix.guards` has removed."""
    if "case" in metafunc.fixturenames:
        without = metafunc.config.getoption("--without")
        cases = [
            pytest.param(
                case,
                id=f"{section.title}: {case.what}",
                marks=[pytest.mark.long] if case.long or section.title in LONG else [],
            )
            for section, case in CASES
            if without is None or case.guard == without
        ]
        metafunc.parametrize("case", cases)


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


def test_case(case: Case, bench: Bench) -> None:
    case.check(bench)


def test_long_sections_exist() -> None:
    assert {section.title for section, _ in CASES} > LONG


def test_cases_have_different_names() -> None:
    names = [(section.title, case.what) for section, case in CASES]
    assert len(set(names)) == len(names)


def test_every_case_depends_on_a_guard_and_every_guard_has_a_case() -> None:
    assert {case.guard for _, case in CASES} == GUARDS.keys()


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.title)
def test_the_page_has_the_promise_word_for_word(section: Section) -> None:
    page = (ROOT / "qdash" / "client" / "docs" / "promises.md").read_text(encoding="utf-8")
    _, _, rest = page.partition(f"\n## {section.title}\n")
    assert " ".join(rest.partition("\n## ")[0].split()) == section.promise
