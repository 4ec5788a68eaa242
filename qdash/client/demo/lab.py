"""The state of a demo QDash in memory: its user, its chips, their notes, and the state of each area."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any, TypeVar
from uuid import UUID, uuid4

from .catalog import TargetKind
from .data import Chip, sample_chips
from .routing import Refusal
from .times import naive_utc, stamp, utc_now
from .work import Work

Note = dict[str, Any]
State = TypeVar("State")


def blank_note() -> Note:
    """Return an empty note."""
    return {"content": "", "updated_by": "", "updated_at": None}


@dataclass
class Page:
    """The notes and comments on one chip, qubit or coupling."""

    note: Note = field(default_factory=blank_note)
    comments: list[Note] = field(default_factory=list)
    metric_notes: dict[str, Note] = field(default_factory=dict)


class Lab:
    """The state of a demo QDash. Readers and writers hold ``lock``.

    Args:
        seed: the seed of the sample data.
        now: the time that "the last hours" end at (UTC if naive); the default is the current time.
        username: the only user, who owns the only project.
        password: the password of that user.
        token: the API token of that user.
        stage_seconds: the duration of a stage of a flow, in seconds.
    """

    def __init__(
        self,
        seed: int,
        now: datetime | None,
        *,
        username: str,
        password: str,
        token: str,
        stage_seconds: float,
    ) -> None:
        self.lock: AbstractContextManager[bool] = threading.RLock()
        self.now: datetime = naive_utc(now) if now else utc_now()
        self.username = username
        self.password = password
        self.token = token
        draw = Random(f"{seed}/lab")
        self.user_id: str = f"usr_{draw.getrandbits(128):032x}"
        self.project_id: str = str(UUID(int=draw.getrandbits(128), version=4))
        self.chips: dict[str, Chip] = {chip.chip_id: chip for chip in sample_chips(seed, self.now)}
        self.events: list[Note] = []  # newest last
        self.excluded: dict[str, Note] = {}  # by task id: the results that are left out of the metrics
        self.work: Work = Work(self.chips, self.now, stage_seconds)
        self._areas: dict[Any, Any] = {}
        self._pages: dict[tuple[str, str, str], Page] = {}
        self._take_sample_notes()

    def chip(self, chip_id: str) -> Chip:
        """Return a chip, or refuse the request with 404."""
        if chip_id not in self.chips:
            raise Refusal(404, f"Chip {chip_id} not found")
        return self.chips[chip_id]

    def chip_with(self, chip_id: str, kind: TargetKind, target_id: str) -> Chip:
        """Return a chip that has this qubit or coupling, or refuse the request with 404."""
        chip = self.chip(chip_id)
        if target_id not in chip.targets(kind):
            raise Refusal(404, f"{kind.capitalize()} {target_id} not found in chip {chip_id}")
        return chip

    def area(self, kind: Callable[[Lab], State]) -> State:
        """Return the state of an area, which is made at first use."""
        if kind not in self._areas:
            self._areas[kind] = kind(self)
        return self._areas[kind]  # type: ignore[no-any-return]

    def page(self, chip: Chip, scope: str, target_id: str) -> Page:
        """Return the page of a target; ``scope`` is ``"chip"``, ``"qubit"`` or ``"coupling"``."""
        return self._pages.setdefault((chip.chip_id, scope, target_id), Page())

    def pages(self, chip: Chip, scope: str) -> Iterator[tuple[str, Page]]:
        """Yield the pages of a chip that are not empty, with the ID of their target."""
        for (chip_id, its_scope, target_id), page in self._pages.items():
            if (chip_id, its_scope) == (chip.chip_id, scope) and page != Page():
                yield target_id, page

    def forget(self, chip: Chip) -> None:
        """Delete a chip and its notes."""
        del self.chips[chip.chip_id]
        self.work.forget(chip)
        self._pages = {key: page for key, page in self._pages.items() if key[0] != chip.chip_id}

    def new_note(self, content: str) -> Note:
        """Return a note of the user with the current time."""
        return {"content": content, "updated_by": self.username, "updated_at": stamp(utc_now())}

    def new_comment(self, content: str) -> Note:
        """Return a comment of the user with the current time."""
        return {
            "comment_id": uuid4().hex,
            "content": content,
            "created_by": self.username,
            "created_at": stamp(utc_now()),
            "updated_by": self.username,
            "updated_at": None,
        }

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
        """Log that a note was written (``"upsert"``) or removed (``"delete"``)."""
        of_comment = {} if comment_id is None else {"kind": "comment", "comment_id": comment_id}
        self.events.append(
            {
                "project_id": self.project_id,
                "chip_id": chip.chip_id,
                "scope": scope,
                "target_id": target_id,
                "metric_key": metric_key,
                "action": action,
                "actor_user_id": self.user_id,
                "actor": self.username,
                "content": content,
                "extra": {**of_comment, "scope_key": "global", "scope_type": "global", "cooldown_id": ""},
                "created_at": stamp(utc_now()),
            }
        )

    def _take_sample_notes(self) -> None:
        for chip in self.chips.values():
            if chip.activity_status == "active":
                for qid in sorted(chip.dips, key=int):
                    note = {**self.new_note("T1 fell for some days: a TLS?"), "updated_at": stamp(self.now)}
                    self.page(chip, "qubit", qid).metric_notes["t1"] = note
