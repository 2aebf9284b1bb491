"""The load generator, a process of its own: prepared requests over some connections, each waiting for its answer."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path


async def run(port: int, requests: list[bytes], connections: int) -> dict[str, object]:
    """Seconds for all, the latency of each, and how many were not answered 200."""
    streams = [await asyncio.open_connection("127.0.0.1", port) for _ in range(connections)]
    latencies: list[float] = []
    refused: list[bytes] = []
    left = iter(requests)
    began = time.perf_counter()
    await asyncio.gather(*(_talk(*stream, left, latencies, refused) for stream in streams))
    seconds = time.perf_counter() - began
    for _, writer in streams:
        writer.close()
    return {"seconds": seconds, "latencies": latencies, "refused": len(refused)}


async def _talk(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    left: Iterator[bytes],
    latencies: list[float],
    refused: list[bytes],
) -> None:
    for request in left:
        began = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        await reader.readexactly(int(length or 0))
        latencies.append(time.perf_counter() - began)
        if not head.startswith(b"HTTP/1.1 200"):
            refused.append(head)


def main(port: str, connections: str, file: str) -> None:
    requests = [request.encode() for request in json.loads(Path(file).read_text())]
    print(json.dumps(asyncio.run(run(int(port), requests, int(connections)))))


if __name__ == "__main__":
    main(*sys.argv[1:4])
