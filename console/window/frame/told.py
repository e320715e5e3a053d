"""What the frame does when the session tells something: live mark, notices, badges, sites."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget

from console.engine.messages import FailureTold, StartTold
from console.engine.wire import FleetChange
from console.window.frame.failed_view import FailedView, sentence_of
from console.window.frame.live import LiveState
from console.window.frame.notice import Notice
from console.window.frame.rail import Rail
from console.window.frame.sites import sites_of
from console.window.frame.source_standing import Trouble, trouble_of
from console.window.frame.top_bar import TopBar
from console.window.session import Session

_TROUBLED = frozenset({Trouble.OLD, Trouble.GONE})


class Told(QObject):
    """Keeps the bars and the rail as the session is."""

    def __init__(self, session: Session, top_bar: TopBar, rail: Rail, notice: Notice, body: QStackedWidget) -> None:
        super().__init__(body)
        self._session, self._top_bar, self._rail, self._notice, self._body = session, top_bar, rail, notice, body
        session.fleet_replaced.connect(self._take_fleet)
        session.site_changed.connect(self._show_sites)
        session.engine_lost.connect(self._lose_engine)
        session.engine_found.connect(self._find_engine)
        session.started.connect(self._take_start)
        session.failed.connect(self._fail)

    def retry(self) -> None:
        """The engine is started again: back to the pages."""
        self._body.setCurrentIndex(0)
        self._top_bar.live.show_state(LiveState.STARTING)

    def _take_fleet(self, _: FleetChange) -> None:
        self._body.setCurrentIndex(0)
        if self._session.engine_alive:
            self._top_bar.live.show_state(LiveState.LIVE)
        self._show_sites()
        self._show_badges()

    def _show_sites(self, *_: object) -> None:
        self._top_bar.show_sites(sites_of(self._session.fleet), self._session.site)

    def _show_badges(self) -> None:
        alerts = len(self._session.fleet["alerts"])
        self._rail.show_badge(
            "overview", alerts, self.tr("1 alert") if alerts == 1 else self.tr("{count} alerts").format(count=alerts)
        )
        health = self._session.fleet["sources"]["health"]
        troubled = sum(trouble_of(health.text(row)) in _TROUBLED for row in range(len(health)))
        words = self.tr("1 source in trouble") if troubled == 1 else self.tr("{count} sources in trouble")
        self._rail.show_badge("connections", troubled, words.format(count=troubled))

    def _lose_engine(self, sentence: str) -> None:
        self._notice.say(sentence, dismissible=False)
        self._top_bar.live.show_state(LiveState.STOPPED)

    def _find_engine(self) -> None:
        self._notice.hide()
        self._top_bar.live.show_state(LiveState.LIVE)

    def _take_start(self, told: StartTold) -> None:
        if told.warnings:
            self._notice.say(" ".join(told.warnings), dismissible=True)

    def _fail(self, failure: FailureTold) -> None:
        if self._session.fleet.taken_at:
            # What was known before the configuration was spoilt stays, as after any other end of the engine.
            advice = self.tr("Mend it, then read the configuration again.")
            self._session.lose_engine(f"{sentence_of(failure)} {advice}")
            return
        view = self._body.widget(1)
        assert isinstance(view, FailedView)
        view.show_failure(failure)
        self._body.setCurrentWidget(view)
        self._top_bar.live.show_state(LiveState.STOPPED)
