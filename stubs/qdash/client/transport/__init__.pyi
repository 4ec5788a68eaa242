"""HTTP for QDash, with the terms of RFC 9110 and RFC 9112."""
