"""The bar at the bottom: how old what each source said is, and what the console itself costs."""

from __future__ import annotations

import time

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from console.engine.messages import CostTold
from console.model.quantity import format_number
from console.window.frame.source_standing import standing
from console.window.frame.source_strip import SourceStrip
from console.window.plain_text import Label
from console.window.session import Session
from console.window.theme.roles import Role, styled
from console.window.theme.theme import qcolor, theme
from console.window.thing import Sort, Thing

HEIGHT_PX = 24
_MB = 1e6


class StatusBar(QFrame):
    """Sources at the left, costs at the right."""

    source_chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        styled(self, Role.BAR)
        self.setFixedHeight(HEIGHT_PX)
        self.strip = SourceStrip(self)
        self.strip.source_chosen.connect(self.source_chosen)
        self._cost = Label(Role.SMALL, parent=self)
        self._cost.setToolTip(self.tr("What the window, the engine and its helpers cost this machine"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(11, 1, 16, 0)
        layout.setSpacing(16)
        layout.addWidget(self.strip, 1)
        layout.addWidget(self._cost)
        session.cost_told.connect(self.show_cost)
        session.fleet_replaced.connect(self._take_fleet)

    def show_time(self, now: float) -> None:
        """Let the ages grow."""
        alive = self._session.engine_alive
        sources = self._session.fleet["sources"]
        self.strip.show_standings(
            [
                standing(Thing(Sort.SOURCE, str(row["name"]), row), now, engine_alive=alive)
                for row in sources.rows()  # a few dozen at most
            ]
        )

    def show_cost(self, cost: CostTold) -> None:
        """Say what the console costs."""
        self._cost.setText(
            self.tr("console {cpu} % CPU · {memory} MB").format(
                cpu=format_number(round(cost.cpu_pct)), memory=format_number(round(cost.memory_bytes / _MB))
            )
        )

    def _take_fleet(self) -> None:
        self.show_time(time.time())

    def cost_text(self) -> str:
        """What it says the console costs."""
        return self._cost.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(QRect(0, 0, self.width(), 1), qcolor(theme().tokens.line))
