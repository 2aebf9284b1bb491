"""The bare limit of a callback server: aiohttp, wechatpy's decryption and parsing, nothing stored."""

from __future__ import annotations

import sys

from aiohttp import web
from wechatpy.work import parse_message
from wechatpy.work.crypto import WeChatCrypto

from bench import serving
from sandbox import wire

CRYPTO = WeChatCrypto(wire.TOKEN, wire.AES_KEY, wire.CORP_ID)


async def _receive(request: web.Request) -> web.Response:
    query = request.query
    text = CRYPTO.decrypt_message(await request.read(), query["msg_signature"], query["timestamp"], query["nonce"])
    parse_message(text)
    return web.Response()


def main(port: int) -> None:
    app = web.Application()
    app.add_routes([web.post("/wecom/callback", _receive)])
    serving.run(app, port)


if __name__ == "__main__":
    main(int(sys.argv[1]))
