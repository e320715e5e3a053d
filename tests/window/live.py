"""The real window on a real engine process, and what a person can read in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from console.sources.child import own_command
from console.window.engine_link import EngineLink
from console.window.frame.memory import Memory
from console.window.frame.window import MainWindow
from console.window.layout import Layout
from console.window.session import Session


@contextmanager
def live_window(qtbot: QtBot, folder: Path, configuration: str, page: str) -> Iterator[MainWindow]:
    """The window on an engine with this configuration."""
    file = folder / "switchroom.toml"
    file.write_text(configuration, encoding="utf-8")
    layout = Layout(folder)
    links: list[EngineLink] = []
    session = Session(lambda ask: links[0].send(ask), layout)  # noqa: PLW0108  # the link is made after the session
    state = folder / "state"
    command = own_command("engine", "--config", str(file), "--state", str(state))
    links.append(EngineLink(command, state / "switchroom.log", session))
    window = MainWindow(session, Memory(layout))
    window.begin(page)
    window.show()
    qtbot.waitExposed(window)
    links[0].start()
    try:
        yield window
    finally:
        links[0].close()
        window.clock.stop()
        window.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))


def health(window: MainWindow, source: str) -> str:
    """What the sources table says of a source."""
    row = window.session.fleet["sources"].find(source)
    return str(row["health"]) if row else ""


def shown_rows(model: QAbstractItemModel) -> list[dict[str, str]]:
    """Every row of a table as its headings and the texts that stand under them."""
    titles = [_text(model.headerData(at, Qt.Orientation.Horizontal)) for at in range(model.columnCount())]
    return [
        {title: _text(model.index(row, at).data()) for at, title in enumerate(titles)}
        for row in range(model.rowCount())
    ]


def shown_texts(widget: QWidget) -> list[str]:
    """Every text that a person can read or have read to them in a widget: labels, fields, tables, hints, names."""
    texts = [each.text() for each in widget.findChildren(QLabel)]
    texts += [each.text() for each in widget.findChildren(QAbstractButton)]
    texts += [each.text() for each in widget.findChildren(QLineEdit)]
    texts += [each.toPlainText() for each in widget.findChildren(QPlainTextEdit)]
    for each in widget.findChildren(QWidget):
        texts += [each.toolTip(), each.accessibleName(), each.accessibleDescription(), each.windowTitle()]
    for view in widget.findChildren(QTableView):
        model = view.model()
        roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
        cells = [model.index(row, at) for row in range(model.rowCount()) for at in range(model.columnCount())]
        texts += [_text(cell.data(role)) for cell in cells for role in roles]
    return texts


def _text(value: object) -> str:
    return "" if value is None else str(value)
