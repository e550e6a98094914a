"""No test is timed: a slow machine is no fault (speed belongs to the benchmarks)."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
