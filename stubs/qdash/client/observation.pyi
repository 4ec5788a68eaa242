from dataclasses import dataclass

@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRecord:
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
