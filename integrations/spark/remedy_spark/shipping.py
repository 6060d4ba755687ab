"""What every executor needs: the folder with data and policies, the index, perhaps the program."""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyspark import SparkFiles, TaskContext

# What is never data of an organization.
LEFT_OUT = (".git", "__pycache__")


@dataclass(frozen=True)
class Identity:
    """By what is judged, as the program says at the end of a report. It is the same on every executor."""

    version: str
    evaluated_at: str
    profile: str
    rules: int

    @classmethod
    def of(cls, summary: dict[str, Any]) -> Identity:
        """The identity that a report names."""
        return cls(summary["tool"]["version"], summary["evaluated_at"]["time"], summary["profile"], summary["rules"])

    def __str__(self) -> str:
        return f"version {self.version}, profile `{self.profile}`, {self.rules} rules, as of {self.evaluated_at}"


@dataclass(frozen=True)
class Shipped:
    """What was shipped, by its names there, and what the program is asked for. It travels with every task."""

    setup: str
    digest: str
    binary: str
    is_binary_shipped: bool
    at: str
    profile: str | None
    baseline: str | None
    batch_rows: int
    batch_bytes: int
    identity: Identity
    index: str | None = None

    @property
    def folder(self) -> str:
        """The folder with data and policies, on this executor."""
        return SparkFiles.get(self.setup)

    @property
    def program(self) -> str:
        """The program, on this executor."""
        if not self.is_binary_shipped:
            return self.binary
        path = SparkFiles.get(self.binary)
        # Shipping does not keep the permission on every file system.
        if not os.access(path, os.X_OK):
            os.chmod(path, stat.S_IRUSR | stat.S_IXUSR | stat.S_IRGRP | stat.S_IXGRP)
        return path

    def index_command(self) -> list[str]:
        """Lists findings."""
        return [self.program, "index", "-", "--jobs", _cores()]

    def check_command(self) -> list[str]:
        """Judges findings."""
        command = check_command(self.program, self.at, self.profile, self.baseline)
        return [*command, "--jobs", _cores(), *(["--index", SparkFiles.get(self.index)] if self.index else [])]


def check_command(program: str, at: str, profile: str | None, baseline: str | None) -> list[str]:
    """Judges what comes through standard input."""
    command = [program, "check", "-", "--format", "ndjson", "--at", at]
    for option, value in (("--profile", profile), ("--baseline", baseline)):
        command += [option, value] if value else []
    return command


def _cores() -> str:
    context = TaskContext.get()
    return str(context.cpus() if context else 1)


def files_of(folder: Path) -> list[Path]:
    """The files of a folder, sorted, by their paths in it."""
    found = []
    for above, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in LEFT_OUT)
        found += [(Path(above) / name).relative_to(folder) for name in names]
    return sorted(found)


def pack(folder: Path, archive: Path) -> str:
    """Packs a folder. Returns the SHA-256 digest of names and contents, which does not depend on dates or the machine."""
    digest = hashlib.sha256()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in files_of(folder):
            contents = (folder / file).read_bytes()
            name = file.as_posix()
            digest.update(f"{name}\0{len(contents)}\0".encode())
            digest.update(contents)
            packed.writestr(zipfile.ZipInfo(name), contents, zipfile.ZIP_DEFLATED)
    return digest.hexdigest()
