"""The commands by name. The module of a command is imported when it is run.

The module has two functions for each command, with dashes as underscores: ``add_NAME(parser)`` adds its arguments, if
it has any, and ``run_NAME(context)`` runs it and returns its exit code (None is 0).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .options import Parser

__all__ = ["COMMANDS", "GROUPS", "parser_of"]

# Name, module, summary.
GROUPS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "look at a chip": (
        ("chips", "chips", "list the chips"),
        ("chip", "chips", "show a chip"),
        ("dashboard", "dashboard", "show a chip on one screen: runs, metrics, failures, degradations"),
        ("metrics", "metrics", "list metrics, and what misses its threshold"),
        ("heatmap", "pictures", "draw a metric on the topology of the chip"),
        ("timeseries", "pictures", "draw or list a parameter over time"),
        ("results", "results", "list task results"),
        ("result", "results", "show a task result, and load its figures"),
        ("download", "download", "load figures, raw data, reports and other files"),
    ),
    "run and follow": (
        ("flows", "flows", "list the flows"),
        ("run", "flows", "start a flow"),
        ("wait", "flows", "wait until a flow run or an execution is over"),
        ("cancel", "flows", "cancel a flow run"),
        ("executions", "executions", "list executions"),
        ("execution", "executions", "show an execution and its tasks"),
    ),
    "issues and notes": (
        ("issues", "notes", "list issues, or show one"),
        ("notes", "notes", "list the notes of a chip"),
    ),
    "the whole API": (
        ("call", "operations.call", "call any operation of the API"),
        ("operations", "operations.listing", "list or search the operations"),
        ("schema", "operations.listing", "print JSON Schema of operations"),
        ("api", "operations.call", "send any request"),
    ),
    "set up": (
        ("profile", "profile", "list, show, save and remove profiles"),
        ("doctor", "doctor.command", "check step by step what works between here and QDash"),
        ("completion", "completion.command", "print the completion script of a shell"),
        ("exporter", "prometheus.exporter", "serve metrics to Prometheus"),
        ("demo", "introduction", "show the client against a small QDash with sample data"),
        ("docs", "introduction", "show the documentation"),
    ),
}

COMMANDS: dict[str, tuple[str, str]] = {
    name: (module, summary) for commands in GROUPS.values() for name, module, summary in commands
}


def parser_of(name: str, program: str) -> Parser:
    """Return the parser of a command.

    Its defaults have ``run``, the function, ``formats``, the output formats, and ``without``, the common options that
    it refuses.
    """
    from importlib import import_module

    from .options import TABLE_FORMATS, Parser, add_common

    module_name, summary = COMMANDS[name]
    module = import_module(f".{module_name}", __package__)
    function = name.replace("-", "_")
    parser = Parser(f"{program} {name}", f"{summary[0].upper()}{summary[1:]}.")
    if add := getattr(module, f"add_{function}", None):
        add(parser)
    parser.shorten_usage()
    formats: tuple[str, ...] = parser.get_default("formats") or TABLE_FORMATS
    add_common(parser, formats)
    without: tuple[str, ...] = parser.get_default("without") or ()
    parser.set_defaults(run=getattr(module, f"run_{function}"), formats=formats, without=without)
    return parser
