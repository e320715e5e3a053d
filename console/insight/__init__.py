"""Answers computed from the fleet: pure functions, no I/O.

Imports console.model, and console.history and console.settings where it must.
"""
