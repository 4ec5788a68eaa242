"""Devices as compilers see them, chip topologies, backends and tags."""

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
    """Devices as compilers see them, chip topologies, backends and tags."""

    def get_device_topology(
        self,
        *,
        name: str = "anemone",
        device_id: str = "anemone",
        qubits: list[str] | None = None,
        exclude_couplings: list[str] | None = None,
        condition: Condition | Mapping[str, Any] | None = None,
    ) -> Device:
        """Describe the part of a chip that fulfils a condition, with its latest calibration. Nothing is stored.

        Args:
            name: the name to give the device.
            device_id: the id to give it.
            qubits: the qubits that may be part of it, such as ``["0", "1"]``; without it ``"0"`` to ``"5"``.
            exclude_couplings: couplings that may not, such as ``["0-1"]``.
            condition: what qubits and couplings must fulfil; without it the server's own.

        Raises:
            QDashTransportError: 500, if there is no calibration note of the master task.

        QDash operation: getDeviceTopology.
        """

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
    ) -> Download:
        """Draw a device as a PNG image. For one that `get_device_topology` returned, pass ``**device.to_dict()``.

        Args:
            name: the name of the device.
            device_id: its id.
            qubits: its qubits.
            couplings: its couplings.
            calibrated_at: when it was calibrated.
            to: a file to write instead of returning the image; then its path is returned. ``~`` is expanded.
            progress: called with the bytes so far, and the bytes in all or None.

        QDash operation: getDeviceTopologyPlot.
        """

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
    ) -> Path:
        """Draw a device as a PNG image. For one that `get_device_topology` returned, pass ``**device.to_dict()``.

        Args:
            name: the name of the device.
            device_id: its id.
            qubits: its qubits.
            couplings: its couplings.
            calibrated_at: when it was calibrated.
            to: a file to write instead of returning the image; then its path is returned. ``~`` is expanded.
            progress: called with the bytes so far, and the bytes in all or None.

        QDash operation: getDeviceTopologyPlot.
        """

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

    def list_topologies(self, *, size: int | None = None) -> TopologyList:
        """List the topologies that chips can have.

        Args:
            size: only those with so many qubits.

        QDash operation: listTopologies.
        """

    async def list_topologies_async(self, *, size: int | None = None) -> TopologyList:
        """Async variant of `list_topologies`."""

    def get_topology_by_id(self, topology_id: str) -> TopologyAnswer:
        """Read one topology, such as ``"square-lattice-mux-64"``.

        Raises:
            QDashNotFoundError: there is no such topology.

        QDash operation: getTopologyById.
        """

    async def get_topology_by_id_async(self, topology_id: str) -> TopologyAnswer:
        """Async variant of `get_topology_by_id`."""

    def list_backends(self) -> ListBackendsResponse:
        """List all registered backends.

        QDash operation: listBackends.
        """

    async def list_backends_async(self) -> ListBackendsResponse:
        """Async variant of `list_backends`."""

    def list_tags(self) -> ListTagResponse:
        """List all tags of the project, by which task results can be found.

        QDash operation: listTags.
        """

    async def list_tags_async(self) -> ListTagResponse:
        """Async variant of `list_tags`."""
