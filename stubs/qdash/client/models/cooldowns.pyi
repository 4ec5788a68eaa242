from datetime import datetime
from typing import Any

from ..codec import Model
from ..deferred import dataclass
from .notes import NoteModel

@dataclass(slots=True, kw_only=True)
class CryostatResponse(Model):
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
    cryostats: list[CryostatResponse]

@dataclass(slots=True, kw_only=True)
class CryostatCreateRequest(Model):
    cryo_id: str
    name: str = ""
    manufacturer: str = ""
    model: str = ""
    location: str = ""
    status: str = "active"
    commissioned_at: datetime | None = None

@dataclass(slots=True, kw_only=True)
class CryostatUpdateRequest(Model):
    name: str | None = None
    manufacturer: str | None = None
    model: str | None = None
    location: str | None = None
    status: str | None = None
    commissioned_at: datetime | None = None
    decommissioned_at: datetime | None = None

@dataclass(slots=True, kw_only=True)
class CooldownResponse(Model):
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
    cooldowns: list[CooldownResponse]

@dataclass(slots=True, kw_only=True)
class CooldownCreateRequest(Model):
    cooldown_id: str
    cryo_id: str
    description: str = ""
    started_at: datetime
    ended_at: datetime | None = None
    chip_ids: list[str] = ...

@dataclass(slots=True, kw_only=True)
class CooldownUpdateRequest(Model):
    description: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    wiring_info: str | None = None
    wiring_blocks: list[dict[str, Any]] | None = None

@dataclass(slots=True, kw_only=True)
class CooldownWiringCheckpointRequest(Model):
    comment: str

@dataclass(slots=True, kw_only=True)
class CooldownWiringEventResponse(Model):
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
    events: list[CooldownWiringEventResponse]
