"""The arguments of `switchroom`, as contract.md of the project fixes them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NoReturn

from console import __version__
from console.model.document import FIELDS
from console.model.duration import parse_duration
from console.model.errors import SettingsError

TABLES: Final = tuple(name for name in FIELDS if name not in {"sources", "spend"})
_MENU: Final = {
    "status": "one poll of every source: totals, pools and sources",
    "gpus": "every GPU",
    "jobs": "every job that is queued or runs",
    "pools": "every pool",
    "nodes": "every node",
    "reservations": "every reservation",
    "alerts": "what needs attention",
    "sources": "what is connected, and whether it answers",
}


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the usage block."""

    def error(self, message: str) -> NoReturn:
        raise SettingsError(message, where=self.prog, todo=f"see `{self.prog} --help`")


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments; `command` is None for the window.

    Raises:
        SettingsError: if they are wrong.
        SystemExit: after `--help` or `--version`.
    """
    return _parser().parse_args(_with_demo_value(argv))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="switchroom",
        description="One window on every GPU that you can use. Without a command it opens the desktop console.",
        allow_abbrev=False,
        parents=[_everywhere()],
    )
    parser.set_defaults(config=None, state=None, demo=None, page=None, theme=None, screenshot=None, size=None)
    parser.add_argument("--version", action="version", version=f"switchroom {__version__}")
    _add_window_options(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", parser_class=_Parser)
    for name, text in _MENU.items():
        _add_command(
            commands.add_parser(name, help=text, description=text, allow_abbrev=False, parents=[_everywhere()])
        )
    return parser


def _everywhere() -> _Parser:
    options = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    options.add_argument("--config", type=Path, metavar="FILE", help="the configuration file")
    options.add_argument("--state", type=Path, metavar="DIR", help="the folder of history, ledger and logs")
    options.add_argument("--demo", metavar="gpus=N,seed=S", help="a simulated site: no configuration, no network")
    return options


def _add_window_options(parser: argparse.ArgumentParser) -> None:
    window = parser.add_argument_group("the window")
    window.add_argument("--page", metavar="NAME", help="the page to open")
    window.add_argument("--theme", choices=("dark", "light", "system"))
    window.add_argument(
        "--screenshot", type=Path, metavar="FILE", help="save the window as PNG once it is drawn, and end"
    )
    window.add_argument("--size", type=_size, metavar="WxH", help="window size, for --screenshot")
    window.add_argument("--self-test", action="store_true", help="try every part on the simulated site, and end")


def _add_command(parser: argparse.ArgumentParser) -> None:
    name = parser.prog.rpartition(" ")[2]
    if name == "sources":
        parser.add_argument("action", choices=("list", "test"), nargs="?", default="list")
        parser.add_argument("name", nargs="?", metavar="NAME", help="only this source")
    if name == "status":
        parser.add_argument("--watch", type=_seconds, metavar="SECONDS", help="again and again until Ctrl+C")
    if name in TABLES:
        parser.add_argument("--filter", default="", metavar="TEXT", help='such as "util<20 state:busy"')
    parser.add_argument("--json", action="store_true", help="the JSON that scripts can rely on")


def _with_demo_value(argv: Sequence[str]) -> list[str]:
    """`--demo` may stand alone, also before a command: only what has an equals sign belongs to it."""
    joined: list[str] = []
    for argument in argv:
        if joined and joined[-1] == "--demo=" and "=" in argument and not argument.startswith("-"):
            joined[-1] += argument
        else:
            joined.append("--demo=" if argument == "--demo" else argument)
    return joined


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal() and 320 <= int(width) <= 16384 and 240 <= int(height) <= 16384):
        raise argparse.ArgumentTypeError(f'"{text}" is not a size such as 1280x800')
    return int(width), int(height)


def _seconds(text: str) -> float:
    try:
        seconds = float(text) if text.replace(".", "", 1).isdecimal() else parse_duration(text)
    except SettingsError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    if not 0.1 <= seconds <= 86400:
        raise argparse.ArgumentTypeError(f'"{text}" is not between 0.1 and 86400 seconds')
    return seconds
