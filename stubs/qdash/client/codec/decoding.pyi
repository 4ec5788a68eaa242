from collections.abc import Callable
from typing import Any

class Decoding:
    def __init__(self) -> None: ...
    def decode(self, body: bytes, shape: Any) -> Any: ...

def parse(body: bytes, look: bool = True) -> Any: ...

decode: Callable[[bytes, Any], Any]
