"""The command line: each command a few lines over the rest."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import config
from config import Misconfigured

OK, FAILED, WRONG = 0, 1, 2
if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # argparse has no public name for it


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 well, 1 a check failed, 2 wrong usage or configuration."""
    given = _parser().parse_args(arguments)
    try:
        status: int = given.do(given)
    except Misconfigured as wrong:
        print(wrong, file=sys.stderr)
        return WRONG
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # `| head` has seen enough: no trace at the end
        return OK
    return status


def _run(given: argparse.Namespace) -> int:
    from commands import run

    settings = config.read(config.environment(Path.cwd()), data=given.data)
    return run.run(settings, port=given.port, seed=given.seed, now=given.now)


def _sandbox(given: argparse.Namespace) -> int:
    from commands import run

    settings = config.read(config.environment(Path.cwd()), data=given.data)
    return run.sandbox_alone(settings, given.port, given.seed or "demo", given.callback, given.now)


def _understand(given: argparse.Namespace) -> int:
    from commands import understand

    show = understand.shown(explained=given.explain)
    if given.directory:
        return understand.with_file(given.directory, given.now, show)
    settings = config.read(config.environment(Path.cwd()), data=given.data)
    return asyncio.run(understand.with_database(settings, given.now, show))


def _holidays(given: argparse.Namespace) -> int:
    from commands import holidays

    settings = config.read(config.environment(Path.cwd()), data=given.data)
    return asyncio.run(holidays.holidays_of(settings, given.file))


def _doctor(given: argparse.Namespace) -> int:
    from commands import doctor

    settings = config.read(config.environment(Path.cwd()), data=given.data)
    return asyncio.run(doctor.doctor(settings, as_json=given.json))


def _test(given: argparse.Namespace) -> int:
    from commands import test

    return test.run(given.arguments)


def _bench(given: argparse.Namespace) -> int:
    from bench import table

    return table.run(given.rows, given.json)


def _soak(given: argparse.Namespace) -> int:
    from bench import kill

    return kill.main(given.arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="crm", description="聊单：住在企业微信聊天里的 CRM")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _serving(commands)
    _keeping(commands)
    _developing(commands)
    return parser


def _serving(commands: Commands) -> None:
    run = commands.add_parser("run", help="启动；没有企业微信凭据时连同本机沙盒一起")
    run.add_argument("--port", type=_port, default=8600, help="沙盒页面的端口，机器人在下一个端口")
    run.add_argument("--seed", choices=("demo", "empty", "large"), help="空数据库里先放什么")
    _common(run).set_defaults(do=_run)

    stand_in = commands.add_parser("sandbox", help="只启动企业微信替身")
    stand_in.add_argument("--port", type=_port, default=8600)
    stand_in.add_argument("--seed", choices=("demo", "empty", "large"))
    stand_in.add_argument("--callback", default="http://127.0.0.1:8601/wecom/callback")
    _common(stand_in).set_defaults(do=_sandbox)


def _keeping(commands: Commands) -> None:
    understand = commands.add_parser("understand", help="逐行读消息，打印会变成什么命令；不改任何数据")
    understand.add_argument("--directory", type=Path, help="客户和同事的 JSON；不给就读数据库")
    understand.add_argument("--explain", action="store_true", help="还打印读到了什么、每个候选的分数、落选的原因")
    _common(understand).set_defaults(do=_understand)

    holidays = commands.add_parser("holidays", help="看补录的节假日；给文件就整个换成文件里的")
    holidays.add_argument("file", type=Path, nargs="?", metavar="FILE", help="每行一段：2027-10-01/2027-10-07 休")
    holidays.add_argument("--data", type=Path, help="数据目录，默认 ./data")
    holidays.set_defaults(do=_holidays)

    doctor = commands.add_parser("doctor", help="逐项检查部署，并说明该点哪里")
    doctor.add_argument("--json", action="store_true")
    _common(doctor).set_defaults(do=_doctor)


def _developing(commands: Commands) -> None:
    test = commands.add_parser("test", help="运行全部测试", add_help=False)
    test.add_argument("arguments", nargs=argparse.REMAINDER, help="交给 pytest")
    test.set_defaults(do=_test)

    bench = commands.add_parser("bench", help="量速度，给出与参照的比值")
    bench.add_argument("rows", nargs="*", help="P1 P2 …")
    bench.add_argument("--json", type=Path)
    bench.set_defaults(do=_bench)

    soak = commands.add_parser("soak", help="边写边杀机器人，数一数承诺守住没有", add_help=False)
    soak.add_argument("arguments", nargs=argparse.REMAINDER, help="F1 --messages 1000 --people 40 --kills 10 …")
    soak.set_defaults(do=_soak)


def _common(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--data", type=Path, help="数据目录，默认 ./data")
    parser.add_argument("--now", type=_moment, metavar="ISO", help="时钟的起点")
    return parser


def _port(text: str) -> int:
    if not (text.isdigit() and int(text) < 65_535):  # the bot takes the next one
        raise argparse.ArgumentTypeError("应为 0 到 65534 的数字")
    return int(text)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("Asia/Shanghai"))


if __name__ == "__main__":
    sys.exit(main())
