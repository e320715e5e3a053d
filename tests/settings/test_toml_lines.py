import tomllib
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from console.settings.toml_lines import KeyPath, TomlLines, find_lines

DOCUMENT = '''# a comment with [brackets] and key = 1
[console]
theme = "dark"          # [not.a.table]
"odd key".'and more' = 1

[[source]]
name = "alpha"
text = """
name = "inside"
[[source]]
"""
tags = { team = "x # y", "a=b" = [1, 2] }

[[source]]
name = 'beta'
hosts = [
  "n1",  # first
  { name = "n2", port = 1 },
]
since = 2026-11-25 10:42:07
[source.deep.er]
key = true
[[source.list]]
a = 1
[[source.list]]
a = 2
'''


def test_every_key_has_its_line() -> None:
    lines = find_lines(DOCUMENT)
    assert {path: lines[path] for path in lines if len(path) < 2} == {("console",): 2, ("source",): 6}
    assert lines["console", "theme"] == 3
    assert lines["console", "odd key"] == lines["console", "odd key", "and more"] == 4
    assert [lines["source", n] for n in (0, 1)] == [6, 14]
    assert [lines["source", n, "name"] for n in (0, 1)] == [7, 15]
    assert lines["source", 0, "tags"] == lines["source", 0, "tags", "a=b"] == lines["source", 0, "tags", "a=b", 1] == 12
    assert [lines["source", 1, "hosts", n] for n in (0, 1)] == [17, 18]
    assert lines["source", 1, "hosts", 1, "port"] == 18
    assert lines["source", 1, "since"] == 20
    assert lines["source", 1, "deep"] == 21
    assert lines["source", 1, "deep", "er", "key"] == 22
    assert [lines["source", 1, "list", n, "a"] for n in (0, 1)] == [24, 26]


def test_a_path_without_a_line_has_that_of_what_is_around_it() -> None:
    lines = TomlLines("x.toml", find_lines(DOCUMENT))
    assert lines.line(("source", 1, "missing", "key")) == 14
    assert lines.line(("nothing",)) == 1
    assert lines.where(("source", 1, "name")) == "x.toml, line 15"
    assert TomlLines().where(("source",)) == ""


def test_lines_within_a_table_have_paths_that_begin_there() -> None:
    lines = TomlLines("x.toml", find_lines(DOCUMENT)).within(("source", 1))
    assert lines.where(("name",)) == "x.toml, line 15"
    assert lines.where(()) == "x.toml, line 14"
    assert lines.where(("missing",)) == "x.toml, line 14"


names = st.text("ab-_ .é\"'#=[", min_size=1, max_size=4)
scalars = st.one_of(
    st.integers(-99, 99).map(str),
    st.sampled_from(
        [
            "true",
            "1.5e3",
            "2026-11-25 10:42:07",
            "2026-11-25T10:42:07Z",
            "'''\n[x]\ny = 'z' '''''",
            '"""a\\""" # x\n"""',
            '""""""',
            '"\\"#"',
            "'\\'",
        ]
    ),
)


def _basic(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _array(members: list[str]) -> str:
    return "[\n" + "".join(f"  {member} , # comment ]\n" for member in members) + "]"


def _inline(members: dict[str, str]) -> str:
    # Only what stays on one line may stand in an inline table.
    return "{" + ", ".join(f"{_basic(key)} = {value}" for key, value in members.items() if "\n" not in value) + " }"


values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3).map(_array) | st.dictionaries(names, inner, max_size=3).map(_inline),
)
tables = st.dictionaries(names, values, max_size=4)


@st.composite
def documents(draw: st.DrawFn) -> str:
    text = ""
    for name, entries in draw(st.dictionaries(names, st.lists(tables, min_size=1, max_size=3), max_size=3)).items():
        header = "[[ {} ]]" if len(entries) > 1 else "[{}] # x"
        for entry in entries:
            text += header.format(_basic(name)) + "\n"
            text += "".join(f"  {_basic(key)}={value}\n\n" for key, value in entry.items())
    return text


def _paths(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    if path:
        yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from _paths(inner, (*path, key))


@settings(deadline=None)  # a busy machine is no failure
@given(documents())
def test_every_key_that_tomllib_finds_stands_on_the_line_that_is_told(text: str) -> None:
    lines = find_lines(text)
    rows = text.split("\n")
    paths = set(_paths(tomllib.loads(text)))
    assert set(lines) == paths
    for path in paths:
        if isinstance(path[-1], str):
            assert _basic(path[-1]) in rows[lines[path] - 1]
