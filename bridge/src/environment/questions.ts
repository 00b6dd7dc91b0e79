/**
 * The Python programs by which we ask an interpreter about itself. They run as `PYTHON -c EXEC PROGRAM`, answer with one line of JSON
 * behind a mark, and the first must run on any Python back to 2.7, so that an old one is told from something broken.
 */

/** Runs its argument. A shell that is given this by mistake stops at the syntax; without its first entry, `sys.path` is not the user's folder. */
export const EXEC = "exec(__import__('sys').argv[1])";

/** Precedes the answer, since start-up files of the user may print. */
export const ANSWER_MARK = "snakebridge-answer:";

/** What the interpreter is. */
export const WHO_ARE_YOU = `
import sys
sys.path[:] = [entry for entry in sys.path if entry]
import json, os, platform
def main():
    release = "%d.%d.%d" % sys.version_info[:3]
    if sys.version_info[3] != "final":
        release += {"alpha": "a", "beta": "b", "candidate": "rc"}[sys.version_info[3]] + str(sys.version_info[4])
    answer = {"version": release, "path": sys.executable}
    if sys.version_info >= (3, 9):
        import importlib.util, sysconfig
        paths = sysconfig.get_paths()
        base = getattr(sys, "base_prefix", sys.prefix)
        stdlib = paths.get("stdlib") or ""
        answer.update(
            implementation=sys.implementation.name,
            prefix=sys.prefix,
            basePrefix=base,
            virtual=sys.prefix != base,
            conda=os.path.isdir(os.path.join(sys.prefix, "conda-meta")),
            platform=sys.platform,
            machine=platform.machine(),
            sitePackages=sorted({paths["purelib"], paths["platlib"]}),
            externallyManaged=sys.prefix == base and os.path.exists(os.path.join(stdlib, "EXTERNALLY-MANAGED")),
            canMakeEnvironments=all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")),
        )
    sys.stdout.write("\\n${ANSWER_MARK}" + json.dumps(answer) + "\\n")
main()
`;

/** Which distributions are installed, and the top-level modules of each. */
export const WHAT_IS_INSTALLED = `
import sys
sys.path[:] = [entry for entry in sys.path if entry]
import json
from importlib import metadata
def modules_of(distribution):
    declared = distribution.read_text("top_level.txt")
    if declared:
        return [name for name in declared.split() if name.isidentifier()]
    names = set()
    for file in distribution.files or ():
        head = file.parts[0]
        if len(file.parts) > 1 and file.suffix in (".py", ".so", ".pyd", ".pyi"):
            names.add(head)
        elif file.suffix == ".py":
            names.add(file.stem)
        elif file.suffix in (".so", ".pyd"):
            names.add(file.name.partition(".")[0])
    return sorted(name for name in names if name.isidentifier())
def main():
    found = {}
    for distribution in metadata.distributions():
        try:
            name, version = distribution.metadata["Name"], distribution.version
            if not name or not version or name in found:
                continue
            found[name] = {"name": name, "version": version, "modules": modules_of(distribution)}
            summary = distribution.metadata["Summary"]
            if summary:
                found[name]["summary"] = summary
        except Exception:
            # A broken distribution: half-deleted, or metadata that can't be read.
            continue
    sys.stdout.write("\\n${ANSWER_MARK}" + json.dumps(list(found.values())) + "\\n")
main()
`;

/** Puts the folders of the first argument (JSON) before the path and imports the modules named as further arguments, one line before each and one after, so that a crash names its module. */
export const DO_THESE_IMPORT = `
import sys
sys.path[:] = [entry for entry in sys.path if entry]
import importlib, json, os, time
def main():
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    def say(**fields):
        answers.write("${ANSWER_MARK}" + json.dumps(fields) + "\\n")
        answers.flush()
    sys.path[:0] = json.loads(sys.argv[2])
    for name in sys.argv[3:]:
        say(module=name, state="start")
        started = time.perf_counter()
        try:
            importlib.import_module(name)
        except BaseException as error:
            message = "%s: %s" % (type(error).__name__, error)
            say(module=name, state="failed", error=message)
        else:
            say(module=name, state="ok", milliseconds=round((time.perf_counter() - started) * 1000))
    answers.flush()
    # A library may have started threads that would keep us here.
    os._exit(0)
main()
`;

/**
 * Runs the program given as further arguments and ends it when our standard input ends, that is when the host dies, however it dies.
 * An installation that nobody waits for must not go on writing.
 */
export const GUARDED = `
import os, signal, subprocess, sys, threading
def main():
    child = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL)
    def watch():
        try:
            while os.read(0, 1024):
                pass
        except OSError:
            pass
        if os.name == "posix":
            os.killpg(0, signal.SIGKILL)
        else:
            subprocess.call(["taskkill", "/pid", str(child.pid), "/T", "/F"])
            os._exit(1)
    threading.Thread(target=watch, daemon=True).start()
    code = child.wait()
    sys.stdout.flush()
    os._exit(code if code >= 0 else 128 - code)
main()
`;
