"""Command lines of other people's processes, fit to be shown, recorded and exported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

LONGEST: Final = 400  # characters
MASK: Final = "[secret]"

# Whole words at the end of a name: --hf-token is one, --max-tokens and --tokenizer are none.
_WORDS: Final = "password|passwd|passphrase|token|secret|credential|api[-_]?key|access[-_]?key|secret[-_]?key"
_NAME: Final = rf"-{{0,2}}(?:\w+[-_])*(?:{_WORDS})"
_NAMED_VALUE: Final = re.compile(rf"({_NAME}=).+", re.IGNORECASE | re.DOTALL)
_OPTION: Final = re.compile(rf"(?=-){_NAME}", re.IGNORECASE)
_IN_ADDRESS: Final = re.compile(r"(\w+://[^/\s:@]*:)[^/\s@]+@")


def shown_command(arguments: Sequence[str]) -> str:
    """The arguments on one line of at most 400 characters, secrets masked by the names that announce them.

    Anybody on the machine can read them there, but what is shown here is also kept in the history and exported.
    """
    return " ".join(_masked(arguments))[:LONGEST]


def _masked(arguments: Sequence[str]) -> Iterator[str]:
    value_is_secret = False
    for argument in arguments:
        if value_is_secret and not argument.startswith("-"):
            yield MASK
        else:
            named = _NAMED_VALUE.fullmatch(argument)
            yield f"{named[1]}{MASK}" if named else _IN_ADDRESS.sub(rf"\1{MASK}@", argument)
        value_is_secret = _OPTION.fullmatch(argument) is not None
