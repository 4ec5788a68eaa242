"""Make calls of all kinds, in a Python that lacks something, after `preload`, or frozen by a bundler.

QDASH_BASE_URL and QDASH_API_TOKEN are those of a demo server; OTHER_URL is a server that plays `all_kinds_responses`.
TLS_URL is the same with TLS, and TLS_CA the file of its authority; without them no call uses TLS.
"""

from __future__ import annotations

import os
import sys
import warnings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from qdash.client import QDashClient


def simply(_: str) -> None:
    calls()


def without(names: str) -> None:
    """Make the calls where modules cannot be imported."""
    for name in names.split(","):
        assert name not in sys.modules, name
        sys.modules[name] = None  # type: ignore[assignment]
    calls()


def without_zlib(names: str) -> None:
    """See that compressed responses are not asked for, and that one that comes nevertheless is an error."""
    without(names)
    from qdash.client import QDashApiError, QDashClient, QDashConfig

    with QDashClient(QDashConfig(base_url=os.environ["OTHER_URL"], api_token="t")) as client:
        assert client.request("GET", "/echo/accept-encoding").data == "identity"
        found = failure(QDashApiError, lambda: client.request("GET", "/compressed"))
        assert str(found) == "GET /compressed: the content encoding 'gzip' cannot be undone: this Python has no zlib"


def without_ssl(names: str) -> None:
    """See that an https URL is refused when a client is made."""
    without(names)
    from qdash.client import QDashClient, QDashConfig, QDashConfigError, rest

    for make in (
        lambda: QDashClient(QDashConfig(base_url="https://qdash.example", api_token="t")),
        lambda: rest.ApiClient(rest.Configuration("https://qdash.example")),
    ):
        found = failure(QDashConfigError, make)
        assert found.field == "base_url"
        assert "an https URL cannot be used, because this Python has no TLS" in str(found)


def after_preload(_: str) -> None:
    """Refuse every import from then on, also those whose failure somebody would swallow."""
    # What a program of this kind has imported itself.
    import pickle  # noqa: F401
    import tempfile  # noqa: F401

    from qdash.client import preload

    preload()
    refused: list[str] = []

    class Refusing:
        def find_spec(self, name: str, *_: object) -> None:
            refused.append(name)
            raise AssertionError(f"{name} is imported late")

    sys.meta_path.insert(0, Refusing())  # type: ignore[arg-type]
    calls()
    assert not refused, refused


def failure(kind: type[Exception], function: Callable[[], object]) -> Any:
    try:
        function()
    except kind as error:
        return error
    raise AssertionError(f"no {kind.__name__}")


def calls() -> None:
    import asyncio
    import logging
    import pickle
    import tempfile

    from qdash.client import QDashClient, QDashConfig

    logging.getLogger("qdash.client").setLevel(logging.DEBUG)
    other = QDashConfig(base_url=os.environ["OTHER_URL"].replace("127.0.0.1", "localhost"), api_token="t")
    with QDashClient.from_env() as client, QDashClient(other) as elsewhere, tempfile.TemporaryDirectory() as place:
        reads(client)
        failures(client)
        files(client, elsewhere, place)
        streams_and_waits(elsewhere)
        logins(client.config.base_url)
        asyncio.run(asynchronous(client, elsewhere))
        every_area(client)
        again = pickle.loads(pickle.dumps(client))
        assert again.get_default_chip_id() == client.get_default_chip_id()
        again.close()
        forked(client)
        if "TLS_URL" in os.environ:
            secure(os.environ["TLS_URL"], os.environ["TLS_CA"])


def reads(client: QDashClient) -> None:
    import dataclasses
    from datetime import datetime, timedelta, timezone

    chip = client.get_default_chip()
    assert dataclasses.replace(chip) == chip
    assert "chip_id" in repr(chip)
    assert len(list(client.iter_chip_qubits(chip.chip_id, limit=10))) == 64
    metrics = client.get_chip_metrics(chip.chip_id)
    assert client.normalize_chip_metrics(chip.chip_id, metrics, metrics_config=client.get_metrics_config())
    now = datetime.now(timezone.utc)
    series = client.get_task_results_timeseries(
        chip_id=chip.chip_id, parameter="t1", qid="3", start_at=now - timedelta(days=30), end_at=now
    )
    assert series.data["3"]
    client.upsert_qubit_metric_note(chip.chip_id, "3", "t1", content="μ")
    assert client.request("GET", "/chips", params={"limit": 1}).status_code == 200


def failures(client: QDashClient) -> None:
    from qdash.client import (
        QDashApiError,
        QDashClient,
        QDashConfig,
        QDashConfigError,
        QDashNotFoundError,
        QDashTransportError,
        QDashValidationError,
        rest,
    )

    nowhere = QDashConfig(base_url="http://127.0.0.1:1", api_token="t", retry={"max_attempts": 2, "base_delay_sec": 0})
    unreachable = QDashClient(nowhere)
    proxy = os.environ["OTHER_URL"]
    refused = QDashConfig(base_url="https://127.0.0.1:1", api_token="t", proxy=proxy, retry={"max_attempts": 1})
    os.environ.pop("NO_PROXY", None)
    tunnelled = QDashClient(refused) if "TLS_URL" in os.environ else unreachable
    os.environ["NO_PROXY"] = "*"
    for kind, attempt in (
        (QDashNotFoundError, lambda: client.get_chip("no such chip")),
        (QDashApiError, lambda: client.get_execution("0b9c7c5e-7d1f-4c55-9a55-3f1d6f7a1b2c")),
        (QDashValidationError, lambda: client.get_chip("a/b")),
        (QDashValidationError, lambda: client.create_chip("c", size=float("nan"))),
        (QDashTransportError, lambda: unreachable.get_chip("c")),
        (QDashTransportError, lambda: tunnelled.get_chip("c")),
        (QDashConfigError, lambda: QDashConfig(base_url="nonsense")),
        (QDashConfigError, lambda: QDashConfig(base_url="http://[::1")),
        (rest.ApiException, lambda: rest.ApiClient(rest.Configuration("http://127.0.0.1:1")).request("GET", "/")),
    ):
        assert str(failure(kind, attempt))
    unreachable.close()
    tunnelled.close()


def files(client: QDashClient, elsewhere: QDashClient, place: str) -> None:
    from qdash.client import QDashClient, QDashConfig

    chip = client.get_default_chip_id()
    pdf = client.download_metrics_pdf(chip)
    assert pdf.media_type == "application/pdf"
    assert client.download_metrics_pdf(chip, to=os.path.join(place, "metrics.pdf")).stat().st_size
    picture = b"\x89PNG\r\n\x1a\n"
    assert elsewhere.upload_issue_image(file=picture)
    assert elsewhere.bulk_import_users(file=b"username\nzoe\n")
    profiles = os.path.join(place, "config.ini")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it cannot be locked, in a Python without locks
        client.config.save("one", profiles)
        client.config.save("two", profiles)
    assert QDashConfig.from_file("one", profiles) == client.config
    QDashClient.from_profile("two", profiles).close()


def streams_and_waits(elsewhere: QDashClient) -> None:
    from qdash.client import QDashApiError

    with elsewhere.stream_copilot_chat(message="why?") as events:
        assert len(list(events)) == 2
    assert elsewhere.wait_for_execution("20260701-001").status == "completed"
    assert failure(QDashApiError, lambda: elsewhere.run_flow("unknown", timeout_seconds=0.01))
    assert elsewhere.request("GET", "/busy-once").status_code == 200
    report = elsewhere.check_compatibility()
    assert report.findings


def logins(url: str) -> None:
    from qdash.client import QDashClient, QDashConfig

    os.environ["PASSWORD_OF_THE_DEMO"] = "demo-password"
    config = QDashConfig(base_url=url, username="demo", password_env="PASSWORD_OF_THE_DEMO")
    with QDashClient(config, on_request=lambda record: None) as client:
        assert client.list_chips().total


async def asynchronous(client: QDashClient, elsewhere: QDashClient) -> None:
    import asyncio

    chip = await client.get_default_chip_id_async()
    await asyncio.gather(*(client.get_chip_async(chip) for _ in range(8)))
    assert len([qubit async for qubit in client.iter_chip_qubits_async(chip, limit=20)]) == 64
    async with await elsewhere.stream_copilot_chat_async(message="why?") as events:
        assert len([event async for event in events]) == 2
    assert (await elsewhere.wait_for_execution_async("20260701-001")).status == "completed"


def every_area(client: QDashClient) -> None:
    """Call one operation of every area, and take every public name."""
    from contextlib import suppress

    import qdash.client
    from qdash.client import QDashApiError, QDashClient
    from qdash.client.api import AREAS
    from qdash.client.call.declare import declared

    operations = declared(QDashClient)
    for names in AREAS.values():
        reading = [name for name in names.split() if name in operations and operations[name].method == "GET"]
        parameters = operations[reading[0]].parameters.values()
        with suppress(QDashApiError):  # the demo does not know all of them
            getattr(client, reading[0])(**{found.name: "1" for found in parameters if found.required})
    for name in qdash.client.__all__:
        assert getattr(qdash.client, name) is not None


def forked(client: QDashClient) -> None:
    import warnings

    if not hasattr(os, "fork"):
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python from 3.12 on has doubts about a fork in a program with threads
        child = os.fork()
    if child == 0:
        status = 1
        try:
            client.list_chips()
            status = 0
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def secure(url: str, authority: str) -> None:
    from qdash.client import QDashApiError, QDashClient, QDashConfig

    config = QDashConfig(base_url=url, api_token="t", ca_bundle=authority)
    with QDashClient(config) as client:
        assert client.request("GET", "/echo/accept").data
    with QDashClient(QDashConfig(base_url=url, api_token="t", retry={"max_attempts": 1})) as client:
        assert "ca_bundle" in str(failure(QDashApiError, client.list_chips))


if __name__ == "__main__":
    ways = (simply, without, without_zlib, without_ssl, after_preload)
    {way.__name__: way for way in ways}[sys.argv[1]](sys.argv[2])
    print("all kinds of calls were made")
