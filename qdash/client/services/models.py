"""All models, and the enumerations and named texts that only the official client has.

A member of an enumeration is equal to its text, and is sent as such; so is a named text such as ``Title("x")``, whose
``root`` is the text.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, get_args

from .. import models
from ..errors import QDashValidationError
from ..models import choices

_MODELS: list[str] = vars(models)["__all__"]
_ENUMS = {
    **{
        name: get_args(getattr(choices, name))
        for name in (
            "ActivityStatus",
            "BareShiftEstimatorType",
            "CrDirection",
            "FileNodeType",
            "ProjectRole",
            "SeedImportSource",
            "SystemRole",
        )
    },
    "Category": (
        "review_cluster",
        "model_failure",
        "data_consistency",
        "metric_outlier",
        "coverage_gap",
        "provenance_impact",
        "note_cluster",
        "other",
    ),
    "Confidence": ("low", "medium", "high"),
    "Severity": ("info", "warning", "critical"),
    "Severity1": ("critical", "warning", "info"),
}
_TEXTS = (
    *("Applicability", "AvatarKey", "BoundaryCriteria", "Category1", "Color", "Counterexample", "Description"),
    *("Description1", "DisplayName", "HumanLabel", "HumanReviewDecision", "Icon", "Key", "ModelErrorType"),
    *("ModelPrediction", "Name", "Name1", "Note", "PromptGuidance", "Resolution", "ResolutionLabel", "RootCause"),
    *("Symptom", "Title", "Title1", "Title2", "Title3", "Title4"),
)
_LISTS = ("CaseType", "FailureModeLabels", "LessonLearned")

__all__ = sorted([*_MODELS, *_ENUMS, *_TEXTS, *_LISTS, "SortOrder"])


def _checked(named: type, kind: type, root: Any) -> Any:
    if isinstance(root, kind) and not isinstance(root, bool):
        return root
    raise QDashValidationError(f"{named.__name__}(): must be a {kind.__name__}, not {type(root).__name__}")


class _Text(str):
    """A text with a name of its own."""

    __slots__ = ()

    def __new__(cls, root: str) -> _Text:
        """Make a named text; ``root`` is the text."""
        return super().__new__(cls, _checked(cls, str, root))

    @property
    def root(self) -> str:
        """The text."""
        return str(self)


class _List(list[str]):
    """A list of texts with a name of its own."""

    __slots__ = ()

    def __init__(self, root: list[str]) -> None:
        """Make a named list; ``root`` are the texts."""
        super().__init__(_checked(type(self), list, root))

    @property
    def root(self) -> list[str]:
        """The texts."""
        return list(self)


class SortOrder(int):
    """A place in an order."""

    __slots__ = ()

    def __new__(cls, root: int) -> SortOrder:
        """Make a place; ``root`` is the number."""
        return super().__new__(cls, _checked(cls, int, root))

    @property
    def root(self) -> int:
        """The number."""
        return int(self)


class _Choice(str, Enum):
    """One of a few texts."""

    def __str__(self) -> str:
        return str(self.value)

    def __format__(self, spec: str) -> str:
        return format(self.value, spec)


def __getattr__(name: str) -> Any:
    if name in _ENUMS:
        value: Any = _Choice(name, [(text, text) for text in _ENUMS[name]], module=__name__)  # type: ignore[call-overload]
    elif name in _TEXTS or name in _LISTS:
        value = type(name, (_Text if name in _TEXTS else _List,), {"__slots__": (), "__module__": __name__})
    elif name in _MODELS:
        value = getattr(models, name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
