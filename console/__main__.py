"""The command `switchroom`: reads the arguments, opens a face.

Imports every room, but only when it is needed: a child process loads no face, the command line loads no Qt.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

from console.model.errors import ConsoleError
from console.sources.child import arguments_of

_CHILDREN = {"engine": "console.engine.child", "nvml": "console.sources.nvml.helper"}


def main() -> int:
    """Run the face, or the child process, that the arguments ask for; returns the exit status."""
    child = arguments_of(sys.argv[1:])
    if child is not None:
        name, arguments = child
        return int(import_module(_CHILDREN[name]).main(list(arguments)))
    from console.cli.main import run  # noqa: PLC0415  # a child must not load the faces

    return run(sys.argv[1:], _open_window)


def _open_window(options: argparse.Namespace) -> int:
    from console.window.display import display_missing  # noqa: PLC0415  # the command line must not load the window

    if not options.screenshot and not options.self_test and display_missing():
        return _print_status(options)
    try:
        from console.window.app import WindowOptions, run_window  # noqa: PLC0415  # Qt is loaded for the window alone
    except ImportError as error:
        raise _unloadable(error) from error
    return run_window(
        WindowOptions(
            config=options.config,
            state=options.state,
            demo=options.demo,
            page=options.page,
            theme=options.theme,
            screenshot=options.screenshot,
            size=options.size,
            self_test=options.self_test,
        )
    )


def _unloadable(error: ImportError) -> ConsoleError:
    """What Qt says when a library of the system is missing: libEGL.so.1: cannot open shared object file."""
    return ConsoleError(
        f"the window cannot be loaded: {error}",
        todo="install what Qt needs (Debian: libegl1 libgl1 libxkbcommon0 libxcb-cursor0), or use `switchroom status`",
    )


def _print_status(options: argparse.Namespace) -> int:
    from console.cli import poll, status  # noqa: PLC0415

    fleet = poll.poll_once(options)
    sys.stderr.write("switchroom: there is no display, so here is the status; see also `switchroom --help`\n")
    status.print_status(fleet)
    poll.report_trouble(fleet)
    return 0


if __name__ == "__main__":
    sys.exit(main())
