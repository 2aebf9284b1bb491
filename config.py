"""Settings, from the environment or `.env`; what is missing is named, then the start stops."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

REAL_API = "https://qyapi.weixin.qq.com"
CREDENTIALS = ("CORP_ID", "AGENT_ID", "SECRET", "TOKEN", "AES_KEY")
CONTACT = ("CONTACT_SECRET", "CONTACT_TOKEN", "CONTACT_AES_KEY")
_AES_KEY = re.compile(r"[A-Za-z0-9]{43}")


class Misconfigured(Exception):
    """Names every setting that is missing or wrong; mend them in the environment or `.env`."""


@dataclass(frozen=True, slots=True)
class Wecom:
    corp_id: str
    agent_id: int
    secret: str
    token: str
    aes_key: str
    api: str = REAL_API
    contact: tuple[str, str, str] | None = None  # secret, token, AES key of 通讯录同步


@dataclass(frozen=True, slots=True)
class Settings:
    data: Path
    database_url: str
    wecom: Wecom | None  # None: no credentials, the sandbox stands in
    listen: tuple[str, int] = ("127.0.0.1", 8601)
    admins: frozenset[str] = frozenset()
    sales_department: str = "销售部"
    workers: int = 4
    letterhead: tuple[str, str] = ("", "")  # name, and address with telephone; no name: the contacts' root department's


def read(environ: Mapping[str, str], *, data: Path | None = None) -> Settings:
    """Raises Misconfigured with one line for each thing that is wrong."""
    faults: list[str] = []
    folder = (data or Path(environ.get("CRM_DATA") or "data")).expanduser().absolute()
    url = environ.get("CRM_DATABASE_URL") or environ.get("DATABASE_URL") or f"sqlite://{folder / 'crm.db'}"
    if not url.startswith(("sqlite://", "postgres://", "postgresql://")):
        faults.append("CRM_DATABASE_URL 应以 postgres:// 开头")
    settings = Settings(
        data=folder,
        database_url=url.replace("postgresql://", "postgres://", 1),
        wecom=_wecom(environ, faults),
        listen=_listen(environ.get("CRM_LISTEN", "127.0.0.1:8601"), faults),
        admins=frozenset(part.strip().lower() for part in environ.get("CRM_ADMINS", "").split(",") if part.strip()),
        sales_department=environ.get("CRM_SALES_DEPARTMENT") or "销售部",
        letterhead=(environ.get("CRM_COMPANY", "").strip(), environ.get("CRM_COMPANY_ADDRESS", "").strip()),
        workers=_number("CRM_WORKERS", environ.get("CRM_WORKERS", "4"), faults, range(1, 257)),
    )
    if faults:
        raise Misconfigured("\n".join(faults))
    return settings


def environment(folder: Path) -> dict[str, str]:
    """The variables of `.env` in this folder, overlaid by the process's own."""
    return {**_dotenv(folder / ".env"), **os.environ}


def is_loopback(api: str) -> bool:
    """Whether the platform at this address is a stand-in on this machine."""
    host = urlsplit(api).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _wecom(environ: Mapping[str, str], faults: list[str]) -> Wecom | None:
    given = {name: environ.get(f"CRM_WECOM_{name}", "").strip() for name in (*CREDENTIALS, *CONTACT)}
    if not any(value for key, value in environ.items() if key.startswith("CRM_WECOM_")):
        return None
    wanted = CREDENTIALS + (CONTACT if any(given[name] for name in CONTACT) else ())
    absent = [f"缺少 CRM_WECOM_{name}" for name in wanted if not given[name]]
    keys = [name for name in ("AES_KEY", "CONTACT_AES_KEY") if given[name] and not _AES_KEY.fullmatch(given[name])]
    faults.extend([*absent, *(f"CRM_WECOM_{name} 应为 43 个字母和数字" for name in keys)])
    api = (environ.get("CRM_WECOM_API") or REAL_API).rstrip("/")
    if urlsplit(api).scheme not in ("http", "https"):
        faults.append("CRM_WECOM_API 应以 https:// 开头")
    agent = _number("CRM_WECOM_AGENT_ID", given["AGENT_ID"] or "0", faults)
    if absent:
        return None
    contact = (given[CONTACT[0]], given[CONTACT[1]], given[CONTACT[2]]) if given[CONTACT[0]] else None
    return Wecom(given["CORP_ID"], agent, given["SECRET"], given["TOKEN"], given["AES_KEY"], api, contact)


def _listen(text: str, faults: list[str]) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    return host.strip("[]") or "127.0.0.1", _number("CRM_LISTEN", port, faults, range(65_536))


def _number(name: str, text: str, faults: list[str], within: range = range(10**9)) -> int:
    if text.isascii() and text.isdigit() and len(text) <= len(str(within.stop)) and int(text) in within:
        return int(text)
    faults.append(f"{name} 应为 {within.start} 到 {within.stop - 1} 的数字")
    return within.start


def _dotenv(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines())
    pairs = (line.removeprefix("export ").partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}
