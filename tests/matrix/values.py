"""Values of another type than the declared one, and values that are ambiguous."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from fault_server import http_response

from qdash.client import QDashValidationError

from .cases import Call, Fault, Section, Sees


def series(**changes: Any) -> Call:
    given = {"chip_id": "c", "parameter": "t1", "start_at": "2026-07-01", "end_at": "2026-07-02", **changes}
    return lambda client: client.get_task_results_timeseries(**given)


def refused(what: str, call: Call, says: str, guard: str) -> Fault:
    return Fault(
        what=what,
        server=[http_response({})],
        call=call,
        sees=Sees(QDashValidationError, rf"^\w+\(\): {says}"),
        reached=0,
        guard=guard,
    )


SECTION = Section(
    "Values",
    "An argument is sent only if it has the declared type, or means the same there, as 5 does for the ID `5`: any "
    "other value, a time without a time zone, a time range that ends before it begins, and a number that JSON does not "
    "have are a `QDashValidationError` that names the parameter, before anything is sent.",
    {
        "an argument of type text is checked": [
            ("call/arguments.py", 'raise Mismatch(name, f"must be a text, not {_kind(value)}")', "return value")
        ],
        "an integer argument is checked": [
            ("call/arguments.py", 'raise Mismatch(name, f"must be an integer, not {described(value)}")', "return value")
        ],
        "a boolean argument is checked": [
            (
                "call/arguments.py",
                'raise Mismatch(name, f"must be true or false, not {described(value)}")',
                "return bool(value)",
            )
        ],
        "a date-time argument is checked": [
            (
                "call/arguments.py",
                "    if parts is None or found is None:\n",
                "    if parts is None or found is None:\n        return value\n",
            )
        ],
        "a date-time argument has a time zone": [
            ("call/arguments.py", "if parts[2] and not (parts[5] or parts[6]):", "if False:")
        ],
        "a date-time argument is in the range of UTC": [
            ("call/arguments.py", 'if not found.endswith("Z"):', "if False:")
        ],
        "a time range ends after its start": [
            ("call/arguments.py", "codec.date_time(start) > codec.date_time(end)", "codec.date_time(start) is None")
        ],
        "values that JSON does not support are not sent": [
            ("codec/encoding.py", "value.__class__ is float and value - value == 0:", "value.__class__ is float:"),
            ("call/arguments.py", "if math.isfinite(value):", "if True:"),
        ],
    },
    [
        *[
            refused(
                f"{value!r} for a qubit",
                series(qid=value),
                "qid: must be a text, not",
                "an argument of type text is checked",
            )
            for value in (["3", "4"], 3.0, True, {"3": "4"})
        ],
        *[
            refused(
                f"{value!r} for a limit",
                lambda client, value=value: client.list_chip_qubits("c", limit=value),
                "limit: must be an integer, not",
                "an integer argument is checked",
            )
            for value in (1.5, True, "many", [50])
        ],
        *[
            refused(
                f"force={value!r} of a deletion",
                lambda client, value=value: client.delete_chip("c", force=value),
                "force: must be true or false, not",
                "a boolean argument is checked",
            )
            for value in ("no", 2, [False])
        ],
        *[
            refused(
                f"start_at={value!r}",
                series(start_at=value),
                "start_at: .* is not a date-time",
                "a date-time argument is checked",
            )
            for value in ("yesterday", "", "1782868923", "2026-07-01T12:00:00.123456 JST")
        ],
        *[
            refused(
                f"start_at={value!r}",
                series(start_at=value),
                "start_at: .* has no time zone .* append Z for UTC, or an offset",
                "a date-time argument has a time zone",
            )
            for value in ("2026-07-01T12:00:00", "2026-07-01 12:00")
        ],
        refused(
            "the last moment of all, west of Greenwich",
            series(end_at=datetime.max.replace(tzinfo=timezone(-timedelta(hours=9)))),
            "end_at: lies before year 1 or after year 9999 in UTC",
            "a date-time argument is in the range of UTC",
        ),
        refused(
            "a span of time that ends before it begins",
            series(start_at="2026-07-02T00:00:00+09:00", end_at="2026-07-01T14:59:59Z"),
            "start_at: .* is after end_at, which is",
            "a time range ends after its start",
        ),
        *[
            refused(
                f"{value} in the parameters of a flow",
                lambda client, value=value: client.execute_flow("f", parameters={"x": [value]}),
                r"parameters\.x\[0\]: ",
                "values that JSON does not support are not sent",
            )
            for value in (float("nan"), float("inf"))
        ],
        refused(
            "infinity for a number",
            lambda client: client.evaluate_agent_candidate_gate("s", parameter_name="t1", value=float("inf")),
            "value: must be a finite number, not inf",
            "values that JSON does not support are not sent",
        ),
    ],
)
