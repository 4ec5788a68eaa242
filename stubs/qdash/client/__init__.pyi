"""A client for the QDash API that needs nothing but the Python standard library.

::

    from qdash.client import QDashClient

    with QDashClient.from_env() as client:
        print(client.get_default_chip_id())

The public names are imported at first use, so that scripts start fast.
"""

from . import rest as rest
from .call.declare import UNSET as UNSET
from .call.downloads import Download as Download
from .call.events import EventStream as EventStream
from .client import QDashClient as QDashClient
from .codec import extra as extra
from .errors import QDashApiError as QDashApiError
from .errors import QDashAuthError as QDashAuthError
from .errors import QDashClientError as QDashClientError
from .errors import QDashConfigError as QDashConfigError
from .errors import QDashConflictError as QDashConflictError
from .errors import QDashNotFoundError as QDashNotFoundError
from .errors import QDashTimeoutError as QDashTimeoutError
from .errors import QDashTransportError as QDashTransportError
from .errors import QDashValidationError as QDashValidationError
from .models import *  # noqa: F403
from .observation import RequestRecord as RequestRecord
from .preloading import preload as preload
from .settings.config import QDashConfig as QDashConfig
from .settings.config import QDashRetryConfig as QDashRetryConfig
from .version import __version__ as __version__
from .waiting.flow_runs import FlowRun as FlowRun
