"""What is installed, what changes a description, and failed imports."""

from __future__ import annotations

import ast
import os
import sys
import time
from importlib.metadata import Distribution, DistributionFinder
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from describing import Packages, ask, describe

from snakebridge_adapter.describe.conditions import evaluate
from snakebridge_adapter.describe.sources import SourceFinder
from snakebridge_adapter.describe.submodules import locate

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_installed_modules_with_their_distribution(packages: Packages) -> None:
    packages.write("inst_a/__init__.py", "")
    packages.write("inst_b.py", "")
    packages.write(
        "inst_dist-1.5.dist-info/METADATA",
        "Metadata-Version: 2.1\nName: Inst-Dist\nVersion: 1.5\nSummary: Sells.\n",
    )
    packages.write(
        "inst_dist-1.5.dist-info/RECORD",
        "inst_a/__init__.py,,\ninst_b.py,,\ninst_dist-1.5.dist-info/METADATA,,\n",
    )
    found = {item["name"]: item for item in ask({"what": "installed"})["modules"]}
    owner = {"distribution": "Inst-Dist", "version": "1.5", "summary": "Sells."}
    assert found["inst_a"] == {"name": "inst_a", "package": True, **owner}
    assert found["inst_b"] == {"name": "inst_b", **owner}
    assert found["json"] == {"name": "json", "package": True, "stdlib": True}
    assert found["sys"]["stdlib"] is True
    assert "inst_a" not in sys.modules
    description = ask({"what": "module", "name": "inst_a"})
    assert (description["description"]["distribution"], description["description"]["version"]) == (
        "Inst-Dist",
        "1.5",
    )
    files = [Path(item["path"]).name for item in description["evidence"]["files"]]
    assert files[0] == "RECORD"


def test_a_namespace_package_has_several_distributions(packages: Packages) -> None:
    for part, module in (("first", "inst_space/aa/__init__.py"), ("second", "inst_space/bb/cc.py")):
        packages.write(module, "")
        folder = f"inst_space_{part}-1.dist-info"
        packages.write(f"{folder}/METADATA", f"Metadata-Version: 2.1\nName: inst-space-{part}\nVersion: 1\n")
        packages.write(f"{folder}/RECORD", f"{module},,\n{folder}/METADATA,,\n")
    for module, part in (("inst_space.aa", "first"), ("inst_space.bb.cc", "second")):
        answer = ask({"what": "module", "name": module})
        assert answer["description"]["distribution"] == f"inst-space-{part}"
        records = [Path(item["path"]).parent.name for item in answer["evidence"]["files"]]
        assert f"inst_space_{part}-1.dist-info" in records


def test_broken_metadata_hides_nothing_else(packages: Packages) -> None:
    packages.write("broken-0.dist-info/RECORD", "inst_c.py,,\n")
    packages.write("inst_c.py", "")
    assert "inst_c" in {item["name"] for item in ask({"what": "installed"})["modules"]}


def test_the_standard_library_depends_on_no_file() -> None:
    assert ask({"what": "module", "name": "json"})["evidence"] == {"files": []}


def test_what_is_installed_while_the_list_is_made_does_not_count_as_seen(packages: Packages) -> None:
    class Installer(DistributionFinder):
        """Installs a package at the moment in which what is installed is listed."""

        def find_distributions(self, context: object = None) -> Iterator[Distribution]:
            packages.write(
                "inst_late-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: inst-late\nVersion: 1\n"
            )
            return iter(())

        def find_spec(self, *_: object) -> None:
            return None

    os.utime(packages.folder, (1, 1))
    installer = Installer()
    sys.meta_path.append(installer)
    try:
        evidence = ask({"what": "installed"})["evidence"]
    finally:
        sys.meta_path.remove(installer)
    (folder,) = [item for item in evidence["files"] if item["path"] == str(packages.folder)]
    assert folder["time"] == 1000
    assert os.stat(packages.folder).st_mtime > 1


def test_a_file_that_changes_while_it_is_described_is_told(packages: Packages) -> None:
    packages.write("inst_still.py", "a = 1\n")
    packages.write("inst_moving.py", "open(__file__, 'a').write('b = 2\\n')\n")
    # As if they had been there before the question, by more than the clock of a file system may be wrong.
    later = (packages.folder / "inst_moving.py").stat().st_ctime + 0.02
    while time.time() < later:
        pass
    assert "changed" not in ask({"what": "module", "name": "inst_still"})["evidence"]
    moved = ask({"what": "module", "name": "inst_moving"})
    assert moved["evidence"]["changed"] is True
    packages.write("inst_class.py", "open(__file__, 'a').write('b = 2\\n')\nclass Kept: pass\n")
    assert ask({"what": "class", "name": "inst_class.Kept"})["evidence"]["changed"] is True


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("raise ValueError('no')", {"error": "raised", "type": "ValueError", "message": "no"}),
        ("import sys; sys.exit(2)", {"error": "exited", "code": 2}),
        ("raise SystemExit('bye')", {"error": "exited", "code": 1, "message": "bye"}),
        ("import not_there_at_all", {"error": "raised", "missing": "not_there_at_all"}),
        ("from json import no_such_name", {"error": "raised", "type": "ImportError"}),
        ("def f(:", {"error": "raised", "type": "SyntaxError"}),
        ("raise BaseException", {"error": "raised", "type": "BaseException"}),
    ],
)
def test_failed_imports_are_answers(packages: Packages, source: str, expected: dict[str, object]) -> None:
    packages.write("inst_d.py", source + "\n")
    answer = ask({"what": "module", "name": "inst_d"})
    assert expected.items() <= answer.items()


def test_a_missing_module_is_told_from_a_missing_dependency() -> None:
    assert ask({"what": "module", "name": "no_such_thing.sub"})["missing"] == "no_such_thing"
    assert ask({"what": "class", "name": "json.Nothing"})["error"] == "no-class"


def test_output_of_the_import_is_kept(packages: Packages, capsys: pytest.CaptureFixture[str]) -> None:
    packages.write("inst_e.py", "import sys\nprint('one')\nsys.stderr.write('two')\nprint('x' * 9000)\n")
    output = describe("inst_e")["importOutput"]
    assert output.startswith("one\ntwo")
    assert len(output) == 4000
    assert capsys.readouterr().out.startswith("one\n")


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("sys.version_info >= (3, 9)", True),
        ("sys.version_info < (3, 9)", False),
        ("sys.version_info >= (4,)", False),
        ("sys.version_info[0] == 3", True),
        ("sys.version_info[:2] >= (3, 9)", True),
        ("sys.version_info == (3, 1)", False),
        ("sys.platform == 'nowhere'", False),
        ("sys.platform.startswith('nowhere')", False),
        ("not TYPE_CHECKING", False),
        ("typing.TYPE_CHECKING and sys.version_info >= (3, 9)", True),
        ("something and sys.version_info < (3,)", False),
        ("something or sys.version_info < (3,)", None),
        ("something", None),
        ("os.name == 'java'", False),
    ],
)
def test_conditions(test: str, expected: bool | None) -> None:
    expression = ast.parse(test, mode="eval").body
    assert evaluate(expression) is expected


def test_sources_come_in_order(packages: Packages) -> None:
    packages.write("order/__init__.py", "")
    finder = SourceFinder(None)
    kinds: list[str] = []
    for name in ("order/__init__.py", "order/py.typed", "order/__init__.pyi", "order-stubs/__init__.pyi"):
        packages.write(name, "")
        finder.forget()
        finder = SourceFinder(None)
        found = finder.find("order")
        assert found is not None
        kinds.append(f"{found.kind} {Path(found.path).parent.name}/{Path(found.path).name}")
    assert kinds == [
        "plain order/__init__.py",
        "inline order/__init__.py",
        "stub order/__init__.pyi",
        "stub order-stubs/__init__.pyi",
    ]


def test_locating_finds_builtin_frozen_and_nested_modules(packages: Packages) -> None:
    packages.write("loc/inner/leaf.py", "")
    assert locate("sys") is not None
    assert locate("json.decoder") is not None
    assert locate("loc.inner.leaf") is not None
    assert locate("json.nothing") is None
