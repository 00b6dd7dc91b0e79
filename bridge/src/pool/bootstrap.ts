/** The oldest Python that the adapter runs on. */
export const OLDEST_PYTHON = "3.9";

/** The exit code by which the bootstrap says that its Python is too old; the version stands on standard error. */
export const TOO_OLD_EXIT_CODE = 86;

export const TOO_OLD_MARK = "snakebridge: this Python is too old:";

/**
 * The program behind `PYTHON -c`. It must parse and answer on any Python back to 2.7, so that an old one is recognised
 * and not taken for something broken. The adapter's folder stands on `sys.path` only while the adapter is imported, and
 * the working directory does not, so that a file of the user's named like a standard module can't replace it there.
 */
export const BOOTSTRAP = [
  "import sys",
  "if sys.version_info < (3, 9):",
  `    sys.stderr.write('${TOO_OLD_MARK} %d.%d.%d\\n' % sys.version_info[:3])`,
  `    sys.exit(${TOO_OLD_EXIT_CODE})`,
  "_path = sys.path[:]",
  "sys.path[:] = [sys.argv.pop()] + [_entry for _entry in _path if _entry]",
  "import snakebridge_adapter.worker as _worker",
  "sys.path[:] = _path",
  "del _path",
  "_worker.main()",
].join("\n");
