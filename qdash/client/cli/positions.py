"""Where the qubits of a chip are: on the grid of its topology, or else on a square."""

from __future__ import annotations

from collections.abc import Mapping
from math import isqrt

from ..errors import QDashApiError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ..client import QDashClient
    from ..models.chips import ChipResponse

    Place = tuple[int, int]

__all__ = ["Positions", "read"]

_NO_TOPOLOGY = (404, 405, 500, 501)  # statuses of servers that do not know it
_LARGEST = 100_000


class Positions:
    """The qubits and couplings of a chip.

    Attributes:
        places: row and column of each qubit, by its id.
        couplings: the ids of the couplings, control and target.
        is_known: whether they come from the topology, and are not only the square that is most likely.
    """

    def __init__(self, places: dict[str, Place], couplings: Iterable[str] = (), *, is_known: bool = True) -> None:
        self.places = places
        self.couplings: list[str] = list(couplings)
        self.is_known = is_known

    def add(self, qids: Iterable[str]) -> None:
        """Give places to qubits that have none: below all others."""
        missing = [qid for qid in qids if qid not in self.places]
        columns = max((column for _, column in self.places.values()), default=isqrt(len(missing))) + 1
        first = max((row for row, _ in self.places.values()), default=-1) + 1
        for index, qid in enumerate(missing):
            self.places[qid] = first + index // columns, index % columns


def read(client: QDashClient, chip: ChipResponse) -> Positions:
    """Read the topology of a chip. A chip without a known one gets a square."""
    if chip.topology_id:
        try:
            answer: Any = client.get_topology_by_id(chip.topology_id)
        except QDashApiError as error:
            if error.status_code not in _NO_TOPOLOGY:
                raise
        else:
            topology = _mapping(_mapping(answer).get("data"))
            places = {qid: place for qid, entry in _mapping(topology.get("qubits")).items() if (place := _place(entry))}
            if places:
                return Positions(places, _couplings(topology.get("couplings")))
    return _square(chip)


def _square(chip: ChipResponse) -> Positions:
    """Place qubits on a square, row by row; if there are multiplexers, each is a block of 2 by 2."""
    size = min(max(chip.size, chip.qubit_count, 0), _LARGEST)
    side = isqrt(max(0, size - 1)) + 1
    places = {}
    for number in range(size):
        if "mux" in (chip.topology_id or "") and side % 2 == 0:
            mux, member = divmod(number, 4)
            row, column = divmod(mux, side // 2)
            places[str(number)] = 2 * row + member // 2, 2 * column + member % 2
        else:
            places[str(number)] = divmod(number, side)
    return Positions(places, is_known=False)


def _place(entry: object) -> Place | None:
    row, column = (_mapping(entry).get(name) for name in ("row", "col"))
    if type(row) is int and type(column) is int and max(abs(row), abs(column)) <= _LARGEST:
        return row, column
    return None


def _couplings(pairs: object) -> Iterable[str]:
    for pair in pairs if isinstance(pairs, list) else ():
        if isinstance(pair, list) and len(pair) == 2 and all(type(qid) in (int, str) for qid in pair):
            yield f"{pair[0]}-{pair[1]}"


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
