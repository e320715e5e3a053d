"""Parts of the window that need no window."""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.model.fleet import Fleet
from console.window.copying import as_command, as_json, as_tsv
from console.window.display import display_missing
from console.window.filter_to import filter_to
from console.window.frame.navigation import Navigation, Place
from console.window.layout import Layout
from console.window.link_target import Target, target_of
from console.window.resources import resource
from console.window.theme.icons import application_icon, pixmap
from console.window.thing import find, find_all, title


def test_that_rows_are_copied_under_their_headings(fleet: Fleet) -> None:
    lines = as_tsv(fleet, find_all(fleet, ("alpha/n047/gpu7", "alpha/n047/gpu3"))).splitlines()
    assert lines[0].startswith("id\tsource\tnode\tpool\tindex\tuuid\tmodel\tstate\tutilization_pct")
    assert [line.split("\t")[0] for line in lines[1:]] == ["alpha/n047/gpu7", "alpha/n047/gpu3"]
    assert lines[1].split("\t")[8] == ""  # unknown is empty, not 0


def test_that_json_is_the_contract_of_these_rows_alone(fleet: Fleet) -> None:
    told = json.loads(as_json(fleet, find_all(fleet, ("alpha/n047/gpu3",))))
    assert told["schema"] == "switchroom/1"
    assert [source["name"] for source in told["sources"]] == ["alpha"]
    assert told["gpus"][0]["processes"][0]["pid"] == 4103
    assert "jobs" not in told


def test_that_commands_name_the_objects_and_how_the_window_was_started(fleet: Fleet) -> None:
    gpus = find_all(fleet, ("alpha/n047/gpu3", "alpha/n047/gpu4"))
    assert as_command(gpus, ["--demo="]) == (
        "switchroom gpus --filter 'id=\"alpha/n047/gpu3,alpha/n047/gpu4\"' --demo="
    )
    assert as_command(find_all(fleet, ("alpha",))) == "switchroom sources test alpha"


@pytest.mark.parametrize(
    ("thing", "place"),
    [
        ("alpha/h100", ("fleet", 'pool="alpha/h100"')),
        ("alpha/8812", ("fleet", 'job="alpha/8812"')),
        ("alpha/8830", ("queue", 'id="alpha/8830"')),
        ("alpha/nlp-71", ("queue", 'reservation="nlp-71"')),
        ("alpha", ("fleet", 'source="alpha"')),
    ],
)
def test_that_filter_to_this_leads_to_what_belongs_to_it(fleet: Fleet, thing: str, place: tuple[str, str]) -> None:
    assert filter_to(find_all(fleet, (thing,))) == place


def test_that_things_are_named_as_people_say_them(fleet: Fleet) -> None:
    names = [title(thing) for thing in find_all(fleet, ("alpha/h100", "alpha/n047", "alpha/n047/gpu3", "alpha/8812"))]
    assert names == ["alpha / h100", "alpha n047", "alpha n047 · GPU 3", "8812 train-vit"]
    assert find(fleet, "alpha/gone") is None


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("fleet", Target("fleet", "")),
        ("switchroom://page/fleet?filter=util%3C20%20state%3Abusy", Target("fleet", "util<20 state:busy")),
        ("switchroom://page/fleet?filter=a%0Ab", Target("fleet", "ab")),
        ("switchroom://page/fleet/../queue", None),
        ("switchroom://run/reserve?pool=alpha", None),
        ("switchroom://page/nowhere", None),
        ("https://page/fleet", None),
        ("switchroom://page/fleet?filter=" + "x" * 3000, None),
        ("switchroom://[bad", None),
        ("", None),
    ],
)
def test_that_links_only_navigate(text: str, target: Target | None) -> None:
    assert target_of(text) == target


def test_that_going_somewhere_new_cuts_off_what_lay_ahead() -> None:
    way = Navigation()
    for page in ("overview", "fleet", "queue"):
        way.visit(Place(page, ""))
    assert way.back() == Place("fleet", "")
    way.visit(Place("connections", ""))
    assert way.forward() is None
    assert way.back() == Place("fleet", "")


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="there is always a display")
def test_that_a_missing_display_is_noticed_before_qt_ends_the_process(tmp_path: Path) -> None:
    assert display_missing({})
    assert display_missing({"DISPLAY": ":987"})
    assert display_missing({"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": str(tmp_path)})
    assert not display_missing({"QT_QPA_PLATFORM": "offscreen"})
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-9"))
        compositor.listen()
        assert not display_missing({"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": str(tmp_path)})


def test_that_the_layout_survives_in_its_file(tmp_path: Path, qtbot: QtBot) -> None:
    Layout(tmp_path).set("page", "fleet, and more")
    assert Layout(tmp_path).get("page") == "fleet, and more"
    (tmp_path / "window.ini").write_bytes(b"\xff\xfe not an ini file")
    assert Layout(tmp_path / "other").get("page") is None


def test_that_every_icon_is_there_and_drawn_in_its_token(qtbot: QtBot) -> None:
    for name in ("overview", "fleet", "queue", "connections", "close", "copy", "refresh", "gpu"):
        assert resource("icons", f"{name}.svg").is_file()
        assert b"currentColor" in resource("icons", f"{name}.svg").read_bytes()
        assert not pixmap(name, "red", 2.0).toImage().allGray()
    assert not application_icon().isNull()


def test_that_void_calls_of_qt_keep_the_count_of_none(qtbot: QtBot) -> None:
    """PySide6 6.12.0 on Python 3.11 loses one reference to None each time, and aborts in the end."""
    label, image = QLabel(), QImage(8, 8, QImage.Format.Format_RGB32)
    qtbot.addWidget(label)
    painter = QPainter(image)
    before = sys.getrefcount(None)
    for _ in range(1000):
        label.update()
        painter.save()
        painter.restore()
    after = sys.getrefcount(None)
    painter.end()
    assert after > before - 500
