"""The colours in force: the operator's choice or the system's, changed live.

The window has no motion of its own and Qt's effects are off, so that reduced motion needs no setting.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication

from console.window.theme import fonts
from console.window.theme.palette import palette
from console.window.theme.stylesheet import stylesheet
from console.window.theme.tokens import DARK, HIGH_CONTRAST, LIGHT, Tokens


class Choice(StrEnum):
    """What the operator can choose, as in `--theme`."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"
    CONTRAST = "contrast"


_TOKENS: Final[Mapping[Choice, Tokens]] = {
    Choice.DARK: DARK,
    Choice.LIGHT: LIGHT,
    Choice.CONTRAST: HIGH_CONTRAST,
}


class Theme(QObject):
    """The tokens in force. Widgets that paint themselves read `tokens` and repaint on `changed`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice = Choice.SYSTEM
        self.tokens = DARK
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow_system)

    def choose(self, choice: Choice) -> None:
        """Take the operator's choice and draw everything in it."""
        self.choice = choice
        self._apply(_TOKENS.get(choice) or system_tokens())

    def _follow_system(self) -> None:
        if self.choice is Choice.SYSTEM:
            self._apply(system_tokens())

    def _apply(self, tokens: Tokens) -> None:
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            return
        self.tokens = tokens
        application.setFont(fonts.text())
        application.setPalette(palette(tokens))
        application.setStyleSheet(stylesheet(tokens))
        self.changed.emit()


def system_tokens() -> Tokens:
    """What the system asks for; dark where it says nothing."""
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
        return HIGH_CONTRAST
    return LIGHT if hints.colorScheme() is Qt.ColorScheme.Light else DARK


@cache
def theme() -> Theme:
    """The one theme of this process; needs an application."""
    return Theme()


@cache
def qcolor(value: str) -> QColor:
    """A token as Qt's colour, made once; never change it in place."""
    return QColor(value)


@cache
def mixed(over: str, under: str, share: float) -> QColor:
    """`share` of one token laid over another: the fill under a line, a stale mark."""
    top, ground = QColor(over), QColor(under)
    return QColor.fromRgbF(*(share * a + (1 - share) * b for a, b in zip(_rgb(top), _rgb(ground), strict=True)))


def _rgb(color: QColor) -> tuple[float, float, float]:
    return color.redF(), color.greenF(), color.blueF()
