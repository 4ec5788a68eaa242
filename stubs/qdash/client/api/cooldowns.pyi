from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from ..call.declare import Area
from ..models.common import SuccessResponse
from ..models.cooldowns import (
    CooldownResponse,
    CooldownWiringEventResponse,
    CryostatResponse,
    ListCooldownsResponse,
    ListCooldownWiringEventsResponse,
    ListCryostatsResponse,
)

class CooldownsAPI(Area):
    def list_cryostats(self) -> ListCryostatsResponse: ...
    async def list_cryostats_async(self) -> ListCryostatsResponse:
        """Async variant of `list_cryostats`."""

    def create_cryostat(
        self,
        *,
        cryo_id: str,
        name: str = "",
        manufacturer: str = "",
        model: str = "",
        location: str = "",
        status: str = "active",
        commissioned_at: datetime | str | None = None,
    ) -> CryostatResponse: ...
    async def create_cryostat_async(
        self,
        *,
        cryo_id: str,
        name: str = "",
        manufacturer: str = "",
        model: str = "",
        location: str = "",
        status: str = "active",
        commissioned_at: datetime | str | None = None,
    ) -> CryostatResponse:
        """Async variant of `create_cryostat`."""

    def get_cryostat(self, cryo_id: str) -> CryostatResponse: ...
    async def get_cryostat_async(self, cryo_id: str) -> CryostatResponse:
        """Async variant of `get_cryostat`."""

    def update_cryostat(
        self,
        cryo_id: str,
        *,
        name: str | None = None,
        manufacturer: str | None = None,
        model: str | None = None,
        location: str | None = None,
        status: str | None = None,
        commissioned_at: datetime | str | None = None,
        decommissioned_at: datetime | str | None = None,
    ) -> CryostatResponse: ...
    async def update_cryostat_async(
        self,
        cryo_id: str,
        *,
        name: str | None = None,
        manufacturer: str | None = None,
        model: str | None = None,
        location: str | None = None,
        status: str | None = None,
        commissioned_at: datetime | str | None = None,
        decommissioned_at: datetime | str | None = None,
    ) -> CryostatResponse:
        """Async variant of `update_cryostat`."""

    def delete_cryostat(self, cryo_id: str) -> SuccessResponse: ...
    async def delete_cryostat_async(self, cryo_id: str) -> SuccessResponse:
        """Async variant of `delete_cryostat`."""

    def list_cooldowns(self, *, cryo_id: str | None = None, chip_id: str | None = None) -> ListCooldownsResponse: ...
    async def list_cooldowns_async(
        self, *, cryo_id: str | None = None, chip_id: str | None = None
    ) -> ListCooldownsResponse:
        """Async variant of `list_cooldowns`."""

    def create_cooldown(
        self,
        *,
        cooldown_id: str,
        cryo_id: str,
        started_at: datetime | str,
        description: str = "",
        ended_at: datetime | str | None = None,
        chip_ids: list[str] | None = None,
    ) -> CooldownResponse: ...
    async def create_cooldown_async(
        self,
        *,
        cooldown_id: str,
        cryo_id: str,
        started_at: datetime | str,
        description: str = "",
        ended_at: datetime | str | None = None,
        chip_ids: list[str] | None = None,
    ) -> CooldownResponse:
        """Async variant of `create_cooldown`."""

    def get_cooldown(self, cooldown_id: str) -> CooldownResponse: ...
    async def get_cooldown_async(self, cooldown_id: str) -> CooldownResponse:
        """Async variant of `get_cooldown`."""

    def update_cooldown(
        self,
        cooldown_id: str,
        *,
        description: str | None = None,
        started_at: datetime | str | None = None,
        ended_at: datetime | str | None = None,
        wiring_info: str | None = None,
        wiring_blocks: Sequence[Mapping[str, Any]] | None = None,
    ) -> CooldownResponse: ...
    async def update_cooldown_async(
        self,
        cooldown_id: str,
        *,
        description: str | None = None,
        started_at: datetime | str | None = None,
        ended_at: datetime | str | None = None,
        wiring_info: str | None = None,
        wiring_blocks: Sequence[Mapping[str, Any]] | None = None,
    ) -> CooldownResponse:
        """Async variant of `update_cooldown`."""

    def delete_cooldown(self, cooldown_id: str) -> SuccessResponse: ...
    async def delete_cooldown_async(self, cooldown_id: str) -> SuccessResponse:
        """Async variant of `delete_cooldown`."""

    def assign_chip_to_cooldown(self, cooldown_id: str, chip_id: str) -> CooldownResponse: ...
    async def assign_chip_to_cooldown_async(self, cooldown_id: str, chip_id: str) -> CooldownResponse:
        """Async variant of `assign_chip_to_cooldown`."""

    def unassign_chip_from_cooldown(self, cooldown_id: str, chip_id: str) -> CooldownResponse: ...
    async def unassign_chip_from_cooldown_async(self, cooldown_id: str, chip_id: str) -> CooldownResponse:
        """Async variant of `unassign_chip_from_cooldown`."""

    def create_cooldown_wiring_checkpoint(self, cooldown_id: str, *, comment: str) -> CooldownWiringEventResponse: ...
    async def create_cooldown_wiring_checkpoint_async(
        self, cooldown_id: str, *, comment: str
    ) -> CooldownWiringEventResponse:
        """Async variant of `create_cooldown_wiring_checkpoint`."""

    def list_cooldown_wiring_events(
        self, cooldown_id: str, *, skip: int = 0, limit: int = 100
    ) -> ListCooldownWiringEventsResponse: ...
    async def list_cooldown_wiring_events_async(
        self, cooldown_id: str, *, skip: int = 0, limit: int = 100
    ) -> ListCooldownWiringEventsResponse:
        """Async variant of `list_cooldown_wiring_events`."""

    def iter_cooldown_wiring_events(
        self, cooldown_id: str, *, skip: int = 0, limit: int | None = None
    ) -> Iterator[CooldownWiringEventResponse]:
        """Go through all that `list_cooldown_wiring_events` lists, and fetch a page when it is needed.

        The parameters are the same, but ``limit`` is the size of a page, and the largest one by default.

        QDash operation: listCooldownWiringEvents.
        """

    def iter_cooldown_wiring_events_async(
        self, cooldown_id: str, *, skip: int = 0, limit: int | None = None
    ) -> AsyncIterator[CooldownWiringEventResponse]:
        """Async variant of `iter_cooldown_wiring_events`."""
