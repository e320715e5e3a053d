"""The parts of the connections page."""
