/** Looks the names of a `PythonExpression` up in descriptions. */
import type { PythonExpression } from "../analysis/expression.js";
import type { Knowledge } from "./knowledge.js";
import { either, type Resolution, unknown } from "./resolution.js";
import { settled } from "./value-types.js";
import { itemOfArray, ofArrayMethod } from "./arrays.js";
import { moduleResolution, memberOf } from "./lookup.js";
import { callResult, instanceOf, elementOf, iterationOf } from "./results.js";

const depthLimit = 40;

export function resolve(expression: PythonExpression, knowledge: Knowledge, depth = 0): Resolution {
  if (depth > depthLimit) {
    return unknown;
  }
  const inner = (part: PythonExpression): Resolution => resolve(part, knowledge, depth + 1);
  switch (expression.kind) {
    case "host":
    case "converted":
      return unknown;
    case "module":
      return moduleResolution(
        expression.module,
        knowledge,
        knowledge.wrapper(expression.module) !== undefined,
      );
    case "import":
      // Needs the document; `locate` has replaced it where a wrapper was found.
      return unknown;
    case "member":
      return expression.name.startsWith("$")
        ? unknown
        : memberOf(inner(expression.object), expression.name, knowledge);
    case "call":
      return (
        ofArrayMethod(expression, inner) ??
        callResult(inner(expression.callee), expression.call.arguments, knowledge)
      );
    case "awaited":
      return awaited(inner(expression.value));
    case "element": {
      const object = inner(expression.object);
      return expression.ofArray
        ? itemOfArray(object, expression.index)
        : elementOf(object, expression.index, knowledge);
    }
    case "either": {
      const options = expression.options.map(inner);
      return either(expression.open ? [...options, unknown] : options);
    }
    case "iterated":
      return iterationOf(inner(expression.object), knowledge);
    case "entered":
      return callResult(memberOf(inner(expression.object), "__enter__", knowledge), [], knowledge);
    case "instance":
      return instanceOf(inner(expression.class));
  }
}

function awaited(value: Resolution): Resolution {
  if (value.kind === "either") {
    return either(value.options.map(awaited));
  }
  return value.kind === "value" ? { ...value, type: settled(value.type), awaited: true } : value;
}

/** Replaces imports of wrappers by the modules that they stand for. */
export function locate(
  expression: PythonExpression,
  knowledge: Knowledge,
  documentUri: string,
): PythonExpression {
  switch (expression.kind) {
    case "import": {
      const wrapper = knowledge.wrapperOfImport(expression.specifier, documentUri);
      return wrapper ? { kind: "module", module: wrapper.module, span: expression.span } : expression;
    }
    case "member":
      return { ...expression, object: locate(expression.object, knowledge, documentUri) };
    case "call":
      return { ...expression, callee: locate(expression.callee, knowledge, documentUri) };
    case "awaited":
      return { ...expression, value: locate(expression.value, knowledge, documentUri) };
    case "element":
    case "iterated":
    case "entered":
      return { ...expression, object: locate(expression.object, knowledge, documentUri) };
    case "either":
      return {
        ...expression,
        options: expression.options.map((option) => locate(option, knowledge, documentUri)),
      };
    case "instance":
      return { ...expression, class: locate(expression.class, knowledge, documentUri) };
    default:
      return expression;
  }
}
