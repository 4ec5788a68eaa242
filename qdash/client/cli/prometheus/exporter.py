"""``exporter``: the metrics of chips for Prometheus."""

from __future__ import annotations

import argparse
import threading
import time
from contextlib import suppress

from ...metric_config import MetricConfig
from ..failures import message
from ..metrics import add_window, fetch, rows_of
from ..moments import span
from ..options import ROW_OPTIONS
from .gauges import families
from .scrapes import ScrapeServer, address_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any, NoReturn

    from ...client import QDashClient
    from ...formats.openmetrics import Family
    from ...metric_config import Metric
    from ..context import Context

__all__ = ["Readings", "add_exporter", "run_exporter"]

_LEAST_SEC, _MOST_SEC = 1, 86_400


def add_exporter(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``exporter``."""
    parser.add_argument(
        "--listen",
        default="127.0.0.1:9188",
        metavar="HOST:PORT",
        help="where to listen; [::1]:9188 for IPv6, :9188 for all interfaces (default: 127.0.0.1:9188)",
    )
    parser.add_argument(
        "--every", type=_interval, default=60.0, metavar="TIME", help="how often to ask QDash (default: 60s)"
    )
    parser.add_argument(
        "--chip",
        action="append",
        default=[],
        metavar="ID",
        help="the chip; may be repeated; without it the one that was installed last",
    )
    add_window(parser)
    parser.epilog = (
        "Prometheus reads http://HOST:PORT/metrics. QDash is asked once an interval, and not for each scrape. If the\n"
        "last reading failed, qdash_up is 0, and the values are as old as qdash_reading_age_seconds says."
    )
    parser.set_defaults(formats=("openmetrics",), without=ROW_OPTIONS)


def _interval(text: str) -> float:
    seconds = span(text)
    if not _LEAST_SEC <= seconds <= _MOST_SEC:
        raise argparse.ArgumentTypeError(f"{text!r} is not from one second to one day")
    return seconds


def run_exporter(context: Context) -> None:
    """Serve until Ctrl-C or SIGTERM."""
    import signal

    options = context.options
    # The next reading is the retry of the one before.
    context.config = context.config.replace(retry={"max_attempts": 1})
    readings = Readings(context.client, options.chip, every=options.every, window=options.window, note=context.note)
    try:
        signal.signal(signal.SIGTERM, _interrupt)
        with ScrapeServer(address_of(options.listen), readings.lines, context.note) as server:
            context.note(f"serving {server.url}, with a reading of QDash every {options.every:g} s; Ctrl-C ends it")
            readings.start()
            server.serve_forever()
    except KeyboardInterrupt:
        return
    finally:
        readings.stop()


def _interrupt(*arguments: object) -> NoReturn:
    del arguments
    raise KeyboardInterrupt


class Readings:
    """The last readings of some chips, and a thread that takes one every interval.

    Args:
        client: the client.
        chips: the chips; the default chip if empty.
        every: the seconds from one reading to the next.
        window: only values of the last seconds, or None for all.
        note: writes a line about a failure, and about the end of one.
    """

    def __init__(
        self,
        client: QDashClient,
        chips: Sequence[str] = (),
        *,
        every: float = 60.0,
        window: float | None = None,
        note: Callable[[str], object],
    ) -> None:
        self._client = client
        self._asked_for = list(dict.fromkeys(chips))
        self._every = every
        self._window = window
        self._note = note
        self._stopping = threading.Event()
        self._problem = ""
        self._failures = 0
        self._duration: float | None = None  # of the last reading
        self._metrics: list[Metric] = []
        self._chips: dict[str, tuple[float, list[dict[str, Any]]]] = {}  # chip -> when it was read, rows

    def start(self) -> None:
        """Start the thread. It is a daemon thread."""
        threading.Thread(target=self._run, name="qdash-readings", daemon=True).start()

    def stop(self) -> None:
        """Take no more readings."""
        self._stopping.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            began = time.monotonic()
            self.read()
            self._stopping.wait(max(0.0, began + self._every - time.monotonic()))

    def read(self) -> None:
        """Take a reading. What cannot be read keeps its last values."""
        began = time.monotonic()
        problem = ""
        try:
            metrics = MetricConfig(self._client.get_metrics_config()).metrics
            chips = self._asked_for or [self._client.get_default_chip_id()]
        except Exception as error:
            problem = message(error)
        else:
            # One assignment each, so that scrapes see whole readings.
            self._metrics = metrics
            self._chips = {chip: self._chips[chip] for chip in chips if chip in self._chips}
            for chip in chips:
                try:
                    response = fetch(self._client, chip, window=self._window)
                    read = (time.monotonic(), rows_of(response, metrics))
                except Exception as error:
                    problem = problem or message(error)
                else:
                    self._chips = {**self._chips, chip: read}
        self._failures += bool(problem)
        self._tell(problem)
        self._problem = problem
        self._duration = time.monotonic() - began

    def _tell(self, problem: str) -> None:
        """Write about a failure once, and about its end."""
        if problem == self._problem or self._stopping.is_set():
            return
        with suppress(OSError, ValueError):  # stderr is closed
            self._note(f"qdash-client: {f'the reading failed: {problem}' if problem else 'QDash answers again'}")

    def lines(self) -> Iterator[str]:
        """Yield the lines of an exposition: the state of the readings, and the metrics."""
        from ...formats.openmetrics import openmetrics

        chips = self._chips
        rows = [row for _, its_rows in chips.values() for row in its_rows]
        return openmetrics([*self._state(chips), *families(self._metrics, rows)])

    def _state(self, chips: dict[str, tuple[float, list[dict[str, Any]]]]) -> list[Family]:
        from ...version import __version__

        now = time.monotonic()
        up = None if self._duration is None else int(not self._problem)
        ages = [({"chip_id": chip}, now - read_at) for chip, (read_at, _) in chips.items()]
        return [
            ("qdash_exporter_info", "The version of qdash-client", None, [({"version": __version__}, 1)]),
            ("qdash_up", "Whether the last reading of QDash worked; absent before the first one", None, [({}, up)]),
            ("qdash_reading_age", "The age of the values of a chip", "s", ages),
            ("qdash_reading_duration", "How long the last reading of QDash took", "s", [({}, self._duration)]),
            ("qdash_reading_failures", "How many readings failed since the start", None, [({}, self._failures)]),
        ]
