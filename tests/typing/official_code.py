"""Code for the official client, with its module paths, for type checkers to read. It is never run.

They read it where the wheel is installed. The stubs of a checkout lack those paths.
"""

# pyright: strict, reportPrivateUsage=false

from __future__ import annotations

from typing import Any

from typing_extensions import assert_type

from qdash.client import QDashConfig, rest
from qdash.client.models import ListChipsResponse
from qdash.client.services import config, errors, exporter_models, models
from qdash.client.services.client import QDashClient as OfficialClient


def keep_code_for_the_official_client(client: OfficialClient) -> None:
    assert_type(client._request("GET", "/new"), rest.ApiResponse[Any])
    assert_type(client.list_chips().model_dump(mode="json"), dict[str, Any])
    assert_type(client.list_chips().model_dump_json(indent=2), str)
    assert_type(client.list_chips().model_copy(update={"total": 0}, deep=True), ListChipsResponse)
    assert_type(config.QDashConfig.model_validate({"base_url": "https://qdash.example.com"}), QDashConfig)
    print(config.DEFAULT_BASE_URL_ENV.lower())
    assert_type(exporter_models.NormalizedMetricRecord("64Qv3", "qubit", "0", "t1", 80.0).unit, str)
    status: models.ActivityStatus = models.ActivityStatus("active")
    if client.get_default_chip().activity_status == status:
        raise errors.QDashApiError("active", status_code=None)
