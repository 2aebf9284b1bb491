"""Which customers a message names: exactly, by sound, or with one wrong character."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache

from bot.understanding.lazy import lazy
from bot.understanding.marks import CUSTOMER, Mark, free, longest_first
from bot.understanding.namesakes import is_common_word, stands_as_customer
from domain.cities import CITY, REGIONS
from domain.directory import Directory, KnownCustomer
from domain.names import joined_pinyin, normalise, short_names, sound, syllable
from domain.readings import is_word

_FULL, _KNOWN, _DERIVED = 0, 1, 2
_CJK = lazy(r"[\u3400-\u9fff]{2,}")
_LATIN = lazy(r"(?<![a-z0-9@._-])[a-z][a-z]{3,20}(?![a-z0-9@._-])")
# Beside an ambiguous short name these say which one is meant: 苏州的汇川, 汇川（苏州）, 华东那家汇川.
_BEFORE = lazy(rf"({CITY}|{'|'.join(REGIONS)})(?:市|省|区)?(?:那边|那家|那个|这边|这家|这个|的|,| )?(?:的)?$")
_THAT_ONE = lazy(rf"({CITY})(?:市)?(?:的)?(?:那家|那个|这家|这个)$")
_AFTER = lazy(
    rf"^(?:[ ]?[(\[【]|,|的|[ ,]?(?:就是?|是))?({CITY}|{'|'.join(REGIONS)})(?:市|区)?(?:[)\]】]|那边|那家|那个|公司|厂|的)?"
)
_TRADE = lazy(r"做([\u4e00-\u9fff]{2,4})的(?:那个|那家|这家)?$")
_TRADE_AFTER = lazy(r"^[,(]?(?:做)?([\u4e00-\u9fff]{2,4})(?:的)?(?:那家|那个)\)?")
# Where one of these stands in a window, it is not a name that was misheard.
_GRAMMAR = frozenset(
    "的了在是我你他她它们这那跟与给把被就都也还再又很太不没有要会能可去来到从说问谈聊见和个下上今明昨后前点月日号周年吗呢吧啊哦单价件万元块拜访报同客户联系电话微信几哪谁什怎啥两份醒"
)


class Index:
    """The names of a directory, ready for looking up. What is only needed for misspelt names is built when asked for."""

    def __init__(self, directory: Directory) -> None:
        self._known = directory.customers
        self.customers = {customer.name: customer for customer in directory.customers}
        self.spelled: dict[str, list[tuple[int, str]]] = {}
        for customer in directory.customers:
            for key, rank in _spellings(customer):
                self.spelled.setdefault(key, []).append((rank, customer.name))
        self.lengths: dict[str, set[int]] = {}
        for key in self.spelled:
            self.lengths.setdefault(key[0], set()).add(len(key))

    def exact(self, key: str) -> tuple[str, ...]:
        """Who is written so; a known short name wins over one that we only derive."""
        found = self.spelled.get(key, ())
        best = min((rank for rank, _ in found), default=0)
        return tuple(dict.fromkeys(name for rank, name in found if rank == best))

    @cached_property
    def heard(self) -> dict[str, list[tuple[str, str, str]]]:
        """By sound: the short name, how it is typed, and whose it is."""
        found: dict[str, list[tuple[str, str, str]]] = {}
        for customer in self._known:
            for key, heard, typed in _sounds(customer):
                found.setdefault(heard, []).append((key, typed, customer.name))
        return found

    @cached_property
    def typed(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for customer in self._known:
            for _, _, typed in _sounds(customer):
                found.setdefault(typed, []).append(customer.name)
        return found

    @cached_property
    def long(self) -> list[str]:
        return [key for key in self.spelled if len(key) >= 4 and _CJK.fullmatch(key)]

    def of_length(self, length: int) -> list[str]:
        return [key for key in self.spelled if len(key) == length]


@lru_cache(maxsize=16)
def index(directory: Directory) -> Index:
    return Index(directory)


def customers(text: str, taken: list[Mark], directory: Directory) -> list[Mark]:
    """The customers of the mended `text` that are written as we know them."""
    known = index(directory)
    found = longest_first(mark for mark in _exact(text, known) if free(taken, mark.start, mark.end))
    found = [mark for mark in found if stands_as_customer(text, mark, found)]
    return [_settled(mark, text, known) for mark in found]


def misheard(painted: str, directory: Directory, places: tuple[tuple[int, int], ...]) -> list[Mark]:
    """Customers that are written as they sound, or with one character wrong; `places`: where a customer is expected."""
    known = index(directory)
    found = [*_by_sound(painted, known, places), *_by_pinyin(painted, known), *_nearly(painted, known)]
    return [_settled(mark, painted, known) for mark in longest_first(found)]


def resembling(written: str, directory: Directory) -> tuple[str, ...]:
    """The customers whose short name looks or sounds so, when a whole name is given: for an expected customer."""
    known = index(directory)
    spoken = known.heard.get(sound(written), ())
    if spoken:
        return tuple(dict.fromkeys(name for _, _, name in spoken))
    alike = [key for key in known.of_length(len(written)) if _one_slip(key, written)]
    return tuple(dict.fromkeys(name for key in alike for name in known.exact(key)))


@lru_cache(maxsize=2048)
def _spellings(customer: KnownCustomer) -> tuple[tuple[str, int], ...]:
    """Each way of writing a customer, and how surely it is theirs; a directory changes with every message, most of its
    customers do not."""
    known, derived = _shorts(customer)
    ranked: dict[str, int] = {}
    for keys, rank in (
        ((customer.name.lower(), normalise(customer.name)), _FULL),
        (known, _KNOWN),
        (derived, _DERIVED),
    ):
        for key in keys:
            ranked.setdefault(key, rank)
    ranked.pop("", None)
    return tuple(ranked.items())


@lru_cache(maxsize=2048)
def _sounds(customer: KnownCustomer) -> tuple[tuple[str, str, str], ...]:
    """Each short name with how it sounds and how it is typed in letters."""
    known, derived = _shorts(customer)
    spoken = (key for key in dict.fromkeys((*known, *derived)) if 2 <= len(key) <= 6 and _CJK.fullmatch(key))
    return tuple((key, sound(key), joined_pinyin(key)) for key in spoken)


def _shorts(customer: KnownCustomer) -> tuple[list[str], list[str]]:
    """What the customer is called, and what only follows from its name."""
    known = [short.lower().strip() for short in customer.short_names]
    return known, [short.lower() for short in short_names(customer.name) if not is_common_word(short)]


def _exact(text: str, known: Index) -> Iterator[Mark]:
    for start, char in enumerate(text):
        for length in sorted(known.lengths.get(char, ()), reverse=True):
            end, written = start + length, text[start : start + length]
            if 1 < length == len(written) and written in known.spelled and _whole(text, start, end):
                yield Mark(CUSTOMER, start, end, _owned(known.exact(written), known), "exact")


def _whole(text: str, start: int, end: int) -> bool:
    """A name in letters stands alone; a Chinese one may stand anywhere."""
    inner = text[start].isascii() and text[end - 1].isascii()
    beside = text[max(0, start - 1) : start] + text[end : end + 1]
    return not (inner and any(char.isascii() and char.isalnum() for char in beside))


def _owned(names: tuple[str, ...], known: Index) -> tuple[str, ...]:
    """When several fit equally and exactly one is the sender's own, it is that one."""
    mine = [name for name in names if known.customers[name].mine]
    return (mine[0],) if len(names) > 1 and len(mine) == 1 else names


def _settled(mark: Mark, text: str, known: Index) -> Mark:
    """What follows of the full name, or a city, region or trade beside it, settles an ambiguous short name when one
    candidate remains."""
    if len(mark.value) < 2:
        return _with_city(mark, text, known)
    begun = [name for name in mark.value if text[mark.start : mark.end + 2] in name]
    if len(begun) == 1 and _CJK.fullmatch(text, mark.end, mark.end + 2):
        return Mark(CUSTOMER, mark.start, mark.end + 2, (begun[0],), f"{mark.why}, as the name goes on")
    head, tail = text[max(0, mark.start - 10) : mark.start], text[mark.end : mark.end + 10]
    before, after = _BEFORE.search(head), _AFTER.match(tail)
    trade, trade_after = _TRADE.search(head), _TRADE_AFTER.match(tail)
    for found, start, end in (
        (before, mark.start - len(before[0]) if before else 0, mark.end),
        (after, mark.start, mark.end + after.end() if after else 0),
        (trade, mark.start - len(trade[0]) if trade else 0, mark.end),
        (trade_after, mark.start, mark.end + trade_after.end() if trade_after else 0),
    ):
        fitting = [name for name in mark.value if found and _has(known.customers[name], found[1])]
        if len(fitting) == 1:
            return Mark(CUSTOMER, start, end, (fitting[0],), f"{mark.why}, {found[1] if found else ''}")
    return mark


def _with_city(mark: Mark, text: str, known: Index) -> Mark:
    """清远那家麓禾: the words before it belong to the name."""
    before = _THAT_ONE.search(text, max(0, mark.start - 10), mark.start)
    fits = before is not None and all(_has(known.customers[name], before[1]) for name in mark.value)
    return Mark(CUSTOMER, before.start(), mark.end, mark.value, mark.why) if before and fits else mark


def _has(customer: KnownCustomer, word: str) -> bool:
    return word in customer.name or (customer.region or "").startswith(word)


def _by_sound(painted: str, known: Index, places: tuple[tuple[int, int], ...]) -> Iterator[Mark]:
    ahead = sorted(places)
    until, waiting = 0, 0  # of the places that begin by now, the farthest end
    for run in _CJK.finditer(painted):
        for start in range(run.start(), run.end() - 1):
            while waiting < len(ahead) and ahead[waiting][0] <= start:
                until, waiting = max(until, ahead[waiting][1]), waiting + 1
            for end in range(start + 2, min(start + 6, run.end()) + 1):
                opens = painted[end : end + 2] == "的\ue002" and (not start or painted[start - 1] in " ,，。;\n")
                names = _heard(painted[start:end], known, sure=end <= until, opens=opens)
                if names and (end <= until or not _is_of_its_neighbours(painted, start, end)):
                    yield Mark(CUSTOMER, start, end, _owned(names, known), "sounds so")


def _heard(window: str, known: Index, *, sure: bool, opens: bool) -> tuple[str, ...]:
    """The customers that sound so. 和麒的姜总: at the head of a clause and before somebody 和 joins nothing."""
    alike = known.heard.get(sound(window), [])
    if not sure and (
        any(char in _GRAMMAR for char in window[opens:]) or (len(window) == 2 and alike and is_word(window))
    ):
        return ()
    same = [name for _, typed, name in alike if typed == joined_pinyin(window)]
    return tuple(dict.fromkeys(same or [name for _, _, name in alike]))


def _is_of_its_neighbours(painted: str, start: int, end: int) -> bool:
    """靖哥哥, 想起来 and 讲述|破坏: the characters belong to the words beside them."""
    last, behind = painted[end - 1], painted[end : end + 1]
    return (
        last == behind
        or (last in "起出进回" and behind in ("来", "去"))
        or (is_word(painted[max(0, start - 1) : start + 1]) and is_word(last + behind))
    )


def _by_pinyin(painted: str, known: Index) -> Iterator[Mark]:
    for found in _LATIN.finditer(painted):
        names = tuple(dict.fromkeys(known.typed.get(found[0], ())))
        if names:
            yield Mark(CUSTOMER, found.start(), found.end(), _owned(names, known), "pinyin")


def _nearly(painted: str, known: Index) -> Iterator[Mark]:
    """Names of four characters and more with one character wrong."""
    pairs = {painted[place : place + 2] for place in range(len(painted) - 1)}
    for key in known.long[:4000]:
        if key[:2] not in pairs and key[-2:] not in pairs:
            continue
        for half in (key[: len(key) // 2], key[len(key) // 2 :]):
            place = painted.find(half)
            start = place - (0 if key.startswith(half) else len(key) - len(half))
            window = painted[start : start + len(key)] if place >= 0 and start >= 0 else ""
            if len(window) == len(key) and window != key and _CJK.fullmatch(window) and _one_off(key, window):
                yield Mark(CUSTOMER, start, start + len(key), _owned(known.exact(key), known), "one character off")


def _one_off(key: str, window: str) -> bool:
    return sum(a != b for a, b in zip(key, window, strict=True)) == 1


def _one_slip(key: str, written: str) -> bool:
    """One character differs, and the two sound alike at least in their beginning or end."""
    wrong = [(a, b) for a, b in zip(key, written, strict=True) if a != b]
    if len(wrong) != 1:
        return False
    ours, theirs = (syllable(char) for char in wrong[0])
    return len(key) > 2 or ours[:1] == theirs[:1] or ours[1:] == theirs[1:] or ours[-2:] == theirs[-2:]
