"""The copilot: it is no language model, and says what the sample data say."""

from typing import Any

from .lab import Lab
from .routing import Answer, Routes
from .shapes import Json

routes: Routes

def get_copilot_config(_lab: Lab) -> Json:
    """Answer getCopilotConfig."""

def stream_copilot_chat(lab: Lab, *, chip_id: str | None, qid: str | None, **_: Any) -> Answer:
    """Answer streamCopilotChat: events over the time of a stage."""
