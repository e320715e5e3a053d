"""What a page says when there is nothing to show, or less than there should be: one sentence and the next step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from console.window.session import Session
from console.window.tables.cell import Cell, Look, Mark
from console.window.tables.freshness import Freshness, Origin
from console.window.widgets.standing import Standing

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Words:
    """How a page speaks of what it lists.

    Args:
        none: the sentence when there are none though all is well.
        unmatched: the sentence when the filter leaves none, with a place for the filter.
        elsewhere: the sentence when the chosen site has none, with a place for the site.
    """

    none: str
    unmatched: str
    elsewhere: str


def standing(
    session: Session, freshness: Freshness, words: Words, filter_text: str, clear: Callable[[], None]
) -> Standing:
    """Why a list is empty, the first reason that holds."""
    connections = translate("Standing", "Open connections")
    if session.fleet.taken_at == 0 and not session.engine_alive:
        return Standing(
            translate("Standing", "The engine has stopped before anything was polled. It is started again.")
        )
    if session.fleet.taken_at == 0:
        return Standing(translate("Standing", "Waiting for the first answers."))
    if not freshness.origins:
        sentence = translate("Standing", "Nothing is connected yet.")
        return Standing(sentence, connections, lambda: session.go("connections"))
    if filter_text:
        return Standing(words.unmatched.format(filter_text), translate("Standing", "Clear the filter"), clear)
    return _none_at_all(session, freshness, words, connections)


def _none_at_all(session: Session, freshness: Freshness, words: Words, connections: str) -> Standing:
    if session.site is not None:
        sentence = words.elsewhere.format(session.site)
        return Standing(sentence, translate("Standing", "Show all sites"), lambda: session.choose_site(None))
    silent = freshness.silent()
    if silent and len(silent) == len(freshness.origins):
        return _all_silent(session, silent, connections)
    return Standing(words.none, connections, lambda: session.go("connections"))


def trouble(freshness: Freshness) -> Cell | None:
    """What is missing from a page because a source has never answered, or is old because one no longer does."""
    silent = [each for each in freshness.silent() if each.health]
    if silent:
        names = ", ".join(each.name for each in silent)
        sentence = translate("Standing", "Not in these figures: {0} ({1})")
        return Cell(sentence.format(names, _reason(silent[0])), Look.WARNING, Mark.HELD)
    gone = freshness.troubled()
    if gone:
        names = ", ".join(each.name for each in gone)
        sentence = translate("Standing", "As last told by {0}: {1}")
        return Cell(sentence.format(names, _reason(gone[0])), Look.WARNING, Mark.HELD)
    return None


def _all_silent(session: Session, silent: tuple[Origin, ...], connections: str) -> Standing:
    if not any(each.health and each.health != "ok" for each in silent):
        return Standing(translate("Standing", "Waiting for the first answers."))
    first = next(each for each in silent if each.gone or each.detail)
    sentence = translate("Standing", "No source answers. {0}: {1}.").format(first.name, _reason(first))
    return Standing(sentence, connections, lambda: session.go("connections"))


def _reason(origin: Origin) -> str:
    return origin.detail or origin.health
