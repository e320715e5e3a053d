"""What Switchroom costs, measured beside its peers; never asserted in tests. `make bench` runs all of it."""
