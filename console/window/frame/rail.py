"""The list of pages at the left, with what needs attention on each; collapses to icons."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QVBoxLayout, QWidget

from console.window.pages.registry import Entry
from console.window.theme import fonts
from console.window.theme.icons import SIZE_PX, pixmap
from console.window.theme.roles import Role, styled
from console.window.theme.theme import qcolor, theme
from console.window.theme.tokens import RADIUS, Tokens

WIDTH_PX = 168
COLLAPSED_WIDTH_PX = 48
_ITEM_PX = 32
_MARGIN_PX = 8
_BADGE_PX = 16


class Rail(QFrame):
    """The pages; one is checked."""

    page_chosen = Signal(str)
    collapse_toggled = Signal()

    def __init__(self, entries: Iterable[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, Role.BAR)
        self.setAccessibleName(self.tr("Pages"))
        self._items = {entry.name: RailItem(entry.title(), entry.icon, self) for entry in entries}
        self._toggle = RailItem(self.tr("Collapse"), "rail", self)
        self._toggle.setToolTip(self.tr("Collapse or widen the page list (Ctrl+B)"))
        self._toggle.clicked.connect(self.collapse_toggled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX + 1, _MARGIN_PX)
        layout.setSpacing(0)
        for name, item in self._items.items():
            item.setCheckable(True)
            item.clicked.connect(lambda _=False, name=name: self.page_chosen.emit(name))
            layout.addWidget(item)
        layout.addStretch(1)
        layout.addWidget(self._toggle)
        self.collapsed = False
        self.setFixedWidth(WIDTH_PX)
        theme().changed.connect(self.update)

    def show_page(self, name: str) -> None:
        """Mark a page as the one that is shown."""
        for each, item in self._items.items():
            item.setChecked(each == name)

    def show_badge(self, name: str, count: int, words: str) -> None:
        """Put a number on a page, none for 0; `words` say what it counts."""
        if name in self._items:
            self._items[name].show_badge(count, words)

    def accessible_names(self) -> list[str]:
        """What a screen reader says of each page."""
        return [item.accessibleName() for item in self._items.values()]

    def collapse(self, collapsed: bool) -> None:
        """Show icons alone, or icons and names."""
        self.collapsed = collapsed
        self.setFixedWidth(COLLAPSED_WIDTH_PX if collapsed else WIDTH_PX)
        for item in (*self._items.values(), self._toggle):
            item.set_collapsed(collapsed)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(QRect(self.width() - 1, 0, 1, self.height()), qcolor(theme().tokens.line))


class RailItem(QAbstractButton):
    """Icon, name and badge."""

    def __init__(self, title: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._icon = title, icon
        self._count, self._words = 0, ""
        self._collapsed = False
        self.setFixedHeight(_ITEM_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(title)

    def show_badge(self, count: int, words: str) -> None:
        """Put a number on it, none for 0."""
        if (count, words) == (self._count, self._words):
            return
        self._count, self._words = count, words
        self.setAccessibleName(f"{self._title}, {words}" if count else self._title)
        self._set_tool_tip()
        self.update()

    def set_collapsed(self, collapsed: bool) -> None:
        """Show the icon alone."""
        self._collapsed = collapsed
        self._set_tool_tip()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH_PX - 2 * _MARGIN_PX, _ITEM_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, tokens)
        ink = tokens.text if self.isChecked() or self.underMouse() else tokens.muted
        top = (self.height() - SIZE_PX) // 2
        painter.drawPixmap(_MARGIN_PX, top, pixmap(self._icon, ink, self.devicePixelRatioF()))
        if not self._collapsed:
            painter.setFont(fonts.text())
            painter.setPen(qcolor(ink))
            painter.drawText(self.rect().adjusted(34, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._title)
        if self._count:
            self._paint_badge(painter, tokens)

    def _paint_ground(self, painter: QPainter, tokens: Tokens) -> None:
        if self.isChecked() or self.isDown():
            painter.setBrush(qcolor(tokens.selection))
        elif self.underMouse():
            painter.setBrush(qcolor(tokens.raised))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(qcolor(tokens.accent)) if self.hasFocus() else Qt.PenStyle.NoPen)
        inset = 0.5 if self.hasFocus() else 0.0
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)

    def _paint_badge(self, painter: QPainter, tokens: Tokens) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(qcolor(tokens.warning))
        if self._collapsed:
            painter.drawEllipse(QRectF(self.width() - 12, 5, 7, 7))
            return
        text = str(self._count) if self._count < 100 else "99+"
        width = max(QFontMetrics(fonts.small()).horizontalAdvance(text) + 12, _BADGE_PX + 3)
        box = QRectF(self.width() - width - _MARGIN_PX, (self.height() - _BADGE_PX) / 2, width, _BADGE_PX)
        painter.drawRoundedRect(box, _BADGE_PX / 2, _BADGE_PX / 2)
        painter.setPen(qcolor(tokens.on_warning))
        painter.setFont(fonts.small())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _set_tool_tip(self) -> None:
        self.setToolTip(self.accessibleName() if self._collapsed else self._words if self._count else "")
