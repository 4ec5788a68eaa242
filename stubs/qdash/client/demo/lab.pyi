"""What the demo QDash keeps in memory: its user, its chips, the notes taken on them, and the state of every area."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from .catalog import TargetKind
from .data import Chip
from .work import Work

Note = dict[str, Any]

State = TypeVar("State")

def blank_note() -> Note:
    """Return the note of something nobody has written about."""

@dataclass
class Page:
    """What was written about one chip, qubit or coupling."""

    note: Note = ...
    comments: list[Note] = ...
    metric_notes: dict[str, Note] = ...

class Lab:
    """The state of a demo QDash. Whoever reads or writes it holds ``lock``.

    Args:
        seed: what the sample data are drawn from.
        now: the moment that "the last hours" are counted back from (UTC if naive); the current time by default.
        username: the only user, who owns the only project.
        password: the password of that user.
        token: the API token of that user.
        stage_seconds: how long a stage of a flow takes.
    """

    lock: threading.RLock
    now: datetime
    username: str
    password: str
    token: str
    user_id: str
    project_id: str
    chips: dict[str, Chip]
    events: list[Note]
    excluded: dict[str, Note]
    work: Work

    def __init__(
        self, seed: int, now: datetime | None, *, username: str, password: str, token: str, stage_seconds: float
    ) -> None: ...
    def chip(self, chip_id: str) -> Chip:
        """Return a chip, or refuse the request with 404."""

    def chip_with(self, chip_id: str, kind: TargetKind, target_id: str) -> Chip:
        """Return a chip that has this qubit or coupling, or refuse the request with 404."""

    def area(self, kind: Callable[[Lab], State]) -> State:
        """Return the state of an area, which is made when it is first asked for."""

    def page(self, chip: Chip, scope: str, target_id: str) -> Page:
        """Return the page of a target; ``scope`` is ``"chip"``, ``"qubit"`` or ``"coupling"``."""

    def pages(self, chip: Chip, scope: str) -> Iterator[tuple[str, Page]]:
        """Walk the pages of a chip that have anything on them, with the id of their target."""

    def forget(self, chip: Chip) -> None:
        """Delete a chip and what was written about it."""

    def new_note(self, content: str) -> Note:
        """Return a note that the user writes now."""

    def new_comment(self, content: str) -> Note:
        """Return a comment that the user writes now."""

    def record(
        self,
        action: str,
        chip: Chip,
        scope: str,
        target_id: str,
        *,
        content: str = "",
        metric_key: str = "",
        comment_id: str | None = None,
    ) -> None:
        """Enter into the log of note events that a note was written (``"upsert"``) or removed (``"delete"``)."""
