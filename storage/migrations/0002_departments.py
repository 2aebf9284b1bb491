from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0001_initial')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Department',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('path', fields.CharField(max_length=200)),
            ],
            options={'table': 'department', 'app': 'models', 'unique_together': (('path',),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
    ]
