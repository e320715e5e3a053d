"""The loop: schedules polls, merges snapshots into the fleet, raises alerts, publishes what changed.

Imports every room below the faces. Runs in a child process under the window and in the command's own process elsewhere.
"""
