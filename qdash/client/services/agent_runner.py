"""The agent's runners and records. Their modules are `qdash.client.agents.runner` and `qdash.client.agents.records`."""

import sys

from ..agents import runner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..agents.runner import *  # noqa: F403

sys.modules[__name__] = runner
