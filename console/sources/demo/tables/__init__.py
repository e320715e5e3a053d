"""The simulated site as tables of a snapshot, one module a table.

Columns that never change are made once; those that change when something happens are made again only then, and what
comes out equal is the same Column object as before, so that the engine sends on only what is new.
"""
