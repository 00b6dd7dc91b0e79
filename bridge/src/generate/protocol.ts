/**
 * Which plain JavaScript values do for a Python `Protocol`: those whose Python counterpart has all of its members. An
 * array is a `list`, so it does for a protocol of `__len__` and `__getitem__`, and not for one of `__array__`.
 */

const words = (text: string): readonly string[] => text.split(/\s+/);
const always = words(
  "__class__ __doc__ __eq__ __ne__ __hash__ __repr__ __str__ __format__ __init__ __new__ __sizeof__",
);
const ordered = words("__lt__ __le__ __gt__ __ge__");
const container = words("__len__ __iter__ __contains__");
const sequence = [...ordered, ...container, ...words("__getitem__ __add__ __mul__ __rmul__ count index")];
const arithmetic = words(
  `__add__ __radd__ __sub__ __rsub__ __mul__ __rmul__ __truediv__ __rtruediv__ __floordiv__ __rfloordiv__ __mod__
  __rmod__ __divmod__ __rdivmod__ __pow__ __rpow__ __neg__ __pos__ __abs__ __bool__ __int__ __float__ __complex__
  __round__ __trunc__ __floor__ __ceil__ real imag conjugate`,
);
const integer = words(
  "__index__ __invert__ __and__ __or__ __xor__ __lshift__ __rshift__ bit_length numerator denominator",
);

/** The TypeScript of a kind of value, and what its Python counterpart has beside what every object has. */
const kinds: readonly { readonly type: string; readonly members: ReadonlySet<string> }[] = [
  { type: "number", members: new Set([...ordered, ...arithmetic, ...integer]) },
  { type: "bigint", members: new Set([...ordered, ...arithmetic, ...integer]) },
  {
    type: "string",
    members: new Set([
      ...sequence,
      ...words("encode join lower upper split strip startswith endswith replace find format"),
    ]),
  },
  {
    type: "readonly unknown[]",
    members: new Set([
      ...sequence,
      ...words(
        "__setitem__ __delitem__ __reversed__ __iadd__ append clear copy extend insert pop remove reverse sort",
      ),
    ]),
  },
  {
    type: "{ readonly [key: string]: unknown }",
    members: new Set([
      ...container,
      ...words(
        "__getitem__ __setitem__ __delitem__ __or__ __reversed__ keys values items get pop popitem setdefault update clear copy",
      ),
    ]),
  },
  {
    type: "ReadonlySet<unknown>",
    members: new Set([
      ...container,
      ...words("__and__ __or__ __sub__ __xor__ add discard remove pop clear copy union isdisjoint"),
    ]),
  },
  {
    type: "Uint8Array",
    members: new Set([
      ...sequence,
      ...words("__bytes__ __buffer__ decode hex join split strip startswith endswith replace find"),
    ]),
  },
  { type: "((...args: never[]) => unknown)", members: new Set(["__call__", "__name__"]) },
  { type: "Iterable<unknown>", members: new Set(["__iter__", "__next__"]) },
];

const common = new Set(always);

/** The kinds of plain values that have all of a protocol's members; `"all"` where every value has. */
export function plainKinds(members: readonly string[]): readonly string[] | "all" {
  const asked = members.filter((name) => !common.has(name));
  if (asked.length === 0) return "all";
  return kinds.filter((kind) => asked.every((name) => kind.members.has(name))).map((kind) => kind.type);
}
