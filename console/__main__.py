"""The command `switchroom`: reads the arguments, opens a face.

Imports every room, but only when it is needed: a child process loads no face, the command line loads no Qt.
"""

from __future__ import annotations

import sys
from importlib import import_module

from console.sources.child import arguments_of

_CHILDREN = {"engine": "console.engine.child", "nvml": "console.sources.nvml.helper"}


def main() -> int:
    """Run the face, or the child process, that the arguments ask for; returns the exit status."""
    child = arguments_of(sys.argv[1:])
    if child is not None:
        name, arguments = child
        return int(import_module(_CHILDREN[name]).main(list(arguments)))
    from console.cli.main import run  # noqa: PLC0415  # a child must not load the faces

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
