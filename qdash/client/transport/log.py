"""The report of each request, for the log and for the hook of the client."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import logging
    from collections.abc import Callable

    from ..observation import RequestRecord
    from .message import Attempt

__all__ = ["Log", "log_info"]

_NAME = __name__.removesuffix(".transport.log")  # "qdash.client", or the name of a vendored copy
_DEBUG = 10  # as in logging


def log_info(text: str, *args: object) -> None:
    """Write a line at level INFO, if the program has imported `logging`."""
    if "logging" in sys.modules:
        import logging

        logging.getLogger(_NAME).info(text, *args)


class Log:
    """Writes a record of each attempt, if a log or a hook is set."""

    def __init__(self, on_request: Callable[[RequestRecord], object] | None) -> None:
        self._hook = on_request
        self._logger: logging.Logger | None = None

    def write(self, attempt: Attempt) -> None:
        """Report the end of an attempt."""
        logger = self._listening_logger()
        if self._hook is None and logger is None:
            return
        record = attempt.record()
        if logger is not None:
            logger.debug("%s", record)
        if self._hook is not None:
            self._call_hook(record)

    def _call_hook(self, record: RequestRecord) -> None:
        assert self._hook is not None
        try:
            self._hook(record)
        except Exception:  # a failing hook must not lose the response to a write
            import logging

            logging.getLogger(_NAME).exception("on_request failed; the request itself is not affected")

    def _listening_logger(self) -> logging.Logger | None:
        if self._logger is None:
            # A program that has not imported `logging` has not configured a log either, so the import is saved.
            if "logging" not in sys.modules:
                return None
            import logging

            self._logger = logging.getLogger(_NAME)
        return self._logger if self._logger.isEnabledFor(_DEBUG) else None
