"""A pattern that is compiled when it is first looked for: most messages need few of all, and the start none."""

from __future__ import annotations

import re
from typing import Any, cast


class _Lazy:
    """What `re.compile` gives, once something is asked of it but how it is written."""

    def __init__(self, written: str) -> None:
        self.pattern = written
        self.flags = re.UNICODE.value

    def __getattr__(self, name: str) -> Any:
        asked = getattr(re.compile(self.pattern), name)
        setattr(self, name, asked)  # from now on it is found at once
        return asked


def lazy(pattern: str) -> re.Pattern[str]:
    """The same as `re.compile`, later; which pattern it was is not asked of a match (`found.re`)."""
    return cast(re.Pattern[str], _Lazy(pattern))
