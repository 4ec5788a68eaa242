from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from json_values import TEXT, fixed
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_openmetrics
from prometheus_client.parser import text_string_to_metric_families as read_prometheus

from qdash.client.formats.openmetrics import openmetrics

READERS = pytest.mark.parametrize("read", [read_openmetrics, read_prometheus], ids=["OpenMetrics", "Prometheus"])
Read = Callable[[str], Iterable[Any]]

FAMILIES: list[Any] = [
    (
        "qdash_t1",
        "T1 relaxation time of a qubit.",
        "μs",
        [({"chip": "64Qv3", "qubit": "3"}, 84.74824416157573), ({"chip": "64Qv3", "qubit": "4"}, None)],
    ),
    ("qdash_x90_gate_fidelity", "X90 gate fidelity.", "%", [({"chip": "64Qv3", "qubit": "3"}, 99.31)]),
    ("qdash_up", "Whether the last reading succeeded.", None, [({}, True)]),
]


def text(families: Iterable[Any]) -> str:
    return "".join(f"{line}\n" for line in openmetrics(families))


def samples(read: Read, written: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in read(written)
        for sample in family.samples
    }


def test_an_exposition() -> None:
    assert text(FAMILIES) == (
        "# HELP qdash_t1_seconds T1 relaxation time of a qubit.\n"
        "# TYPE qdash_t1_seconds gauge\n"
        'qdash_t1_seconds{chip="64Qv3",qubit="3"} 8.474824416157573e-05\n'
        "# HELP qdash_x90_gate_fidelity_ratio X90 gate fidelity.\n"
        "# TYPE qdash_x90_gate_fidelity_ratio gauge\n"
        'qdash_x90_gate_fidelity_ratio{chip="64Qv3",qubit="3"} 0.9931\n'
        "# HELP qdash_up Whether the last reading succeeded.\n"
        "# TYPE qdash_up gauge\n"
        "qdash_up 1\n"
        "# EOF\n"
    )


@READERS
def test_both_readers_read_it(read: Read) -> None:
    families = list(read(text(FAMILIES)))
    assert [(family.name, family.type, family.unit, family.documentation) for family in families] == [
        ("qdash_t1_seconds", "gauge", "", "T1 relaxation time of a qubit."),
        ("qdash_x90_gate_fidelity_ratio", "gauge", "", "X90 gate fidelity."),
        ("qdash_up", "gauge", "", "Whether the last reading succeeded."),
    ]
    assert [(sample.labels, sample.value, sample.timestamp) for sample in families[0].samples] == [
        ({"chip": "64Qv3", "qubit": "3"}, 84.74824416157573 / 1e6, None)
    ]


@pytest.mark.parametrize(
    ("unit", "value", "name", "written"),
    [
        ("μs", 84.5, "a_seconds", "8.45e-05"),
        ("µs", 84.5, "a_seconds", "8.45e-05"),
        ("us", 84.5, "a_seconds", "8.45e-05"),
        ("us", 44.71, "a_seconds", "4.471e-05"),
        ("ns", 32, "a_seconds", "3.2e-08"),
        ("s", 2.5, "a_seconds", "2.5"),
        ("GHz", 4.9371, "a_hertz", "4937100000.0"),
        ("MHz", -300.25, "a_hertz", "-300250000.0"),
        ("mK", 10, "a_kelvin", "0.01"),
        ("%", 99.31, "a_ratio", "0.9931"),
        ("ratio", 0.99, "a_ratio", "0.99"),
        ("a.u.", 0.5, "a", "0.5"),
        ("", 0.5, "a", "0.5"),
        (None, 5, "a", "5"),
        ("MHz/a.u.", 5, "a_mhz_a_u", "5"),
        ("dBm", -10, "a_dbm", "-10"),
        ("温", 1, "a", "1"),
    ],
)
def test_units_are_base_units(unit: str | None, value: float, name: str, written: str) -> None:
    assert text([("a", "", unit, [({}, value)])]) == (
        f"# HELP {name} {name}\n# TYPE {name} gauge\n{name} {written}\n# EOF\n"
    )


def test_a_name_has_its_unit_once() -> None:
    assert "# TYPE a_seconds gauge" in text([("a_seconds", "", "ms", [({}, 1)])])


@READERS
@pytest.mark.parametrize(
    ("value", "written"), [(float("inf"), "+Inf"), (float("-inf"), "-Inf"), (float("nan"), "NaN"), (False, "0")]
)
def test_values_that_are_no_numbers(read: Read, value: float, written: str) -> None:
    exposition = text([("a", "", None, [({}, value)])])
    assert f"\na {written}\n" in exposition
    assert repr(float(*samples(read, exposition).values())) == repr(float(value))


@READERS
def test_text_is_escaped(read: Read) -> None:
    value = 'a "b" \\ \\n c\nd 温 {x="y"} # 5'
    exposition = text([("a", 'Some "help" \\ \\n\n  more.', None, [({"l": value}, 1)])])
    family = next(iter(read(exposition)))
    assert family.documentation == "Some 'help' \\ \\n more."
    assert family.samples[0].labels == {"l": value}


def test_names_are_sanitised() -> None:
    exposition = text(
        [
            (
                "9-gate fidelity",
                "",
                None,
                [({"qubit id": "a", "qubit-id": "b", "__name__": "c", "9": "d", "": "e"}, 1)],
            ),
            ("_9_gate_fidelity", "", None, [({}, 2)]),
            ("", "", None, [({}, 3)]),
        ]
    )
    assert [line for line in exposition.splitlines() if line[0] != "#"] == [
        '_9_gate_fidelity{_="e",_9="d",_name__="c",qubit_id="a",qubit_id_2="b"} 1',
        "_9_gate_fidelity_2 2",
        "_ 3",
    ]


def test_of_equal_labels_the_first_counts() -> None:
    found: list[Any] = [
        ({"q": "1", "chip": "a"}, None),
        ({"q": "1", "chip": "a"}, 5),
        ({"chip": "a", "q": "1"}, 6),
        ({"q": "1", "chip": "a", "role": ""}, 7),
        ({"q": "2"}, 8),
    ]
    exposition = text([("a", "", None, found)])
    assert [line for line in exposition.splitlines() if line[0] != "#"] == ['a{chip="a",q="1"} 5', 'a{q="2"} 8']


def test_halves_of_surrogate_pairs_are_replaced() -> None:
    text([("a\ud83d", "\ud83d", "\ud83d", [({"\ud83d": "\ud83d"}, 1)])]).encode()


@pytest.mark.parametrize("families", [[], [("a", "", None, [])], [("a", "", None, [({}, None)])]])
def test_nothing_to_tell(families: list[Any]) -> None:
    assert text(families) == "# EOF\n"


LABELS = st.dictionaries(TEXT, TEXT, max_size=3)
SAMPLES = st.lists(st.tuples(LABELS, st.none() | st.floats() | st.integers(-(2**60), 2**60)), max_size=3)
UNITS = st.none() | st.sampled_from(["μs", "GHz", "%", "a.u.", "MHz/a.u."]) | TEXT
NAMES = TEXT | st.sampled_from(["a", "a-b", "a_b", "a_total", "a_count", "a_info", "a_bucket", "a_created"])


@fixed
@given(st.lists(st.tuples(NAMES, TEXT, UNITS, SAMPLES), max_size=4))
def test_both_readers_find_the_same(families: list[Any]) -> None:
    exposition = text(families)
    found = samples(read_openmetrics, exposition)
    assert repr(found) == repr(samples(read_prometheus, exposition))
    assert len(found) == sum(line[0] != "#" for line in exposition.split("\n") if line)


def promtool(exposition: str) -> tuple[int, str]:
    """Return the exit code of ``promtool check metrics``, and what it prints."""
    if (program := shutil.which("promtool")) is None:
        pytest.skip("promtool is not installed")
    command = [program, "check", "metrics"]
    done = subprocess.run(command, input=exposition.encode(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout.decode()


@pytest.mark.long
def test_promtool_finds_no_fault() -> None:
    assert promtool(text(FAMILIES)) == (0, "")


@pytest.mark.long
def test_promtool_reads_unusual_names_and_text() -> None:
    labels = {"9": 'a "b" \\ \\n c\nd\re', "__name__": "温", "": "{}", "_": "\0\x1b"}
    families = [
        (name, name, name, [(labels, 1e300), ({}, float("-inf"))]) for name in ("a-b", "a_b", "9", "", "温 \\ #")
    ]
    code, printed = promtool(text(families))
    assert code in (0, 3)  # 3: it was read, and a name is not as Prometheus recommends
    assert "error while linting" not in printed
