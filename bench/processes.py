"""Processes of this repository: started, waited for, killed as a power cut would, or stopped as an operator does."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox import wire

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60  # seconds for a start on a busy machine


class NotReady(Exception):
    """The process ended, or said nothing, instead of becoming ready; its log says why."""


@dataclass(frozen=True, slots=True)
class Running:
    process: asyncio.subprocess.Process
    log: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    async def kill(self) -> None:
        """At once, with whatever is under way."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> None:
        if self.process.returncode is None:
            self.process.send_signal(how)
        await self.process.wait()


async def started(module: str, arguments: Sequence[str], settings: Mapping[str, str], folder: Path) -> Running:
    """Runs `python -m module …` in `folder`, where no `.env` is, until it prints its line `ready …`."""
    log = _log(folder, module)
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, *arguments,
            cwd=folder, env=_environment(settings), stdout=asyncio.subprocess.PIPE, stderr=errors,
        )  # fmt: skip
    running = Running(process, log)
    try:
        await asyncio.wait_for(_ready(running), PATIENCE)
    except BaseException:
        await running.kill()
        raise
    return running


@asynccontextmanager
async def during(
    module: str, arguments: Sequence[str], settings: Mapping[str, str], folder: Path
) -> AsyncIterator[int]:
    """The process's id, while it is needed."""
    running = await started(module, arguments, settings, folder)
    try:
        yield running.pid
    finally:
        await running.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def bot_settings(api: str, port: int, database: str | None = None) -> dict[str, str]:
    """What makes a bot speak to a platform on this machine."""
    known = {
        "CRM_WECOM_CORP_ID": wire.CORP_ID,
        "CRM_WECOM_AGENT_ID": str(wire.AGENT_ID),
        "CRM_WECOM_SECRET": wire.SECRET,
        "CRM_WECOM_TOKEN": wire.TOKEN,
        "CRM_WECOM_AES_KEY": wire.AES_KEY,
        "CRM_WECOM_API": api,
        "CRM_LISTEN": f"127.0.0.1:{port}",
    }
    return {**known, "CRM_DATABASE_URL": database} if database else known


def _log(folder: Path, module: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{module.rpartition('.')[2]}.log"


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("CRM_", "DATABASE_URL"))}
    return {**ours, "PYTHONPATH": str(ROOT), **settings}


async def _ready(running: Running) -> None:
    assert running.process.stdout is not None, "it was piped"
    line = (await running.process.stdout.readline()).decode()
    if not line.startswith("ready"):
        raise NotReady(running.log.read_text(encoding="utf-8", errors="replace")[-2000:])
