"""What plain calls need most: targets that can be named at once, and answers that convert to themselves."""

from __future__ import annotations

from .jsontext import quote
from .objects import UNFINISHED, Failed
from .values.plain import MAX_SAFE
from .values.surrogates import is_joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .worker import Worker

#: Stands for a target that is not at hand.
MISSING: Any = object()
#: Longer text takes the ordinary way, which watches how much is gathered.
SHORT = 1 << 16


def target_at_hand(worker: Worker, on: Any) -> Any:
    """What `on` names, if that is at hand; else `MISSING`."""
    if type(on) is not dict or "path" in on:
        return MISSING
    kind = on.get("$")
    if kind == "module":
        return worker.module_at_hand(on["name"], MISSING)
    if kind == "ref":
        return worker.objects.find(on["id"], MISSING)
    if kind == "call":
        target = worker.calls.get(on["id"], MISSING)
        return MISSING if type(target) is Failed or type(target) in UNFINISHED else target
    return MISSING


def answer_plainly(worker: Worker, call: int, value: Any) -> bool:
    """Keep and send a value that converts to itself. False, and nothing is done, for any other."""
    cls: Any = type(value)
    if cls is int and -MAX_SAFE <= value <= MAX_SAFE:
        text = f"[{call},0,{value}]"
    elif cls is str and len(value) < SHORT and (value.isascii() or not is_joined(value)):
        text = f"[{call},0,{quote(value)}]"
    elif cls is float and value - value == 0.0 and not value.is_integer():
        text = f"[{call},0,{value!r}]"
    else:
        return False
    worker.calls[call] = value
    worker.output.results.append(text)
    return True
