"""Contrasts of WCAG 2.2 (1.4.3 and 1.4.11) over the token file, and no colour outside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import console.window
from console.window.theme.tokens import DARK, HIGH_CONTRAST, LIGHT, Tokens

ALL = (DARK, LIGHT, HIGH_CONTRAST)
GROUNDS = ("ground", "surface", "raised", "selection")
TEXTS = ("text", "muted", "warning_text", "down_text")
MARKS = ("busy", "reserved", "warning", "down", "good", "accent")  # idle excepted: it means absence


def luminance(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("tokens", ALL, ids=lambda tokens: tokens.name)
@pytest.mark.parametrize("ground", GROUNDS)
def test_that_text_can_be_read_on_every_ground(tokens: Tokens, ground: str) -> None:
    low = {text: contrast(getattr(tokens, text), getattr(tokens, ground)) for text in TEXTS}
    assert min(low.values()) >= 4.5, low


@pytest.mark.parametrize("tokens", ALL, ids=lambda tokens: tokens.name)
@pytest.mark.parametrize("ground", GROUNDS)
def test_that_marks_stand_out_on_every_ground(tokens: Tokens, ground: str) -> None:
    low = {mark: contrast(getattr(tokens, mark), getattr(tokens, ground)) for mark in MARKS}
    assert min(low.values()) >= 3.0, low


@pytest.mark.parametrize("tokens", ALL, ids=lambda tokens: tokens.name)
def test_that_text_on_buttons_and_badges_can_be_read(tokens: Tokens) -> None:
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.on_warning, tokens.warning) >= 4.5


@pytest.mark.parametrize("tokens", ALL, ids=lambda tokens: tokens.name)
def test_that_the_heat_ramp_only_ever_grows_away_from_the_ground(tokens: Tokens) -> None:
    steps = [contrast(color, tokens.ground) for color in tokens.heat]
    assert steps == sorted(steps)


def test_that_no_colour_is_written_outside_the_token_file() -> None:
    folder = Path(console.window.__file__).parent
    literal = re.compile(r"""["']#[0-9a-fA-F]{3,8}["']|QColor\(\s*\d|Qt\.GlobalColor\.(?!transparent)|\brgba?\(\s*\d""")
    found = [
        f"{file.relative_to(folder)}: {match[0]}"
        for file in sorted(folder.rglob("*.py"))
        if file.name != "tokens.py"
        for match in literal.finditer(file.read_text(encoding="utf-8"))
    ]
    assert not found
