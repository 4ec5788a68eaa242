"""The command line: ``python3 -m qdash.client demo`` and ``docs``."""

from __future__ import annotations

import argparse
import os
import sys

# The name of this program: qdash.client, or that of a vendored copy.
_PROGRAM = f"python3 -m {__package__}"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from .demo import DemoServer


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    options = _parser().parse_args(arguments)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # for terminals without "μ"
    try:
        return options.run(options)  # type: ignore[no-any-return]
    except KeyboardInterrupt:
        return 0
    except BrokenPipeError:  # the reader, such as head, has closed the pipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        print(f"error: {error.strerror or error}{where}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=_PROGRAM, description="The QDash client.")
    commands = parser.add_subparsers(title="commands", metavar="command", required=True)
    demo = commands.add_parser(
        "demo",
        help="show what the client does, against a small QDash of its own with sample data",
        description="Walk through the client, against a small QDash of its own with sample data.",
    )
    demo.add_argument("--serve", action="store_true", help="keep that QDash running for your own scripts until Ctrl-C")
    demo.add_argument("--port", type=_port, default=0, metavar="N", help="its port; 0, the default, takes a free one")
    demo.set_defaults(run=_demo)
    docs = commands.add_parser("docs", help="show the documentation", description="List the pages, or show one.")
    docs.add_argument("page", nargs="?", metavar="PAGE", help="the page to show")
    docs.set_defaults(run=_docs)
    return parser


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: 0 to 65535")
    return int(text)


def _demo(options: argparse.Namespace) -> int:
    from .demo import DemoServer

    with DemoServer(options.port) as server:
        _serve(server) if options.serve else _tour(server)
    return 0


def _docs(options: argparse.Namespace) -> int:
    from importlib.resources import files

    from . import __name__ as package

    # `files` also reads from a zip file.
    found = files(package).joinpath("docs").iterdir()
    pages = {page.name.removesuffix(".md"): page.read_text("utf-8") for page in found if page.name.endswith(".md")}
    if options.page is None:
        for name, text in sorted(pages.items()):
            # A page has a title, an empty line, and a line that describes it.
            print(f"{name:<13}{text.splitlines()[2]}")
        print(f"\nTo read one: {_PROGRAM} docs PAGE", flush=True)
    elif options.page not in pages:
        print(f"error: no page {options.page!r}; there are: {', '.join(sorted(pages))}", file=sys.stderr)
        return 2
    elif sys.stdout is not None and sys.stdout.isatty():
        import pydoc

        pydoc.pager(pages[options.page])
    else:
        print(pages[options.page], end="", flush=True)
    return 0


def _tour(server: DemoServer) -> None:
    from .client import QDashClient
    from .demo.walkthrough import tour
    from .settings.config import QDashConfig

    os.environ["no_proxy"] = "*"  # a proxy could not reach a server in this process
    print(f"A small QDash with sample data answers at {server.base_url}.\n")
    with QDashClient(QDashConfig(base_url=server.base_url, api_token=server.token)) as client:
        tour(client, lambda line: print(line, flush=True))
    print(f"\nTo try your own scripts against it: {_PROGRAM} demo --serve")
    print(f"To let an agent calibrate it: {_PROGRAM} docs agents", flush=True)


def _serve(server: DemoServer) -> None:
    for name, value in server.environment.items():
        print(f"export {name}={value}", flush=True)
    print("Paste these lines into another terminal. Ctrl-C ends the server.", file=sys.stderr, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    sys.exit(main())
