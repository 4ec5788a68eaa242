"""A client for the QDash API."""

__version__ = "2.0.0"
