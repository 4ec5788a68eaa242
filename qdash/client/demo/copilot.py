"""The copilot. It is not a language model: it reports the sample data."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

from .catalog import TASKS
from .fields import Members, Text
from .lab import Lab
from .routing import Response, Routes
from .shapes import Json

routes: Routes = Routes()

_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}


@routes("GET", "/copilot/config")
def get_copilot_config(_lab: Lab) -> Json:
    """Answer getCopilotConfig."""
    model = {"provider": "demo", "name": "sample-data"}
    return {
        "enabled": True,
        "model": model,
        "chat_models": [model],
        "analysis_models": [],
        "initial_message": "Ask about a qubit.",
        "suggestions": [{"label": "T1", "prompt": "Why did T1 drop?"}],
    }


@routes(
    "POST",
    "/copilot/chat/stream",
    body={
        "message": Text(),
        **{name: Text(None) for name in ("chip_id", "qid", "image_base64")},
        "model_override": Members(None),
    },
)
def stream_copilot_chat(lab: Lab, *, chip_id: str | None, qid: str | None, **_: Any) -> Response:
    """Answer streamCopilotChat. The events take the time of a stage."""
    result = {"blocks": [{"type": "text", "content": _text(lab, chip_id, qid), "chart": None}], "assessment": None}
    events = (
        ("status", {"step": "load_config", "message": "Loading the configuration..."}),
        ("status", {"step": "run_chat", "message": "Thinking..."}),
        None,
        ("status", {"step": "tool_call", "message": "Reading results...", "tool": "t1", "completed_tools": []}),
        None,
        ("result", result),
    )
    stream = _paced(events, lab.work.stage_seconds / len(events))
    return Response(200, content_type="text/event-stream; charset=utf-8", headers=_HEADERS, stream=stream)


def _paced(events: tuple[tuple[str, Json] | None, ...], seconds: float) -> Iterator[bytes]:
    """Write events with pauses between them; None is a heartbeat, which is a comment."""
    for number, event in enumerate(events):
        if number:
            time.sleep(seconds)
        if event is None:
            yield b":\n\n"
        else:
            name, data = event
            yield f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def _text(lab: Lab, chip_id: str | None, qid: str | None) -> str:
    chip = lab.chips.get(chip_id or "")
    if chip is None or qid is None or qid not in chip.qids:
        return "I am a demo. Ask me about a qubit of a chip, with chip_id and qid."
    lines = [f"Qubit {qid} of {chip.chip_id}, the newest value and the range of all of them:"]
    for task in TASKS:
        for parameter in task.parameters if task.target == "qubit" else ():
            values = [value for run in chip.runs(task, qid) if (value := run.get(parameter.name)[0]) is not None]
            if values:
                low, high = min(values), max(values)
                unit = f" {parameter.unit}" if parameter.unit else ""
                lines.append(f"- {parameter.name}: {values[-1]:.5g}{unit} ({low:.5g} to {high:.5g})")
    return "\n".join(lines)
