"""The version of the client."""

__version__: str
