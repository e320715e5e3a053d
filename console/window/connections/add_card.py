"""How to add a source: where the configuration file is, and what to paste into it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from console.window.connections.recipes import Recipe, recipes
from console.window.frame.menu_button import MenuButton
from console.window.plain_text import Label
from console.window.theme.icons import icon
from console.window.theme.roles import Role, styled
from console.window.theme.theme import theme


class AddCard(QFrame):
    """A choice of kinds, the block of each, and a button that copies it."""

    reload_wanted = Signal()

    def __init__(self, file: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, Role.CARD)
        self._recipes = recipes()
        self.kinds = MenuButton(parent=self)
        self.kinds.setAccessibleName(self.tr("What to connect"))
        for recipe in self._recipes:
            self.kinds.drop.addAction(recipe.title).triggered.connect(lambda _=False, recipe=recipe: self._show(recipe))
        self._note = Label(Role.SMALL, parent=self)
        self._note.setWordWrap(True)
        self.block = styled(QPlainTextEdit(self), Role.MONO)
        self.block.setReadOnly(True)
        self.block.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.block.setAccessibleName(self.tr("The block to paste"))
        self._path = Label(Role.SMALL, selectable=True, parent=self)
        self._path.setWordWrap(True)
        self._path.setText(self.tr("Paste it into {file}, then reload.").format(file=file))
        self._copy = QPushButton(self.tr("Copy block"), self)
        self._copy.clicked.connect(self.copy_block)
        self._reload = QPushButton(self.tr("Reload"), self)
        self._reload.setToolTip(self.tr("Read the configuration again"))
        self._reload.clicked.connect(self.reload_wanted)
        self._lay_out()
        theme().changed.connect(self._take_theme)
        self._take_theme()
        self._show(self._recipes[0])

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._copy, self._reload):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QGridLayout(self)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.setVerticalSpacing(8)
        layout.addWidget(Label(Role.SMALL, self.tr("Add a source"), parent=self), 0, 0)
        layout.addWidget(self.kinds, 1, 0)
        layout.addWidget(self._note, 2, 0)
        layout.addWidget(self.block, 3, 0)
        layout.addWidget(self._path, 4, 0)
        layout.addLayout(buttons, 5, 0)
        layout.setRowStretch(3, 1)

    def _show(self, recipe: Recipe) -> None:
        self.kinds.setText(recipe.title)
        self._note.setText(recipe.note)
        self.block.setPlainText(recipe.toml)

    def copy_block(self) -> None:
        """Put the block on the clipboard."""
        QGuiApplication.clipboard().setText(self.block.toPlainText())

    def _take_theme(self) -> None:
        self._copy.setIcon(icon("copy"))
        self._reload.setIcon(icon("refresh"))
