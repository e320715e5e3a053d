"""Opens the window: application, engine, frame, and what runs instead of an operator (a screenshot, the self-test)."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from importlib import import_module
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLocale, Qt, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from console.engine.messages import Ask
from console.model.errors import SettingsError
from console.settings.folders import Folders, folders
from console.sources.child import own_command
from console.window.configured_theme import configured_theme
from console.window.display import display_missing
from console.window.engine_link import EngineLink
from console.window.frame.failed_view import sentence_of
from console.window.frame.memory import Memory
from console.window.frame.window import MainWindow
from console.window.garbage import Garbage
from console.window.interrupts import Interrupts
from console.window.last_words import keep_last_words
from console.window.layout import Layout
from console.window.link_target import Target, target_of
from console.window.options import WindowOptions, start_options
from console.window.pages.registry import PAGES
from console.window.resources import resource
from console.window.session import Session
from console.window.single_instance import SingleInstance
from console.window.theme.icons import application_icon
from console.window.theme.theme import Choice, theme

__all__ = ["WindowOptions", "run_window"]

_PRELOAD_AFTER_MS: Final = 3000
_MISCONFIGURED: Final = 2


def run_window(options: WindowOptions) -> int:
    """Open the window and stay until it is closed; returns the exit status.

    Raises:
        SettingsError: if an argument is wrong, or the state folder cannot be used.
    """
    places = folders(options.config, options.state)
    target = _target(options.page)
    application = _application(offscreen=options.unattended and display_missing())
    instance = SingleInstance(places.state_folder, application)
    if not options.unattended:
        if instance.hand_over(options.page or ""):
            return 0
        instance.claim()
    with tempfile.TemporaryDirectory(prefix="switchroom-") as aside:
        # Nobody's layout may change what a picture shows, nor a self-test what a person finds.
        layout = Layout(Path(aside) if options.unattended else places.state_folder)
        return _Run(options, places, layout, instance).until_closed(application, target)


class _Run:
    """One window with its engine."""

    def __init__(self, options: WindowOptions, places: Folders, layout: Layout, instance: SingleInstance) -> None:
        self._options = options
        self._status = 0
        self._garbage = Garbage(instance)  # before the first thread that allocates
        memory = Memory(layout)
        theme().choose(_theme(options, memory))
        self._session = Session(self._send, layout)
        self._session.configuration_file = places.configuration_file
        self._link = EngineLink(_engine_command(options), places.log_file, self._session)
        self._link.start()  # before the window is made, so that both start side by side
        self._window = MainWindow(self._session, memory, start_options(options.config, options.state, options.demo))
        self._window.engine_wanted.connect(self._link.start)
        instance.raised.connect(self._show_again)

    def until_closed(self, application: QApplication, target: Target | None) -> int:
        """Show the window and run until it is closed."""
        interrupts = Interrupts(self._window.close)
        self._window.begin(target.page if target else None)
        if target is not None and target.filter_text:
            self._session.go(*target)
        if self._options.size is not None:
            self._window.resize(*self._options.size)
        self._window.show()
        self._begin_unattended(application)
        QTimer.singleShot(_PRELOAD_AFTER_MS, self._garbage.settle)
        try:
            application.exec()
        finally:
            interrupts.restore()
            self._link.close()
            self._garbage.stop()
        return self._status

    def _begin_unattended(self, application: QApplication) -> None:
        if self._options.unattended:
            self._session.failed.connect(lambda failure: self._end(application, sentence_of(failure), _MISCONFIGURED))
        if self._options.screenshot is not None:
            from console.window.screenshot import Screenshot  # noqa: PLC0415  # not needed by a window that stays

            picture = Screenshot(self._window, self._options.screenshot)
            picture.finished.connect(lambda sentence: self._end(application, sentence))
            picture.begin()
        elif self._options.self_test:
            from console.window.self_test import SelfTest  # noqa: PLC0415

            test = SelfTest(self._window)
            test.finished.connect(lambda sentence: self._end(application, sentence))
            test.begin()
        else:
            QTimer.singleShot(_PRELOAD_AFTER_MS, _preload)

    def _end(self, application: QApplication, sentence: str, failed: int = 1) -> None:
        if sentence:
            sys.stderr.write(f"switchroom: {sentence}\n")
        self._status = failed if sentence else 0
        application.quit()

    def _send(self, ask: Ask) -> None:
        self._link.send(ask)

    def _show_again(self, wanted: str) -> None:
        target = target_of(wanted)
        if target is not None:
            self._session.go(*target)
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()


def _application(*, offscreen: bool) -> QApplication:
    if offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    keep_last_words()
    application = QApplication([sys.argv[0]])
    application.setApplicationName("switchroom")
    application.setApplicationDisplayName("Switchroom")
    application.setDesktopFileName("switchroom")
    application.setWindowIcon(application_icon())
    application.setStyle("Fusion")
    translator = QTranslator(application)
    if translator.load(QLocale(), "switchroom", "_", str(resource("translations"))):
        application.installTranslator(translator)
    for effect in (Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_AnimateCombo, Qt.UIEffect.UI_AnimateTooltip):
        application.setEffectEnabled(effect, False)
    return application


def _target(page: str | None) -> Target | None:
    if page is None:
        return None
    target = target_of(page)
    if target is None:
        names = ", ".join(entry.name for entry in PAGES)
        raise SettingsError(f'there is no page "{page}"', where="--page", todo=f"use one of {names}")
    return target


def _theme(options: WindowOptions, memory: Memory) -> Choice:
    if options.theme is not None:
        return Choice(options.theme)
    return memory.theme() or configured_theme(options.config)


def _engine_command(options: WindowOptions) -> list[str]:
    demo = "" if options.self_test and options.demo is None else options.demo
    return own_command("engine", *start_options(options.config, options.state, demo))


def _preload() -> None:
    """Import what the history tab will need while nothing happens, so that its first click is no pause."""
    threading.Thread(target=import_module, args=("pyqtgraph",), name="preload", daemon=True).start()
