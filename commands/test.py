"""`crm test`: all tests; without Chromium all but the browser's, which the last line says."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

_MAC = "/Applications/{0}.app/Contents/MacOS/{0}"
CHROMIUM = (
    *("chromium", "chromium-browser", "google-chrome"),
    *(_MAC.format("Chromium"), _MAC.format("Google Chrome")),
)


def browser() -> str | None:
    """Where a Chromium is, or None."""
    return next((found for name in CHROMIUM if (found := shutil.which(name))), None)


def run(arguments: Sequence[str]) -> int:
    """pytest's status."""
    import pytest

    os.chdir(Path(__file__).parent.parent)
    for name in [name for name in os.environ if name.startswith("CRM_") or name == "DATABASE_URL"]:
        del os.environ[name]  # neither the environment nor .env reaches a test
    left_out = [] if browser() else ["-m", "not browser"]
    status = int(pytest.main([*left_out, *arguments]))
    if left_out:
        print("没有找到 Chromium，浏览器测试没有运行（Debian: apt install chromium）。", flush=True)
    else:
        sys.stdout.flush()
    return status
