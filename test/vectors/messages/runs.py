def add(left, right):
    return left + right


def nothing():
    return None


def same(value):
    return value


def whole(value):
    return float(value)


def text(value):
    return repr(value)
