"""Structured logs on stderr, one JSON object a line; no message texts, no names, no numbers of people."""

from __future__ import annotations

import json
import logging
import re
import sys

_PHONE = re.compile(r"(?<!\d)1\d{10}(?!\d)")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,64}")
_SECRET = re.compile(r"(access_token|corpsecret|secret|key)=[^&\s'\"]+")


class Lines(logging.Formatter):
    """Whatever a library or a trace quotes, personal data and secrets are taken out (S6)."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "where": record.name,
            "what": _clean(record.getMessage()),
        }
        if record.exc_info:
            line["trace"] = _clean(_frames_only(record))
        return json.dumps(line, ensure_ascii=False)


def configure(level: int = logging.WARNING) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    logging.basicConfig(level=level, handlers=[handler], force=True)


def _frames_only(record: logging.LogRecord) -> str:
    """Where it happened and the error's kind: its text may quote what somebody wrote."""
    assert record.exc_info is not None
    kind, _, trace = record.exc_info
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return " > ".join([*places[-8:], kind.__name__ if kind else ""])


def _clean(text: str) -> str:
    return _SECRET.sub(r"\1=…", _MAIL.sub("…@…", _PHONE.sub("1**********", text)))
