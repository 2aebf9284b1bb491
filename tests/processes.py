"""`python -m cli …` as a process of its own: what it says on stdout, and how it ends."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
CRM = (sys.executable, "-P", "-m", "cli")  # as the shell entry starts it
PATIENCE = 60.0  # seconds until a process counts as stuck; nothing waits for it to pass
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Ended:
    status: int
    out: str
    spoken: Path  # what it wrote on stderr

    @property
    def err(self) -> str:
        return self.spoken.read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Started:
    process: Process
    spoken: Path

    async def ready(self) -> str:
        """The first line on stdout."""
        assert self.process.stdout is not None, "asked for"
        line = await asyncio.wait_for(self.process.stdout.readline(), PATIENCE)
        assert line, (await _ended(self.process, self.spoken)).err
        return line.decode().rstrip("\n")

    async def ends(self, how: signal.Signals = signal.SIGINT) -> Ended:
        """Sends the signal and waits."""
        self.process.send_signal(how)
        return await _ended(self.process, self.spoken)


@dataclass(frozen=True, slots=True)
class Running(Started):
    line: str

    @property
    def url(self) -> str:
        """Without the slash at its end."""
        return self.line.removeprefix("ready ").removesuffix("/")


@asynccontextmanager
async def started(folder: Path, *arguments: str, **settings: str) -> AsyncIterator[Started]:
    """Started in `folder` with these variables alone; killed after the test if it still runs."""
    process, spoken = await _start(folder, arguments, settings)
    try:
        yield Started(process, spoken)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@asynccontextmanager
async def running(folder: Path, *arguments: str, **settings: str) -> AsyncIterator[Running]:
    """Started, and has said that it is ready."""
    async with started(folder, *arguments, **settings) as one:
        yield Running(one.process, one.spoken, await one.ready())


def free_ports(count: int) -> list[int]:
    """Of this moment: held together, so that they differ, and let go."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(one.getsockname()[1]) for one in held]
    for one in held:
        one.close()
    return ports


async def ended(folder: Path, *arguments: str, stdin: str = "", **settings: str) -> Ended:
    """The command's whole output, once it has ended by itself."""
    process, spoken = await _start(folder, arguments, settings)
    return await _ended(process, spoken, stdin.encode())


async def _start(folder: Path, arguments: tuple[str, ...], settings: Mapping[str, str]) -> tuple[Process, Path]:
    """Its stderr goes into a file, where pytest keeps it and no full pipe can hold the process up."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    environment = {**inherited, "PYTHONPATH": str(ROOT), **settings}
    spoken = folder / f"stderr-{next(_numbers)}"
    with spoken.open("wb") as err:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "cli",
            *arguments,
            cwd=folder,
            env=environment,
            stdin=PIPE,
            stdout=PIPE,
            stderr=err,
        )
    return process, spoken


async def _ended(process: Process, spoken: Path, stdin: bytes = b"") -> Ended:
    out, _ = await asyncio.wait_for(process.communicate(stdin), PATIENCE)
    assert process.returncode is not None, "communicate waits for the end"
    return Ended(process.returncode, out.decode(), spoken)
