"""A small product of its own, so that the tests of storage do not depend on this one's tables."""

from typing import Any

APPS: dict[str, dict[str, Any]] = {
    "library": {
        "models": ["tests.library.models"],
        "migrations": "tests.library.migrations",
        "default_connection": "default",
    }
}
