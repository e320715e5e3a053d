"""The drawer: one opened object, now, over the last hour, with its jobs and with what its source said."""
