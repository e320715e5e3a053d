"""Systems that are polled, one module or package per kind, behind the port in port.py.

Imports console.model and console.settings; httpx lives here alone; no kind imports another.
"""
