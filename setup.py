"""Adds resources/, which stands beside the package, to what a wheel carries. Everything else is in pyproject.toml."""

from setuptools import find_namespace_packages, setup

setup(packages=[*find_namespace_packages(include=["console*"]), "console.resources"])
