"""What WeCom's error codes mean for whoever called: mend it, wait, or nobody knows what became of it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

UNANSWERED = -2  # our own: no answer, or none that can be read; WeCom's codes are -1, 0 and positive
BUSY, FREQUENCY, CONCURRENCY = -1, 45009, 45033
BAD_SECRET, TOKEN_INVALID, TOKEN_EXPIRED = 40001, 40014, 42001
RENEW = frozenset({BAD_SECRET, TOKEN_INVALID, TOKEN_EXPIRED})  # from a call; a new token may help, once
PASSING = frozenset({BUSY, FREQUENCY, CONCURRENCY, TOKEN_INVALID, TOKEN_EXPIRED, UNANSWERED})
NO_MENU = 46003
UNSEEN = frozenset({46004, 50002, 60011, 60021, 60111, 301021})  # nobody is called so, or not in our scope

# A window is a minute, an hour or a day, and nothing tells which; a minute is the commonest and does no harm.
WINDOW = timedelta(minutes=1)

_TRACE = re.compile(r",? hint: \[[^\]]*\]|,? more info at \S+")


class WecomError(Exception):
    """A call that failed. Permanent: never repeat it, mend the request or the settings. Unknown outcome: it may have
    been done; repeat only what may happen twice. Else repeat later, not before `retry_after` where that is given."""

    def __init__(
        self,
        code: int,
        words: str,
        *,
        permanent: bool = False,
        unknown_outcome: bool = False,
        retry_after: timedelta | None = None,
    ) -> None:
        super().__init__(f"{code} {words}")
        self.code = code
        self.permanent = permanent
        self.unknown_outcome = unknown_outcome
        self.retry_after = retry_after


def refusal(answer: dict[str, Any]) -> WecomError:
    """By the table of codes; one that is not in it is never repeated."""
    code = int(answer["errcode"])
    retry_after = WINDOW if code == FREQUENCY else None
    return WecomError(code, _words(answer), permanent=code not in PASSING, retry_after=retry_after)


def no_token(refused: WecomError) -> WecomError:
    """The call itself was never made, so it waits until somebody has mended the credentials. Not hastily: a wrong
    secret, repeated, shuts us out for an hour."""
    return WecomError(refused.code, f"no access token: {refused}", retry_after=refused.retry_after or WINDOW)


def unsent(reason: str) -> WecomError:
    return WecomError(UNANSWERED, f"not reached ({reason})")


def unanswered(reason: str) -> WecomError:
    return WecomError(UNANSWERED, f"no answer ({reason})", unknown_outcome=True)


def _words(answer: dict[str, Any]) -> str:
    """Their text says which field is wrong and which address is not trusted; its trace numbers say nothing."""
    return _TRACE.sub("", str(answer.get("errmsg", "")))[:200]
