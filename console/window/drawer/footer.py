"""The drawer's foot: the verbs of the object, and how old what is shown is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from console.model.duration import format_age
from console.window.actions import Verb, verbs_for
from console.window.drawer.elided import ElidedLabel
from console.window.frame.menu_button import MenuButton
from console.window.frame.menus import fill
from console.window.plain_text import plain_tip
from console.window.session import Session
from console.window.tables.evidence import evidence
from console.window.tables.freshness import freshness
from console.window.theme.icons import icon
from console.window.theme.roles import Role, styled
from console.window.theme.theme import theme
from console.window.thing import Sort, Thing

_FIRST: Final = {Sort.SOURCE: "poll-source"}  # the verb that has a button of its own
_FIRST_ELSEWHERE: Final = "filter-to"
_LEFT_OUT: Final = frozenset({"open"})


class Footer(QWidget):
    """One button for the likeliest verb, a menu for all."""

    def __init__(
        self, session: Session, verbs: Sequence[Verb], perform: Callable[[Verb], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._verbs, self._perform = session, verbs, perform
        self._first: Verb | None = None
        self._button = QPushButton(self)
        self._button.clicked.connect(self.do_first)
        self._more = MenuButton(Role.CHIP, parent=self)
        self._more.setFixedSize(QSize(34, 26))
        self._more.setAccessibleName(self.tr("More verbs"))
        self._more.setToolTip(self.tr("Everything that can be done with this"))
        self.age = ElidedLabel(Role.SMALL, self)
        self.age.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.age.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 12)
        layout.setSpacing(8)
        layout.addWidget(self._button)
        layout.addWidget(self._more)
        layout.addWidget(self.age, 1)
        theme().changed.connect(self._take_theme)
        self._take_theme()

    def open(self, thing: Thing) -> None:
        """Offer the verbs of another object."""
        fitting = [verb for verb in verbs_for(self._verbs, [thing]) if verb.name not in _LEFT_OUT]
        first = _FIRST.get(thing.sort, _FIRST_ELSEWHERE)
        self._first = next((verb for verb in fitting if verb.name == first), None)
        self._button.setVisible(self._first is not None)
        if self._first is not None:
            self._button.setText(self._first.title)
        self._more.drop.clear()
        fill(self._more.drop, fitting, self._perform)

    def refresh(self, thing: Thing, now: float) -> bool:
        """Say where it is from and how old it is; whether it is stale."""
        fresh = freshness(self._session.fleet, now, engine_alive=self._session.engine_alive)
        origin = fresh.origins.get(thing.source)
        taken_at = thing.number("taken_at")
        if origin is None:
            self.age.setText(thing.source)
            return True
        taken = origin.taken_at if taken_at is None else taken_at
        age_s = now - taken
        stale = not fresh.engine_alive or origin.gone or not age_s <= origin.limit_s
        self.age.setText(f"{thing.source} · {format_age(age_s)}")
        self.age.setToolTip(plain_tip(evidence(origin, taken, fresh)))
        role = Role.WARNING if stale else Role.SMALL
        if self.age.property("role") != role:
            styled(self.age, role)
        return stale

    def do_first(self) -> None:
        """Run the likeliest verb."""
        if self._first is not None:
            self._perform(self._first)

    def _take_theme(self) -> None:
        self._more.setIcon(icon("more"))
