import { describe, expect, test } from "vitest";
import { z } from "zod";
import { modules, openStore } from "./places.js";
import { classDescription, installedModule, moduleDescription } from "./model-schema.js";

/** What is wrong with a value, as lines that name the place; empty where nothing is. */
function problems(schema: z.ZodType, value: unknown): string {
  const result = schema.safeParse(value);
  return result.success ? "" : z.prettifyError(result.error).slice(0, 2_000);
}

const KINDS = `
import dataclasses, enum, functools, typing
from typing import Generic, TypeVar, overload
T = TypeVar("T")
Id = typing.Union[int, str]
UserId = typing.NewType("UserId", int)
BIG = 2 ** 70
BYTES = b"ab"
NAN = float("nan")

class Color(enum.Enum):
    RED = 1
    BIG = 2 ** 70
    PAIR = (1, 2)

def paint(color=Color.RED, *args: int, mode: typing.Literal["a", 1, None] = "a", **kwargs) -> Color:
    """Paints.

    .. deprecated:: 1.0
       Use brush.
    """

@dataclasses.dataclass
class Point(Generic[T]):
    x: T
    y: "typing.Callable[..., T]" = len
    class Inner:
        def f(self): ...

class Reader(typing.Protocol):
    def read(self, n: int) -> bytes: ...

class Options(typing.TypedDict, total=False):
    size: int

class Pair(typing.NamedTuple):
    left: int

async def wait(): yield 1
lazy = functools.partial(paint, 1)

class Runner:
    def __call__(self, a: int) -> str: ...
run = Runner()
print("said on import")
`;

describe("what the adapter sends is what the model says", () => {
  test.each([
    "json",
    "math",
    "collections",
    "datetime",
    "enum",
    "typing",
    "asyncio",
    "builtins",
    "subprocess",
    "numpy.linalg",
    "requests",
    "pydantic",
  ])("%s", async (module) => {
    const described = await openStore().describe(module);
    expect(problems(moduleDescription, described.description())).toBe("");
  });

  test("every kind of member", async () => {
    const store = openStore({ sysPath: [modules({ "every_kind.py": KINDS })] });
    const description = (await store.describe("every_kind")).description();
    expect(problems(moduleDescription, description)).toBe("");
    const kinds = new Set(
      description.members.map((member) => ("flavour" in member ? member.flavour : member.kind)),
    );
    expect([...kinds].sort()).toEqual([
      "alias",
      "callable-object",
      "dataclass",
      "enum",
      "function",
      "namedtuple",
      "plain",
      "protocol",
      "typeddict",
      "value",
    ]);
  });

  test.each(["datetime.datetime", "_typeshed.SupportsRead", "numpy.ndarray", "dict", "subprocess.Popen"])(
    "the class %s",
    async (name) => {
      const description = await openStore().describeClass(name);
      expect(problems(classDescription, description)).toBe("");
    },
  );

  test("the list of what is installed", async () => {
    const installed = await openStore().installedModules();
    expect(problems(z.array(installedModule), installed)).toBe("");
  });
});
