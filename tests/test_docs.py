"""The documentation says what is there: commands, keywords, settings, links, and examples that are code."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import bot.handlers  # noqa: F401 - registers the keywords' answers
import cli
import config
from bot.dialogue.keywords import ANSWERS, MEANINGS
from bot.understanding.keywords import WORDS

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.en.md")
PAGES = [ROOT / name for name in (*READMES, "CONTRIBUTING.md", "CHANGELOG.md")] + sorted((ROOT / "docs").glob("*.md"))
TREE = (
    *("domain", "storage", "bot", "scheduler", "sandbox", "demo", "tests"),
    *("app.py", "config.py", "health.py", "logs.py", "pyproject.toml"),
)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_SETTING = re.compile(r"\bCRM_[A-Z_]*[A-Z]\b(?!_)")


def _headings(page: Path) -> set[str]:
    """As GitHub makes anchors of them."""
    lines = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}


def _settings_read() -> set[str]:
    source = Path(config.__file__).read_text(encoding="utf-8")
    built = {f"CRM_WECOM_{name}" for name in (*config.CREDENTIALS, *config.CONTACT)}
    return built | set(_SETTING.findall(source))


@pytest.mark.parametrize("readme", READMES)
def test_the_two_commands_stand_in_front(readme: str) -> None:
    """Before anything else that a newcomer could try."""
    first = re.findall(r"```sh\n(.*?)```", (ROOT / readme).read_text(encoding="utf-8"), re.DOTALL)[0]
    assert [line.split("#")[0].strip() for line in first.splitlines()] == ["./crm run", "./crm test"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_relative_links_lead_somewhere(page: Path) -> None:
    for link in _LINK.findall(page.read_text(encoding="utf-8")):
        path, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", path):
            continue
        target = (page.parent / path).resolve() if path else page
        assert target.is_relative_to(ROOT), f"{page.name}: {link} leaves the repository"
        assert target.exists(), f"{page.name}: {link}"
        assert not anchor or anchor in _headings(target), f"{page.name}: {link}"


def test_every_keyword_is_read_answered_and_has_its_row() -> None:
    text = (ROOT / "docs/keywords.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)` \|(?:[^|\n]+\|){4}$", text, re.MULTILINE)
    assert sorted(rows) == sorted([*ANSWERS, *MEANINGS]) == sorted(WORDS)


def test_every_setting_is_explained_and_none_that_is_not_read() -> None:
    shown = set(re.findall(r"^#?(CRM_\w+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    assert shown == _settings_read()


def test_the_example_settings_are_understood(tmp_path: Path) -> None:
    """With every line switched on and the secrets filled in."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    text = re.sub(r"^#(CRM_\w+=)", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r"^(CRM_\w+_AES_KEY=)$", r"\1" + "k" * 43, text, flags=re.MULTILINE)
    (tmp_path / ".env").write_text(re.sub(r"^(CRM_\w+=)$", r"\1x", text, flags=re.MULTILINE), encoding="utf-8")
    given = {name: value for name, value in config.environment(tmp_path).items() if name.startswith("CRM_")}
    settings = config.read(given)
    assert settings.wecom is not None
    assert settings.wecom.contact == ("x", "x", "k" * 43)
    assert settings.listen == ("127.0.0.1", 8601)


def test_the_commands_that_pages_name_exist(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    there = set(re.findall(r"^    (\w+)", capsys.readouterr().out, re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"\./crm ([a-z]+)", page.read_text(encoding="utf-8"))}
    assert named <= there


def test_the_screenshot_is_small_enough_to_be_looked_at() -> None:
    assert (ROOT / "docs/images/chat.png").stat().st_size <= 300_000
    steps = list((ROOT / "docs/images/story").glob("*.png"))
    shown = re.findall(r"\(images/story/(\w+\.png)\)", (ROOT / "docs/story.md").read_text(encoding="utf-8"))
    assert sorted(step.name for step in steps) == sorted(shown)
    assert max(step.stat().st_size for step in steps) < 150_000


def test_the_phrase_in_five_lines_is_read(tmp_path: Path) -> None:
    """ "How to add a phrase", done as it says in a copy of the tree."""
    for name in ("domain", "bot", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## How to add a phrase\n")[2]
    example, words = re.findall(r"```\w+\n(.*?)```", text, re.DOTALL)[:2]
    reader = tmp_path / re.findall(r"`([\w/]+\.py)`", text)[1]
    before, after = (line[1:] for line in words.splitlines())
    written = reader.read_text(encoding="utf-8")
    assert written.count(before) == 1
    reader.write_text(written.replace(before, after), encoding="utf-8")
    (tmp_path / "phrase.py").write_text(f"from tests.test_understanding import said\n\n\n{example}", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-c", "/dev/null", "phrase.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, "1 passed" in done.stdout) == (0, True), done.stdout + done.stderr


def test_the_worked_example_works(tmp_path: Path) -> None:
    """ "How to add a command", done as it says in a copy of the tree; its test passes there."""
    for name in TREE:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "data"))
        else:
            shutil.copy(source, tmp_path / name)
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    steps = re.findall(r"^\*\*\d\. .+?\*\*, `([\w/]+\.py)`.*?```python\n(.*?)```", text, re.DOTALL | re.MULTILINE)
    assert len(steps) == 4
    for path, content in steps:
        (tmp_path / path).write_text(content, encoding="utf-8")
    readers = tmp_path / "bot/understanding/readers/__init__.py"
    both = readers.read_text(encoding="utf-8").replace("reminders", "reminders, samples")
    readers.write_text(both, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", steps[-1][0], "-k", "sqlite"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.count("passed")) == (0, 1), done.stdout + done.stderr
