"""The tab of the jobs that belong to the object."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.model.tables import JOBS
from console.window.drawer.columns import job_columns
from console.window.drawer.listing import Listing
from console.window.drawer.related import jobs_of
from console.window.drawer.scroll_column import BAR_PX
from console.window.drawer.tab import Tab
from console.window.plain_text import Label
from console.window.session import Session
from console.window.tables.freshness import freshness
from console.window.theme.roles import Role
from console.window.thing import Thing

_MOST_ROWS = 200


class JobsTab(Tab):
    """A table of jobs, or the sentence that there are none."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.nothing = Label(Role.MUTED, parent=self)
        self.nothing.setWordWrap(True)
        self.listing = Listing(session, JOBS, job_columns(), title="", name="jobs", parent=self)
        self.listing.view.setAccessibleName(self.tr("Jobs"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, BAR_PX, 12)
        layout.addWidget(self.nothing)
        layout.addWidget(self.listing)
        layout.addStretch(1)

    def refresh(self, thing: Thing, now: float) -> None:
        jobs = jobs_of(self.session.fleet, thing)
        fresh = freshness(self.session.fleet, now, engine_alive=self.session.engine_alive)
        room = max(self.height() // self.listing.view.verticalHeader().defaultSectionSize() - 3, 4)
        self.listing.show_rows(jobs, fresh, most=min(room, _MOST_ROWS))
        self.nothing.setVisible(not len(jobs))
        self.nothing.setText(self._why_none(thing))

    def _why_none(self, thing: Thing) -> str:
        told = self.session.fleet["jobs"]["source"].where(thing.source).any()
        if told:
            return self.tr("No job here now.")
        return self.tr("{source} tells of no jobs. A Slurm or Kubernetes source would.").format(source=thing.source)
