"""HTTP for QDash: requests go out and responses come in, named by the terms of RFC 9110 and RFC 9112."""
