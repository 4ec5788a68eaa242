"""Models and settings are dataclasses in every respect, although nothing is made of them before it is needed."""

from __future__ import annotations

import copy
import dataclasses
import functools
import inspect
import operator
import pickle
import subprocess
import sys
import traceback
import types
import typing
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from unittest import mock

import declared
import pytest
from declared import sample_document
from fault_server import FaultServer, http_response

from qdash.client import QDashConfig, models
from qdash.client.codec.generated import Decoders
from qdash.client.codec.shapes import Anything, fields
from qdash.client.deferred import Deferred
from qdash.client.deferred import dataclass as deferred
from qdash.client.deferred import field as deferred_field
from qdash.client.models import ChipResponse, NormalizedMetricRecord

ROOT = Path(__file__).resolve().parents[1]


class Colour:
    """Something that can be changed."""


def equal_classes() -> tuple[type[Any], type[Any]]:
    """Return a class that is made late, before anything of it is made, and one of `dataclasses`."""

    @deferred(slots=True, kw_only=True)
    class Point(Deferred):
        """A point."""

        x: int
        y: int = 5
        tags: list[str] = deferred_field(default_factory=list)
        secret: str = deferred_field(default="", repr=False)

        def sum(self) -> int:
            return self.x + self.y

    late = Point

    @dataclasses.dataclass(slots=True, kw_only=True)
    class Point:  # type: ignore[no-redef]
        """A point."""

        x: int
        y: int = 5
        tags: list[str] = dataclasses.field(default_factory=list)
        secret: str = dataclasses.field(default="", repr=False)

        def sum(self) -> int:
            return self.x + self.y

    return late, Point


QUESTIONS: dict[str, Callable[[type[Any]], Any]] = {
    "repr": lambda cls: repr(cls(x=1, secret="hush")),
    "equal": lambda cls: cls(x=1) == cls(x=1),
    "not equal": lambda cls: cls(x=1) == cls(x=2),
    "equal to something else": lambda cls: cls(x=1) == 1,
    "hash": lambda cls: cls.__hash__,
    "defaults": lambda cls: (cls(x=1).y, cls(x=1).tags, cls(x=1).tags is cls(x=1).tags),
    "method": lambda cls: cls(x=1).sum(),
    "is_dataclass": lambda cls: dataclasses.is_dataclass(cls),
    "fields": lambda cls: [(f.name, f.type, f.default, f.kw_only, f.repr) for f in dataclasses.fields(cls)],
    "fields of an object": lambda cls: [f.name for f in dataclasses.fields(cls(x=1))],
    "asdict": lambda cls: dataclasses.asdict(cls(x=1)),
    "astuple": lambda cls: dataclasses.astuple(cls(x=1)),
    "replace": lambda cls: repr(dataclasses.replace(cls(x=1), y=2)),
    "signature": lambda cls: str(inspect.signature(cls)),
    "type hints": lambda cls: typing.get_type_hints(cls),
    "slots": lambda cls: (cls.__slots__, hasattr(cls(x=1), "__dict__")),
    "names": lambda cls: (cls.__name__, cls.__qualname__, cls.__module__, cls.__doc__),
    "match arguments": lambda cls: cls.__match_args__,
    "parameters": lambda cls: (cls.__dataclass_params__.eq, cls.__dataclass_params__.frozen),
    "copy": lambda cls: repr(copy.copy(cls(x=1))),
    "deep copy": lambda cls: repr(copy.deepcopy(cls(x=1, tags=["a"]))),
    "copy.replace": lambda cls: repr(copy.replace(cls(x=1), x=2)) if hasattr(copy, "replace") else None,
    "subclass": lambda cls: repr(type("Sub", (cls,), {})(x=3)).partition("Sub")[2],
    "dataclass of it": lambda cls: [
        f.name
        for f in dataclasses.fields(
            dataclasses.dataclass(type("Sub", (cls,), {"__annotations__": {"z": "int"}, "z": 1}))
        )
    ],
    "missing": lambda cls: cls(),
    "unknown": lambda cls: cls(x=1, q=2),
    "positional": lambda cls: cls(1),
    "unknown attribute": lambda cls: setattr(cls(x=1), "q", 1),
    "unset attribute": lambda cls: object.__new__(cls).x,
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_class_that_is_made_late_is_as_a_dataclass(question: str) -> None:
    """Each question is the first that is put to the class."""
    responses = []
    for cls in equal_classes():
        try:
            responses.append(QUESTIONS[question](cls))
        except Exception as error:
            responses.append((type(error), str(error)))
    assert responses[0] == responses[1]


def test_making_showing_and_comparing_need_no_dataclasses(monkeypatch: pytest.MonkeyPatch) -> None:
    """So they cannot fail, or be wrong, where `dataclasses` cannot be imported or is interrupted."""
    late, _ = equal_classes()
    monkeypatch.setitem(sys.modules, "dataclasses", None)
    assert late(x=1) == late(x=1)
    assert late(x=1) != late(x=2)
    assert repr(late(x=1)).endswith("Point(x=1, y=5, tags=[])")
    with pytest.raises(ImportError):
        late.__dataclass_fields__  # noqa: B018


def test_long_repr_shows_the_first_and_the_last_items() -> None:
    chips = [ChipResponse(chip_id=f"chip {number}") for number in range(64)]
    text = repr(models.ListChipsResponse(chips=chips, total=64))
    assert len(text) <= 4000
    assert text.startswith("ListChipsResponse(chips=[ChipResponse(chip_id='chip 0', size=64,")
    assert "chip 4" in text
    assert ", ... 54 more, ChipResponse(chip_id='chip 59'" in text
    assert text.endswith("note=NoteModel(content='', updated_by='', updated_at=None))], total=64)")


def test_long_repr_is_cut_at_any_depth() -> None:
    data = {str(qid): [models.ParameterModel(value=float(i)) for i in range(500)] for qid in range(64)}
    text = repr(models.TimeSeriesData(data=data))
    assert len(text) <= 4003
    assert text.count(" more") >= 2
    assert "... 60 more, '62': [ParameterModel(" in text


def test_long_repr_cuts_texts() -> None:
    text = repr(models.NoteModel(content="x" * 100_000))
    assert len(text) < 400
    assert "... 99802 more characters" in text


@pytest.mark.parametrize("size", [3, 300])
def test_repr_of_what_holds_itself_ends(size: int) -> None:
    chip: Any = ChipResponse(chip_id="c")
    chip.note = {"chips": [chip] * size}
    assert "note={'chips': [..., ..." in repr(chip)
    deep: Any = 1
    for _ in range(100_000):
        deep = [deep]
    chip.note = deep
    assert repr(chip).endswith("[[...]" + "]" * 50 + ")")


def test_base_is_no_dataclass() -> None:
    assert not dataclasses.is_dataclass(Deferred)
    with pytest.raises(AttributeError, match="'Deferred' has no attribute '__dataclass_fields__'"):
        Deferred.__dataclass_fields__  # noqa: B018


def test_threads_may_be_the_first_together() -> None:
    for _ in range(20):
        late, _ = equal_classes()
        with ThreadPoolExecutor(8) as executor:
            made = list(executor.map(lambda x, late=late: late(x=x), range(64)))
        assert [point.x for point in made] == list(range(64))
        assert made[0] == late(x=0)


@pytest.mark.parametrize("cls", [ChipResponse, NormalizedMetricRecord, QDashConfig])
def test_public_classes_tell_their_signature(cls: type[Any]) -> None:
    parameters = inspect.signature(cls).parameters
    assert list(parameters) == [field.name for field in dataclasses.fields(cls)]
    kinds = {parameter.kind for parameter in parameters.values()}
    positional = cls is NormalizedMetricRecord
    assert kinds == {inspect.Parameter.POSITIONAL_OR_KEYWORD if positional else inspect.Parameter.KEYWORD_ONLY}


def test_constructors_of_models_tell_their_signature_and_types(subtests: pytest.Subtests) -> None:
    for model in declared.MODELS:
        with subtests.test(model.__name__):
            names = [field.name for field in dataclasses.fields(model)]
            constructor: Any = model.__init__
            assert list(inspect.signature(constructor).parameters) == ["self", *names]
            assert typing.get_type_hints(constructor).keys() == {*names, "return"}


def test_a_mock_of_a_model_refuses_wrong_arguments() -> None:
    with pytest.raises(TypeError):
        mock.create_autospec(ChipResponse)(nonsense=1)


def test_subclasses_call_the_constructor() -> None:
    class Mine(ChipResponse):
        def __init__(self, **values: Any) -> None:
            super().__init__(size=16, **values)

    assert Mine(chip_id="c").size == 16


def test_record_takes_its_arguments_by_position() -> None:
    record = NormalizedMetricRecord("c", "qubit", "0", "t1", 1.0)
    assert pickle.loads(pickle.dumps(record)) == record
    match record:
        case NormalizedMetricRecord(chip_id, "qubit"):
            assert chip_id == "c"
        case _:
            pytest.fail("it does not match")


def test_settings_are_refused_as_by_a_dataclass() -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'token'"):
        QDashConfig(base_url="http://h", token="t")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="missing a required argument: 'base_url'"):
        QDashConfig()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="positional"):
        QDashConfig("http://h")  # type: ignore[misc]


# --- names that modules of models have for type checkers only --------------------------------------------------------

ANNOTATIONS: dict[str, Callable[[type], dict[str, Any]]] = {
    "get_type_hints": typing.get_type_hints,
    "get_annotations": lambda cls: inspect.get_annotations(cls, eval_str=True),
    "fields": lambda cls: {
        field.name: eval(field.type, vars(sys.modules[cls.__module__])) if isinstance(field.type, str) else field.type
        for field in dataclasses.fields(cls)
    },
}


def as_decoded(hint: Any) -> Any:
    """Return a type as it concerns a decoder: choices are texts."""
    if hint is Any:
        return Anything
    if typing.get_origin(hint) is typing.Literal:
        assert all(isinstance(value, str) for value in typing.get_args(hint))
        return str
    if isinstance(hint, types.UnionType):
        return functools.reduce(operator.or_, map(as_decoded, hint.__args__))
    arguments = tuple(map(as_decoded, typing.get_args(hint)))
    return typing.get_origin(hint)[arguments] if arguments else hint


def test_annotations_of_every_model_can_be_evaluated(subtests: pytest.Subtests) -> None:
    for model in declared.MODELS:
        with subtests.test(model.__name__):
            names = dict(vars(sys.modules[model.__module__]))
            found = [way(model) for way in ANNOTATIONS.values()]
            assert found == [found[0]] * len(found)
            assert {name: as_decoded(hint) for name, hint in found[0].items()} == fields(model)
            assert vars(sys.modules[model.__module__]) == names


def test_choices_are_those_of_typing() -> None:
    hints = typing.get_type_hints(ChipResponse)
    assert typing.get_args(hints["activity_status"]) == ("active", "inactive")
    assert hints["activity_status"] == models.ActivityStatus


# --- decoders --------------------------------------------------------------------------------------------------------


def test_traceback_shows_the_source_of_a_decoder() -> None:
    decode = Decoders()[ChipResponse]
    with pytest.raises(ValueError, match="a text") as caught:
        decode(sample_document(ChipResponse) | {"chip_id": 5})
    assert "_str): raise TypeError" in "".join(traceback.format_exception(caught.value))
    assert "def decode(_data" in inspect.getsource(decode)


def test_reading_needs_no_dataclasses(server: FaultServer) -> None:
    """They, and what they import, would take as long as all the rest."""
    program = (
        "import sys; before = set(sys.modules); from qdash.client import QDashClient, QDashConfig\n"
        "with QDashClient(QDashConfig(base_url=sys.argv[1], api_token='t')) as client:\n"
        "    chip = client.get_chip('c')\n"
        "loaded = {'dataclasses', 'inspect', 'tokenize', 'linecache', 'logging'} & sys.modules.keys() - before\n"
        "assert not loaded, loaded\n"
        "assert repr(chip).startswith('ChipResponse(chip_id=') and chip == chip\n"
    )
    server.play(http_response(sample_document(ChipResponse)))
    environment = {"PYTHONPATH": str(ROOT), "NO_PROXY": "*"}
    subprocess.run([sys.executable, "-S", "-c", program, server.url], env=environment, check=True, timeout=30)
