"""The error of a value that can't cross the wire, with the path to it."""

from __future__ import annotations


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
