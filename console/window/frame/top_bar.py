"""The bar at the top: whose window this is, which site, whether it is live, the time, and the search box."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from console.window.frame.live import Live
from console.window.frame.menu_button import MenuButton
from console.window.frame.moment import Moment
from console.window.frame.rail import WIDTH_PX
from console.window.plain_text import plain_caption
from console.window.theme import fonts
from console.window.theme.roles import Role, styled
from console.window.theme.theme import qcolor, theme

HEIGHT_PX = 44
_CONTROL_PX = 26
_SEARCH_PX = 340


class TopBar(QFrame):
    """Site filter, live mark, clock and search box."""

    site_chosen = Signal(object)  # str, or None for all
    search_wanted = Signal()

    def __init__(self, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, Role.BAR)
        self.setFixedHeight(HEIGHT_PX)
        self.live, self.moment = Live(self), Moment(self)
        self._sites = MenuButton(parent=self)
        self._sites.setAccessibleName(self.tr("Site filter"))
        self._sites.setToolTip(self.tr("Show one site alone, on every page"))
        search = SearchBox(self)
        search.clicked.connect(self.search_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 16, 1)
        layout.setSpacing(12)
        layout.addWidget(_wordmark(menu, self))
        for widget in (self._sites, self.live, self.moment):
            widget.setFixedHeight(_CONTROL_PX)
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(search)
        self.show_sites((), None)

    def show_sites(self, sites: Sequence[str], chosen: str | None) -> None:
        """Offer these sites, one of them chosen or none."""
        self._sites.setText(plain_caption(chosen or self.tr("All sites")))
        menu = self._sites.drop
        menu.clear()
        for site in (None, *sites):
            action = QAction(self.tr("All sites") if site is None else plain_caption(site), menu)
            action.setCheckable(True)
            action.setChecked(site == chosen)
            action.triggered.connect(lambda _=False, site=site: self.site_chosen.emit(site))
            menu.addAction(action)

    def site_text(self) -> str:
        """Which site is shown."""
        return self._sites.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, qcolor(theme().tokens.line))


class SearchBox(QPushButton):
    """Looks like a field; opens the palette, in which one then types."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, Role.SEARCH)
        self.setFixedHeight(_CONTROL_PX)
        self.setMinimumWidth(160)
        self.setMaximumWidth(_SEARCH_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setText(self.tr("Search or run a command"))
        self.setAccessibleName(self.text())
        self.setToolTip(self.tr("Pools, nodes, GPUs, jobs, sources and every command (Ctrl+K)"))

    def sizeHint(self) -> QSize:
        return QSize(_SEARCH_PX, _CONTROL_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setFont(fonts.small())
        painter.setPen(qcolor(theme().tokens.muted))
        painter.drawText(self.rect().adjusted(0, 0, -11, 0), _RIGHT, self.tr("Ctrl K"))


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _wordmark(menu: QMenu, parent: QWidget) -> QPushButton:
    """The product's name; the commands of the window stand behind it."""
    button = MenuButton(Role.WORDMARK, menu, parent)
    button.setText("Switchroom")
    button.setFixedSize(WIDTH_PX - 8, _CONTROL_PX)
    button.setAccessibleName(button.tr("Switchroom menu"))
    return button
