"""The context of a command: its options, the client, and the ways to write and to ask."""

from __future__ import annotations

import os
import sys
from functools import cached_property

from ..formats.width import plain
from . import terminal
from .failures import DeclinedError, RefusedError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from ..client import QDashClient
    from ..formats.columns import Column
    from ..formats.style import Style
    from ..formats.table import Painter
    from ..models.chips import ChipResponse
    from ..settings.config import QDashConfig
    from .progress import Progress

__all__ = ["Context"]

_YES = ("y", "yes")
_SHORTEST_SECRET = 4  # characters; hiding shorter ones would make the text unreadable


class Context:
    """The context of a command.

    Attributes:
        options: the arguments of the command line.
        program: how this program is called, for hints.
        output: the output format.
        dry_run_shows: what a dry run shows: "writes", the first request that is not a read, or "all", the first one
            ("login" if that is a login).
    """

    dry_run_shows = "writes"

    def __init__(self, options: argparse.Namespace, program: str, output: str) -> None:
        self.options = options
        self.program = program
        self.output = output
        self._client: QDashClient | None = None

    # --- the client ---------------------------------------------------------------------------------------------------

    @cached_property
    def config(self) -> QDashConfig:
        """The settings: of ``--profile``; else of the environment, if QDASH_BASE_URL is set; else of the profile.

        Raises:
            QDashConfigError: there are none, or they cannot be used.
        """
        from ..errors import QDashConfigError
        from ..settings.config import QDashConfig
        from .sources import uses_environment, with_hint

        options = self.options
        try:
            if uses_environment(options):
                config = QDashConfig.from_env()
            else:
                config = QDashConfig.from_file(options.profile, options.config)
        except QDashConfigError as failure:
            error = with_hint(failure, options, self.program)
        else:
            return config if options.project is None else config.replace(project_id=options.project)
        raise error

    @property
    def client(self) -> QDashClient:
        """The client, made at first use."""
        if self._client is None:
            self._client = self._make_client()
        return self._client

    def _make_client(self) -> QDashClient:
        from ..client import QDashClient

        client: Any = QDashClient(self.config, on_request=self._log if self.options.verbose else None)
        if self.options.dry_run or self.read_only:
            from .guard import Guard

            shown = self.dry_run_shows if self.options.dry_run else ""
            client._sender.put_in_front(lambda network: Guard(network, shown))
        return client  # type: ignore[no-any-return]

    def _log(self, record: object) -> None:
        self.note(str(record))

    def close(self) -> None:
        """Close the client."""
        self._clear_progress()
        if self._client is not None:
            self._client.close()

    def chip(self) -> ChipResponse:
        """Return the chip of ``--chip`` or of the argument, or the default chip.

        Raises:
            QDashNotFoundError: there is no such chip.
        """
        chip_id = self.options.chip
        return self.client.get_chip(chip_id) if chip_id else self.client.get_default_chip()

    def chip_id(self) -> str:
        """Return the chip of ``--chip``, or the default chip.

        Raises:
            QDashNotFoundError: there are no chips.
        """
        return self.options.chip or self.client.get_default_chip_id()

    def remember(self, kind: str, names: Iterable[str]) -> None:
        """Keep names that were read, so that shells can complete them: of "chips", "flows" or "metrics"."""
        from .completion.cache import remember

        remember(self.config, kind, names)

    def hide(self, text: str) -> str:
        """Return text without the secrets of the settings, which a server may repeat."""
        from .sources import SECRETS

        config = self.__dict__.get("config")
        for secret in (getattr(config, name, None) for name in SECRETS):
            if isinstance(secret, str) and len(secret) >= _SHORTEST_SECRET:
                text = text.replace(secret, "***")
        return text

    # --- writing ------------------------------------------------------------------------------------------------------

    @cached_property
    def style(self) -> Style:
        """The colours and symbols of standard output."""
        return terminal.style_of(sys.stdout, color=not self.options.no_color)

    @cached_property
    def width(self) -> int | None:
        """The columns of standard output; None for a pipe, which has no limit."""
        return terminal.width_of(sys.stdout)

    @cached_property
    def progress(self) -> Progress:
        """The line of progress, on standard error if it is a terminal."""
        from .progress import Progress

        stream = sys.stderr if terminal.is_terminal(sys.stderr) else None
        style = terminal.style_of(sys.stderr, color=not self.options.no_color)
        return Progress(stream, style, terminal.width_of(sys.stderr) or 80)

    @property
    def for_people(self) -> bool:
        """Whether the output is text for people, and not data."""
        return self.output in ("table", "wide")

    @property
    def writes_notes(self) -> bool:
        """Whether to write notes that may be left out: not to a program, which may read both streams as one."""
        return self.for_people or terminal.is_terminal(sys.stderr)

    def out(self, text: str = "") -> None:
        """Write a line to standard output. Data that is shown on a terminal cannot control it."""
        self._clear_progress()
        print(terminal.harmless(text) if self.output in ("csv", "tsv", "openmetrics") else text)

    def note(self, *lines: str, painted: bool = False) -> None:
        """Write lines for people to standard error.

        Args:
            lines: the lines. Text in them may be of the server: it cannot control the terminal.
            painted: they have colours already, and that was taken care of.
        """
        self._clear_progress()
        print(*(lines if painted else map(plain, lines)), sep="\n", file=sys.stderr, flush=True)

    def _clear_progress(self) -> None:
        if "progress" in self.__dict__:
            self.progress.clear()

    def show(
        self,
        columns: Iterable[Column],
        rows: Iterable[Mapping[str, Any]],
        *,
        empty: str = "",
        paint: Painter | None = None,
    ) -> None:
        """Write rows in the chosen format.

        Args:
            columns: the columns of tables and CSV.
            rows: the rows, JSON-ready.
            empty: what a person reads if there are no rows.
            paint: returns the colour of a cell of a table, given the row and the name of the column.
        """
        from .output import write_rows

        write_rows(self, columns, rows, empty=empty, paint=paint)

    def show_one(
        self, columns: Iterable[Column], row: Mapping[str, Any], text: Callable[[], Iterable[str]] | None = None
    ) -> None:
        """Write one object in the chosen format: JSON without an array around it.

        Args:
            columns: the columns; a table has one line for each of them.
            row: the object, JSON-ready.
            text: makes the lines for people instead.
        """
        from .output import write_object

        write_object(self, columns, row, text)

    # --- asking -------------------------------------------------------------------------------------------------------

    @property
    def read_only(self) -> bool:
        """Whether only reads are allowed, by ``--read-only`` or by QDASH_READ_ONLY."""
        return self.options.read_only or os.environ.get("QDASH_READ_ONLY", "0").lower() not in ("", "0", "false", "no")

    @property
    def interactive(self) -> bool:
        """Whether a person can be asked."""
        return terminal.is_terminal(sys.stdin) and terminal.is_terminal(sys.stderr)

    def confirm(self, effect: str, what: str) -> None:
        """Ask before something is changed; return if it may be done.

        Args:
            effect: the effect of the operation, "read", "write" or "hardware"; "local" for a change on this computer.
            what: a sentence that says what will be done.

        Raises:
            RefusedError: only reads are allowed.
            UsageError: nobody can be asked, and ``--yes`` was not given.
            DeclinedError: the answer is no.
        """
        if effect == "read":
            return
        if self.read_only and effect != "local":
            raise RefusedError(f"{what} Only reads are allowed, by --read-only or QDASH_READ_ONLY.")
        if self.options.dry_run or self.options.yes:
            return
        if not self.interactive:
            raise UsageError(f"{what} Nobody can be asked here: add --yes to do it.")
        self._clear_progress()
        print(f"{plain(what)} Go on? [y/N] ", end="", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip().lower() not in _YES:
            raise DeclinedError("nothing was done")
