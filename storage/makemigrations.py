"""Writes the next migration out of the models: `python -m storage.makemigrations add_discount_reason`."""

import asyncio
import sys

from tortoise.context import TortoiseContext
from tortoise.migrations.writer import format_migration_name

from storage import schema
from storage.engines import CONNECTION


async def write(name: str) -> list[str]:
    """The files written; none where models and migrations agree."""
    async with TortoiseContext() as context:
        await context.init(
            {"connections": {CONNECTION: "sqlite://:memory:"}, "apps": schema.APPS}, init_connections=False
        )
        writers = await schema.changes()
        for writer in writers:
            number = int(writer.name[:4])
            writer.name = format_migration_name(number, name)
        return [str(writer.write()) for writer in writers]


if __name__ == "__main__":
    for path in asyncio.run(write(" ".join(sys.argv[1:]) or "initial")):
        sys.stdout.write(f"{path}\n")
