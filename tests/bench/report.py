"""What was measured as a table, and the bars that it must pass."""

from __future__ import annotations

import json
import os
import platform
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from .payloads import KINDS

SCALES = {"ms": 1e3, "us": 1e6, "KiB": 1 / 1024, "MiB": 1 / 1024**2, "blocks": 1}
# What the others are compared with, where a scenario has it.
BASES = ("http.client", "urlopen", "python -c pass", "json.loads")
TYPED = {"ours": "yes", "official": "yes", "pydantic": "yes", "msgspec": "yes"}

_NOTES = """\
Medians over interleaved rounds, each contender in its own process; the ratio is the median over the rounds, against the
contender with ratio 1. *typed* says whether a result is checked and has typed members; "no" is what `json.loads` makes.

- One-shot scripts are whole processes. For https all trust the same file: what certifi has, and a private authority.
- `http.client` is the bare minimum: one kept connection a thread, and `json.loads`. `urlopen` connects for each call.
- The official client (with `model_validate`) and `pydantic` (its models, with `model_validate_json`) decode a variant
  of the payloads that has time zones and no nulls for errors: `model_validate_json` refuses what QDash sends.
- msgspec has its structs written for these payloads; elapsed times stay text.
- *Peak allocated* is what tracemalloc saw, which is nothing of what pydantic has in Rust; *growth of the process* sees
  everything. The official client has no download, as it decodes all bodies as text.
"""


@dataclass
class Row:
    """The rounds of one contender in one scenario, in seconds or bytes."""

    scenario: str
    contender: str
    unit: str
    values: list[float]

    @property
    def median(self) -> float:
        return median(self.values)

    @property
    def typed(self) -> str:
        """Whether the contender returns typed objects."""
        if self.scenario.startswith(("import", "200 MiB")) or self.contender == "python -c pass":
            return ""
        if self.contender == "official" and "metrics" in self.scenario:
            return "no"  # it leaves dicts in this model
        return TYPED.get(self.contender, "no")


@dataclass
class Bar:
    """What must hold, what was found, and whether that is enough."""

    what: str
    bar: str
    found: str
    passed: bool


class Table:
    """The rows by scenario and contender."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = {(row.scenario, row.contender): row for row in rows}
        self.scenarios = list(dict.fromkeys(row.scenario for row in rows))

    def ratio(self, scenario: str, contender: str, base: str) -> float:
        """Return the median over the rounds of how one compares with the other in the same round."""
        one, other = self.rows[scenario, contender], self.rows[scenario, base]
        return median(a / b for a, b in zip(one.values, other.values, strict=True))

    def has(self, scenario: str, contender: str) -> bool:
        return (scenario, contender) in self.rows


def bars(rows: list[Row]) -> list[Bar]:
    """Judge what was measured."""
    table, found = Table(rows), []

    def at_most(scenario: str, base: str, limit: float, what: str = "") -> None:
        if table.has(scenario, base):
            ratio = table.ratio(scenario, "ours", base)
            found.append(Bar(what or scenario, f"<= {limit} x {base}", f"{ratio:.2f} x", ratio <= limit))

    at_most("import", "python -c pass", 2.5)
    at_most("one-shot script, http", "urlopen", 1.2)
    for scheme in ("http", "https"):
        at_most(f"warm call, {scheme}", "http.client", 1.35)
    for base in ("urllib3", "httpx"):
        at_most("warm call, http", base, 1.0)
    for title in KINDS.values():
        at_most(f"decoding {title}", "json.loads", 1.6 if "task results" in title else 1.4)
        at_most(f"decoding {title}", "pydantic", 1.0)
        at_most(f"decoding {title}: peak allocated", "json.loads", 1.05)
    scenario = "200 async calls, 50 ms server"
    if table.has(scenario, "ours"):
        seconds = table.rows[scenario, "ours"].median
        found.append(Bar(f"{scenario}, max_workers=64", "<= 0.30 s", f"{seconds:.2f} s", seconds <= 0.3))
        at_most(scenario, "httpx", 1.0)
    # What the interpreter lock leaves of one thread on bare http.client is what 16 threads on it have.
    at_most("call in one of 16 threads", "http.client", round(1 / 0.95, 3), "time of a call of 16 threads")
    sizes = [scenario for scenario in table.scenarios if scenario.startswith("growth: a point")]
    if sizes:
        # The first has the fixed cost of a call.
        times = [table.rows[scenario, "ours"].median for scenario in sizes]
        worst = max(times) / min(times)
        found.append(Bar("time of a point, from the fewest to the most", "within 2 x", f"{worst:.2f} x", worst <= 2))
    for scenario in table.scenarios:
        if scenario.startswith("growth over") and table.has(scenario, "ours"):
            row = table.rows[scenario, "ours"]
            limit = 1000 if row.unit == "blocks" else 2**20
            shown = f"{row.median * SCALES[row.unit]:.1f} {row.unit}"
            found.append(Bar(scenario, f"<= {limit * SCALES[row.unit]:.0f} {row.unit}", shown, row.median <= limit))
    return found


def about(versions: dict[str, str], server: str, failures: list[str], *, quick: bool, seconds: float) -> dict[str, Any]:
    """Say what was measured where and when."""
    return {
        "date": time.strftime("%Y-%m-%d"),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "machine": f"{os.cpu_count()} CPUs, {_processor()}, {platform.system()} {platform.release()}",
        "load": f"{os.getloadavg()[0]:.1f} over the last minute",
        "server": server,
        "rounds": "few (--quick): not to be quoted" if quick else "all",
        "seconds": f"{seconds:.0f}",
        "left out": "; ".join(failures) or "nothing",
        "versions": versions,
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def markdown(about: dict[str, Any], rows: list[Row], bars: list[Bar]) -> str:
    """Write it all down for people."""
    lines = ["# qdash-client and its alternatives", ""]
    lines += [f"- {key}: {value}" for key, value in about.items() if key != "versions"]
    lines += ["- " + ", ".join(map(" ".join, about["versions"].items())), "", "## Bars", ""]
    lines += ["| what | bar | found | |", "| --- | --- | ---: | --- |"]
    lines += [f"| {bar.what} | {bar.bar} | {bar.found} | {'pass' if bar.passed else 'FAIL'} |" for bar in bars]
    lines += ["", "## All", "", _NOTES, "", "| what | contender | typed | median | from | to | ratio |"]
    lines += ["| --- | --- | --- | ---: | ---: | ---: | ---: |"]
    table = Table(rows)
    for scenario in table.scenarios:
        base = next((name for name in BASES if table.has(scenario, name)), "ours")
        for (at, name), row in table.rows.items():
            if at == scenario:
                low, middle, high = (
                    f"{value * SCALES[row.unit]:,.{0 if row.unit == 'blocks' else 1}f}"
                    for value in (min(row.values), row.median, max(row.values))
                )
                ratio = f"{table.ratio(scenario, name, base):.2f}" if name != base else "1"
                lines.append(f"| {scenario} | {name} | {row.typed} | {middle} {row.unit} | {low} | {high} | {ratio} |")
    return "\n".join([*lines, ""])


def as_json(about: dict[str, Any], rows: list[Row], bars: list[Bar]) -> str:
    """Write it all down for programs: seconds and bytes, all rounds."""
    found = [{**asdict(row), "typed": row.typed, "median": row.median} for row in rows]
    return json.dumps({"about": about, "bars": [asdict(bar) for bar in bars], "rows": found}, indent=1)
