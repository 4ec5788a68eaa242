"""Another name for `qdash.client.client`."""

import sys

from .. import client

sys.modules[__name__] = client
