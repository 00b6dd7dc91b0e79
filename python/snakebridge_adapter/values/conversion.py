"""The error of a value that can't cross the wire, with the path to it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class ConversionError(Exception):
    """A value without a form on the wire. The path names where in the whole value it is: `$.items[3]`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.steps: list[object] = []

    def inside(self, step: object) -> ConversionError:
        """The same error, seen from the container that holds the value under `step`."""
        self.steps.append(step)
        return self

    def inside_array(self, index: int, shape: Sequence[int]) -> ConversionError:
        """The same error, seen from the array that holds the value as its element `index`, rows in a row."""
        for size in reversed(shape):
            self.steps.append(index % size)
            index //= size
        return self

    @property
    def path(self) -> str:
        text = "$"
        for step in reversed(self.steps):
            if isinstance(step, str) and step.isidentifier():
                text += f".{step}"
            else:
                text += f"[{step!r}]"
        return text

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"
