"""Profiles the worker's main thread from its start to its end: see `bench/profile.ts`."""

import atexit
import cProfile
import os
import pstats

if "BENCH_PROFILE" in os.environ:
    _profile = cProfile.Profile()

    def _write() -> None:
        _profile.disable()
        with open(os.environ["BENCH_PROFILE"], "w", encoding="utf-8") as file:
            pstats.Stats(_profile, stream=file).strip_dirs().sort_stats("tottime").print_stats(30)

    atexit.register(_write)
    _profile.enable()
