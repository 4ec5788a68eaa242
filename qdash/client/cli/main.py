"""The command line: finds the command, runs it, and turns failures into exit codes."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from .context import Context

__all__ = ["main"]

PACKAGE = __package__.rpartition(".")[0] if __package__ else "qdash.client"


class Terminated(KeyboardInterrupt):
    """SIGTERM has come, which ends a command as Ctrl-C does."""


def program() -> str:
    """Return how this program was called: ``qdash-client``, or ``python3 -m`` with the name of this package."""
    name = os.path.basename(sys.argv[0] or "").removesuffix(".exe")
    return name if name == "qdash-client" else f"python3 -m {PACKAGE}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    Args:
        arguments: the words after the program's name; the default are those of this process.
    """
    if sys.stdout is None or sys.stderr is None:
        from .terminal import open_missing_streams

        open_missing_streams()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["__complete"]:  # a shell asks, by the script of the command "completion"
        from .completion.candidates import answer

        return answer(words[1:])
    try:
        if words in (["--version"], ["-V"]):
            code = _version()
        else:
            if arguments is None:
                _take_signals()
            code = _run(words)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # the reader has seen enough
        from .terminal import discard_output

        discard_output()
        return 0
    except Terminated:
        return 143
    except KeyboardInterrupt:
        return 130
    except OSError as error:  # the output cannot be written: the disk is full
        return _failed(error, None, as_data=False)


def _take_signals() -> None:
    """Let SIGTERM end this process as Ctrl-C does, so that nothing stays half done, and let no signal be lost.

    Python ignores an exception that comes within a callback, such as one of the lock of an import.
    """
    from signal import SIGINT, SIGTERM, signal

    def end(*_: object) -> None:
        raise Terminated

    def report(ignored: sys.UnraisableHookArgs) -> None:
        if issubclass(ignored.exc_type, KeyboardInterrupt):
            _send_again(SIGTERM if issubclass(ignored.exc_type, Terminated) else SIGINT)
        else:
            sys.__unraisablehook__(ignored)

    signal(SIGTERM, end)
    sys.unraisablehook = report


def _send_again(number: int) -> None:
    """Send a signal to the main thread, as soon as it has left the callback."""
    import signal
    from threading import Timer, main_thread

    ident = main_thread().ident or 0
    if sys.platform == "win32":
        from _thread import interrupt_main

        timer = Timer(0.01, interrupt_main, (number,))
    else:
        timer = Timer(0.01, signal.pthread_kill, (ident, number))
    timer.daemon = True
    timer.start()


def _version() -> int:
    from ..version import __version__

    print(f"qdash-client {__version__}")
    return 0


def _run(words: list[str]) -> int:
    from .options import split
    from .terminal import prepare_streams

    before, name, after = split(words)
    if name == "help":
        name, after = (after[0], ["--help"]) if after else (None, ["--help"])
    if name is None:
        from .help import overview

        wanted = bool({"-h", "--help"} & {*before, *after})
        prepare_streams("table")
        print(overview(program()), file=sys.stdout if wanted else sys.stderr)
        return 0 if wanted else 2
    asked = _asked_output([*before, *after])
    prepare_streams(asked)
    context: Context | None = None
    try:
        context = _context(before, name, after)
        prepare_streams(context.output)
        _show_warnings(context)
        code: int = context.options.run(context) or 0
        sys.stdout.flush()
        return code
    except SystemExit as stop:  # of --help
        return stop.code if isinstance(stop.code, int) else 0
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as error:
        return _failed(error, context, as_data=asked in ("json", "jsonl"))
    finally:
        if context is not None:
            context.close()


def _asked_output(words: list[str]) -> str:
    """Return the output format that the words ask for, also if they cannot be parsed; "" if they ask for none."""
    for index, word in enumerate(words):
        if word in ("-o", "--output"):
            return words[index + 1] if index + 1 < len(words) else ""
        if word.startswith("--output="):
            return word.partition("=")[2]
        if word.startswith("-o"):
            return word[2:].removeprefix("=")
    return ""


def _context(before: list[str], name: str, after: list[str]) -> Context:
    from .commands import COMMANDS, parser_of
    from .context import Context
    from .failures import UsageError, did_you_mean
    from .options import row_options

    if name not in COMMANDS:
        raise UsageError(f"there is no command {name!r}.{did_you_mean(name, COMMANDS)} See {program()} --help.")
    parser = parser_of(name, program())
    options = parser.parse([*before, *after])
    finish = parser.get_default("finish")  # the command reads more arguments by itself
    if finish is not None:
        finish(parser, options)
    output = options.output or options.formats[0]
    if output not in options.formats:
        raise UsageError(f"-o {output}: {name} can write {', '.join(options.formats)}")
    if options.excel and output not in ("csv", "tsv"):
        raise UsageError("--excel goes with -o csv or -o tsv")
    for option in row_options(options):
        if option in options.without:
            raise UsageError(f"{option} does not go with {name}")
        if output == "openmetrics":
            raise UsageError(f"{option} does not go with -o openmetrics")
    return Context(options, program(), output)


def _show_warnings(context: Context) -> None:
    import warnings

    def show(message: Warning | str, *_: object) -> None:
        context.note(f"qdash-client: warning: {message}")

    warnings.simplefilter("default", UserWarning)
    # Those of operations. Others are for programmers.
    warnings.filterwarnings("default", r"\w+\(\): ", DeprecationWarning)
    warnings.showwarning = show  # type: ignore[assignment]


def _failed(error: Exception, context: Context | None, *, as_data: bool) -> int:
    """Write the message of a failure, and return its exit code."""
    from ..formats.width import plain
    from .failures import as_json, exit_code, is_expected, message
    from .guard import Shown

    if context is not None:
        context.close()
    if isinstance(error, Shown):
        if as_data:
            from ..formats.json_text import document

            print(document(error.request))
        else:
            print(error)
        return 0
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError:  # it is the failure: what is still buffered cannot be written
        from .terminal import discard_output

        discard_output()
    if as_data:
        from ..formats.json_text import compact  # which lets no character control the terminal

        text = compact(as_json(error))
    else:
        text = f"qdash-client: {plain(message(error))}"
    print(context.hide(text) if context is not None else text, file=sys.stderr)
    if context is not None and context.options.verbose and not is_expected(error):
        import traceback

        print(context.hide("".join(traceback.format_exception(error))), end="", file=sys.stderr)
    return exit_code(error)


def all_commands() -> None:
    """Import the modules of all commands. Bundlers read this statement to find them."""
    from . import (
        chips,
        dashboard,
        download,
        executions,
        flows,
        introduction,
        metrics,
        notes,
        pictures,
        profile,
        results,
    )
    from .completion import command
    from .doctor import command as doctor
    from .operations import call, listing
    from .prometheus import exporter
