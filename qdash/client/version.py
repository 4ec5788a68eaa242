"""The version of the client."""

__version__ = "2.0.0"
