/** The same API gives the same wrapper, whichever Python and process described it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findPythons } from "../../../scripts/test-environment.mjs";
import { copyTypeshed } from "../../../scripts/typeshed.mjs";
import { DescriptionStore } from "../../src/description/index.js";
import { adapterPath } from "../test-python.js";
import { generateReal } from "./real.js";

let folder: string;

/** Of its own alone: what classes inherit from built-in ones is the interpreter's, and so are their docstrings. */
const source = `"""Parcels and what they cost."""
from __future__ import annotations
from typing import Generic, Iterator, List, Literal, Optional, Protocol, Tuple, TypedDict, TypeVar, Union, overload

T = TypeVar("T")
LIMIT = 5
NAME = "parcels"


class Address(TypedDict):
    street: str
    number: int


class Sized(Protocol):
    def size(self) -> float: ...


class Box(Generic[T]):
    """Holds one thing."""

    kind: Literal["box"] = "box"

    def __init__(self, content: T, *, label: Optional[str] = None) -> None:
        """Pack it."""

    @property
    def content(self) -> T:
        """What is inside."""
        raise NotImplementedError

    @classmethod
    def empty(cls) -> Box[None]:
        raise NotImplementedError

    @staticmethod
    def count(boxes: List[Box[int]]) -> int:
        return len(boxes)

    def __add__(self, other: Box[T]) -> Box[T]:
        return self

    def __iter__(self) -> Iterator[T]:
        raise NotImplementedError


class Parcel(Box[str]):
    def weigh(self, scale: Tuple[float, float] = (1.0, 2.0)) -> float:
        """Weigh it.

        :param scale: how
        """
        return 1.0


@overload
def send(parcel: Parcel) -> str: ...
@overload
def send(parcel: str, to: Address) -> int: ...
def send(parcel, to=None):
    """Send it off."""


def price(what: Union[Sized, Box[int]], *rest: float, currency: str = "NOK", **more: int) -> Optional[float]:
    return None
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "snakebridge-pythons-"));
  mkdirSync(join(folder, "lib"));
  writeFileSync(join(folder, "lib", "parcels.py"), source);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The wrappers of a module as one run makes them, with nothing cached. */
async function wrappersBy(python: string, cache: string): Promise<Map<string, string>> {
  const store = new DescriptionStore({
    python,
    adapterPath,
    typeshed: copyTypeshed(),
    sysPath: [join(folder, "lib")],
    cacheFolder: join(folder, cache),
  });
  try {
    const { files } = await generateReal(store, ["parcels"], {}, 0);
    return new Map(files.map(({ path, text }) => [path, text]));
  } finally {
    await store.close();
  }
}

it("two processes of one Python give the same bytes", async () => {
  const [python] = findPythons();
  if (python === undefined) throw new Error("There is no Python.");
  expect(await wrappersBy(python.path, "second")).toEqual(await wrappersBy(python.path, "first"));
}, 300_000);

it("two versions of Python give the same but for the version in the first line", async () => {
  const pythons = findPythons();
  const newest = pythons[0];
  const older = pythons.find(({ version }) => version !== newest?.version);
  if (newest === undefined || older === undefined) throw new Error("This test needs two versions of Python.");
  const withoutVersion = (files: ReadonlyMap<string, string>) =>
    new Map([...files].map(([path, text]) => [path, text.replace(/\(CPython 3\.\d+\)/, "(CPython)")]));
  const one = await wrappersBy(newest.path, newest.version);
  const other = await wrappersBy(older.path, older.version);
  expect(one.get("parcels.d.ts")?.split("\n")[0]).toContain(`(CPython ${newest.version})`);
  expect(withoutVersion(other)).toEqual(withoutVersion(one));
}, 300_000);
