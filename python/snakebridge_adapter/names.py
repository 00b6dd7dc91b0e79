"""What operations name, by the forms of `docs/wire.md`: modules, objects, results, and what the host lent."""

from __future__ import annotations

import sys

from .objects import UNFINISHED, CallTable, Failed, ObjectTable, StepFailed, UnknownReference
from .operations import module_named, walk
from .values.decode import Decoding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .callbacks import Callbacks


class Names:
    """The tables by which a worker finds what the host names."""

    def __init__(self) -> None:
        self.objects = ObjectTable()
        self.calls = CallTable()
        #: Modules that are known to be imported to the end.
        self._modules: dict[str, Any] = {}

    @property
    def callbacks(self) -> Callbacks:
        """What the host lent."""
        raise NotImplementedError

    def decoding(self, op: dict[str, Any]) -> Decoding:
        return Decoding(self, op.get("attachments") or [])

    def decode(self, op: dict[str, Any], value: Any) -> Any:
        return self.decoding(op).value(value)

    def held(self, tag: dict[str, Any]) -> Any:
        """What a deferred operation named, kept for it since."""
        value = tag["value"]
        return walk(value.argument() if type(value) in UNFINISHED else value, tag.get("path"))

    def held_target(self, tag: dict[str, Any]) -> Any:
        value = tag["value"]
        return walk(value.target() if type(value) in UNFINISHED else value, tag.get("path"))

    def referenced(self, number: int) -> Any:
        return self.objects.get(number)

    def called(self, number: int, path: list[str] | None) -> Any:
        """The result of an earlier call, as an argument: of a coroutine call that is its task."""
        value = self._result(number)
        if type(value) in UNFINISHED:
            return walk(value.target(), path) if path else value.argument()
        return walk(value, path)

    def target_call(self, number: int, path: list[str] | None) -> Any:
        """The result of an earlier call, as a target: of a coroutine call that is what it returned."""
        value = self._result(number)
        if type(value) in UNFINISHED:
            value = value.target()
        return walk(value, path)

    def _result(self, number: int) -> Any:
        try:
            value = self.calls[number]
        except KeyError:
            raise UnknownReference(f"the result of call {number} was released") from None
        if type(value) is Failed:
            raise StepFailed(value)
        return value

    def module_at_hand(self, name: str, missing: Any) -> Any:
        """A module that is imported to the end, or `missing`."""
        module = self._modules.get(name)
        return module if module is not None and sys.modules.get(name) is module else missing

    def module(self, name: str, path: list[str] | None) -> Any:
        module = sys.modules.get(name)
        if module is None or self._modules.get(name) is not module:
            module = module_named(name)
            self._modules[name] = module
        return walk(module, path) if path else module

    def host_function(self, tag: dict[str, Any]) -> Any:
        return self.callbacks.lent.function(tag)

    def host_iterator(self, tag: dict[str, Any]) -> Any:
        return self.callbacks.lent.iterator(tag)

    def host_error(self, tag: dict[str, Any]) -> Any:
        return self.callbacks.lent.error(tag)
