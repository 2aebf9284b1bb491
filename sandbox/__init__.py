"""A faithful stand-in of WeCom on one machine; it knows the wire and nothing of the bot."""

from sandbox.clock import Clock
from sandbox.server import Sandbox, start
from sandbox.settings import ContactCallback, Driver

__all__ = ["Clock", "ContactCallback", "Driver", "Sandbox", "start"]
