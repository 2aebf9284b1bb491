"""The first version, which also stands alone in `first`."""

from importlib import import_module

Migration = import_module("tests.library.first.migrations.0001_initial").Migration
