"""`eval` and `exec`: Python text from the host, run in the worker's `__main__` module.

Values travel as arguments. The text becomes the body of a function whose parameters are the names, so that
lambdas and comprehensions inside see them, while what `exec` assigns still lands in `__main__`.
"""

from __future__ import annotations

import _ast
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_ONLY_AST = 0x400
_FUNCTION = "__snakebridge__"
MAX_REMEMBERED = 200
_count = 0


def _main_names() -> dict[str, Any]:
    return sys.modules["__main__"].__dict__


def _remember(code: str, kind: str) -> str:
    """A file name for the text under which tracebacks find its lines."""
    global _count
    _count += 1
    import linecache

    filename = f"<python.{kind} {_count}>"
    linecache.cache[filename] = (len(code), None, [line + "\n" for line in code.splitlines()], filename)
    linecache.cache.pop(f"<python.{kind} {_count - MAX_REMEMBERED}>", None)
    return filename


def _dedent(code: str) -> str:
    """Text without the indentation that it has in common, as template literals bring it along."""
    lines = code.split("\n")
    margins = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    # The first line stands right behind the opening quote, so its margin says nothing.
    rest = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    if not margins:
        return code
    if lines[0].strip() and margins[0] == 0:
        return code
    margin = min(rest) if rest and not lines[0].strip() else min(margins)
    return "\n".join(line[margin:] if not line[:margin].strip() else line for line in lines)


def evaluate(code: str, names: dict[str, Any]) -> Any:
    """The value of an expression."""
    text = code.strip()
    try:
        tree: Any = compile(text, "<python.eval>", "eval", _ONLY_AST, True)
        if names:
            tree.body = _located(_ast.Lambda(args=_parameters(names), body=tree.body), tree.body)
        program: Any = compile(tree, "<python.eval>", "eval", 0, True)
    except SyntaxError as error:
        error.__traceback__ = None
        raise
    if not names:
        return eval(program, _main_names())
    return eval(program, _main_names())(**names)


def execute(code: str, names: dict[str, Any]) -> None:
    """Run statements. What they assign becomes attributes of `__main__`."""
    text = _dedent(code)
    filename = _remember(text, "exec")
    scope = _main_names()
    if not names:
        exec(compile(text, filename, "exec", 0, True), scope)
        return
    tree: Any = compile(text, filename, "exec", _ONLY_AST, True)
    if not tree.body:
        return
    assigned = [name for name in _assigned_names(text, filename) if name not in names]
    body: list[Any] = tree.body
    if assigned:
        body = [_located(_ast.Global(names=assigned), body[0]), *body]
    function: Any = _ast.FunctionDef(
        name=_FUNCTION, args=_parameters(names), body=body, decorator_list=[], returns=None, type_comment=None
    )
    if sys.version_info >= (3, 12):
        function.type_params = []
    tree.body = [_located(function, body[0])]
    local: dict[str, Any] = {}
    # The definition itself goes to a dict of its own: only its globals are `__main__`.
    exec(compile(tree, filename, "exec", 0, True), scope, local)
    local[_FUNCTION](**names)


def _parameters(names: dict[str, Any]) -> Any:
    parameters = [_located(_ast.arg(arg=name, annotation=None, type_comment=None), None) for name in names]
    return _ast.arguments(
        posonlyargs=[], args=parameters, vararg=None, kwonlyargs=[], kw_defaults=[], kwarg=None, defaults=[]
    )


def _located(node: Any, like: Any) -> Any:
    node.lineno = getattr(like, "lineno", 1)
    node.col_offset = getattr(like, "col_offset", 0)
    node.end_lineno = getattr(like, "lineno", 1)
    node.end_col_offset = getattr(like, "col_offset", 0)
    return node


def _assigned_names(text: str, filename: str) -> list[str]:
    """Names that module-level statements bind."""
    import symtable

    table = symtable.symtable(text, filename, "exec")
    return [
        symbol.get_name()
        for symbol in table.get_symbols()
        if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
    ]
