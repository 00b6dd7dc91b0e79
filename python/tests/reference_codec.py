"""The wire's values written down a second time, plainly, for the property tests: no line is shared with the adapter."""

from __future__ import annotations

import datetime
import decimal
import fractions
import math
import uuid
from typing import Any

SAFE = 2**53 - 1


def encode(value: Any, attachments: list[bytes]) -> Any:
    """A Python value as a host sends it."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return value if -SAFE <= value <= SAFE else {"$": "int", "v": str(value)}
    if isinstance(value, float):
        if math.isnan(value):
            return {"$": "float", "v": "nan"}
        if math.isinf(value):
            return {"$": "float", "v": "inf" if value > 0 else "-inf"}
        if repr(value) == "-0.0":
            return {"$": "float", "v": "-0"}
        return {"$": "float", "v": value} if value.is_integer() else value
    if isinstance(value, complex):
        return {"$": "complex", "re": encode(value.real, attachments), "im": encode(value.imag, attachments)}
    if isinstance(value, bytes):
        attachments.append(value)
        return {"$": "bytes", "a": len(attachments) - 1}
    if isinstance(value, list):
        return [encode(item, attachments) for item in value]
    if isinstance(value, (tuple, set, frozenset)):
        return {"$": type(value).__name__, "v": [encode(item, attachments) for item in value]}
    if isinstance(value, dict):
        pairs = [[encode(key, attachments), encode(item, attachments)] for key, item in value.items()]
        if all(isinstance(key, str) for key in value):
            return {"$": "dict", "v": pairs} if "$" in value else dict(pairs)
        return {"$": "map", "v": pairs}
    if isinstance(value, datetime.datetime):
        fields = [
            value.year,
            value.month,
            value.day,
            value.hour,
            value.minute,
            value.second,
            value.microsecond,
        ]
        return {"$": "datetime", "v": fields, "fold": value.fold, **_zone(value)}
    if isinstance(value, datetime.date):
        return {"$": "date", "v": [value.year, value.month, value.day]}
    if isinstance(value, datetime.time):
        fields = [value.hour, value.minute, value.second, value.microsecond]
        return {"$": "time", "v": fields, "fold": value.fold, **_zone(value)}
    if isinstance(value, datetime.timedelta):
        return {"$": "timedelta", "v": [value.days, value.seconds, value.microseconds]}
    if isinstance(value, decimal.Decimal):
        return {"$": "decimal", "v": str(value)}
    if isinstance(value, fractions.Fraction):
        return {"$": "fraction", "v": [str(value.numerator), str(value.denominator)]}
    if isinstance(value, uuid.UUID):
        return {"$": "uuid", "v": str(value)}
    if isinstance(value, range):
        return {
            "$": "range",
            "v": [encode(part, attachments) for part in (value.start, value.stop, value.step)],
        }
    raise TypeError(type(value).__name__)


def _zone(value: datetime.datetime | datetime.time) -> dict[str, Any]:
    offset = value.utcoffset()
    if offset is None:
        return {}
    return {"tz": {"offset": offset // datetime.timedelta(microseconds=1), "name": value.tzname()}}


def decode(value: Any, attachments: list[bytes]) -> Any:
    """The value that a worker sent."""
    if isinstance(value, list):
        return [decode(item, attachments) for item in value]
    if not isinstance(value, dict):
        return value
    tag = value.get("$")
    if tag is None:
        return {key: decode(item, attachments) for key, item in value.items()}
    inner: Any = value.get("v")
    if tag in ("tuple", "set", "frozenset"):
        return {"tuple": tuple, "set": set, "frozenset": frozenset}[tag](
            decode(item, attachments) for item in inner
        )
    if tag in ("dict", "map"):
        return {decode(key, attachments): decode(item, attachments) for key, item in inner}
    if tag == "float":
        return float(inner)
    if tag == "int":
        return int(inner)
    if tag == "complex":
        return complex(decode(value["re"], attachments), decode(value["im"], attachments))
    if tag == "bytes":
        return attachments[value["a"]]
    if tag == "range":
        return range(*(decode(part, attachments) for part in inner))
    if tag in ("datetime", "time"):
        cls = datetime.datetime if tag == "datetime" else datetime.time
        return cls(*inner, fold=value["fold"], tzinfo=_decoded_zone(value.get("tz")))
    makers: dict[str, Any] = {
        "date": lambda: datetime.date(*inner),
        "timedelta": lambda: datetime.timedelta(*inner),
        "decimal": lambda: decimal.Decimal(inner),
        "fraction": lambda: fractions.Fraction(int(inner[0]), int(inner[1])),
        "uuid": lambda: uuid.UUID(inner),
    }
    return makers[tag]()


def _decoded_zone(zone: dict[str, Any] | None) -> datetime.tzinfo | None:
    if zone is None:
        return None
    return datetime.timezone(datetime.timedelta(microseconds=zone["offset"]), zone["name"])


def picture(value: Any) -> str:
    """Text that is equal for values that are the same: types, the sign of zero and NaN included."""
    if isinstance(value, (list, tuple)):
        return f"{type(value).__name__}[{', '.join(map(picture, value))}]"
    if isinstance(value, (set, frozenset)):
        return f"{type(value).__name__}[{', '.join(sorted(map(picture, value)))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{picture(key)}: {picture(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (datetime.datetime, datetime.time)) and value.tzinfo is not None:
        bare = value.replace(tzinfo=None)
        return f"{bare!r} fold {value.fold} offset {value.utcoffset()} name {value.tzname()}"
    return f"{type(value).__name__} {value!r}"
