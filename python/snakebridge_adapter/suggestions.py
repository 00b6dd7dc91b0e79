"""The name that was probably meant, as Python's own traceback adds it to an AttributeError."""

from __future__ import annotations

#: Python itself looks no further than this either.
MAX_CANDIDATES = 750
#: How alike two names are (0 to 1): one letter of five that is wrong or in another place is within it.
ALIKE = 0.7


def with_suggestion(error: AttributeError, message: str) -> str:
    """`message`, with `Did you mean: 'dumps'?` where the object has the attribute in another spelling.

    Needs Python 3.10, whose AttributeErrors know the object that was asked.
    """
    if "id you mean" in message:
        return message
    name, asked = getattr(error, "name", None), getattr(error, "obj", None)
    if not isinstance(name, str) or asked is None or name not in message:
        return message
    meant = similar_attribute(asked, name)
    return (
        message
        if meant is None
        else f"{message}{'' if message.endswith('.') else '.'} Did you mean: '{meant}'?"
    )


def similar_attribute(asked: object, name: str) -> str | None:
    """The attribute of `asked` that is most like `name`, if one is."""
    if type(asked).__module__.partition(".")[0] == __name__.partition(".")[0]:
        # An object of the host: asking it for its names would call back.
        return None
    from difflib import get_close_matches

    names = dir(asked)
    hidden = name.startswith("_")
    candidates = [other for other in names if hidden or not other.startswith("_")]
    if len(candidates) > MAX_CANDIDATES:
        return None
    return next(iter(get_close_matches(name, candidates, n=1, cutoff=ALIKE)), None)
