"""文字回执: a card in words, with the typed command of each button, for those who read in WeChat."""

from __future__ import annotations

from bot.cards.render import Card
from domain.command import unpack

DOCUMENTS = ("quote_no", "contract_no", "document")
WORDS = {"退回修改": "退回"}  # where the typed word is another than the button's


def as_text(card: Card) -> str:
    """The same words as the card, then what to type instead of tapping."""
    title = card["main_title"]
    lines = [title["title"], title.get("desc", ""), card.get("sub_title_text", "")]
    lines += [f"{row['keyname']}：{row['value']}" for row in card.get("horizontal_content_list", ())]
    typed = [f"“{words}”{_meaning(item['text'], words)}" for item in card["button_list"] if (words := _typed(item))]
    if typed and "replace_text" not in card:
        lines.append("可以回复：" + "、".join(typed))
    return "\n".join(line for line in lines if line)


def _meaning(label: str, words: str) -> str:
    """The button's own words, where what is typed for it does not say them: a number, another word."""
    verb = words.partition(" ")[0]
    plain = verb.isdigit() or label.startswith(verb) or verb.startswith(label)
    return "" if plain else f"（{label}）"


def _typed(item: dict[str, str]) -> str:
    """What to type for a button: its number, its 撤销 or 改一下 with the receipt's number, else its own words."""
    try:
        kind, slots = unpack(item["key"])
    except ValueError:
        return ""
    if kind.key() == "answer" and item["text"].startswith("选 "):
        return str(slots["choice"] + 1)
    if kind.key() in ("undo", "choose_amend") and slots.get("receipt") and not slots.get("nth"):
        return f"{item['text']} #{slots['receipt']}"
    if kind.key() == "keyword":
        return f"{slots['word']} {slots.get('rest') or ''}".strip()
    document = next((slots[name] for name in DOCUMENTS if slots.get(name)), "")
    return f"{WORDS.get(item['text'], item['text'])} {document}".strip()
