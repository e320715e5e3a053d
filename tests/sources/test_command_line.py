"""Secrets on other people's command lines."""

from __future__ import annotations

import pytest

from console.sources.command_line import LONGEST, shown_command


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["train", "--hf-token", "hf_abc", "--lr", "3"], "train --hf-token [secret] --lr 3"),
        (["train", "--hf_token=hf_abc"], "train --hf_token=[secret]"),
        (["env", "WANDB_API_KEY=1234", "python"], "env WANDB_API_KEY=[secret] python"),
        (["mysqld", "--PASSWORD=a\nb"], "mysqld --PASSWORD=[secret]"),
        (["git", "clone", "https://ada:pw@host/x"], "git clone https://ada:[secret]@host/x"),
        (["curl", "-token", "abc"], "curl -token [secret]"),
    ],
)
def test_what_its_name_says_is_a_secret_is_masked(arguments: list[str], shown: str) -> None:
    assert shown_command(arguments) == shown


@pytest.mark.parametrize(
    "arguments",
    [
        ["serve", "--max-tokens", "4096", "--tokenizer=llama", "--num-tokens=8"],
        ["serve", "--token", "--verbose"],
        ["curl", "https://host:8080/a@b"],
        ["token", "list"],
    ],
)
def test_what_is_no_secret_is_shown(arguments: list[str]) -> None:
    assert shown_command(arguments) == " ".join(arguments)


def test_a_long_command_is_cut() -> None:
    assert len(shown_command(["x" * 1000])) == LONGEST
