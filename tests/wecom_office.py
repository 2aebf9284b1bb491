"""The sandbox's WeCom, and clients of ours that speak to it."""

from datetime import timedelta

import sandbox
from bot.wecom.client import TokenStore, Wecom
from tests.wecom_side import NOW

__all__ = ["AGENT", "CORP", "NOW", "SECRET", "Office"]

CORP, AGENT, SECRET = "wwsandbox00000001", 1000002, "sandbox-app-secret"


class Office:
    """Its clock stands still until a test moves it."""

    def __init__(self, stand_in: sandbox.Sandbox) -> None:
        self.stand_in = stand_in
        self.clients: list[Wecom] = []

    def client(self, store: TokenStore | None = None, secret: str = SECRET) -> Wecom:
        client = Wecom(self.stand_in.url, CORP, AGENT, secret, clock=self.stand_in.clock.now, token_store=store)
        self.clients.append(client)
        return client

    def later(self, wait: timedelta) -> None:
        self.stand_in.clock.stand(self.stand_in.clock.now() + wait)

    def fault(self, kind: str, **more: object) -> None:
        self.stand_in.faults.arm({"kind": kind, **more})

    def asked(self, path: str = "gettoken") -> int:
        return sum(call.path == f"/cgi-bin/{path}" for call in self.stand_in.calls)
