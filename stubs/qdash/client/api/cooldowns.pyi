"""Cryostats, their cooldowns, and the wiring during a cooldown."""

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
    """Cryostats, their cooldowns, and the wiring during a cooldown. Times are aware date-times, or ISO 8601."""

    def list_cryostats(self) -> ListCryostatsResponse:
        """List all cryostats of the project.

        QDash operation: listCryostats.
        """

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
    ) -> CryostatResponse:
        """Create a cryostat.

        Args:
            cryo_id: its id in the project, 100 characters at most.
            name: its name, 200 characters at most, as have the next three.
            manufacturer: who made it.
            model: what it is called there.
            location: where it is.
            status: ``"active"``, ``"maintenance"`` or ``"decommissioned"``.
            commissioned_at: when it was put into service.

        Raises:
            QDashTransportError: 409, if there is such a cryostat already.

        QDash operation: createCryostat.
        """

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

    def get_cryostat(self, cryo_id: str) -> CryostatResponse:
        """Read one cryostat.

        Raises:
            QDashNotFoundError: there is no such cryostat.

        QDash operation: getCryostat.
        """

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
    ) -> CryostatResponse:
        """Change a cryostat; what is left out or None stays as it is.

        Args:
            cryo_id: the cryostat.
            name: its name.
            manufacturer: who made it.
            model: what it is called there.
            location: where it is.
            status: ``"active"``, ``"maintenance"`` or ``"decommissioned"``.
            commissioned_at: when it was put into service.
            decommissioned_at: when it was taken out of service.

        Raises:
            QDashNotFoundError: there is no such cryostat.

        QDash operation: updateCryostat.
        """

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

    def delete_cryostat(self, cryo_id: str) -> SuccessResponse:
        """Delete a cryostat. This cannot be undone.

        Raises:
            QDashNotFoundError: there is no such cryostat.

        QDash operation: deleteCryostat.
        """

    async def delete_cryostat_async(self, cryo_id: str) -> SuccessResponse:
        """Async variant of `delete_cryostat`."""

    def list_cooldowns(self, *, cryo_id: str | None = None, chip_id: str | None = None) -> ListCooldownsResponse:
        """List the cooldowns of the project.

        Args:
            cryo_id: only those of this cryostat.
            chip_id: only those with this chip.

        QDash operation: listCooldowns.
        """

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
    ) -> CooldownResponse:
        """Create a cooldown of a cryostat.

        Args:
            cooldown_id: its id in the project, such as ``"2026-001"``; 100 characters at most.
            cryo_id: the cryostat.
            started_at: when it began.
            description: what it is for, 2,000 characters at most.
            ended_at: when it ended; without it the cooldown lasts.
            chip_ids: the chips in it.

        Raises:
            QDashTransportError: 409, if there is such a cooldown already.

        QDash operation: createCooldown.
        """

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

    def get_cooldown(self, cooldown_id: str) -> CooldownResponse:
        """Read one cooldown with its wiring.

        Raises:
            QDashNotFoundError: there is no such cooldown.

        QDash operation: getCooldown.
        """

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
    ) -> CooldownResponse:
        """Change a cooldown; what is left out or None stays as it is.

        Args:
            cooldown_id: the cooldown.
            description: what it is for.
            started_at: when it began.
            ended_at: when it ended.
            wiring_info: the wiring in Markdown.
            wiring_blocks: the wiring as a BlockNote document, which goes before the text.

        Raises:
            QDashNotFoundError: there is no such cooldown.

        QDash operation: updateCooldown.
        """

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

    def delete_cooldown(self, cooldown_id: str) -> SuccessResponse:
        """Delete a cooldown. This cannot be undone.

        Raises:
            QDashNotFoundError: there is no such cooldown.

        QDash operation: deleteCooldown.
        """

    async def delete_cooldown_async(self, cooldown_id: str) -> SuccessResponse:
        """Async variant of `delete_cooldown`."""

    def assign_chip_to_cooldown(self, cooldown_id: str, chip_id: str) -> CooldownResponse:
        """Add a chip to a cooldown.

        Raises:
            QDashNotFoundError: there is no such cooldown or chip.

        QDash operation: assignChipToCooldown.
        """

    async def assign_chip_to_cooldown_async(self, cooldown_id: str, chip_id: str) -> CooldownResponse:
        """Async variant of `assign_chip_to_cooldown`."""

    def unassign_chip_from_cooldown(self, cooldown_id: str, chip_id: str) -> CooldownResponse:
        """Remove a chip from a cooldown.

        Raises:
            QDashNotFoundError: there is no such cooldown or chip.

        QDash operation: unassignChipFromCooldown.
        """

    async def unassign_chip_from_cooldown_async(self, cooldown_id: str, chip_id: str) -> CooldownResponse:
        """Async variant of `unassign_chip_from_cooldown`."""

    def create_cooldown_wiring_checkpoint(self, cooldown_id: str, *, comment: str) -> CooldownWiringEventResponse:
        """Keep the wiring of a cooldown as it is now in its history. It is sent once, whatever happens.

        Args:
            cooldown_id: the cooldown.
            comment: why the wiring changed, 1 to 2,000 characters.

        Raises:
            QDashNotFoundError: there is no such cooldown.

        QDash operation: createCooldownWiringCheckpoint.
        """

    async def create_cooldown_wiring_checkpoint_async(
        self, cooldown_id: str, *, comment: str
    ) -> CooldownWiringEventResponse:
        """Async variant of `create_cooldown_wiring_checkpoint`."""

    def list_cooldown_wiring_events(
        self, cooldown_id: str, *, skip: int = 0, limit: int = 100
    ) -> ListCooldownWiringEventsResponse:
        """List the history of the wiring of a cooldown, a page at a time.

        Args:
            cooldown_id: the cooldown.
            skip: how many entries to skip.
            limit: how many to return, from 1 to 500.

        Raises:
            QDashNotFoundError: there is no such cooldown.

        QDash operation: listCooldownWiringEvents.
        """

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
