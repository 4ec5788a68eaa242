"""What the other server of `matrix/programs/all_kinds.py` responses: streams, uploads, waits, and a busy moment."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from email.utils import formatdate

from declared import models, sample_document
from fault_server import Received, chunked, http_response

EVENTS = [
    ("status", {"type": "status", "step": "think", "message": "thinking"}),
    ("result", sample_document(models.AnalysisEvent)),
]
STREAM = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in EVENTS).encode()
DOCUMENT = {"openapi": "3.1.0", "info": {"version": "1"}, "paths": {}}
EXECUTION = {**sample_document(models.ExecutionResponseDetail), "status": "completed"}


def all_kinds_responses() -> Callable[[Received], bytes]:
    """Return the script of a server; it is busy once."""
    busy = [http_response(None, 503, [("Retry-After", formatdate(0, usegmt=True))])]
    responses = {
        "/copilot/chat/stream": chunked(STREAM, content_type="text/event-stream"),
        "/openapi.json": http_response(DOCUMENT),
        "/executions/20260701-001": http_response(EXECUTION),
        "/issues/upload-image": http_response(sample_document(models.UploadedImage)),
        "/admin/users/bulk-import": http_response(sample_document(models.BulkUserImportResponse)),
        "/compressed": http_response(gzip.compress(b"{}"), headers=[("Content-Encoding", "gzip")]),
    }

    def script(request: Received) -> bytes:
        if request.path == "/busy-once":
            return busy.pop() if busy else http_response({})
        if request.path.startswith("/echo/"):
            return http_response(request[request.path.removeprefix("/echo/")])
        return responses.get(request.path) or http_response({"detail": "Not Found"}, 404)

    return script
