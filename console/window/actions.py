"""The one registry of verbs: keys, menus, the palette, the drawer and the sheet of keys are all made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication, QKeySequence

from console.engine.messages import PollNow
from console.window.copying import as_command, as_json, as_tsv
from console.window.filter_to import filter_to
from console.window.pages.registry import PAGES
from console.window.session import Session
from console.window.theme.theme import Choice
from console.window.thing import Sort, Thing

translate = QCoreApplication.translate
Keys = QKeySequence.StandardKey | str


class Frame(Protocol):
    """What verbs ask of the window."""

    session: Session
    start_options: Sequence[str]

    def show_page(self, name: str) -> None: ...
    def go_back(self) -> None: ...
    def go_forward(self) -> None: ...
    def focus_filter(self) -> None: ...
    def step_out(self) -> None: ...
    def open_palette(self) -> None: ...
    def choose_theme(self, choice: Choice) -> None: ...
    def toggle_rail(self) -> None: ...
    def reset_layout(self) -> None: ...
    def restart_engine(self) -> None: ...
    def show_keys(self) -> None: ...
    def close(self) -> bool: ...


Run = Callable[[Frame, Sequence[Thing]], None]
ANYTHING: Final = frozenset(Sort)
_IN_SOURCE: Final = ANYTHING - {Sort.SOURCE}


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be done.

    Args:
        name: stays the same for ever; never shown.
        title: for people.
        run: does it.
        keys: the first is shown.
        applies: the kinds of object that it acts on; empty for a command of the window.
        icon: in resources/icons.
        listed: whether menus and the palette offer it; Esc and the palette itself are keys alone.
        bound: whether the window listens for its keys; Enter belongs to whatever has the focus.
    """

    name: str
    title: str
    run: Run
    keys: tuple[Keys, ...] = ()
    applies: frozenset[Sort] = frozenset()
    icon: str = ""
    listed: bool = True
    bound: bool = True

    def fits(self, things: Sequence[Thing]) -> bool:
        """Whether it acts on all of these."""
        return bool(things) and all(thing.sort in self.applies for thing in things)

    def sequences(self) -> list[QKeySequence]:
        """Its keys on this platform, each once: a key that is bound twice does nothing."""
        found = [each for keys in self.keys for each in _sequences(keys)]
        return list({each.toString(): each for each in found}.values())

    def keys_text(self) -> str:
        """Its first key as this platform writes it, "" without one."""
        sequences = self.sequences()
        return sequences[0].toString(QKeySequence.SequenceFormat.NativeText) if sequences else ""


def all_verbs() -> tuple[Verb, ...]:
    """Every verb, in the order in which they are shown; made when the translations are loaded."""
    return (*_object_verbs(), *_page_verbs(), *_window_verbs(), *_theme_verbs(), *_last_verbs())


def verbs_for(verbs: Iterable[Verb], things: Sequence[Thing]) -> list[Verb]:
    """The verbs that fit these objects."""
    return [verb for verb in verbs if verb.listed and verb.fits(things)]


def _sequences(keys: Keys) -> list[QKeySequence]:
    return [QKeySequence(keys)] if isinstance(keys, str) else QKeySequence.keyBindings(keys)


def _object_verbs() -> Iterable[Verb]:
    copy = QKeySequence.StandardKey.Copy
    yield Verb("open", translate("Verb", "Open"), _open, ("Return",), ANYTHING, "open", bound=False)
    yield Verb("filter-to", translate("Verb", "Filter to this"), _filter, ("F",), ANYTHING, "filter")
    yield Verb("go-to-source", translate("Verb", "Go to source"), _go_to_source, (), _IN_SOURCE, "source")
    yield Verb("poll-source", translate("Verb", "Poll now"), _poll_source, (), frozenset({Sort.SOURCE}), "refresh")
    yield Verb("poll-its-source", translate("Verb", "Poll its source now"), _poll_source, (), _IN_SOURCE, "refresh")
    yield Verb("copy-tsv", translate("Verb", "Copy as rows (TSV)"), _copy_tsv, (copy,), ANYTHING, "copy")
    yield Verb("copy-json", translate("Verb", "Copy as JSON"), _copy_json, ("Ctrl+Shift+C",), ANYTHING, "copy")
    yield Verb("copy-command", translate("Verb", "Copy as command"), _copy_command, ("Alt+C",), ANYTHING, "copy")


def _page_verbs() -> Iterable[Verb]:
    for number, entry in enumerate(PAGES, start=1):
        title = translate("Verb", "Go to {page}").format(page=entry.title())
        yield Verb(f"page-{entry.name}", title, _show_page(entry.name), (f"Ctrl+{number}",), icon=entry.icon)


def _window_verbs() -> Iterable[Verb]:
    back, forward = QKeySequence.StandardKey.Back, QKeySequence.StandardKey.Forward
    find, refresh = QKeySequence.StandardKey.Find, QKeySequence.StandardKey.Refresh
    yield Verb("poll-now", translate("Verb", "Poll every source now"), _poll_all, (refresh,), icon="refresh")
    yield Verb("reload", translate("Verb", "Read the configuration again"), lambda frame, _: frame.restart_engine(),
               icon="reset")  # fmt: skip
    yield Verb("back", translate("Verb", "Back"), lambda frame, _: frame.go_back(), (back,), icon="back")
    yield Verb("forward", translate("Verb", "Forward"), lambda frame, _: frame.go_forward(), (forward,), icon="forward")
    yield Verb("filter", translate("Verb", "Filter this page"), lambda frame, _: frame.focus_filter(), (find, "/"),
               icon="filter")  # fmt: skip
    yield Verb("step-out", translate("Verb", "Close the drawer, then clear the filter"),
               lambda frame, _: frame.step_out(), ("Esc",), listed=False)  # fmt: skip
    yield Verb("palette", translate("Verb", "Search or run a command"), lambda frame, _: frame.open_palette(),
               ("Ctrl+K", "Ctrl+Shift+P"), listed=False)  # fmt: skip
    yield Verb("rail", translate("Verb", "Collapse or widen the page list"), lambda frame, _: frame.toggle_rail(),
               ("Ctrl+B",), icon="rail")  # fmt: skip


def _theme_verbs() -> Iterable[Verb]:
    titles = {
        Choice.SYSTEM: translate("Verb", "Theme: as the system"),
        Choice.DARK: translate("Verb", "Theme: dark"),
        Choice.LIGHT: translate("Verb", "Theme: light"),
        Choice.CONTRAST: translate("Verb", "Theme: high contrast"),
    }
    for choice, title in titles.items():
        yield Verb(f"theme-{choice}", title, _choose_theme(choice), icon="theme")


def _last_verbs() -> Iterable[Verb]:
    close = QKeySequence.StandardKey.Quit
    yield Verb(
        "reset-layout", translate("Verb", "Reset the layout"), lambda frame, _: frame.reset_layout(), icon="reset"
    )
    yield Verb("keys", translate("Verb", "Show all keys"), lambda frame, _: frame.show_keys(), ("?", "F1"),
               icon="keyboard")  # fmt: skip
    yield Verb("quit", translate("Verb", "Quit"), lambda frame, _: _quit(frame), (close, "Ctrl+Q"), icon="quit")


def _open(frame: Frame, things: Sequence[Thing]) -> None:
    frame.session.open(things[0].id)


def _filter(frame: Frame, things: Sequence[Thing]) -> None:
    frame.session.go(*filter_to(things))


def _go_to_source(frame: Frame, things: Sequence[Thing]) -> None:
    frame.session.open(things[0].source)


def _poll_source(frame: Frame, things: Sequence[Thing]) -> None:
    for source in {thing.source for thing in things}:
        frame.session.ask(PollNow(source))


def _poll_all(frame: Frame, _: Sequence[Thing]) -> None:
    frame.session.ask(PollNow())


def _copy_tsv(frame: Frame, things: Sequence[Thing]) -> None:
    QGuiApplication.clipboard().setText(as_tsv(frame.session.fleet, things))


def _copy_json(frame: Frame, things: Sequence[Thing]) -> None:
    QGuiApplication.clipboard().setText(as_json(frame.session.fleet, things))


def _copy_command(frame: Frame, things: Sequence[Thing]) -> None:
    QGuiApplication.clipboard().setText(as_command(things, frame.start_options))


def _show_page(name: str) -> Run:
    return lambda frame, _: frame.show_page(name)


def _choose_theme(choice: Choice) -> Run:
    return lambda frame, _: frame.choose_theme(choice)


def _quit(frame: Frame) -> None:
    frame.close()
