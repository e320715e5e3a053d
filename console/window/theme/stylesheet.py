"""The one stylesheet, generated from the tokens on top of the Fusion style."""

from __future__ import annotations

from console.window.theme import tokens as sizes
from console.window.theme.tokens import Tokens


def stylesheet(tokens: Tokens) -> str:
    """The stylesheet of a set of tokens."""
    parts = (_labels, _frames, _buttons, _fields, _tabs, _tables, _menus, _scroll_bars)
    return "\n".join(part(tokens) for part in parts)


def _labels(t: Tokens) -> str:
    colors = {
        "muted": t.muted,
        "small": t.muted,
        "warning": t.warning_text,
        "down": t.down_text,
        "good": t.good,
        "mono": t.text,
        "warning-value": t.warning_text,
        "down-value": t.down_text,
    }
    rules = [f'QLabel[role="{role}"] {{ color: {color}; }}' for role, color in colors.items()]
    return "\n".join([f"QLabel {{ background: transparent; color: {t.text}; }}", *rules])


def _frames(t: Tokens) -> str:
    return f"""
QFrame[role="card"] {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: {sizes.RADIUS_LARGE}px; }}
QFrame[role="bar"], QFrame[role="panel"] {{ background: {t.surface}; border: none; }}
QFrame[role="rule"] {{ background: {t.line}; border: none; }}
QFrame[role="banner"] {{ background: {t.raised}; border: none; border-bottom: 1px solid {t.warning}; }}
QFrame[role="sheet"] {{ background: {t.raised}; border: 1px solid {t.line}; border-radius: {sizes.RADIUS_LARGE}px; }}
QScrollArea, QScrollArea > QWidget > QWidget[role="panel"] {{ background: transparent; border: none; }}
QFrame[role="sheet"] QListView {{ background: transparent; }}
QSplitter::handle {{ background: {t.line}; }}
QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; padding: 4px 8px; }}
"""


def _buttons(t: Tokens) -> str:
    return f"""
QPushButton, QToolButton {{
    background: transparent; color: {t.text}; border: 1px solid {t.line}; border-radius: {sizes.RADIUS}px;
    padding: 0 10px; min-height: 24px;
}}
QPushButton[role="chip"], QToolButton[role="chip"] {{ color: {t.muted}; }}
QPushButton:hover, QToolButton:hover {{ background: {t.raised}; border-color: {t.faint}; color: {t.text}; }}
QPushButton:pressed, QToolButton:pressed, QToolButton:checked, QPushButton:checked {{ background: {t.selection}; }}
QPushButton:focus, QToolButton:focus {{ border-color: {t.accent}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {t.faint}; border-color: {t.line}; }}
QPushButton[role="primary"] {{ background: {t.accent}; color: {t.on_accent}; border-color: {t.accent}; }}
QPushButton[role="primary"]:focus {{ border-color: {t.busy}; }}
QPushButton[role="primary"]:disabled {{ background: {t.line}; border-color: {t.line}; color: {t.faint}; }}
QPushButton[role="quiet"], QToolButton[role="quiet"] {{
    border-color: transparent; padding: 0 4px; min-height: 18px; color: {t.muted};
}}
QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover {{ background: {t.raised}; color: {t.text}; }}
QPushButton[role="quiet"]:focus, QToolButton[role="quiet"]:focus {{ border-color: {t.accent}; }}
QPushButton[role="link"] {{
    border: 1px solid transparent; padding: 0 2px; min-height: 18px; color: {t.muted}; text-decoration: underline;
}}
QPushButton[role="link"]:hover {{ color: {t.text}; background: transparent; }}
QPushButton[role="link"]:focus {{ border-color: {t.accent}; }}
QPushButton[role="value-link"] {{
    border: none; padding: 0; min-height: 16px; color: {t.text}; text-decoration: underline; text-align: right;
}}
QPushButton[role="value-link"]:hover {{ background: {t.raised}; }}
QPushButton[role="value-link"]:focus {{ background: {t.selection}; outline: 1px solid {t.accent}; }}
QPushButton[role="menu"] {{ color: {t.muted}; padding: 0 26px 0 10px; text-align: left; }}
QPushButton[role="search"] {{ color: {t.muted}; padding: 0 10px; text-align: left; }}
QPushButton[role="wordmark"] {{ border-color: transparent; padding: 0 7px; text-align: left; }}
QPushButton[role="wordmark"]:focus {{ border-color: {t.accent}; }}
QPushButton::menu-indicator, QToolButton::menu-indicator {{ image: none; width: 0; }}
"""


def _fields(t: Tokens) -> str:
    return f"""
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox {{
    background: {t.surface}; color: {t.text}; border: 1px solid {t.line}; border-radius: {sizes.RADIUS}px;
    selection-background-color: {t.selection}; selection-color: {t.text};
}}
QLineEdit, QComboBox {{ padding: 0 9px; min-height: 24px; }}
QPlainTextEdit, QTextEdit {{ padding: 6px; }}
QLineEdit:hover, QComboBox:hover {{ border-color: {t.faint}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus {{ border-color: {t.accent}; }}
QLineEdit[invalid="true"] {{ border-color: {t.down}; }}
QLineEdit[role="bare"] {{ background: transparent; border: none; }}
"""


def _tabs(t: Tokens) -> str:
    return f"""
QTabWidget::pane {{ border: none; border-top: 1px solid {t.line}; top: -1px; }}
QTabBar {{ background: transparent; border: none; }}
QTabBar::tab {{
    background: transparent; color: {t.muted}; border: none; border-bottom: 2px solid transparent;
    padding: 6px 0; margin-right: 16px;
}}
QTabBar::tab:hover {{ color: {t.text}; }}
QTabBar::tab:selected {{ color: {t.text}; border-bottom-color: {t.accent}; }}
QTabBar::tab:focus {{ color: {t.text}; border-bottom-color: {t.busy}; }}
"""


def _tables(t: Tokens) -> str:
    return f"""
QTableView, QListView, QTreeView {{
    background: {t.surface}; color: {t.text}; border: none; gridline-color: {t.line}; outline: none;
    selection-background-color: {t.selection}; selection-color: {t.text};
}}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section {{
    background: {t.surface}; color: {t.muted}; border: none; border-bottom: 1px solid {t.line}; padding: 4px 8px;
}}
QHeaderView::section:hover {{ color: {t.text}; }}
QTableCornerButton::section {{ background: {t.surface}; border: none; }}
"""


def _menus(t: Tokens) -> str:
    return f"""
QMenu {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; padding: 4px; }}
QMenu::item {{ padding: 4px 24px 4px 12px; border-radius: {sizes.RADIUS}px; }}
QMenu::item:selected {{ background: {t.selection}; }}
QMenu::item:disabled {{ color: {t.faint}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px 8px; }}
"""


def _scroll_bars(t: Tokens) -> str:
    return f"""
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: 10px; }}
QScrollBar:horizontal {{ height: 10px; }}
QScrollBar::handle {{ background: {t.idle}; border-radius: 3px; }}
QScrollBar::handle:vertical {{ min-height: 24px; margin: 2px 1px 2px 3px; }}
QScrollBar::handle:horizontal {{ min-width: 24px; margin: 3px 2px 1px 2px; }}
QScrollBar::handle:hover {{ background: {t.faint}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
    background: transparent; border: none; width: 0; height: 0;
}}
QAbstractScrollArea::corner {{ background: transparent; }}
"""
