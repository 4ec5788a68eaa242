"""Another name for `qdash.client.agents.command`."""

import sys

from ..agents import command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..agents.command import *  # noqa: F403

sys.modules[__name__] = command

if __name__ == "__main__":
    command.main()
