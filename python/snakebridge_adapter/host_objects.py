"""What Python holds of the host: functions, iterators, errors."""

from __future__ import annotations

from .values.encode import declared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from .callbacks import Callbacks


class JavaScriptError(Exception):
    """An error that the host threw. It returns to the host as the very object that was thrown."""

    def __init__(self, name: str, message: str, stack: str | None = None) -> None:
        super().__init__(message)
        self.name = name
        #: The host's id of the error, by which it knows it again.
        self.__snakebridge_host__: int | None = None
        self.stack = stack

    def __str__(self) -> str:
        message = super().__str__()
        return f"{self.name}: {message}" if message else self.name


class HostFunction:
    """A function of the host's as a Python callable. The host keeps it for as long as Python does."""

    def __init__(self, callbacks: Callbacks, tag: dict[str, Any]) -> None:
        self._callbacks = callbacks
        self._id: int = tag["id"]
        self._parameters: int = tag.get("params") or 0
        self._signature_text: str | None = tag.get("signature")
        self._signature: Any = None
        self._asynchronous = bool(tag.get("async"))
        #: The declared types of its arguments, where the host says them.
        self.__snakebridge_as__: list[Any] = tag.get("as") or []
        self.__snakebridge_count__ = 0
        self.__name__ = self.__qualname__ = tag.get("name") or "anonymous"
        self.__doc__ = None
        if self._asynchronous:
            from .tasks import mark_coroutine_function

            mark_coroutine_function(self)

    @property
    def __snakebridge_callback__(self) -> int:
        """The host's id of this function: sent back to the host, it is that function again."""
        return self._id

    @property
    def __signature__(self) -> Any:
        """What `inspect.signature` shows:

        the declared signature, or the function's parameters and `*args`.
        """
        if self._signature is None:
            self._signature = _signature(self._signature_text, self._parameters)
        return self._signature

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if kwargs and self._signature_text is not None:
            bound = self.__signature__.bind(*args, **kwargs)
            args, kwargs = bound.args, bound.kwargs
        types = self.__snakebridge_as__[: len(args)]
        if types:
            args = (*map(declared, args, types), *args[len(types) :])
        target = {"fn": self._id}
        if self._asynchronous:
            return self._callbacks.call_async(target, list(args), kwargs)
        return self._callbacks.call(target, list(args), kwargs)

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self
        from types import MethodType

        return MethodType(self, instance)

    def __repr__(self) -> str:
        return f"<JavaScript function {self.__name__}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a JavaScript function can't be pickled: it lives in the host")

    def __del__(self) -> None:
        callbacks = self.__dict__.get("_callbacks")
        if callbacks is not None:
            callbacks.lent.dropped("fn", self._id, self.__snakebridge_count__)


def _signature(text: str | None, parameters: int) -> Any:
    import inspect

    if text is not None:
        declared: Any = eval(f"lambda {text}: None", {})
        return inspect.signature(declared)
    kind = inspect.Parameter.POSITIONAL_ONLY
    positional = [inspect.Parameter(f"arg{index}", kind) for index in range(parameters)]
    return inspect.Signature([*positional, inspect.Parameter("args", inspect.Parameter.VAR_POSITIONAL)])


class HostIterator:
    """An iterable of the host's as a Python iterator, for `for` and `async for` alike."""

    def __init__(self, callbacks: Callbacks, number: int) -> None:
        self._callbacks = callbacks
        self._id = number
        self._ended = False

    def __iter__(self) -> HostIterator:
        return self

    def __aiter__(self) -> HostIterator:
        return self

    def __next__(self) -> Any:
        if self._ended:
            raise StopIteration
        ended, value = self._taken(self._ask("next"))
        if ended:
            raise StopIteration(value)
        return value

    async def __anext__(self) -> Any:
        if self._ended:
            raise StopAsyncIteration
        step = await self._callbacks.call_async({"it": self._id, "step": "next"}, [], {})
        ended, value = self._taken(step)
        if ended:
            raise StopAsyncIteration
        return value

    def send(self, value: Any) -> Any:
        ended, item = self._taken(self._ask("next", value))
        if ended:
            raise StopIteration(item)
        return item

    def throw(self, error: Any, value: Any = None, traceback: Any = None) -> Any:
        """Raise an error inside the host's generator."""
        del traceback
        if isinstance(error, type):
            error = value if isinstance(value, BaseException) else error()
        ended, item = self._taken(self._ask("throw", error))
        if ended:
            raise StopIteration(item)
        return item

    def close(self) -> None:
        """Tell the host's iterator that no more is wanted; it runs its `finally`."""
        if not self._ended:
            self._ended = True
            self._ask("return")

    async def aclose(self) -> None:
        if not self._ended:
            self._ended = True
            await self._callbacks.call_async({"it": self._id, "step": "return"}, [], {})

    def _ask(self, step: str, *args: Any) -> Any:
        try:
            return self._callbacks.call({"it": self._id, "step": step}, list(args), {})
        except BaseException:
            self._ended = True
            raise

    def _taken(self, step: Any) -> tuple[bool, Any]:
        from .operations import Done

        if isinstance(step, Done):
            self._ended = True
            return True, step.value
        return False, step

    def __del__(self) -> None:
        callbacks = self.__dict__.get("_callbacks")
        if callbacks is not None:
            callbacks.lent.dropped("it", self._id, 1)
