"""What the other server of `matrix/programs/all_kinds.py` answers: streams, uploads, waits, and a busy moment."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from email.utils import formatdate

from declared import models, sample_document
from fault_server import Received, answer, chunked

EVENTS = [
    ("status", {"type": "status", "step": "think", "message": "thinking"}),
    ("result", sample_document(models.AnalysisEvent)),
]
STREAM = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in EVENTS).encode()
DOCUMENT = {"openapi": "3.1.0", "info": {"version": "1"}, "paths": {}}
EXECUTION = {**sample_document(models.ExecutionResponseDetail), "status": "completed"}


def all_kinds_responses() -> Callable[[Received], bytes]:
    """Return the script of a server; it is busy once."""
    busy = [answer(None, 503, [("Retry-After", formatdate(0, usegmt=True))])]
    answers = {
        "/copilot/chat/stream": chunked(STREAM, content_type="text/event-stream"),
        "/openapi.json": answer(DOCUMENT),
        "/executions/20260701-001": answer(EXECUTION),
        "/issues/upload-image": answer(sample_document(models.UploadedImage)),
        "/admin/users/bulk-import": answer(sample_document(models.BulkUserImportResponse)),
        "/compressed": answer(gzip.compress(b"{}"), headers=[("Content-Encoding", "gzip")]),
    }

    def script(request: Received) -> bytes:
        if request.path == "/busy-once":
            return busy.pop() if busy else answer({})
        if request.path.startswith("/echo/"):
            return answer(request[request.path.removeprefix("/echo/")])
        return answers.get(request.path) or answer({"detail": "Not Found"}, 404)

    return script
