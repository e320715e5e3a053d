"""Why does it wait, and how long yet? Waits per pool, reasons as filters, and every pending, held and running job."""

from __future__ import annotations

import time
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from console.engine.wire import FleetChange
from console.insight.filter import Filter, terms_of, without_field
from console.insight.wait_spread import wait_spread, waiting_by_reason
from console.model.errors import SettingsError
from console.model.state import JobState
from console.model.table import Table
from console.model.tables import JOBS, POOLS
from console.window.pages.filtered_page import FilteredPage
from console.window.pages.standings import Words, standing
from console.window.pages.trouble_line import TroubleLine
from console.window.plain_text import Label
from console.window.session import Session
from console.window.tables.freshness import Freshness, freshness
from console.window.tables.job_columns import job_columns
from console.window.tables.model import TableModel
from console.window.tables.view import TableView
from console.window.tables.wait_columns import Spread, wait_columns
from console.window.theme.roles import Role, styled
from console.window.widgets.filter_box import FilterBox
from console.window.widgets.toggle_chips import Chip, ToggleChips

_TICK_MS = 1000
_MOST_POOLS = 6  # seen without scrolling
_MOST_REASONS = 8
_EDGE_PX = 2


class QueuePage(FilteredPage):
    """The page `queue`."""

    name: ClassVar[str] = "queue"
    title: ClassVar[str] = "Queue"
    icon: ClassVar[str] = "queue"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.spread = Spread()
        self.waits = TableModel(POOLS, wait_columns(self.spread), self)
        self.waits_table = TableView(self.waits, "waits", store=session.layout)
        self.model = TableModel(JOBS, job_columns(), self)
        self.table = TableView(self.model, "jobs", store=session.layout)
        self.states, self.reasons = ToggleChips(), ToggleChips()
        self.filter_box = FilterBox(self.tr("Filter: state:pending wait>2h user:alice"))
        self.trouble = TroubleLine(session)
        self._lay_out()
        self._connect()
        self.waits_table.setAccessibleName(self.tr("Waits per pool"))
        self.table.setAccessibleName(self.tr("Jobs"))
        self.table.sort_by("waited", descending=True)

    def refresh(self, change: FleetChange | None) -> None:
        changed = {} if change is None else change.changed
        fresh = freshness(self.session.fleet, time.time(), engine_alive=self.session.engine_alive)
        jobs = self._of_site("jobs")
        self._show_waits(jobs, fresh)
        self.model.show_table(jobs, fresh, None if change is None else changed.get("jobs", frozenset()))
        self.trouble.show_trouble(fresh)
        self._show_rows()

    def selected(self) -> tuple[str, ...]:
        return self.waits_table.selected_ids() if self.waits_table.hasFocus() else super().selected()

    def _lay_out(self) -> None:
        toolbar = QHBoxLayout()
        toolbar.setSpacing(8)
        self.states.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        toolbar.addWidget(self.states)
        toolbar.addWidget(self.filter_box, 1)
        self._waits_card, jobs_card = _card(self.waits_table), _card(self.table)
        note = self.tr(
            "An expected start is the scheduler's own estimate: it assumes that every job runs to its time limit. "
            "How often such estimates held is not known here."
        )
        self._note = Label(Role.SMALL, note)
        self._note.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(toolbar)
        layout.addWidget(self.trouble)
        layout.addWidget(self._waits_card, 1000)
        layout.addWidget(self.reasons)
        layout.addWidget(jobs_card, 2000)
        layout.addWidget(self._note)
        jobs_card.setMinimumHeight(self.table.room_for(4))

    def _connect(self) -> None:
        self.filter_box.filtered.connect(self._set_filter)
        for chips in (self.states, self.reasons):
            chips.toggled.connect(self._toggle)
        for view in (self.table, self.waits_table):
            view.row_opened.connect(self.session.open)
            view.menu_asked.connect(self.session.ask_menu)
            self.session.layout_reset.connect(view.reset_layout)
        timer = QTimer(self, interval=_TICK_MS)
        timer.timeout.connect(self._tick)
        timer.start()

    def _toggle(self, term: str) -> None:
        """Filter by a chip's term instead of others over its field, or no more by it."""
        text = self.filter_box.text()
        field = next(terms_of(term)).field
        taken = term in {each.text for each in terms_of(text)}
        kept = without_field(text, field)
        self.take_filter(kept if taken else f"{kept} {term}".strip())

    def _of_site(self, name: str) -> Table:
        table, site = self.session.fleet[name], self.session.site
        return table if site is None else table.take(table["site"].where(site))

    def _show_waits(self, jobs: Table, fresh: Freshness) -> None:
        pools = self._of_site("pools")
        waited_for = pools.take(pools.numbers("pending_jobs") > 0)
        self.spread.replace(waited_for, wait_spread(waited_for, jobs, fresh.now))
        self.waits.show_table(waited_for, fresh)
        rows = min(len(waited_for), _MOST_POOLS)
        self._waits_card.setVisible(rows > 0)
        self._waits_card.setFixedHeight(self.waits_table.room_for(rows) + _EDGE_PX)

    def _show_rows(self) -> None:
        """Everything that hangs on which jobs pass."""
        listing = self.model.listing
        text = self.filter_box.text().strip()
        self.filter_box.set_count(len(listing), len(listing.table))
        self._show_chips(frozenset(term.text for term in terms_of(text)))
        words = Words(
            none=self.tr("No job runs or waits."),
            unmatched=self.tr("No job matches “{0}”."),
            elsewhere=self.tr("No job at {0}."),
        )
        empty = standing(self.session, self.model.freshness, words, text, lambda: self.take_filter(""))
        self.table.standing.say(None if len(listing) else empty)
        self._note.setVisible(bool(len(listing)))

    def _show_chips(self, terms: frozenset[str]) -> None:
        jobs = self.model.listing.table
        names = {
            JobState.PENDING: self.tr("Pending"),
            JobState.HELD: self.tr("Held"),
            JobState.RUNNING: self.tr("Running"),
        }
        states = [Chip(word, int(jobs["state"].where(state).sum()), f"state:{state}") for state, word in names.items()]
        self.states.show_chips(states, terms)
        waiting = jobs["state"].where(JobState.PENDING) | jobs["state"].where(JobState.HELD)
        found = waiting_by_reason(jobs, waiting)[:_MOST_REASONS]
        self.reasons.show_chips([Chip(reason, count, _reason_term(reason)) for reason, count in found], terms)
        self.reasons.setVisible(bool(found))

    def _set_filter(self, wanted: Filter) -> None:
        try:
            self.model.set_filter(wanted)
        except SettingsError as error:
            self.filter_box.refuse(error)
            return
        self._show_rows()

    def _tick(self) -> None:
        if not self.isVisible():
            return
        fresh = freshness(self.session.fleet, time.time(), engine_alive=self.session.engine_alive)
        for model, view in ((self.model, self.table), (self.waits, self.waits_table)):
            if model.tick(fresh):
                view.viewport().update()


def _card(view: TableView) -> QFrame:
    card = styled(QFrame(), Role.CARD)
    inside = QVBoxLayout(card)
    inside.setContentsMargins(4, 0, 4, 0)
    inside.addWidget(view)
    return card


def _reason_term(reason: str) -> str:
    return f'reason="{reason}"' if " " in reason else f"reason={reason}"
