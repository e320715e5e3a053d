"""The desktop console: Qt only, no I/O and no parsing on the GUI thread.

Imports every room below the faces; Qt and pyqtgraph are imported nowhere else.
"""
