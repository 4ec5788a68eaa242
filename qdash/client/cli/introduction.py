"""``demo`` and ``docs``."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress

from .failures import UsageError, did_you_mean
from .options import ROW_OPTIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..demo import DemoServer
    from .context import Context

__all__ = ["add_demo", "add_docs", "run_demo", "run_docs"]


def add_demo(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``demo``."""
    parser.add_argument(
        "--serve", action="store_true", help="keep that QDash running for your own scripts until Ctrl-C"
    )
    parser.add_argument("--port", type=_port, default=0, metavar="N", help="its port; 0, the default, takes a free one")
    parser.set_defaults(formats=("table",), without=ROW_OPTIONS)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: 0 to 65535")
    return int(text)


def run_demo(context: Context) -> None:
    """Walk through the client, or serve."""
    from ..demo import DemoServer

    with DemoServer(context.options.port) as server:
        _serve(context, server) if context.options.serve else _tour(context, server)


def _tour(context: Context, server: DemoServer) -> None:
    from ..client import QDashClient
    from ..demo.walkthrough import tour
    from ..settings.config import QDashConfig

    os.environ["no_proxy"] = "*"  # a proxy could not reach a server in this process
    print(f"A small QDash with sample data answers at {server.base_url}.\n")
    with QDashClient(QDashConfig(base_url=server.base_url, api_token=server.token)) as client:
        tour(client, lambda line: print(line, flush=True))
    print(f"\nTo try your own scripts against it: {context.program} demo --serve")
    print(f"To let an agent calibrate it: {context.program} docs agents", flush=True)


def _serve(context: Context, server: DemoServer) -> None:
    with suppress(KeyboardInterrupt):
        for name, value in server.environment.items():
            print(f"export {name}={value}", flush=True)
        context.note("Paste these lines into another terminal. Ctrl-C ends the server.")
        server.serve_forever()


def add_docs(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``docs``."""
    parser.add_argument("page", nargs="?", metavar="PAGE", help="the page to show")
    parser.set_defaults(formats=("table",), without=ROW_OPTIONS)


def run_docs(context: Context) -> None:
    """List the pages, or show one."""
    pages = documents()
    asked = context.options.page
    if asked is None:
        for name, text in sorted(pages.items()):
            # A page has a title, an empty line, and a line that describes it.
            print(f"{name:<13}{text.splitlines()[2]}")
        print(f"\nTo read one: {context.program} docs PAGE", flush=True)
    elif asked not in pages:
        hint = did_you_mean(asked, pages)
        raise UsageError(f"there is no page {asked!r}.{hint} The pages are {', '.join(sorted(pages))}.")
    elif sys.stdout.isatty():
        import pydoc

        pydoc.pager(pages[asked])
    else:
        print(pages[asked], end="", flush=True)


def documents() -> dict[str, str]:
    """Return the pages of documentation by name."""
    from importlib.resources import files

    # `files` also reads from a zip file.
    found = files(__package__.rpartition(".")[0]).joinpath("docs").iterdir()
    return {page.name.removesuffix(".md"): page.read_text("utf-8") for page in found if page.name.endswith(".md")}
