import re
from pathlib import Path

import msgspec
import pytest

from console.settings.configuration import read
from console.settings.policy import PolicySettings, SecondPerson
from console.settings.structs import (
    AlertSettings,
    BudgetSettings,
    ConsoleSettings,
    HistorySettings,
    PriceSettings,
    SiteSettings,
    SourceSettings,
    TeamSettings,
)

PAGE = (Path(__file__).parents[2] / "docs/configuration.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
TABLES: list[type[msgspec.Struct]] = [
    AlertSettings,
    BudgetSettings,
    ConsoleSettings,
    HistorySettings,
    PolicySettings,
    PriceSettings,
    SecondPerson,
    SiteSettings,
    SourceSettings,
    TeamSettings,
]


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_every_example_is_valid(example: str) -> None:
    warnings = read(example.encode(), Path("docs/configuration.md")).warnings
    assert not any("plain text" in warning for warning in warnings)


@pytest.mark.parametrize("table", TABLES)
def test_every_key_is_documented(table: type[msgspec.Struct]) -> None:
    keys = [field.encode_name for field in msgspec.structs.fields(table)]
    internal = {"keys"}  # what is left for the kind
    assert [key for key in keys if f"`{key}`" not in PAGE and key not in internal] == []
