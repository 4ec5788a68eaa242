"""What is sent once, and what again."""

from __future__ import annotations

from fault_server import CLOSE, HANG, RESET, Step

from qdash.client import QDashTimeoutError, QDashTransportError

from .rows import CHIP, WRITES, Fault, Section, Sees

UNKNOWN = "the server may have acted on the request or not, and it is not sent again"

SECTION = Section(
    "Sent once",
    "A call that changes something is sent once. If its answer is lost, the error says that the outcome is unknown.",
    {"writes are not repeated": [("transport/__init__.py", "(request.safe or not self._sent)", "True")]},
    [
        *[
            Fault(
                what=f"the server {what}, of a {method}",
                server=[step],
                call=call,
                sees=Sees(QDashTransportError, UNKNOWN),
                defence="writes are not repeated",
            )
            for method, call in WRITES.items()
            for what, step in {
                "closes the connection without an answer": CLOSE,
                "resets the connection": RESET,
                "closes within the header": Step(CHIP[:30], then="close"),
            }.items()
        ],
        *[
            Fault(
                what=f"the server stays silent, of a {method}",
                server=[HANG],
                call=call,
                settings={"timeout_sec": 0.05},
                sees=Sees(QDashTimeoutError, f"no answer within 0.05 s .*{UNKNOWN}"),
                defence="writes are not repeated",
            )
            for method, call in WRITES.items()
        ],
    ],
)
