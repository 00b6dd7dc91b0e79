import { describe, expect, test } from "vitest";
import { z } from "zod";
import { findPythons } from "../../../scripts/test-environment.mjs";
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
    "attrs",
    "numpy",
    "pandas",
    "polars",
    "pyarrow",
    "networkx",
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

const SHAPES = `
import dataclasses, enum
from typing import Callable, Dict, Generic, List, Optional, TypeVar, Union, overload
T = TypeVar("T")

class Color(enum.Enum):
    RED = 1

@dataclasses.dataclass
class Point(Generic[T]):
    """A point."""
    x: T
    y: "Optional[int]" = None

class Named(Point[str]):
    def move(self, by: Union[int, str], *rest: float, key: Callable[[int], str] = str, **more: Dict[str, int]) -> "Point[str]":
        """Moves.

        Parameters
        ----------
        by : int or str
            How far.
        """
        return self
    @property
    def size(self) -> List[int]: ...
    @staticmethod
    def make(): ...
    @classmethod
    def read(cls, path: "str") -> "Named": ...

def plain(a, b=2, *, c: Optional[str] = None): ...
async def wait(seconds: float) -> None: ...
def each() -> "List[T]": yield
LIMIT = 3
`;

const STUB = `
from typing import overload
@overload
def pick(a: int) -> int: ...
@overload
def pick(a: str, b: int = 1) -> str: ...
class Box[T]:
    def get(self, default: T | None = None) -> T: ...
type Names = list[str]
def names(*args: *tuple[int, str]) -> Names: ...
`;

// Starting every interpreter of the machine takes seconds where others work too.
const pythons = findPythons();

test(
  "the same source says the same on the oldest and on the newest Python",
  { timeout: 120_000 },
  async () => {
    const folder = modules({
      "shapes_of_both.py": SHAPES,
      "stubbed_of_both.py":
        "def pick(a, b=1): ...\nclass Box:\n    def get(self, default=None): ...\nNames = None\ndef names(*args): ...\n",
      "stubbed_of_both.pyi": STUB,
    });
    expect(pythons.length).toBeGreaterThan(1);
    const [newest, oldest] = [pythons[0]?.path, pythons.at(-1)?.path].map((path) =>
      openStore({ python: path ?? "", sysPath: [folder] }),
    );
    for (const module of ["shapes_of_both", "stubbed_of_both"]) {
      const { python: _new, ...left } = (await newest?.describe(module))?.description() ?? { python: "" };
      const { python: _old, ...right } = (await oldest?.describe(module))?.description() ?? { python: "" };
      expect(left).toHaveProperty("members");
      // Where a decorated class begins is told from 3.13 on, and counted with its decorators.
      expect(withoutPlaces(right)).toEqual(withoutPlaces(left));
    }
  },
);

function withoutPlaces(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === "location" ? undefined : inner)));
}
