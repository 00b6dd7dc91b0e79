"""What the worker keeps for the host: objects it holds references to, and the results of its calls."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


class UnknownReference(LookupError):
    """The host named an object or a call that the worker no longer has."""


class ObjectTable:
    """Objects that the host holds references to, one id per live object, by identity.

    Each time an object is sent counts one. `release` takes back the count that the host received, so an
    object that is sent again while its release is on the way stays.
    """

    def __init__(self) -> None:
        self._objects: dict[int, list[Any]] = {}
        self._ids: dict[int, int] = {}
        self._next = 1

    def __len__(self) -> int:
        return len(self._objects)

    def send(self, value: object) -> int:
        """The id of an object, counted as sent once more."""
        key = id(value)
        number = self._ids.get(key)
        if number is not None:
            self._objects[number][1] += 1
            return number
        number = self._next
        self._next = number + 1
        self._objects[number] = [value, 1]
        self._ids[key] = number
        return number

    def get(self, number: int) -> Any:
        try:
            return self._objects[number][0]
        except KeyError:
            raise UnknownReference(f"object {number} was released") from None

    def find(self, number: int, missing: Any) -> Any:
        entry = self._objects.get(number)
        return missing if entry is None else entry[0]

    def release(self, refs: Iterable[tuple[int, int]]) -> None:
        dropped: list[Any] = []
        for number, count in refs:
            entry = self._objects.get(number)
            if entry is None:
                continue
            entry[1] -= count
            if entry[1] <= 0:
                del self._objects[number]
                del self._ids[id(entry[0])]
                dropped.append(entry)
        # Destructors run here, when both tables are already consistent.
        dropped.clear()


class Failed:
    """The result of a call that failed. `step` is the call that failed first."""

    __slots__ = ("error", "step")

    def __init__(self, error: BaseException, step: int) -> None:
        self.error = error
        self.step = step


class StepFailed(Exception):
    """An operation's target or argument is a failed call."""

    def __init__(self, failed: Failed) -> None:
        super().__init__()
        self.failed = failed


class Cancelled(BaseException):
    """Stands for the result of an operation that was cancelled before it began."""


#: The types of `Unfinished` results. `isinstance` would ask the user's values, whose classes answer as they
#: like.
UNFINISHED: set[type] = set()


class Unfinished:
    """The result of an operation that is not there yet."""

    #: Whether the host has released it meanwhile.
    released = False

    def __init_subclass__(cls) -> None:
        UNFINISHED.add(cls)

    def target(self) -> Any:
        """What it stands for as a target. Raises `Waiting` until it is known."""
        raise Waiting(self)

    def argument(self) -> Any:
        """What it stands for as an argument."""
        raise Waiting(self)

    def defer(self, op: dict[str, Any]) -> None:
        """Perform an operation once this result is known."""
        raise NotImplementedError

    def cancel(self) -> None:
        raise NotImplementedError


class Waiting(Exception):
    """An operation depends on a result that is not there yet."""

    def __init__(self, entry: Unfinished) -> None:
        super().__init__()
        self.entry = entry


class CallTable(dict[int, "Any"]):
    """The results of calls under their ids, until the host releases them."""

    def drop(self, ids: Iterable[Any]) -> None:
        pop = self.pop
        for entry in ids:
            if type(entry) is list:
                for number in range(entry[0], entry[1] + 1):
                    value = pop(number, None)
                    if type(value) in UNFINISHED:
                        value.released = True
            else:
                value = pop(entry, None)
                if type(value) in UNFINISHED:
                    value.released = True
