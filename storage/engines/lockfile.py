"""The file that keeps a second process away from an embedded database."""

import fcntl
import os
from pathlib import Path


class DatabaseInUse(Exception):
    """Stop the other process first, or choose another data directory."""


class LockFile:
    """Held until released or until the process ends, however it ends. The lock is the process's (POSIX), so a pool of
    workers forked from it neither shares nor prolongs it. Nobody else may open the file: closing it would release."""

    def __init__(self, database: Path) -> None:
        database.parent.mkdir(parents=True, exist_ok=True)
        self._file = Path(f"{database}.lock").open("a+", encoding="ascii")  # noqa: SIM115 - open is what holds it
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.seek(0)
            holder = self._file.read() or "未知"
            self._file.close()
            raise DatabaseInUse(
                f"数据库 {database} 正被另一个进程使用（进程号 {holder}）。请先停掉它，或用 --data 换一个数据目录。"
            ) from error
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    def release(self) -> None:
        self._file.close()
