"""Secrets from a prompt without echo, standard input, a file or an environment variable; never from an argument."""

from __future__ import annotations

import os
import sys

from .failures import DeclinedError, UsageError
from .reading import standard_input, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from .context import Context

__all__ = ["OPTIONS", "Secret", "add_secret", "ask", "given_secret", "read_secret"]

_LARGEST = 65_536  # bytes


class Secret:
    """A setting that is a secret, or may hold one.

    Attributes:
        setting: its name.
        option: the beginning of its options.
        title: what it is, for people.
    """

    def __init__(self, setting: str, option: str, title: str) -> None:
        self.setting = setting
        self.option = option
        self.title = title


OPTIONS = (
    Secret("api_token", "token", "API token of QDash"),
    Secret("cf_access_client_secret", "cf-secret", "secret of the Cloudflare service token"),
    Secret("proxy", "proxy", "URL of the proxy, with its password"),
)


def add_secret(parser: argparse.ArgumentParser, secret: Secret) -> None:
    """Add the options that say where a secret comes from."""
    name, group = secret.option, parser.add_argument_group(secret.title)
    one = group.add_mutually_exclusive_group()
    one.add_argument(f"--{name}-prompt", action="store_true", help="ask for it, without echo")
    one.add_argument(f"--{name}-stdin", action="store_true", help="read it from standard input")
    one.add_argument(f"--{name}-file", metavar="FILE", help="read it from a file")
    one.add_argument(f"--{name}-env", metavar="NAME", help="take the value that an environment variable has now")
    if name != "proxy":
        one.add_argument(f"--no-{name}", action="store_true", help="remove it from the profile")


def given_secret(context: Context, secret: Secret) -> tuple[str, str] | None:
    """Return a secret that the options give, and the option; "" to remove it, and None for no option.

    Raises:
        UsageError: it cannot be read. The message does not quote what was given.
    """
    option = secret.option.replace("-", "_")
    values = vars(context.options)
    if values.get(f"no_{option}"):
        return "", f"--no-{secret.option}"
    if values[f"{option}_prompt"]:
        source = f"--{secret.option}-prompt"
        if not context.interactive:
            raise UsageError(f"{source}: nobody can be asked here")
        text = read_secret(context, f"{secret.title[0].upper()}{secret.title[1:]} (it is not shown): ")
    elif values[f"{option}_stdin"]:
        source = f"--{secret.option}-stdin"
        others = [each.option for each in OPTIONS if values[f"{each.option.replace('-', '_')}_stdin"]]
        if len(others) > 1:
            raise UsageError(f"--{others[0]}-stdin and --{others[1]}-stdin: only one can be standard input")
        text = _from_input(context, secret, source)
    elif (path := values[f"{option}_file"]) is not None:
        source = f"--{secret.option}-file"
        text = _from_file(path, source)
    elif (name := values[f"{option}_env"]) is not None:
        source = f"--{secret.option}-env"
        text = _from_variable(name, source)
    else:
        return None
    if not text:
        raise UsageError(f"{source}: it is empty")
    return text, source


def _from_input(context: Context, secret: Secret, source: str) -> str:
    if context.interactive:
        return read_secret(context, f"{secret.title[0].upper()}{secret.title[1:]} (it is not shown): ")
    return text_of(standard_input(source, _LARGEST), source).strip()


def _from_file(path: str, source: str) -> str:
    # The path is not quoted: it may be the secret itself.
    try:
        with open(os.path.expanduser(path), "rb") as file:
            return text_of(file.read(_LARGEST), source).strip()
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or "the path cannot be used"
    raise UsageError(f"{source}: the file cannot be read ({problem})")


def _from_variable(name: str, source: str) -> str:
    # The name is not quoted, either.
    text = os.environ.get(name)
    if text is None:
        raise UsageError(f"{source}: there is no such environment variable; write its name, not its value")
    return text.strip()


def read_secret(context: Context, prompt: str) -> str:
    """Ask for a secret without echo."""
    import warnings
    from getpass import GetPassWarning, getpass

    context.progress.clear()
    with warnings.catch_warnings():
        warnings.simplefilter("error", GetPassWarning)
        try:
            return getpass(prompt).strip()
        except EOFError:
            print(file=sys.stderr)
            raise DeclinedError("nothing was saved") from None
        except GetPassWarning:
            raise UsageError("this terminal cannot hide what is typed: use --token-file or its like") from None


def ask(context: Context, prompt: str) -> str:
    """Ask for text that is no secret."""
    context.progress.clear()
    print(prompt, end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer.strip():
        raise DeclinedError("nothing was saved")
    return answer.strip()
