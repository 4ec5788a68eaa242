"""Another name for `qdash.client.errors`."""

import sys

from .. import errors

sys.modules[__name__] = errors
