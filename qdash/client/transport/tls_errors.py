"""The causes of TLS failures, and their remedies."""

from __future__ import annotations

__all__ = ["CLIENT_CERTIFICATE", "remedy", "words"]

CLIENT_CERTIFICATE = "set client_cert (QDASH_CLIENT_CERT) to a certificate that the server knows"

# Remedies for certificates, by the codes of OpenSSL.
_WRONG_HOST = "check base_url: its host must be one that the certificate names"
_WRONG_TIME = "check the clock, and renew the certificate, or the one in ca_bundle (QDASH_CA_BUNDLE)"
_UNTRUSTED = "if it is of a private authority, set ca_bundle (QDASH_CA_BUNDLE) to the certificate of that authority"
_VERIFICATION = {9: _WRONG_TIME, 10: _WRONG_TIME, 62: _WRONG_HOST, 64: _WRONG_HOST}
_NO_AUTHORITIES = (
    "this machine has no CA certificates: install them (Debian and Alpine call the package "
    "ca-certificates), or set ca_bundle (QDASH_CA_BUNDLE)"
)
_PLAIN = "the server does not speak TLS at this port: set base_url to http://..., or to the port for https"
# The reasons that OpenSSL gives for data that is not TLS; they differ by version and data.
_NOT_TLS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG")


def words(error: Exception) -> str:
    """Return the reason of a TLS failure."""
    import ssl

    if isinstance(error, ssl.SSLCertVerificationError):
        has_reason = getattr(error, "verify_code", 0)  # otherwise the message is empty, or "ok"
        reason = getattr(error, "verify_message", "") if has_reason else "".join(map(str, error.args[-1:]))
        return f"the certificate was not accepted: {str(reason).rstrip('.')}"
    if isinstance(error, ssl.SSLEOFError):
        return "the connection ended during the TLS handshake"
    return getattr(error, "strerror", None) or str(error)


def remedy(error: Exception) -> str:
    """Return the remedy for a TLS failure, or ""."""
    import ssl

    if isinstance(error, ssl.SSLCertVerificationError):
        code: int = getattr(error, "verify_code", 0)
        trusts_nobody = code not in _VERIFICATION and getattr(error, "trusts_nobody", False)
        return _NO_AUTHORITIES if trusts_nobody else _VERIFICATION.get(code, _UNTRUSTED)
    reason = getattr(error, "reason", None) or ""
    if "CERTIFICATE_REQUIRED" in reason:
        return CLIENT_CERTIFICATE
    return _PLAIN if reason in _NOT_TLS else ""
