"""The tables, brought to what this version's models say: numbered migrations, all of them or none."""

from typing import Any

from tortoise.backends.base.client import TransactionalDBClient
from tortoise.context import require_context
from tortoise.exceptions import ConfigurationError
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.writer import MigrationWriter

from storage.engines import CONNECTION

APP = "models"
APPS: dict[str, dict[str, Any]] = {
    APP: {"models": ["storage.models"], "migrations": "storage.migrations", "default_connection": CONNECTION}
}


class DatabaseTooNew(Exception):
    """Start the newer version of the program again, or restore the backup from before it."""


async def apply(transaction: TransactionalDBClient, apps: dict[str, dict[str, Any]] = APPS) -> None:
    """Within one transaction: a process that dies halfway leaves neither tables nor the note that they are there."""
    executor = MigrationExecutor(transaction, apps)
    # Before tortoise asks for its table: on PostgreSQL a question that fails ends the transaction.
    await executor.recorder.ensure_schema(executor._schema_editor(atomic=False))
    executor.loader.load_disk()
    unknown = set(await executor.recorder.applied_migrations()) - set(executor.loader.disk_migrations)
    if unknown:
        names = "、".join(sorted(key.name for key in unknown))
        raise DatabaseTooNew(f"数据库来自更新的版本（{names}）。请换回新版本的程序，或恢复升级前的备份。")
    await executor.migrate()


async def changes(apps: dict[str, dict[str, Any]] = APPS) -> list[MigrationWriter]:
    """What the models say and the migrations do not yet; empty where they agree."""
    loaded = require_context().apps
    if loaded is None:
        raise ConfigurationError("the models are not loaded")
    for models in loaded.apps.values():
        for model in models.values():
            # Docstrings are for readers of the code; as table comments, each better word would be a migration.
            model._meta.table_description = ""
    return await MigrationAutodetector(loaded, apps).changes()
