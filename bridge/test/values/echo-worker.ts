import { WorkerProcess } from "../../src/pool/worker.js";
import {
  CodecRegistry,
  ValueDecoder,
  ValueEncoder,
  type DecodeContext,
  type PyEnumMember,
  type TaggedValue,
} from "../../src/values/index.js";
import { adapterPath, testPython } from "../test-python.js";

/** A reference as these tests see one: what came over the wire. */
export class Reference {
  readonly form: Readonly<Record<string, unknown>>;

  constructor(form: object) {
    this.form = form as Readonly<Record<string, unknown>>;
  }
}

/** A Python module as a value. */
export class Module {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

type Result = readonly [id: number, kind: number, value: unknown];

/** A real worker, driven at the level of values: no calls, no sessions. */
export class EchoWorker {
  readonly process: WorkerProcess;
  readonly codecs = new CodecRegistry();
  readonly #encoder: ValueEncoder;
  readonly #decoder: ValueDecoder;
  readonly #waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  #nextId = 1;

  constructor(imports: readonly string[] = []) {
    this.process = new WorkerProcess({
      python: testPython(),
      adapterPath,
      imports,
      onOutput: () => undefined,
    });
    const members = new Map<number, PyEnumMember>();
    const ids = new WeakMap<object, number>();
    const context: DecodeContext = {
      reference: (form) => new Reference(form),
      exception: (form) => new Reference(form),
      enumMember(id, create) {
        const member = members.get(id) ?? create();
        members.set(id, member);
        ids.set(member, id);
        return member;
      },
      namedTuple: (id, tuple) => ids.set(tuple, id),
    };
    this.#decoder = new ValueDecoder(context, this.codecs);
    const encode = (value: object): TaggedValue | undefined => {
      if (value instanceof Reference) return { $: "ref", id: value.form["id"] };
      if (value instanceof Module) return { $: "module", name: value.name };
      const id = ids.get(value);
      return id === undefined ? undefined : { $: "ref", id };
    };
    this.#encoder = new ValueEncoder({ encode }, this.codecs);
    this.process.onMessage((message, attachments) => {
      for (const [id, kind, value] of message["r"] as Result[]) {
        const waiting = this.#waiting.get(id);
        this.#waiting.delete(id);
        if (kind === 2) waiting?.reject(new Error(JSON.stringify(value)));
        else if (kind === 3) waiting?.reject(new Error("cancelled"));
        else waiting?.resolve(kind === 1 ? this.#decoder.value(value, attachments) : value);
      }
    });
    this.process.onLost((loss) => {
      for (const { reject } of this.#waiting.values()) reject(loss);
    });
  }

  /** Sends the values and gets them back, all in one frame each way. */
  echo(values: readonly unknown[]): Promise<unknown[]> {
    const attachments: Uint8Array[] = [];
    const texts = values.map((value) => this.#encoder.value(value, attachments));
    return this.#batch(
      texts.map((text) => `"op":"get","on":${text},"path":[],"pull":1`),
      attachments,
    );
  }

  /** Evaluates Python code; `deep` as `$value()`. */
  async eval(
    code: string,
    names: Readonly<Record<string, unknown>> = {},
    deep = false,
    options: object = {},
  ): Promise<unknown> {
    const attachments: Uint8Array[] = [];
    const text = this.#encoder.keywords(names, attachments);
    const rest = `"pull":${deep ? 3 : 1},"options":${JSON.stringify(options)}`;
    const [value] = await this.#batch(
      [`"op":"eval","code":${JSON.stringify(code)},"names":${text},${rest}`],
      attachments,
    );
    return value;
  }

  #batch(operations: readonly string[], attachments: readonly Uint8Array[]): Promise<unknown[]> {
    const ids = operations.map(() => this.#nextId++);
    const results = ids.map(
      (id) => new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject })),
    );
    const ops = operations.map((operation, index) => `{"id":${ids[index] ?? 0},${operation}}`);
    this.process.send(`{"t":"batch","ops":[${ops.join()}]}`, attachments);
    return Promise.all(results);
  }
}
