"""Switchroom: one window on every GPU that an organisation can use. Each room's docstring says what it may import."""

__version__ = "0.1.0"
