"""Runs the program with lines on its standard input, and reads the lines that it writes, both at the same time."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from typing import IO

# The exit codes that are answers. 2 says that something could not be judged, and its report says what.
ANSWERS = (0, 1, 2, 3)


class ProgramFailed(Exception):
    """The program did not answer: it is not there, was killed, or crashed. Nothing that it wrote counts."""


class Run:
    """One run of the program: iterate over `lines`, then look at `code` and `stderr`."""

    def __init__(self, command: Sequence[str], folder: str, lines: Iterable[bytes]) -> None:
        self.command = list(command)
        self.code: int | None = None
        self._tail: deque[bytes] = deque(maxlen=40)
        # A backtrace for each error that the engine meets costs more than the work itself.
        environment = {name: value for name, value in os.environ.items() if name != "RUST_BACKTRACE"}
        try:
            self._process = subprocess.Popen(
                self.command,
                cwd=folder,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        except OSError as error:
            raise ProgramFailed(
                f"could not start `{self.command[0]}` on {socket.gethostname()}: {error.strerror or error}; "
                "install remedy-policy on every worker, name it with --binary, or ship it with --ship-binary"
            ) from error
        stdin, stdout, stderr = self._process.stdin, self._process.stdout, self._process.stderr
        assert stdin is not None and stdout is not None and stderr is not None
        self._stdout = stdout
        self._failure: BaseException | None = None
        self._threads = [
            threading.Thread(target=self._write, args=(lines, stdin), daemon=True),
            threading.Thread(target=self._drain, args=(stderr,), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def _write(self, lines: Iterable[bytes], stdin: IO[bytes]) -> None:
        try:
            with stdin:
                for line in lines:
                    stdin.write(line)
                    stdin.write(b"\n")
        except BrokenPipeError:
            pass  # It ended before it had read everything; its exit code says why.
        except BaseException as error:  # noqa: BLE001 - handed over to the thread that reads
            self._failure = error
            self._process.kill()

    def _drain(self, stderr: IO[bytes]) -> None:
        with stderr:
            self._tail.extend(stderr)

    @property
    def stderr(self) -> str:
        """The last lines of standard error."""
        return b"".join(self._tail).decode(errors="replace").strip()

    def __iter__(self) -> Generator[bytes, None, None]:
        """The lines of standard output.

        Raises ProgramFailed at the end if the program did not answer."""
        try:
            with self._stdout as stdout:
                yield from stdout
            self.code = self._process.wait()
        finally:
            if self._process.poll() is None:
                self._process.kill()
                self._process.wait()
            for thread in self._threads:
                thread.join()
        if self._failure is not None:
            raise self._failure
        if self.code not in ANSWERS:
            raise ProgramFailed(f"`{self.command[0]}` {_how(self.code)} on {socket.gethostname()}{self._said()}")

    def _said(self) -> str:
        return f"; its last words:\n{self.stderr}" if self.stderr else ", without a word"


def _how(code: int) -> str:
    if code >= 0:
        return f"ended with {code}, which is no answer,"
    try:
        return f"was killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"was killed by signal {-code}"


def answer(command: Sequence[str], folder: str, lines: Iterable[bytes] = ()) -> tuple[int, bytes, str]:
    """Runs the program to its end: exit code, standard output, last lines of standard error."""
    run = Run(command, folder, lines)
    output = b"".join(run)
    assert run.code is not None
    return run.code, output, run.stderr
