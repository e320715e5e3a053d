"""`switchroom gpus | jobs | pools | nodes | reservations | alerts`: one table after one poll of every source."""

from __future__ import annotations

import argparse

from console.cli.columns import COLUMNS
from console.cli.poll import poll_once, report_trouble
from console.cli.render import print_json, rendered, terminal
from console.insight.filter import parse_filter
from console.model.document import document


def run(options: argparse.Namespace) -> int:
    """Print the table that the command is named after."""
    name = str(options.command)
    chosen = parse_filter(options.filter)
    fleet = poll_once(options)
    fleet = fleet.with_table(fleet[name].take(chosen.mask(fleet[name])))
    if options.json:
        print_json(document(fleet, [name]))
        return report_trouble(fleet)
    out = terminal()
    if len(fleet[name]):
        out.print(rendered(fleet[name], COLUMNS[name], out.width))
    else:
        out.print(f"No {name}." if not options.filter else f"No {name} match the filter.")
    return report_trouble(fleet)
