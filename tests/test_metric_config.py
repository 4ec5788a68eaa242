"""The metrics configuration of a QDash."""

from __future__ import annotations

from typing import Any

import pytest

from qdash.client.demo.catalog import METRICS_CONFIG
from qdash.client.metric_config import Metric, MetricConfig, in_order

CONFIG = MetricConfig(METRICS_CONFIG)


def metric(mode: str = "maximize", scale: float | None = 1, threshold: Any = None) -> Metric:
    entry = {"title": "M", "unit": "u", "scale": scale, "evaluation": {"mode": mode}, "threshold": threshold}
    return Metric("m", "qubit", entry)


def test_the_configuration_is_read_in_its_order() -> None:
    assert [each.name for each in CONFIG.metrics][:3] == ["readout_frequency", "qubit_frequency", "anharmonicity"]
    assert [each.kind for each in CONFIG.metrics] == ["qubit"] * 16 + ["coupling"] * 5
    assert CONFIG.colors[0] == "#440154"
    (t1,) = CONFIG.called("t1")
    assert (t1.title, t1.unit, t1.scale, t1.mode, t1.threshold) == ("T1", "μs", 1, "maximize", 100)
    assert t1.description == "How long an excitation lives"


@pytest.mark.parametrize("text", ["t2_echo", "T2_ECHO", "t2-echo", "T2 Echo", "t2 echo", " T2  echo "])
def test_a_metric_is_found_by_name_or_title(text: str) -> None:
    assert [each.name for each in CONFIG.called(text)] == ["t2_echo"]


def test_a_name_is_better_than_a_title_and_may_be_of_both_kinds() -> None:
    config = MetricConfig(
        {"qubit_metrics": {"a": {"title": "b"}, "b": {"title": "a"}}, "coupling_metrics": {"a": {"title": "A"}}}
    )
    assert [(each.name, each.kind) for each in config.called("A")] == [("a", "qubit"), ("a", "coupling")]


@pytest.mark.parametrize(
    ("scale", "raw", "threshold"), [(1, 100.0, 100.0), (100, 0.95, 95.0), (1000, -300.0, -300.0), (None, 5, 5)]
)
def test_thresholds_are_in_displayed_units(scale: float | None, raw: float, threshold: float) -> None:
    assert metric(scale=scale, threshold={"value": raw}).threshold == threshold


@pytest.mark.parametrize(
    ("mode", "value", "misses"),
    [
        ("maximize", 9.0, True),
        ("maximize", 10.0, False),
        ("maximize", 11, False),
        ("minimize", 11.0, True),
        ("minimize", 10.0, False),
        ("none", 9.0, None),
        ("something new", 9.0, None),
        ("maximize", None, None),
    ],
)
def test_misses(mode: str, value: float | None, misses: bool | None) -> None:
    assert metric(mode, threshold={"value": 10.0}).misses(value) is misses
    assert metric(mode).misses(value) is None


@pytest.mark.parametrize(
    ("scale", "value", "shown"), [(1, 84.7, 84.7), (1000, -0.32, -320.0), (100, 0.57, 57), (100, None, None)]
)
def test_display(scale: float, value: float | None, shown: float | None) -> None:
    assert metric(scale=scale).display(value) == shown


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, True, "5"])
def test_what_is_no_finite_number_is_no_value(value: Any) -> None:
    assert metric().display(value) is None
    assert metric(scale=1000).display(value) is None
    assert metric(threshold={"value": value}).threshold is None


def test_a_value_that_overflows_when_it_is_scaled_is_no_value() -> None:
    assert metric(scale=1000).display(1e308) is None


@pytest.mark.parametrize(
    "document", [{}, {"qubit_metrics": None}, {"qubit_metrics": [1], "color_scale": {"colors": 3}}]
)
def test_a_configuration_may_lack_anything(document: dict[str, Any]) -> None:
    config = MetricConfig(document)
    assert (config.metrics, config.colors) == ([], [])
    assert config.called("t1") == []


@pytest.mark.parametrize(
    "entry", [None, 3, {}, {"title": 3, "unit": None, "scale": "x", "evaluation": [], "threshold": 5}]
)
def test_an_entry_may_lack_anything(entry: Any) -> None:
    (each,) = MetricConfig({"qubit_metrics": {"m": entry}}).metrics
    assert (each.name, each.title, each.unit, each.scale, each.mode, each.threshold) == ("m", "m", "", 1, "none", None)


def test_which_metrics_are_frequencies() -> None:
    assert [each.name for each in CONFIG.metrics if each.is_frequency] == ["readout_frequency", "qubit_frequency"]


def test_identifiers_are_put_in_the_order_of_their_numbers() -> None:
    assert in_order(["10", "1-0", "2", "0-10", "0-9", "Q00"]) == ["Q00", "2", "10", "0-9", "0-10", "1-0"]
