"""Cells of the heat map: each in a place of its own, nodes together, found again by a point."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from console.window.widgets.heat_groups import group, groupings, groups_of
from console.window.widgets.heat_layout import HEADING_PX, PITCHES, Grouping, HeatLayout, lay_out
from tests.window.gpu_rows import gpus, node

WIDTH = 300


def grouping(blocks: list[list[int]]) -> Grouping:
    """Blocks of nodes of so many cells."""
    sizes = [size for block in blocks for size in block]
    block = np.repeat(np.arange(len(blocks)), [sum(each) for each in blocks])
    return Grouping(np.arange(sum(sizes)), block, np.repeat(np.arange(len(sizes)), sizes), [""] * len(blocks))


nodes = st.lists(st.integers(1, 90), min_size=1, max_size=20)
anything = st.lists(nodes, min_size=1, max_size=5).map(grouping)


@given(anything, st.integers(40, 900), st.integers(0, 900))
def test_that_no_two_cells_share_a_place_and_all_are_inside(cells: Grouping, width: int, height: int) -> None:
    layout = lay_out(cells, width, height)
    assert len({*zip(layout.x.tolist(), layout.y.tolist(), strict=True)}) == len(cells.rows)
    assert layout.x.min() >= 0
    assert layout.x.max() + layout.size <= width
    assert layout.y.max() + layout.pitch == layout.height
    assert np.all(np.diff(layout.y) >= 0)


@given(anything, st.integers(40, 900))
def test_that_a_cell_is_found_at_its_place(cells: Grouping, width: int) -> None:
    layout = lay_out(cells, width, 400)
    found = [layout.cell_at(int(x) + 1, int(y) + 1) for x, y in zip(layout.x, layout.y, strict=True)]
    assert found == list(range(len(cells.rows)))


@given(anything)
def test_that_nothing_is_found_in_headings_and_beyond(cells: Grouping) -> None:
    layout = lay_out(cells, WIDTH, 400)
    assert all(layout.cell_at(1, block.top + HEADING_PX - 1) == -1 for block in layout.blocks)
    assert layout.cell_at(-1, HEADING_PX + 1) == -1
    assert layout.cell_at(WIDTH + 50, HEADING_PX + 1) == -1
    assert layout.cell_at(1, -5) == -1
    assert layout.cell_at(1, layout.height + 500) == -1


@given(st.lists(st.integers(1, 8), min_size=1, max_size=40))
def test_that_the_cells_of_a_node_stand_side_by_side(sizes: list[int]) -> None:
    cells = grouping([sizes])
    layout = lay_out(cells, WIDTH, 100)
    for first, last in pairwise(np.append(np.flatnonzero(np.diff(cells.node, prepend=-1)), len(cells.rows)).tolist()):
        assert len(set(layout.y[first:last].tolist())) == 1
        assert set(np.diff(layout.x[first:last]).tolist()) <= {layout.pitch}


@given(anything, st.data())
def test_that_down_and_up_lead_to_the_next_line(cells: Grouping, data: st.DataObject) -> None:
    layout = lay_out(cells, WIDTH, 400)
    cell = data.draw(st.integers(0, len(cells.rows) - 1))
    for step in (-1, 1):
        other = layout.neighbour(cell, step)
        between = [
            y
            for y in set(layout.y.tolist())
            if 0 < step * (y - layout.y[cell]) < step * (layout.y[other] - layout.y[cell])
        ]
        assert not between
        assert (other == cell) == (layout.y[cell] == (layout.y.max() if step > 0 else layout.y.min()))


def test_that_cells_are_as_large_as_fits_and_then_scroll() -> None:
    many = grouping([[8] * 1000])
    assert lay_out(many, WIDTH, 100).pitch == PITCHES[-1]
    assert lay_out(many, WIDTH, 100).height > 100
    assert lay_out(grouping([[2]]), WIDTH, 400).pitch == PITCHES[0]


def test_that_groups_are_sites_pools_and_nodes_in_natural_order() -> None:
    table = gpus(*node("n10", 2), *node("n2", 2), *node("g1", 2, pool="beta/a100", site="hall-2"))
    by = groupings()[0]
    made = group(table, by, groups_of(table, by), None)
    assert made.titles == ["hall-1 › alpha › h100", "hall-2 › beta › a100"]
    assert [table.ids[row] for row in made.rows[:4]] == [
        "alpha/n2/gpu0", "alpha/n2/gpu1", "alpha/n10/gpu0", "alpha/n10/gpu1"
    ]  # fmt: skip


def test_that_the_tables_sort_orders_cells_within_a_node_alone() -> None:
    table = gpus(*node("n1", 2), *node("n2", 2))
    by = groupings()[0]
    made = group(table, by, groups_of(table, by), np.array([3, 2, 1, 0]))
    assert [table.ids[row] for row in made.rows] == [
        "alpha/n1/gpu1", "alpha/n1/gpu0", "alpha/n2/gpu1", "alpha/n2/gpu0"
    ]  # fmt: skip


def test_that_no_cells_need_no_room() -> None:
    table = gpus()
    for by in groupings():
        layout: HeatLayout = lay_out(group(table, by, groups_of(table, by), None), WIDTH, 100)
        assert layout.height == 0
        assert layout.cell_at(1, 1) == -1
