"""WeCom's side of a callback, written from its description and not from our code: seal, sign, wrap."""

import base64
import hashlib
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

TOKEN, KEY, CORP, AGENT = "doorToken", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY", "wwsandbox00000001", 1000002
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
STAMP = str(int(NOW.timestamp()))
HELLO = (
    f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><FromUserName><![CDATA[zhangsan]]></FromUserName>"
    f"<CreateTime>{STAMP}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[今天拜访了博泽]]></Content>"
    f"<MsgId>7300000000000000001</MsgId><AgentID>{AGENT}</AgentID></xml>"
)


def seal(text: str | bytes, receive_id: str = CORP, key: str = KEY, **bent: Any) -> str:
    """WeCom's side of the cipher, written from its description; `bent` spoils one part of it."""
    raw = text if isinstance(text, bytes) else text.encode()
    length = bent.get("length", len(raw))
    plain = b"0123456789abcdef" + length.to_bytes(4, "big") + raw + receive_id.encode(errors="replace")
    pad = 32 - len(plain) % 32
    plain += bent.get("pad", lambda count: bytes([count]) * count)(pad)
    secret = base64.b64decode(key + "=")
    encryptor = Cipher(algorithms.AES(secret), modes.CBC(secret[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


def signed(encrypt: str, token: str = TOKEN, timestamp: str = STAMP, nonce: str = "n+/=1") -> dict[str, str]:
    joined = "".join(sorted([token, timestamp, nonce, encrypt]))
    return {"msg_signature": hashlib.sha1(joined.encode()).hexdigest(), "timestamp": timestamp, "nonce": nonce}


def envelope(encrypt: str, agent: str = str(AGENT)) -> bytes:
    return (
        f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><Encrypt><![CDATA[{encrypt}]]></Encrypt>"
        f"<AgentID><![CDATA[{agent}]]></AgentID></xml>"
    ).encode()
