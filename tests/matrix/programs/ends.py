"""End a program without closing its client, while threads of the client are idle or wait for the server."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from typing import Any

from qdash.client import QDashClient, QDashConfig

url, way = sys.argv[1:]
client = QDashClient(QDashConfig(base_url=url, api_token="t", timeout_sec=120, retry={"max_attempts": 1}))


async def give_up(call: Any) -> None:
    with suppress(asyncio.TimeoutError):
        await asyncio.wait_for(call, 0.3)
        raise AssertionError("there was a response")


async def main() -> None:
    global stream
    await client.get_chip_async("c")
    if way == "calls":
        await asyncio.gather(*(give_up(client.get_chip_async("hang")) for _ in range(3)))
    if way == "reads":
        stream = await client.stream_copilot_chat_async(message="m")
        await stream.__anext__()
        await give_up(stream.__anext__())


asyncio.run(main())
