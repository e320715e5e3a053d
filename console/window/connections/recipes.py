"""How a source is added: the block of the configuration file for each kind, ready to paste."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


class Recipe(NamedTuple):
    """One way to connect something."""

    title: str
    note: str
    toml: str


_HOST: Final = """[[source]]
kind = "host"
name = "this-host"
"""
_NVML: Final = """[[source]]
kind = "nvml"
name = "gpus"
"""
_SLURM_REST: Final = """[[source]]
kind = "slurm"
name = "alpha"
site = "hall-1"
url = "http://slurm.example.org:6820"
user = "ops"
token = "keyring:alpha"
"""
_SLURM_SSH: Final = """[[source]]
kind = "slurm"
name = "alpha"
site = "hall-1"
ssh = "login.example.org"
"""
_SLURM_LOCAL: Final = """[[source]]
kind = "slurm"
name = "alpha"
site = "hall-1"
command = "local"
"""


def recipes() -> tuple[Recipe, ...]:
    """Every kind that this version can connect."""
    return (
        Recipe(
            translate("Recipe", "Slurm, by its REST server"),
            translate("Recipe", "slurmrestd, with a token from scontrol token that lies in the system's keyring."),
            _SLURM_REST,
        ),
        Recipe(
            translate("Recipe", "Slurm, over SSH"),
            translate("Recipe", "The Slurm commands of a login node that you reach with your own SSH configuration."),
            _SLURM_SSH,
        ),
        Recipe(
            translate("Recipe", "Slurm, on this machine"),
            translate("Recipe", "The Slurm commands that are installed here."),
            _SLURM_LOCAL,
        ),
        Recipe(
            translate("Recipe", "This machine's GPUs"),
            translate("Recipe", "NVIDIA GPUs through the driver's own library; nothing else is needed."),
            _NVML,
        ),
        Recipe(
            translate("Recipe", "This machine"),
            translate("Recipe", "Processors, memory, disks, network and temperatures."),
            _HOST,
        ),
    )
