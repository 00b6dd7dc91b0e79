"""Starting, output, threads, forks, and the end of a worker."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
from host import ADAPTER, PATIENCE, PYTHON, EndOfOutput, Host


def read_until(descriptor: int, wanted: bytes) -> bytes:
    data = b""
    while wanted not in data:
        assert select.select([descriptor], [], [], PATIENCE)[0], f"only {data!r} came"
        more = os.read(descriptor, 65536)
        if not more:
            break
        data += more
    return data


def test_paths(tmp_path: Path) -> None:
    (tmp_path / "project_module.py").write_text("value = 'from the project'")
    with Host({"cwd": str(tmp_path), "sysPath": [str(tmp_path)]}) as host:
        assert (
            host.op("get", on={"$": "module", "name": "project_module"}, path=["value"]) == "from the project"
        )
        assert host.eval("__import__('os').getcwd()") == str(tmp_path.resolve())
        path = host.eval("__import__('sys').path")
        assert path[0] == str(tmp_path)
        assert ADAPTER not in path


def test_warm_up() -> None:
    with Host({"imports": ["json", "xml.etree"]}) as host:
        assert host.eval("'xml.etree' in __import__('sys').modules") is True
    with Host({"imports": ["no_such_module"]}) as host:
        fatal = host.wait_for("fatal")
        assert fatal["phase"] == "warmup"
        assert fatal["e"]["name"] == "no_such_module"
        assert host.wait_exit() == 71


def test_operations_may_come_right_behind_init(own_host: Host) -> None:
    assert own_host.eval("1") == 1


def test_nothing_heavy_is_imported() -> None:
    with Host() as host:
        host.call("math:sqrt", 2)
        loaded = set(host.eval("sorted(__import__('sys').modules)"))
    bare = set(
        subprocess.check_output(
            [PYTHON, "-c", "import sys; print('\\n'.join(sys.modules))"], text=True
        ).split()
    )
    heavy = {
        "re",
        "typing",
        "inspect",
        "dataclasses",
        "enum",
        "asyncio",
        "threading",
        "socket",
        "json",
    }
    heavy |= {
        "collections",
        "functools",
        "operator",
        "importlib",
        "traceback",
        "linecache",
        "contextlib",
        "logging",
    }
    assert loaded & heavy - bare == set()


def test_bytecode_is_kept_where_python_writes_none(tmp_path: Path) -> None:
    """Where PYTHONDONTWRITEBYTECODE is set and the adapter's folder has none of its own."""
    copy = tmp_path / "adapter"
    package = copy / "snakebridge_adapter"
    shutil.copytree(
        Path(ADAPTER) / "snakebridge_adapter", package, ignore=shutil.ignore_patterns("__pycache__")
    )
    with Host(environment={"PYTHONDONTWRITEBYTECODE": "1"}, adapter=str(copy)) as host:
        host.eval("1")
        assert host.eval("__import__('sys').dont_write_bytecode") is True
        assert host.eval("__import__('sys').pycache_prefix") is None
    cached = [file.name for file in (package / "__pycache__").iterdir()]
    assert any(name.startswith("worker.") for name in cached)
    assert any(name.startswith("evaluation.") for name in cached)


def test_print_reaches_standard_output_at_once_and_never_the_wire() -> None:
    ours, theirs = os.pipe()
    with Host(stdout=theirs) as host:
        os.close(theirs)
        number = host.new_id()
        code = "print('h\\u00e9 \\ud800') or __import__('os').write(1, b'raw\\n') and __import__('os').system('echo child') or f()"
        host.batch(
            {
                "op": "eval",
                "id": number,
                "code": code,
                "pull": 1,
                "names": {"f": {"$": "callback", "id": 1, "params": 0}},
            }
        )
        message = host.wait_for("callback")
        assert read_until(ours, b"child\n") == "h\u00e9 \\ud800\nraw\nchild\n".encode()
        host.send({"t": "callbackResult", "call": message["call"], "v": 1})
        assert host.value(number) == 1
    os.close(ours)


def test_c_output_is_flushed_at_the_end() -> None:
    ours, theirs = os.pipe()
    with Host(stdout=theirs) as host:
        os.close(theirs)
        host.eval("__import__('ctypes').CDLL(None).printf(b'from C')")
        host.exec("import atexit\natexit.register(print, 'last words')")
        assert host.close() == 0
        data = read_until(ours, b"from C")
        assert b"last words" in data
        assert b"from C" in data
    os.close(ours)


def test_the_hosts_end_is_the_workers_end(own_host: Host) -> None:
    own_host.eval("1")
    own_host.hang_up()
    assert own_host.wait_exit() == 0


@pytest.mark.parametrize(
    "code",
    [
        "threading.Event().wait()",
        "time.sleep(10 ** 6)",
        "[x for x in iter(int, 1)]",
        "stubborn()",
        "f()",
        "threaded()",
    ],
)
def test_the_hosts_end_reaches_a_worker_inside_a_call(own_host: Host, code: str) -> None:
    own_host.exec(
        """
        import threading, time
        def stubborn():
            while True:
                try:
                    time.sleep(10 ** 6)
                except BaseException:
                    pass
        def threaded():
            thread = threading.Thread(target=threading.Event().wait)
            thread.start()
            thread.join()
        """
    )
    names = {"f": {"$": "callback", "id": 1, "params": 0}}
    own_host.batch({"op": "eval", "id": own_host.new_id(), "code": code, "names": names})
    if code == "f()":
        own_host.wait_for("callback")
    else:
        own_host.wait_busy()
    own_host.hang_up()
    own_host.wait_exit()


def attached(host: Host) -> bool:
    """Whether the worker has got round to its lifeline. It does in its first idle moment, so it is watched from outside."""
    with open(f"/proc/{host.pid}/fdinfo/5") as information:
        flags = next(line for line in information if line.startswith("flags:"))
    return bool(int(flags.split()[1], 8) & os.O_ASYNC)


def test_the_lifeline_reaches_a_worker_inside_a_c_call_that_holds_the_gil() -> None:
    with Host(lifeline=True) as host:
        host.exec("import ctypes, os, signal\nhold = ctypes.PyDLL(None).pause")
        host.wait_until(lambda: attached(host))
        host.batch(host.main("call", "hold"))
        host.hang_up()
        assert host.wait_exit() in (0, -signal.SIGALRM)


def test_with_a_lifeline_the_end_is_as_orderly_as_without() -> None:
    ours, theirs = os.pipe()
    with Host(lifeline=True, stdout=theirs) as host:
        os.close(theirs)
        host.exec("import atexit\natexit.register(print, 'last words')")
        host.wait_until(lambda: attached(host))
        host.hang_up()
        assert host.wait_exit() == 0
        assert read_until(ours, b"last words") == b"last words\n"
    os.close(ours)


def test_a_ping_is_answered_during_a_call(own_host: Host) -> None:
    own_host.exec("import threading\ndef wait(): threading.Event().wait()")
    own_host.batch(own_host.main("call", "wait"))
    own_host.wait_busy()
    state = own_host.state()
    assert state["busy"] is True
    assert state["rss"] > 1_000_000


def test_results_leave_while_a_later_operation_runs(own_host: Host) -> None:
    own_host.exec("import threading\ngate = threading.Event()")
    first = own_host.new_id()
    waiting = own_host.new_id()
    own_host.batch(
        {"op": "eval", "id": first, "code": "'early'", "pull": 1},
        {"op": "eval", "id": waiting, "code": "gate.wait()", "pull": 1},
    )
    assert own_host.value(first) == "early"
    own_host.wait_busy()
    own_host.send({"t": "cancel", "id": waiting})
    own_host.error(waiting)


def test_a_forked_child_stays_off_the_wire(own_host: Host) -> None:
    own_host.exec(
        """
        import multiprocessing, os
        def square(x): return x * x
        def forked():
            with multiprocessing.get_context("fork").Pool(2) as pool:
                return pool.map(square, range(5))
        def child_calls(f):
            pid = os.fork()
            if pid == 0:
                try:
                    f(1)
                except BaseException as error:
                    os._exit(7)
                os._exit(8)
            return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        def child_returns():
            pid = os.fork()
            if pid == 0:
                return "the child's answer"
            return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        """
    )
    assert own_host.call("__main__:forked") == [0, 1, 4, 9, 16]
    callback = {"$": "callback", "id": 1, "params": 1}
    assert own_host.call("__main__:child_calls", callback) == 7
    assert own_host.call("__main__:child_returns") == 0
    assert own_host.eval("1") == 1


def test_a_grandchild_does_not_hold_the_pipes(own_host: Host) -> None:
    pid = own_host.eval("__import__('subprocess').Popen(['sleep', '1000'], close_fds=False).pid")
    try:
        os.kill(own_host.pid, signal.SIGKILL)
        with pytest.raises(EndOfOutput):
            own_host.receive()
    finally:
        os.kill(pid, 9)


def test_logging_is_forwarded() -> None:
    with Host({"logging": "INFO"}) as host:
        host.exec("import logging\nlog = logging.getLogger('a.b')\nlog.debug('no')\nlog.info('x %d', 5)")
        record = host.wait_for("log")
        assert (record["level"], record["logger"], record["message"]) == ("INFO", "a.b", "x 5")
        assert record["created"] > 1e9


def test_a_thread_of_the_users_may_run_on_between_calls(own_host: Host) -> None:
    own_host.exec(
        """
        import threading
        count = 0
        enough = threading.Event()
        def work():
            global count
            while not enough.is_set():
                count += 1
        threading.Thread(target=work, daemon=True).start()
        """
    )
    before = own_host.eval("count")
    own_host.wait_until(lambda: own_host.eval("count") > before)
    own_host.exec("enough.set()")


def test_modules_and_main_are_as_in_a_program(own_host: Host) -> None:
    own_host.exec("def here(): pass")
    assert own_host.eval("here.__module__") == "__main__"
    assert own_host.eval("__import__('pickle').loads(__import__('pickle').dumps(here)) is here") is True
    assert own_host.eval("__import__('sys').argv") == [""]
