"""The sources in the status bar, side by side. Where not all fit, those in trouble stay and the rest go into a menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.window.frame.menu_button import MenuButton
from console.window.frame.source_button import SourceButton
from console.window.frame.source_standing import Standing, Trouble
from console.window.plain_text import plain_caption
from console.window.theme import fonts
from console.window.theme.roles import Role

_GAP_PX = 8
_MORE_PX = 72
_TROUBLED = frozenset({Trouble.OLD, Trouble.GONE})


class SourceStrip(QWidget):
    """A row of buttons."""

    source_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Sources"))
        self.buttons: list[SourceButton] = []
        self._more = MenuButton(Role.QUIET, parent=self)
        self._more.setFont(fonts.small())
        self._more.setToolTip(self.tr("Sources that do not fit here"))

    def show_standings(self, standings: Sequence[Standing]) -> None:
        """Show these sources."""
        while len(self.buttons) < len(standings):
            button = SourceButton(self)
            button.clicked.connect(lambda _=False, button=button: self.source_chosen.emit(button.standing.name))
            self.buttons.append(button)
        while len(self.buttons) > len(standings):
            self.buttons.pop().deleteLater()
        for button, standing in zip(self.buttons, standings, strict=True):
            button.show_standing(standing)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def minimumSizeHint(self) -> QSize:
        return QSize(_MORE_PX, 20)

    def _place(self) -> None:
        shown = self._fitting()
        left = 0
        for button in self.buttons:
            button.setVisible(button in shown)
            if button in shown:
                width = button.sizeHint().width()
                button.setGeometry(left, (self.height() - 20) // 2, width, 20)
                left += width + _GAP_PX
        self._offer([button for button in self.buttons if button not in shown], left)

    def _fitting(self) -> list[SourceButton]:
        widths = [button.sizeHint().width() + _GAP_PX for button in self.buttons]
        if sum(widths) <= self.width() + _GAP_PX:
            return self.buttons
        by_urgency = sorted(self.buttons, key=lambda button: button.standing.trouble not in _TROUBLED)
        room, shown = self.width() - _MORE_PX, []
        for button in by_urgency:
            room -= button.sizeHint().width() + _GAP_PX
            if room < 0:
                break
            shown.append(button)
        return shown

    def _offer(self, hidden: Sequence[SourceButton], left: int) -> None:
        self._more.setVisible(bool(hidden))
        if not hidden or self._more.drop.isVisible():
            return
        self._more.setText(self.tr("{count} more").format(count=len(hidden)))
        self._more.setGeometry(left, (self.height() - 20) // 2, self._more.sizeHint().width(), 20)
        self._more.drop.clear()
        for button in hidden:
            action = self._more.drop.addAction(plain_caption(button.standing.text))
            action.triggered.connect(button.click)
