"""What a program can learn about the requests of a client."""

from dataclasses import dataclass

@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRecord:
    """One request, as it went over the wire, and how it ended. A call with retries makes one for each of them.

    ``str`` gives the line of the log.

    Attributes:
        method: the HTTP method.
        path: the path, with the prefix of the deployment and without the query.
        route: the path of the operation with its parameters in braces, such as ``/chips/{chip_id}``, to group by; None
            for what `QDashClient.request` sends.
        status_code: the HTTP status, or None where no answer came.
        attempt: 1 for the first request of a call, 2 for the first retry, and so on. A redirect belongs to the attempt
            that it answers.
        elapsed_sec: seconds from the start of the request, connecting included, to the end of its answer.
        sent_bytes: what was sent, header included, without the overhead of TLS.
        received_bytes: what came back, header included, as it came: compressed, and without the overhead of TLS.
        request_id: the ``X-Request-ID`` under which the server logged it.
        error: what went wrong on the way, or None where a complete answer came.
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
