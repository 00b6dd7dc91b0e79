"""What every party calls: the same Python functions, so that only the bridge differs."""


def add(a, b):
    return a + b


_cache = {}


def mean(values):
    import numpy

    return float(numpy.asarray(values).mean())


def mean_of_bytes(data):
    """The floor's way in: raw bytes."""
    import numpy

    return float(numpy.frombuffer(data, dtype="<f8").mean())


def array(count):
    if ("array", count) not in _cache:
        import numpy

        _cache["array", count] = numpy.arange(count, dtype="<f8")
    return _cache["array", count]


def records(count):
    if ("records", count) not in _cache:
        _cache["records", count] = [
            {"id": i, "name": "name %d" % i, "score": i * 0.5, "ok": i % 2 == 0, "tags": ["a", "b"]} for i in range(count)
        ]
    return _cache["records", count]


def count(rows):
    return len(rows)


def numbers(count):
    for i in range(count):
        yield i


class Number:
    def __init__(self, value):
        self.value = value

    def plus(self, other):
        return Number(self.value + other)

    def total(self):
        return self.value


def spin(count):
    """Pure Python work that holds the GIL, about a tenth of a second for a million."""
    total = 0
    for i in range(count):
        total += i * i
    return total
