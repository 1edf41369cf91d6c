"""Server, worker, schedules and the watched folder on one machine, by one command."""

import ctypes
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from flows.clock import now
from flows.durable import write_whole
from flows.files import read_operation
from flows.locking import locked
from flows.server_access import ADDRESS, CLIENT_AUTH, server_auth
from flows.surroundings import SERVER_AUTH, prepare_service
from flows.workspace import Workspace
from nlp.contracts.errors import WorkspaceError
from nlp.contracts.operation import Server

START = 180.0
"""Seconds that a server may take to answer; a new database takes most of them."""

END = 30.0
"""Seconds that a process may take to end when asked."""

AGAIN = (5, 600.0)
"""A process that ends is started again; one that does so five times in ten minutes is given up."""

PREFECT = (sys.executable, "-m", "prefect")

OPENENDS = (sys.executable, "-c", "from flows.cli import main; main()")

Tell = Callable[[str], None]


@dataclass
class Child:
    """A process that is to be there for as long as this one."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it in a session of its own: a Ctrl-C at the terminal reaches this process only."""
        self.starts = [then for then in self.starts if time.monotonic() - then < AGAIN[1]]
        if len(self.starts) >= AGAIN[0]:
            raise WorkspaceError(f"the {self.name} ends again and again; see what it said above")
        self.starts.append(time.monotonic())
        self.process = subprocess.Popen(  # noqa: S603  (our own words)
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # a banner; what matters is logged to standard error
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )

    @property
    def has_ended(self) -> bool:
        """Return whether it was started and is no more."""
        return self.process is not None and self.process.poll() is not None

    def end(self) -> None:
        """Ask it to end, and see to it that it does."""
        if self.process is None or self.has_ended:
            return
        self.process.terminate()
        try:
            self.process.wait(END)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def serve(workspace: Workspace, tell: Tell) -> None:
    """Run all that unattended operation needs until SIGTERM or SIGINT, then end all of it."""
    settings = read_operation(workspace).server
    _refuse_taken(settings)
    workspace.server_folder.mkdir(parents=True, exist_ok=True)
    workspace.server_folder.chmod(0o700)
    stopped = _stop_signals()
    with locked(workspace.server_folder, now):
        prepare_service(server_settings(workspace, settings))
        server, *others = children(workspace, settings)
        try:
            server.start()
            _until_it_answers(server, settings, stopped)
            if not stopped.is_set():
                _keep_pages_here(workspace)
                _tell_what_to_know(workspace, settings, tell)
                _watch_over(server, others, stopped, tell)
        finally:
            _end_all(server, others, tell)


def server_settings(workspace: Workspace, settings: Server) -> dict[str, str]:
    """Return what makes Prefect's server ours: private, authenticated, silent to the outside."""
    auth = server_auth(workspace)
    own = f"http://{settings.host}:{settings.port}"
    return {
        "PREFECT_HOME": str(workspace.server_folder),
        ADDRESS: f"{own}/api",
        CLIENT_AUTH: auth,
        SERVER_AUTH: auth,
        "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": settings.address or own,
        "PREFECT_UI_API_URL": f"{settings.address or own}/api",
        "PREFECT_UI_STATIC_DIRECTORY": str(workspace.server_folder / "pages"),
    }


def children(workspace: Workspace, settings: Server) -> list[Child]:
    """Return the processes of one machine, the server first."""
    where = ("--host", settings.host, "--port", str(settings.port))
    worker = (
        "--pool",
        "openends",
        "--type",
        "process",
        "--name",
        f"worker {socket.gethostname()}",
    )
    return [
        Child("server", (*PREFECT, "server", "start", *where)),
        Child("worker", (*PREFECT, "worker", "start", *worker)),
        Child("watch", (*OPENENDS, "watch", "--root", str(workspace.root))),
    ]


def _watch_over(server: Child, others: list[Child], stopped: threading.Event, tell: Tell) -> None:
    for child in others:
        child.start()
        tell(f"The {child.name} is there.")
    tell("Ready. Stop all of it with Ctrl-C or SIGTERM.")
    while not stopped.wait(0.5):
        for child in (server, *others):
            if child.has_ended:
                tell(f"The {child.name} ended; it is started again.")
                child.start()


def _tell_what_to_know(workspace: Workspace, settings: Server, tell: Tell) -> None:
    from flows.deploying import deploy  # Prefect, after its settings are made

    known = deploy(workspace)
    tell(f"Prefect: {settings.address or f'http://{settings.host}:{settings.port}'}")
    tell(f"Its password stands in {workspace.server_auth_file}.")
    tell(f"Deployed: {', '.join(known['deployed'])}.")


def _end_all(server: Child, others: list[Child], tell: Tell) -> None:
    """End what works before what records, so that no run is believed to go on."""
    for child in others:
        child.end()
    if server.process is not None and not server.has_ended and any(one.process for one in others):
        from flows.deploying import crash_what_runs

        ended = crash_what_runs("`openends serve` was stopped; run it again")
        tell(f"Stopped; runs that were going on: {ended}.")
    server.end()


def _until_it_answers(server: Child, settings: Server, stopped: threading.Event) -> None:
    begun = time.monotonic()
    while time.monotonic() - begun < START and not server.has_ended:
        with socket.socket() as wire:
            if wire.connect_ex((settings.host, settings.port)) == 0 or stopped.wait(0.3):
                return
    raise WorkspaceError("Prefect's server did not start; what it said stands above")


def _keep_pages_here(workspace: Workspace) -> None:
    """Forbid Prefect's pages to ask other hosts, as they do even with statistics off."""
    for page in (workspace.server_folder / "pages").glob("*/index.html"):
        text = page.read_text("utf-8")
        if _ONLY_HERE not in text:
            write_whole(page, text.replace("<head>", f"<head>{_ONLY_HERE}", 1))


_ONLY_HERE = """<meta http-equiv="Content-Security-Policy" content="connect-src 'self'">"""


def _refuse_taken(settings: Server) -> None:
    with socket.socket() as wire:
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            wire.bind((settings.host, settings.port))
        except OSError as error:
            raise WorkspaceError(
                f"{settings.host}:{settings.port} cannot be listened at ({error.strerror}); end "
                "what does, or set `server.port` in configs/operation.yaml"
            ) from None


def _stop_signals() -> threading.Event:
    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    return stopped


def _die_with_parent() -> None:
    """Let the system end a child whose parent was killed; started by a script, let Ctrl-C work."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


_PR_SET_PDEATHSIG = 1
