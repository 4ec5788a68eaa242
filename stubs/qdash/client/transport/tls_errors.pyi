"""What a failure of TLS means, and what to do about it."""

__all__ = [
    "CLIENT_CERTIFICATE",
    "remedy",
    "words",
]

CLIENT_CERTIFICATE: str

def words(error: Exception) -> str:
    """Return what a failure of TLS says."""

def remedy(error: Exception) -> str:
    """Return what to do about a failure of TLS, or ""."""
