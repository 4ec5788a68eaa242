"""The agent's runners and records. Their modules are `qdash.client.agents.runner` and `qdash.client.agents.records`."""

import sys

from ..agents import runner

sys.modules[__name__] = runner
