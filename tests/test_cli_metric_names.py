"""The metrics that a command line names."""

from __future__ import annotations

import pytest

from qdash.client.cli.failures import UsageError
from qdash.client.cli.metric_names import find_all
from qdash.client.demo.catalog import METRICS_CONFIG
from qdash.client.metric_config import MetricConfig

CONFIG = MetricConfig(METRICS_CONFIG)


def test_each_metric_is_listed_once() -> None:
    config = MetricConfig(
        {"qubit_metrics": {"a": {"title": "b"}, "b": {"title": "a"}}, "coupling_metrics": {"a": {"title": "A"}}}
    )
    assert find_all(config, ["a", "a", "b"]) == [config.metrics[0], config.metrics[2], config.metrics[1]]
    assert find_all(config, []) == config.metrics


@pytest.mark.parametrize(
    ("text", "hint"), [("t2_ecko", "Did you mean t2_echo"), ("T1 avg", "Did you mean"), ("xyz", "The metrics are")]
)
def test_an_unknown_metric_is_an_error_with_a_hint(text: str, hint: str) -> None:
    with pytest.raises(UsageError, match=hint) as caught:
        find_all(CONFIG, ["t1", text])
    assert str(caught.value).startswith(f"there is no metric {text!r}.")


def test_a_server_may_have_no_metrics() -> None:
    with pytest.raises(UsageError, match="The metrics are none"):
        find_all(MetricConfig({}), ["t1"])
