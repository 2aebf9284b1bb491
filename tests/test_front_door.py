"""`./crm`, the shell entry, with a Python that only notes what it is asked to do."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHELL = shutil.which("dash") or "/bin/sh"  # the strictest at hand
TOOLS = ("dirname", "basename", "cat", "cksum", "ls", "cp", "mkdir", "touch")
# A venv made by it holds a copy of it; what it is asked to install or to start goes into a file.
PRETENDER = r"""#!/bin/sh
case "$*" in
    *version_info*) exit ${TOO_OLD:-0} ;;
    *"import venv"*) exit ${NO_VENV:-0} ;;
    "-m venv --clear "*) mkdir -p "$4/bin"; touch "$4/pyvenv.cfg"; cp "$0" "$4/bin/python" ;;
    *"pip install"*) for last; do :; done; echo "install $last" >>"$NOTES"; exit ${NO_NET:-0} ;;
    "-P -m cli "*) shift 3; printf 'run in %s:' "$PWD" >>"$NOTES"; printf ' <%s>' "$@" >>"$NOTES"; exit ${STATUS:-0} ;;
esac
"""


@dataclass(frozen=True, slots=True)
class Machine:
    """A checkout in a folder with a blank in its name, and nothing on PATH but a shell's everyday tools."""

    checkout: Path
    tools: Path

    def crm(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Typed in another folder."""
        known = {"PATH": str(self.tools), "NOTES": str(self.notes), "LANG": "C.UTF-8", **environment}
        command = [SHELL, str(self.checkout / "crm"), *arguments]
        return subprocess.run(command, env=known, cwd=self.tools, capture_output=True, text=True, check=False)

    @property
    def notes(self) -> Path:
        return self.checkout.parent / "notes"

    def noted(self) -> str:
        return self.notes.read_text(encoding="utf-8") if self.notes.exists() else ""

    def installed(self) -> list[str]:
        lines = [line.partition(" ") for line in self.noted().splitlines()]
        return [what for did, _, what in lines if did == "install"]

    def forget(self) -> None:
        self.notes.unlink()

    def has(self, name: str) -> None:
        (self.tools / name).write_text(PRETENDER, encoding="utf-8")
        (self.tools / name).chmod(0o755)


@pytest.fixture
def bare(tmp_path: Path) -> Machine:
    """Without any Python."""
    checkout, tools = tmp_path / "聊 单", tmp_path / "bin"
    checkout.mkdir()
    tools.mkdir()
    for name in ("crm", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, checkout / name)
    for name in ("sh", *TOOLS):
        os.symlink(shutil.which(name) or f"/bin/{name}", tools / name)
    return Machine(checkout, tools)


@pytest.fixture
def machine(bare: Machine) -> Machine:
    bare.has("python3")
    return bare


def test_the_first_run_installs_what_the_product_needs_and_hands_over(machine: Machine) -> None:
    done = machine.crm("run", "--data", "my data")
    assert (done.returncode, done.stdout) == (0, "")
    assert machine.noted().splitlines() == [
        f"install {machine.checkout / 'requirements.txt'}",
        f"run in {machine.tools}: <run> <--data> <my data>",
    ]


def test_the_second_run_installs_nothing(machine: Machine) -> None:
    machine.crm("run")
    machine.forget()
    assert machine.crm("run").stderr == ""
    assert machine.installed() == []


def test_changed_requirements_are_installed_again(machine: Machine) -> None:
    machine.crm("run")
    machine.forget()
    (machine.checkout / "requirements.txt").write_text("aiohttp==1\n", encoding="utf-8")
    machine.crm("run")
    assert machine.installed() == [str(machine.checkout / "requirements.txt")]


@pytest.mark.parametrize("command", ["test", "bench", "soak"])
def test_what_only_developers_need_comes_with_their_commands(machine: Machine, command: str) -> None:
    machine.crm(command)
    assert machine.installed()[-1] == str(machine.checkout / "requirements-dev.txt")


def test_the_status_of_the_command_is_the_status_of_crm(machine: Machine) -> None:
    assert machine.crm("doctor", STATUS="1").returncode == 1


def test_without_python_it_says_what_to_install(bare: Machine) -> None:
    done = bare.crm("run")
    assert done.returncode == 2
    assert "需要 Python 3.11" in done.stderr


def test_a_python_that_is_too_old_counts_as_none(machine: Machine) -> None:
    done = machine.crm("run", TOO_OLD="1")
    assert done.returncode == 2
    assert "需要 Python 3.11" in done.stderr


def test_without_the_venv_module_it_names_the_package(machine: Machine) -> None:
    done = machine.crm("run", NO_VENV="1")
    assert done.returncode == 2
    assert "apt install python3-venv" in done.stderr


def test_a_failed_installation_is_said_and_tried_again(machine: Machine) -> None:
    done = machine.crm("run", NO_NET="1")
    assert done.returncode == 2
    assert "PIP_INDEX_URL" in done.stderr
    machine.forget()
    assert machine.crm("run").returncode == 0
    assert machine.installed() == [str(machine.checkout / "requirements.txt")]


def test_an_environment_whose_python_has_gone_is_made_anew(machine: Machine) -> None:
    machine.crm("run")
    (machine.checkout / ".venv/bin/python").unlink()
    machine.forget()
    assert machine.crm("run").returncode == 0
    assert "<run>" in machine.noted()


def test_a_folder_that_is_no_environment_is_left_alone(machine: Machine) -> None:
    (machine.tools / "papers").mkdir()
    (machine.tools / "papers/letter").touch()
    done = machine.crm("run", CRM_VENV=str(machine.tools / "papers"))
    assert done.returncode == 2
    assert (machine.tools / "papers/letter").exists()
