"""Cryostats, their cooldowns, and the wiring during a cooldown."""

from datetime import datetime
from typing import Any

from ..codec import Model
from ..deferred import dataclass
from .notes import NoteModel

@dataclass(slots=True, kw_only=True)
class CryostatResponse(Model):
    """One cryostat; its `status` is ``active``, ``maintenance`` or ``decommissioned``. Unknown dates are None."""

    cryo_id: str
    name: str
    manufacturer: str
    model: str
    location: str
    status: str
    commissioned_at: datetime | None
    decommissioned_at: datetime | None
    note: NoteModel = ...

@dataclass(slots=True, kw_only=True)
class ListCryostatsResponse(Model):
    """All cryostats of a project."""

    cryostats: list[CryostatResponse]

@dataclass(slots=True, kw_only=True)
class CryostatCreateRequest(Model):
    """A cryostat to be created. Its id has 100 characters at most, other texts 200."""

    cryo_id: str
    name: str = ""
    manufacturer: str = ""
    model: str = ""
    location: str = ""
    status: str = "active"
    commissioned_at: datetime | None = None

@dataclass(slots=True, kw_only=True)
class CryostatUpdateRequest(Model):
    """Changes to a cryostat; None leaves a member as it is."""

    name: str | None = None
    manufacturer: str | None = None
    model: str | None = None
    location: str | None = None
    status: str | None = None
    commissioned_at: datetime | None = None
    decommissioned_at: datetime | None = None

@dataclass(slots=True, kw_only=True)
class CooldownResponse(Model):
    """One cooldown of a cryostat with the chips in it. `ended_at` is None while it lasts.

    `wiring_blocks` is the wiring as a BlockNote document, `wiring_info` the same in Markdown.
    """

    cooldown_id: str
    cryo_id: str
    description: str
    started_at: datetime
    ended_at: datetime | None
    chip_ids: list[str]
    note: NoteModel = ...
    wiring_info: str = ""
    wiring_blocks: list[dict[str, Any]] = ...

@dataclass(slots=True, kw_only=True)
class ListCooldownsResponse(Model):
    """The cooldowns of a project."""

    cooldowns: list[CooldownResponse]

@dataclass(slots=True, kw_only=True)
class CooldownCreateRequest(Model):
    """A cooldown to be created. Its id has 100 characters at most, its description 2,000."""

    cooldown_id: str
    cryo_id: str
    description: str = ""
    started_at: datetime
    ended_at: datetime | None = None
    chip_ids: list[str] = ...

@dataclass(slots=True, kw_only=True)
class CooldownUpdateRequest(Model):
    """Changes to a cooldown; None leaves a member as it is."""

    description: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    wiring_info: str | None = None
    wiring_blocks: list[dict[str, Any]] | None = None

@dataclass(slots=True, kw_only=True)
class CooldownWiringCheckpointRequest(Model):
    """Why the wiring changed, in 1 to 2,000 characters."""

    comment: str

@dataclass(slots=True, kw_only=True)
class CooldownWiringEventResponse(Model):
    """One entry in the history of the wiring: who did what, and the wiring in Markdown as it was then."""

    id: str
    cooldown_id: str
    actor_user_id: str | None = None
    actor: str
    action: str
    comment: str
    wiring_info_snapshot: str
    block_count: int
    image_count: int
    created_at: datetime

@dataclass(slots=True, kw_only=True)
class ListCooldownWiringEventsResponse(Model):
    """One page of the history of the wiring. It has no total."""

    events: list[CooldownWiringEventResponse]
