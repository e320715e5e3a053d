"""The words of the product as values: ids, quantities, errors, columnar tables, Snapshot and Fleet.

Imports the standard library and numpy only.
"""
