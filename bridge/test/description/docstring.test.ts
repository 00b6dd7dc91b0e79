import { describe, expect, it } from "vitest";
import { docstringMarkdown, parameterDocs } from "../../src/description/index.js";

describe("docstrings as Markdown", () => {
  it("keep the tables of reStructuredText as tables", () => {
    const doc = [
      "Norms.",
      "",
      "=====  ==============  ========",
      "ord    for matrices    vectors",
      "=====  ==============  ========",
      "None   Frobenius       2-norm",
      "0      --              sum(x | 0)",
      "       (not defined)",
      "=====  ==============  ========",
      "",
      "The end.",
    ].join("\n");
    expect(docstringMarkdown(doc)).toBe(
      [
        "Norms.",
        "",
        "| ord | for matrices | vectors |",
        "| --- | --- | --- |",
        "| None | Frobenius | 2-norm |",
        "| 0 | -- (not defined) | sum(x \\| 0) |",
        "",
        "The end.",
      ].join("\n"),
    );
  });

  it("show a table of cells with borders as it is", () => {
    const table = "+---+---+\n| a | b |\n+---+---+";
    expect(docstringMarkdown(`Cells:\n\n${table}\n\nBehind.`)).toBe(
      `Cells:\n\n\`\`\`text\n${table}\n\`\`\`\n\nBehind.`,
    );
  });

  it("leave maths and code alone, and mend links over two lines", () => {
    expect(docstringMarkdown("It is :math:`||A||_F`, see |name| and [1]_.")).toBe(
      "It is `||A||_F`, see name and [1].",
    );
    expect(docstringMarkdown("See the `guide on\n    copies <https://example.org/a>`__ for more.")).toBe(
      "See the [guide on copies](https://example.org/a) for more.",
    );
  });

  it("read a type that goes on in the next line, and escaped stars", () => {
    const doc = [
      "Merge.",
      "",
      "Parameters",
      "----------",
      "how : {'left',",
      "    'right'}, default 'left'",
      "    Type of merge.",
      "\\*\\*kwargs : Any",
      "    The rest.",
      "",
      "See Also",
      "--------",
      "join : Joins by index.",
      "merge_asof",
    ].join("\n");
    expect(docstringMarkdown(doc)).toBe(
      [
        "Merge.",
        "",
        "**Parameters**",
        "",
        "- `how`: *{'left', 'right'}, default 'left'* — Type of merge.",
        "- `**kwargs`: *Any* — The rest.",
        "",
        "**See Also**",
        "",
        "- `join` — Joins by index.",
        "- `merge_asof`",
      ].join("\n"),
    );
    expect(parameterDocs(doc).get("kwargs")).toBe("The rest.");
  });

  it("ends a quotation, joins blanks within a type, and lists pointers without a name", () => {
    const doc = [
      "Fits.",
      "",
      ".. warning:: A beta feature.",
      "This operator supports `X`.",
      "",
      "Parameters",
      "----------",
      "solver : {'a', 'b'},             default='a'",
      "    The algorithm.",
      "",
      "See Also",
      "--------",
      ":ref:`how-to-partition`",
    ].join("\n");
    expect(docstringMarkdown(doc)).toBe(
      [
        "Fits.",
        "",
        "> **Warning:** A beta feature.",
        "",
        "This operator supports `X`.",
        "",
        "**Parameters**",
        "",
        "- `solver`: *{'a', 'b'}, default='a'* — The algorithm.",
        "",
        "**See Also**",
        "",
        "- `how-to-partition`",
      ].join("\n"),
    );
  });

  it("keep the underscores of special methods, which are bold in Markdown", () => {
    expect(
      docstringMarkdown("Uses __new__, object.__init__() and ``__iter__``; see https://example.org/__x__/y."),
    ).toBe("Uses `__new__`, `object.__init__()` and `__iter__`; see https://example.org/__x__/y.");
  });

  it("make items of what a parameter's text defines, where they stand", () => {
    const doc = [
      "Minimizes.",
      "",
      "Parameters",
      "----------",
      "limits : dict, optional",
      "    What holds. Each dictionary has fields:",
      "",
      "    kind : str",
      "        'eq' or 'ineq'.",
      "    fun : callable or None, optional",
      "        The function, which is",
      "        called often.",
      "",
      "        Twice for each point.",
      "",
      "    'strict'",
      "        Nothing else.",
      "",
      "    Behind the fields.",
      "method : str",
      "    For example::",
      "",
      "        method : str",
      "            kept",
    ].join("\n");
    expect(docstringMarkdown(doc)).toBe(
      [
        "Minimizes.",
        "",
        "**Parameters**",
        "",
        "- `limits`: *dict, optional* — What holds. Each dictionary has fields:",
        "",
        "  - `kind`: *str* — 'eq' or 'ineq'.",
        "  - `fun`: *callable or None, optional* — The function, which is",
        "    called often.",
        "",
        "    Twice for each point.",
        "  - 'strict' — Nothing else.",
        "",
        "  Behind the fields.",
        "- `method`: *str* — For example:",
        "",
        "  ```",
        "  method : str",
        "      kept",
        "  ```",
      ].join("\n"),
    );
  });

  it("reads headings as torch writes them, and doctests behind two colons as Python", () => {
    const doc = [
      "Matrix product.",
      "",
      "Keyword args:",
      "    out (Tensor, optional): the output tensor.",
      "",
      "Shape:",
      "    - Input: any.",
      "",
      "Example::",
      "",
      "    >>> torch.randn(3)",
    ].join("\n");
    expect(docstringMarkdown(doc)).toBe(
      [
        "Matrix product.",
        "",
        "**Keyword args**",
        "",
        "- `out`: *Tensor, optional* — the output tensor.",
        "",
        "**Shape**",
        "",
        "- Input: any.",
        "",
        "Example:",
        "",
        "```python",
        ">>> torch.randn(3)",
        "```",
      ].join("\n"),
    );
  });

  it("joins links and roles that go on in the next line, and starts a list on a line of its own", () => {
    const doc = [
      "Parses.",
      "",
      "Parameters",
      "----------",
      "errors : str",
      "    - If 'raise', raises; see :ref:`Examples",
      "      <examples>` for more.",
      "    - Else see `general",
      "      documentation",
      "      <https://example.org/a.html",
      "      #part>`_.",
    ].join("\n");
    expect(docstringMarkdown(doc)).toBe(
      [
        "Parses.",
        "",
        "**Parameters**",
        "",
        "- `errors`: *str*",
        "",
        "  - If 'raise', raises; see `Examples` for more.",
        "  - Else see [general documentation](https://example.org/a.html#part).",
      ].join("\n"),
    );
  });

  it("keeps marks apart that stand in one line, and drops what only divides them", () => {
    const doc = [
      "Adds ``__eq__`` *and* ``__ne__``, see `order`_ and :func:`~lib.hash`; for `Error`\\ s [#]_ read `the",
      "\\ guide <https://example.org/guide>`_ or [Fields](../concepts/fields.md).",
    ].join("\n");
    expect(docstringMarkdown(doc)).toBe(
      [
        "Adds `__eq__` *and* `__ne__`, see order and `lib.hash`; for `Error`s read [the guide](https://example.org/guide) or Fields.",
      ].join("\n"),
    );
  });

  it("quotes notes below parameters, in both languages, with what belongs to them", () => {
    const doc = [
      '!!! abstract "Usage"',
      "    Read this first.",
      "",
      "Defines.",
      "",
      "Args:",
      "    frozen (~typing.Any):",
      "        Makes it immutable.",
      "",
      "        .. note::",
      "",
      "            1. True immutability is impossible.",
      "            2. There is a cost.",
      "    slots: Smaller.",
      "",
      "        .. seealso:: the glossary",
    ].join("\n");
    expect(docstringMarkdown(doc)).toBe(
      [
        "> **Usage:** Read this first.",
        "",
        "Defines.",
        "",
        "**Parameters**",
        "",
        "- `frozen`: *typing.Any* — Makes it immutable.",
        "",
        "  > **Note:**",
        "  >",
        "  > 1. True immutability is impossible.",
        "  > 2. There is a cost.",
        "- `slots` — Smaller.",
        "",
        "  > **See also:** the glossary",
      ].join("\n"),
    );
  });
});
