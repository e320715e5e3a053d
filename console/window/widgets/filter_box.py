"""The filter of a page: typed text, how many rows pass, and what is wrong with it where something is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from console.insight.filter import parse_filter
from console.model.errors import SettingsError
from console.model.quantity import format_count
from console.window.plain_text import plain_tip
from console.window.theme import fonts
from console.window.theme.theme import qcolor, theme

_SETTLED_MS: Final = 120  # after the last key
_MARGIN_PX: Final = 10


class FilterBox(QLineEdit):
    """Emits what is typed once it is a filter; while it is not, the last good one stays."""

    filtered = Signal(object)  # Filter

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = ""
        self._error = ""
        self._settle = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settle.timeout.connect(self.apply)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(self.tr("Filter"))
        self.textChanged.connect(self._settle.start)
        self.returnPressed.connect(self.apply)
        theme().changed.connect(self.update)

    def set_text_now(self, text: str) -> None:
        """Put a text there and filter by it at once."""
        self.setText(text)
        self.apply()

    def apply(self) -> None:
        """Filter by what stands there."""
        self._settle.stop()
        try:
            wanted = parse_filter(self.text())
        except SettingsError as error:
            self.refuse(error)
            return
        self._accept()
        self.filtered.emit(wanted)

    def refuse(self, error: SettingsError) -> None:
        """Say what is wrong with the text."""
        self._show_error(str(error))

    def set_count(self, shown: int, total: int) -> None:
        """Say how many rows pass."""
        if shown == total:
            count = format_count(total)
        else:
            count = self.tr("{0} of {1}").format(format_count(shown), format_count(total))
        if count != self._count:
            self._count = count
            self.setAccessibleDescription(count)
            self._reserve()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, tokens = QPainter(self), theme().tokens
        painter.setFont(fonts.small())
        painter.setPen(qcolor(tokens.down_text if self._error else tokens.muted))
        metrics = painter.fontMetrics()
        baseline = (self.height() - metrics.height()) // 2 + metrics.ascent()
        text = self._note(metrics)
        painter.drawText(QPoint(self.width() - _MARGIN_PX - metrics.horizontalAdvance(text), baseline), text)

    def _accept(self) -> None:
        self._show_error("")

    def _show_error(self, error: str) -> None:
        if error == self._error:
            return
        self._error = error
        self.setToolTip(plain_tip(error))
        self.setAccessibleDescription(error or self._count)
        self.setProperty("invalid", bool(error))
        self.style().unpolish(self)
        self.style().polish(self)
        self._reserve()

    def _note(self, metrics: QFontMetrics) -> str:
        return metrics.elidedText(self._error or self._count, Qt.TextElideMode.ElideRight, self.width() // 2)

    def _reserve(self) -> None:
        """Keep the typed text off the note at the right."""
        metrics = QFontMetrics(fonts.small())
        self.setTextMargins(0, 0, metrics.horizontalAdvance(self._note(metrics)) + 8, 0)
        self.update()
