"""Makes a name longer and adds the room. For that SQLite makes the table anew, and tortoise forgets its unique keys and
indexes there: they are given back by hand. On PostgreSQL they are still there under their names."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial")]  # noqa: RUF012
    operations = [  # noqa: RUF012
        ops.AlterField(model_name="Shelf", name="name", field=fields.CharField(max_length=40)),
        ops.AddField(model_name="Shelf", name="room", field=fields.CharField(null=True, max_length=40)),
        ops.RunSQL('CREATE UNIQUE INDEX IF NOT EXISTS "uid_shelf_name_ba3b6f" ON "shelf" ("name")'),
    ]
