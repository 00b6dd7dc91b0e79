"""Exact forms of the standard library's value types, both ways. Imports a type's module only to make one."""

from __future__ import annotations

from .builtin import int_text
from .conversion import ConversionError
from .plain import TAG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .builtin import Encode
    from .decode import Decode, Decoding
    from .encode import Encoding


def standard_encoder(cls: type) -> Encode | None:
    """The encoder of an exact type, or None."""
    name = cls.__name__
    if cls.__module__.startswith("pathlib"):
        return _encode_path if name in _PATHS else None
    return _ENCODERS.get(name)


_PATHS = frozenset(("PosixPath", "WindowsPath", "PurePosixPath", "PureWindowsPath", "Path", "PurePath"))


# Dates and times.


def _zone(value: Any, moment: Any) -> dict[str, Any] | None:
    """The zone of a datetime or time: its offset then, its key in the zone database, its name."""
    zone = value.tzinfo
    if zone is None:
        return None
    described: dict[str, Any] = {}
    offset = zone.utcoffset(moment)
    if offset is not None:
        described["offset"] = (offset.days * 86400 + offset.seconds) * 1_000_000 + offset.microseconds
    key = getattr(zone, "key", None)
    if isinstance(key, str):
        described["key"] = key
    name = zone.tzname(moment)
    if isinstance(name, str):
        described["name"] = name
    return described


def _encode_datetime(_: Encoding, value: Any) -> Any:
    encoded: dict[str, Any] = {
        TAG: "datetime",
        "v": [value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond],
        "fold": value.fold,
    }
    zone = _zone(value, value)
    if zone is not None:
        encoded["tz"] = zone
    return encoded


def _encode_time(_: Encoding, value: Any) -> Any:
    encoded: dict[str, Any] = {
        TAG: "time",
        "v": [value.hour, value.minute, value.second, value.microsecond],
        "fold": value.fold,
    }
    zone = _zone(value, None)
    if zone is not None:
        encoded["tz"] = zone
    return encoded


def _encode_date(_: Encoding, value: Any) -> Any:
    return {TAG: "date", "v": [value.year, value.month, value.day]}


def _encode_timedelta(_: Encoding, value: Any) -> Any:
    return {TAG: "timedelta", "v": [value.days, value.seconds, value.microseconds]}


def _decode_zone(tag: dict[str, Any]) -> Any:
    zone = tag.get("tz")
    if zone is None:
        return None
    import datetime

    key = zone.get("key")
    if key is not None:
        try:
            from zoneinfo import ZoneInfo

            return ZoneInfo(key)
        except (ImportError, LookupError, ValueError, OSError):
            if "offset" not in zone:
                raise ConversionError(f"this Python knows no time zone {key!r}") from None
    if "offset" not in zone:
        raise ConversionError("a time zone without a key needs an offset")
    offset = datetime.timedelta(microseconds=zone["offset"])
    name = zone.get("name")
    if not offset and name in (None, "UTC"):
        return datetime.timezone.utc
    plain = datetime.timezone(offset)
    return datetime.timezone(offset, name) if name is not None and name != plain.tzname(None) else plain


def _decode_datetime(_: Decoding, tag: dict[str, Any]) -> Any:
    import datetime

    return datetime.datetime(*tag["v"], fold=tag.get("fold", 0), tzinfo=_decode_zone(tag))


def _decode_time(_: Decoding, tag: dict[str, Any]) -> Any:
    import datetime

    return datetime.time(*tag["v"], fold=tag.get("fold", 0), tzinfo=_decode_zone(tag))


def _decode_date(_: Decoding, tag: dict[str, Any]) -> Any:
    import datetime

    return datetime.date(*tag["v"])


def _decode_timedelta(_: Decoding, tag: dict[str, Any]) -> Any:
    import datetime

    days, seconds, microseconds = tag["v"]
    return datetime.timedelta(days, seconds, microseconds)


# Exact numbers, identifiers, paths.


def _encode_decimal(_: Encoding, value: Any) -> Any:
    return {TAG: "decimal", "v": str(value)}


def _decode_decimal(_: Decoding, tag: dict[str, Any]) -> Any:
    from decimal import Decimal

    return Decimal(tag["v"])


def _encode_fraction(_: Encoding, value: Any) -> Any:
    return {TAG: "fraction", "v": [int_text(value.numerator), int_text(value.denominator)]}


def _decode_fraction(_: Decoding, tag: dict[str, Any]) -> Any:
    from fractions import Fraction

    from .decode import int_of_text

    numerator, denominator = tag["v"]
    return Fraction(int_of_text(numerator), int_of_text(denominator))


def _encode_uuid(_: Encoding, value: Any) -> Any:
    return {TAG: "uuid", "v": str(value)}


def _decode_uuid(_: Decoding, tag: dict[str, Any]) -> Any:
    from uuid import UUID

    return UUID(tag["v"])


def _encode_path(_: Encoding, value: Any) -> Any:
    return {TAG: "path", "v": str(value), "k": type(value).__name__}


def _decode_path(_: Decoding, tag: dict[str, Any]) -> Any:
    import pathlib

    kind = tag.get("k", "Path")
    if kind not in _PATHS:
        raise ConversionError(f"{kind!r} is no kind of path")
    # A path of the other system can only be a pure one here.
    native = type(pathlib.Path()).__name__
    cls: Any = getattr(
        pathlib, kind if kind.startswith("Pure") or kind in ("Path", native) else f"Pure{kind}"
    )
    return cls(tag["v"])


_ENCODERS: dict[str, Encode] = {
    "datetime": _encode_datetime,
    "time": _encode_time,
    "date": _encode_date,
    "timedelta": _encode_timedelta,
    "Decimal": _encode_decimal,
    "Fraction": _encode_fraction,
    "UUID": _encode_uuid,
}

STANDARD_DECODERS: dict[str, Decode] = {
    "datetime": _decode_datetime,
    "time": _decode_time,
    "date": _decode_date,
    "timedelta": _decode_timedelta,
    "decimal": _decode_decimal,
    "fraction": _decode_fraction,
    "uuid": _decode_uuid,
    "path": _decode_path,
}
