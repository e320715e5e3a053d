"""What was. Imports console.model, console.settings and console.sources.

So far the last hour, in memory.
"""
