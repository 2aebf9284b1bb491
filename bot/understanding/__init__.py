"""What a sales message means: pure functions from text, moment and names to commands."""

from bot.understanding.answers import read_answer
from bot.understanding.message import understand
from bot.understanding.nearest import nearest
from bot.understanding.outcome import as_json, directory_from_json
from bot.understanding.reading import Reading

__all__ = ["Reading", "as_json", "directory_from_json", "nearest", "read_answer", "understand"]
