import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, overload

from ..call.declare import Area
from ..call.downloads import Download
from ..models.devices import (
    Condition,
    Coupling,
    Device,
    ListBackendsResponse,
    ListTagResponse,
    Qubit,
    TopologyAnswer,
    TopologyList,
)

class DevicesAPI(Area):
    def get_device_topology(
        self,
        *,
        name: str = "anemone",
        device_id: str = "anemone",
        qubits: list[str] | None = None,
        exclude_couplings: list[str] | None = None,
        condition: Condition | Mapping[str, Any] | None = None,
    ) -> Device: ...
    async def get_device_topology_async(
        self,
        *,
        name: str = "anemone",
        device_id: str = "anemone",
        qubits: list[str] | None = None,
        exclude_couplings: list[str] | None = None,
        condition: Condition | Mapping[str, Any] | None = None,
    ) -> Device:
        """Async variant of `get_device_topology`."""

    @overload
    def get_device_topology_plot(
        self,
        *,
        name: str,
        device_id: str,
        qubits: Sequence[Qubit | Mapping[str, Any]],
        couplings: Sequence[Coupling | Mapping[str, Any]],
        calibrated_at: datetime | str,
        to: None = None,
        progress: Callable[[int, int | None], object] | None = None,
    ) -> Download: ...
    @overload
    def get_device_topology_plot(
        self,
        *,
        name: str,
        device_id: str,
        qubits: Sequence[Qubit | Mapping[str, Any]],
        couplings: Sequence[Coupling | Mapping[str, Any]],
        calibrated_at: datetime | str,
        to: str | os.PathLike[str],
        progress: Callable[[int, int | None], object] | None = None,
    ) -> Path: ...
    @overload
    async def get_device_topology_plot_async(
        self,
        *,
        name: str,
        device_id: str,
        qubits: Sequence[Qubit | Mapping[str, Any]],
        couplings: Sequence[Coupling | Mapping[str, Any]],
        calibrated_at: datetime | str,
        to: None = None,
        progress: Callable[[int, int | None], object] | None = None,
    ) -> Download:
        """Async variant of `get_device_topology_plot`."""

    @overload
    async def get_device_topology_plot_async(
        self,
        *,
        name: str,
        device_id: str,
        qubits: Sequence[Qubit | Mapping[str, Any]],
        couplings: Sequence[Coupling | Mapping[str, Any]],
        calibrated_at: datetime | str,
        to: str | os.PathLike[str],
        progress: Callable[[int, int | None], object] | None = None,
    ) -> Path:
        """Async variant of `get_device_topology_plot`."""

    def list_topologies(self, *, size: int | None = None) -> TopologyList: ...
    async def list_topologies_async(self, *, size: int | None = None) -> TopologyList:
        """Async variant of `list_topologies`."""

    def get_topology_by_id(self, topology_id: str) -> TopologyAnswer: ...
    async def get_topology_by_id_async(self, topology_id: str) -> TopologyAnswer:
        """Async variant of `get_topology_by_id`."""

    def list_backends(self) -> ListBackendsResponse: ...
    async def list_backends_async(self) -> ListBackendsResponse:
        """Async variant of `list_backends`."""

    def list_tags(self) -> ListTagResponse: ...
    async def list_tags_async(self) -> ListTagResponse:
        """Async variant of `list_tags`."""
