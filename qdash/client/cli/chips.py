"""``chips`` and ``chip``."""

from __future__ import annotations

from ..formats.columns import Column
from .options import LIST_OPTIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from .context import Context

__all__ = ["add_chip", "run_chip", "run_chips"]

_COLUMNS = (
    Column("chip_id", "CHIP"),
    Column("activity_status", "STATUS"),
    Column("qubit_count", "QUBITS", kind="number"),
    Column("coupling_count", "COUPLINGS", kind="number"),
    Column("topology_id", "TOPOLOGY"),
    Column("current_cooldown_id", "COOLDOWN", shown="wide"),
    Column("installed_at", "INSTALLED", kind="time"),
)


def run_chips(context: Context) -> None:
    """List the chips."""
    chips = context.client.list_chips().chips
    context.remember("chips", (chip.chip_id for chip in chips))
    context.show(_COLUMNS, (chip.to_dict() for chip in chips), empty="There are no chips in this project.")


def add_chip(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``chip``."""
    parser.add_argument("chip", nargs="?", metavar="ID", help="the chip; without it the one that was installed last")
    parser.set_defaults(without=LIST_OPTIONS)


def run_chip(context: Context) -> None:
    """Show a chip."""
    context.show_one(_COLUMNS, context.chip().to_dict())
