"""The record of a request, for the log and for ``on_request``."""

from dataclasses import dataclass

@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRecord:
    """One attempt of a request and its outcome. A call with retries has one record for each attempt.

    ``str`` gives the line of the log.

    Attributes:
        method: the HTTP method.
        path: the path, with the prefix of the deployment and without the query.
        route: the path template of the operation, such as ``/chips/{chip_id}``, to group by; None for
            `QDashClient.request`.
        status_code: the HTTP status, or None if there was no response.
        attempt: 1 for the first request of a call, 2 for the first retry, and so on. A redirect belongs to the attempt
            that it responds to.
        elapsed_sec: seconds from the start of the request, connecting included, to the end of the response.
        sent_bytes: the bytes sent, header included, without the overhead of TLS.
        received_bytes: the bytes received, header included, before decompression, without the overhead of TLS.
        request_id: the ``X-Request-ID`` under which the server logged it.
        error: a description of the failure, or None if the response is complete.
    """

    method: str
    path: str
    route: str | None
    status_code: int | None
    attempt: int
    elapsed_sec: float
    sent_bytes: int
    received_bytes: int
    request_id: str
    error: str | None

    def __str__(self) -> str: ...
