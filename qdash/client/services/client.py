"""Another name for `qdash.client.client`."""

import sys

from .. import client

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..client import *  # noqa: F403

sys.modules[__name__] = client
