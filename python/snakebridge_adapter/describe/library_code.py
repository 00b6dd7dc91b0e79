"""Running a library's own code where looking at its objects can't avoid it: a `repr`, a signature."""

from __future__ import annotations

from typing import Callable, TypeVar

Result = TypeVar("Result")
Other = TypeVar("Other")


def attempt(run: Callable[[], Result], otherwise: Other) -> Result | Other:
    """
    What the code gives, or ``otherwise``, whatever it raises.

    Not only errors: code may end Python (`SystemExit`), and extensions written in Rust panic with a class of
    their own that is no `Exception`. `KeyboardInterrupt` passes: by this the host cancels a description.
    """
    try:
        return run()
    except KeyboardInterrupt:
        raise
    except BaseException:  # Anything, see above.
        return otherwise
