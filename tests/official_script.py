"""A query script as programs for the official client are written. It prints JSON; `test_services` runs it."""

import argparse
import json
import sys

from qdash.client import QDashClient
from qdash.client.services.config import QDashConfig
from qdash.client.services.errors import QDashApiError
from qdash.client.services.models import ActivityStatus, ChipMetricsResponse


def show(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("command")
    parser.add_argument("arguments", nargs="*")
    options = parser.parse_args()
    client = QDashClient.from_env()
    try:
        if options.command == "chips":
            print(client.list_chips().model_dump_json(indent=1))
        elif options.command == "default-chip":
            chip = client.get_default_chip()
            assert chip.activity_status == ActivityStatus.active
            show(chip.model_dump(mode="json", exclude_none=True))
        elif options.command == "metrics":
            (chip_id,) = options.arguments
            payload = client.get_chip_metrics(chip_id).model_dump(mode="json")
            assert ChipMetricsResponse.model_validate(payload).chip_id == chip_id
            records = client.normalize_chip_metrics(chip_id, payload)
            show(
                [
                    {"entity_id": each.entity_id, "metric_name": each.metric_name, "value": each.value}
                    for each in records
                ]
            )
        elif options.command == "qubit":
            show(client.get_chip_qubit(*options.arguments).model_dump(mode="json"))
        elif options.command == "raw":
            response = client._request("GET", options.arguments[0].lstrip("/"), params={"backend": None})
            show({"status_code": response.status_code, "data": response.data})
        elif options.command == "executions":
            found = client.list_executions(chip_id=options.arguments[0], limit=2)
            show([each.model_dump(mode="json") for each in found.executions])
        elif options.command == "missing":
            try:
                client.get_chip_qubit("no-such-chip", "0")
            except QDashApiError as error:
                show({"error": type(error).__name__, "status": error.status_code, "payload": error.payload})
        elif options.command == "config":
            config = QDashConfig.from_env()
            show(config.model_copy(update={"api_token": None}).model_dump(mode="json"))
    finally:
        client.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
