"""`openends serve` in a folder and a process of its own, and what its users ask of it."""

import base64
import json
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from flows.workspace import Workspace
from tests.conftest import ROOT
from tests.shell.small_workspace import write_workspace

FINAL = ("COMPLETED", "FAILED", "CANCELLED", "CRASHED")

START = 240
"""Seconds within which all of it is there, on a busy machine."""

OPENENDS = (sys.executable, "-c", "from flows.cli import main; main()")


def free_port():
    """Return a port that nothing listens at."""
    with socket.socket() as wire:
        wire.bind(("127.0.0.1", 0))
        return wire.getsockname()[1]


def write_project(root, port=None):
    """Write the small study below *root*, and the deployments as they are."""
    write_workspace(root)
    for name in ("models.yaml", "prefect.yaml"):
        shutil.copy(ROOT / "configs" / name, root / "configs")
    text = (
        f"server: {{port: {port or free_port()}}}\ninbox: {{settled_seconds: 1, every_seconds: 1}}"
    )
    (root / "configs" / "operation.yaml").write_text(text, "utf-8")


def environment(root, **more):
    """Return what a process of a user who has set nothing finds."""
    return {"PATH": "/usr/bin:/bin", "HOME": str(root), "PYTHONPATH": str(ROOT), **more}


class Serving:
    """What `openends serve` does for a project, to be looked at from outside."""

    def __init__(self, root, **more):
        self.root, self.environment = root, environment(root, **more)
        self.log = root / "serve.log"
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.end()

    def start(self):
        """Start it, and return when it says that it is ready."""
        with self.log.open("ab") as log:
            before = log.tell()
            self.process = subprocess.Popen(
                [*OPENENDS, "serve", "--root", str(self.root)],
                cwd=self.root,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.until(lambda: b"Ready." in self.log.read_bytes()[before:], START, "ready")

    def end(self, number=signal.SIGTERM):
        """Stop it as a service manager would; return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(60)

    def until(self, what, seconds, name):
        """Return what *what* returns as soon as it is something, or fail with the log."""
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            got = what()
            if got:
                return got
            if self.process.poll() is not None:
                break
            time.sleep(0.5)
        said = "\n".join(self.log.read_text("utf-8").splitlines()[-40:])
        raise AssertionError(f"not {name} within {seconds} s:\n{said}")

    @property
    def url(self):
        """Return where the server listens."""
        text = (self.root / "configs" / "operation.yaml").read_text("utf-8")
        return f"http://127.0.0.1:{int(text.split('port: ')[1].split('}')[0])}"

    @property
    def auth(self):
        """Return `user:password` as a user finds it."""
        return Workspace(self.root).server_auth_file.read_text("utf-8").strip()

    def client_environment(self):
        """Return what a user exports to talk to it with Prefect's own client."""
        said = {"PREFECT_API_URL": f"{self.url}/api", "PREFECT_API_AUTH_STRING": self.auth}
        return self.environment | said | {"PREFECT_SERVER_ANALYTICS_ENABLED": "false"}

    def openends(self, *words, check=True):
        """Run a command of ours there and return how it ended."""
        return subprocess.run(
            [*OPENENDS, *words, "--root", str(self.root)],
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
            check=check,
        )

    def api(self, method, path, body=None, headers=None):
        """Return what the server answers, as a program with the password would get it."""
        sent = {"Authorization": "Basic " + base64.b64encode(self.auth.encode()).decode()}
        if method != "GET" and headers is None:
            token = self.api("GET", "/csrf-token?client=tests")["token"]
            sent |= {"Prefect-Csrf-Token": token, "Prefect-Csrf-Client": "tests"}
        data = None if body is None else json.dumps(body).encode()
        sent |= {"Content-Type": "application/json", **(headers or {})}
        request = urllib.request.Request(f"{self.url}/api{path}", data, sent, method=method)
        text = self._answer(request)
        return json.loads(text) if text else None

    def _answer(self, request, tries=5):
        """Return what is answered; a busy server is asked again, as Prefect's clients do."""
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            if error.code != 503 or tries == 1:
                raise
        time.sleep(1)
        return self._answer(request, tries - 1)

    def refused(self, *request, **more):
        """Return the status with which the server refuses *request*."""
        try:
            self.api(*request, **more)
        except urllib.error.HTTPError as error:
            return error.code
        raise AssertionError("it was not refused")

    def deployment(self, name):
        """Return the deployment `name/name`."""
        return self.api("GET", f"/deployments/name/{name}/{name}")

    def submit(self, name, **body):
        """Create a run of the deployment `name/name` and return its id."""
        deployment = self.deployment(name)
        return self.api("POST", f"/deployments/{deployment['id']}/create_flow_run", body)["id"]

    def run(self, run_id):
        """Return a run as the server knows it."""
        return self.api("GET", f"/flow_runs/{run_id}")

    def runs(self, **about):
        """Return the runs that *about* filters, the newest first."""
        body = {"sort": "EXPECTED_START_TIME_DESC", **about}
        return self.api("POST", "/flow_runs/filter", body)

    def ended(self, run_id, seconds=300):
        """Return a run when it has come to an end."""
        self.until(lambda: self.run(run_id)["state_type"] in FINAL, seconds, "ended")
        return self.run(run_id)

    def logs(self, run_id):
        """Return the lines that the server keeps of a run."""
        about = {"logs": {"flow_run_id": {"any_": [run_id]}}, "sort": "TIMESTAMP_ASC"}
        return [line["message"] for line in self.api("POST", "/logs/filter", about)]
