"""What the host lent to Python: functions, iterators and errors, each one Python object while it lives."""

from __future__ import annotations

from _weakref import ref

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .callbacks import Callbacks
    from .host_objects import HostFunction, HostIterator, JavaScriptError


class Lent:
    """The tables of host objects that Python holds, by the host's ids."""

    def __init__(self, callbacks: Callbacks) -> None:
        #: What they are called by.
        self._callbacks = callbacks
        self._functions: dict[int, ref[HostFunction]] = {}
        self._iterators: dict[int, ref[HostIterator]] = {}
        self._errors: dict[int, ref[JavaScriptError]] = {}

    def function(self, tag: dict[str, Any]) -> HostFunction:
        from .host_objects import HostFunction

        number = tag["id"]
        known = self._functions.get(number)
        function = known() if known is not None else None
        if function is None:
            function = HostFunction(self._callbacks, tag)
            self._functions[number] = ref(function)
        elif tag.get("as") and not function.__snakebridge_as__:
            function.__snakebridge_as__ = tag["as"]
        function.__snakebridge_count__ += 1
        return function

    def iterator(self, tag: dict[str, Any]) -> HostIterator:
        from .host_objects import HostIterator

        number = tag["id"]
        known = self._iterators.get(number)
        iterator = known() if known is not None else None
        if iterator is None:
            iterator = HostIterator(self._callbacks, number)
            self._iterators[number] = ref(iterator)
        return iterator

    def error(self, tag: dict[str, Any]) -> JavaScriptError:
        from .host_objects import JavaScriptError

        number = tag["id"]
        known = self._errors.get(number)
        error = known() if known is not None else None
        if error is None:
            error = JavaScriptError(tag.get("name") or "Error", tag.get("message") or "", tag.get("stack"))
            error.__snakebridge_host__ = number
            self._errors[number] = ref(error, lambda _: self._forget_error(number))
        return error

    def _forget_error(self, number: int) -> None:
        known = self._errors.get(number)
        if known is not None and known() is None:
            del self._errors[number]

    def dropped(self, kind: str, number: int, count: int) -> None:
        """A destructor's notice. The host hears of it with the next flush."""
        table: dict[int, Any] = self._functions if kind == "fn" else self._iterators
        known = table.get(number)
        if known is not None and known() is None:
            del table[number]
        self._callbacks.worker.output.released(kind, number, count)
