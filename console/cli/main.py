"""From arguments to an exit status; the one place where an error becomes a sentence on standard error.

0 done · 1 refused or failed · 2 wrong usage or configuration · 3 a source that the command needs could not be reached.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Final

from console.cli.arguments import TABLES, parse
from console.model.errors import ConsoleError, SettingsError
from console.settings.folders import folders
from console.settings.log_file import write_log_to

_log = logging.getLogger(__name__)

FAILED: Final = 1
MISUSED: Final = 2


def run(argv: Sequence[str], open_window: Callable[[argparse.Namespace], int]) -> int:
    """Run one command, or open the window where there is none."""
    logging.lastResort = None  # what is logged goes to the log file, never to the terminal
    try:
        options = parse(argv)
        write_log_to(folders(options.config, options.state).log_file)
        return open_window(options) if options.command is None else _run_command(options)
    except SettingsError as error:
        return _say(str(error), MISUSED)
    except ConsoleError as error:
        return _say(str(error), FAILED)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader (head, less) has seen enough; Python must not complain when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001  # the boundary: no traceback reaches a user
        _log.exception("a command failed in a way that it should not")
        return _say(f"an error inside the console ({type(error).__name__}: {error}); please report it", FAILED)


def _run_command(options: argparse.Namespace) -> int:
    module = "table" if options.command in TABLES else options.command
    return int(import_module(f"console.cli.{module}").run(options))


def _say(sentence: str, status: int) -> int:
    print(sentence if sentence.startswith("switchroom") else f"switchroom: {sentence}", file=sys.stderr)
    return status
