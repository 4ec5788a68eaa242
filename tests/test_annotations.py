"""Annotations of all that the client can do can be evaluated, as pydantic, FastAPI and Typer do."""

from __future__ import annotations

import collections.abc
import inspect
import os
import typing
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from pydantic import PydanticSchemaGenerationError, validate_call

from qdash.client import EventStream, FlowRun, IssueResponse, QDashClient, QubitResponse, StatusEvent
from qdash.client.models import AnalysisEvent, ChipResponse

PUBLIC = [name for name in dir(QDashClient) if not name.startswith("_") and name != "config"]


def named_as_text(hint: Any) -> bool:
    if typing.get_origin(hint) is typing.Literal:
        return False
    return isinstance(hint, (str, typing.ForwardRef)) or any(map(named_as_text, typing.get_args(hint)))


def test_annotations_of_every_public_attribute_can_be_evaluated(client: QDashClient, subtests: pytest.Subtests) -> None:
    for name in PUBLIC:
        with subtests.test(name):
            for method in (getattr(QDashClient, name), getattr(client, name)):
                hints = typing.get_type_hints(method)
                signature = inspect.signature(method, eval_str=True)
                assert "return" in hints
                assert hints["return"] == (signature.return_annotation or type(None))
                assert hints.keys() >= signature.parameters.keys() - {"self"}
                assert not any(map(named_as_text, hints.values()))
                assert list(inspect.signature(method).parameters) == list(signature.parameters)
            is_coroutine = name.endswith("_async") and not name.startswith("iter_")
            assert inspect.iscoroutinefunction(getattr(client, name)) == is_coroutine


def test_pydantic_takes_every_public_method(subtests: pytest.Subtests) -> None:
    for name in PUBLIC:
        with subtests.test(name), suppress(PydanticSchemaGenerationError):  # it knows no files and no `Collection`
            validate_call(getattr(QDashClient, name))


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("get_chip", ChipResponse),
        ("get_chip_async", ChipResponse),
        ("get_default_chip", ChipResponse),
        ("iter_chip_qubits", Iterator[QubitResponse]),
        ("iter_chip_qubits_async", AsyncIterator[QubitResponse]),
        ("iter_all_issues", Iterator[IssueResponse]),
        ("iter_all_issues_async", AsyncIterator[IssueResponse]),
        ("download_file", bytes | Path),
        ("flow_run", FlowRun),
        ("stream_copilot_chat", EventStream[StatusEvent | AnalysisEvent]),
        ("check_compatibility_async", "CompatibilityReport"),
    ],
)
def test_result(name: str, result: Any) -> None:
    found = typing.get_type_hints(getattr(QDashClient, name))["return"]
    assert result in (found, getattr(found, "__name__", None))


def test_parameters() -> None:
    found = typing.get_type_hints(QDashClient.download_file)
    assert found["to"] == str | os.PathLike[str] | None
    assert typing.get_origin(typing.get_args(found["progress"])[0]) is collections.abc.Callable
    limit = inspect.signature(QDashClient.iter_chip_qubits, eval_str=True).parameters["limit"]
    assert (limit.annotation, limit.default) == (int | None, None)
