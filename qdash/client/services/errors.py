"""Another name for `qdash.client.errors`."""

import sys

from .. import errors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..errors import *  # noqa: F403

sys.modules[__name__] = errors
