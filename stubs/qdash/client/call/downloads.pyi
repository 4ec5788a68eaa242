import os
from collections.abc import Callable, Generator
from pathlib import Path

from ..transport.message import Request, Response
from ..transport.transport import Sender

class Download(bytes):
    filename: str | None

    def __new__(cls, content: bytes = b"", filename: str | None = None) -> Download: ...
    @property
    def media_type(self) -> str: ...

def media_type_of(content: bytes) -> str: ...
def filename_of(response: Response, request: Request) -> str | None: ...
def safe_name(name: str) -> str | None: ...
def save(
    sender: Sender, request: Request, to: str | os.PathLike[str], progress: Callable[[int, int | None], object] | None
) -> Generator[float, None, Path]: ...
