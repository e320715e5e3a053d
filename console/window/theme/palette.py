"""Qt's palette from the tokens, for what no stylesheet rule names."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from console.window.theme.tokens import Tokens

_Role = QPalette.ColorRole


def palette(tokens: Tokens) -> QPalette:
    """The palette of a set of tokens."""
    made = QPalette()
    for role, value in _roles(tokens).items():
        made.setColor(role, QColor(value))
    for role in (_Role.Text, _Role.WindowText, _Role.ButtonText, _Role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.faint))
    return made


def _roles(tokens: Tokens) -> dict[QPalette.ColorRole, str]:
    return {
        _Role.Window: tokens.ground,
        _Role.WindowText: tokens.text,
        _Role.Base: tokens.surface,
        _Role.AlternateBase: tokens.surface,
        _Role.Text: tokens.text,
        _Role.Button: tokens.surface,
        _Role.ButtonText: tokens.text,
        _Role.BrightText: tokens.on_accent,
        _Role.Light: tokens.raised,
        _Role.Midlight: tokens.raised,
        _Role.Mid: tokens.line,
        _Role.Dark: tokens.line,
        _Role.Shadow: tokens.ground,
        _Role.Highlight: tokens.selection,
        _Role.HighlightedText: tokens.text,
        _Role.Accent: tokens.busy,
        _Role.Link: tokens.busy,
        _Role.LinkVisited: tokens.busy,
        _Role.ToolTipBase: tokens.raised,
        _Role.ToolTipText: tokens.text,
        _Role.PlaceholderText: tokens.muted,
    }
