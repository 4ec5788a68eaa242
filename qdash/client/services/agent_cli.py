"""Another name for `qdash.client.agents.command`."""

import sys

from ..agents import command

sys.modules[__name__] = command
