import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from flows.starting import Errand
from nlp.contracts.errors import StudyConfigError, WorkspaceError

pytestmark = pytest.mark.enable_socket

ERRAND = Errand("small", "w1", "small:w1:0f")

RUN = "0d1e2f3a-0000-4000-8000-000000000001"

DEPLOYMENT = {"id": "0d1e2f3a-0000-4000-8000-000000000002", "name": "code-wave"}


class Answers(BaseHTTPRequestHandler):
    """Answers as the test says, and remembers what was asked of it."""

    def do_GET(self):
        """Say what the deployment is, and that no token is needed."""
        if "csrf-token" in self.path:
            self.send_error(404)
            return
        self.answer(DEPLOYMENT | {"flow_id": DEPLOYMENT["id"]})

    def do_POST(self):
        """Say which run was made."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, json.loads(body)))
        self.answer({"id": RUN, "flow_id": DEPLOYMENT["id"], "name": "small w1"})

    def answer(self, content):
        """Send *content* with the code that the test wants."""
        data = json.dumps(content if self.server.code == 200 else {"detail": "no"}).encode()
        self.send_response(self.server.code)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *words):
        """Say nothing."""


@pytest.fixture
def server():
    """Something that answers like a Prefect server."""
    server = HTTPServer(("127.0.0.1", 0), Answers)
    server.code, server.asked = 200, []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def by_prefect(server):
    """Asks that server, as a process that was told how to reach it."""
    from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, temporary_settings

    from flows.submitting import ByPrefect

    url = f"http://127.0.0.1:{server.server_port}/api"
    with temporary_settings({PREFECT_API_URL: url, PREFECT_API_AUTH_STRING: "openends:hidden"}):
        yield ByPrefect(url)


def test_names_and_choices_are_all_that_is_sent(by_prefect, server):
    """The run is asked for by its key, with the four words of the form."""
    assert RUN == by_prefect.start(ERRAND)

    ((path, body),) = server.asked
    assert path.endswith(f"/deployments/{DEPLOYMENT['id']}/create_flow_run")
    wanted = {"study": "small", "wave": "w1", "stages": "all", "redo": False}
    assert {"wanted": wanted} == body["parameters"]
    assert "small:w1:0f" == body["idempotency_key"]


@pytest.mark.parametrize(
    ("code", "error", "words"),
    [
        (401, WorkspaceError, "PREFECT_API_AUTH_STRING"),
        (403, WorkspaceError, "PREFECT_API_AUTH_STRING"),
        (404, WorkspaceError, "openends deploy"),
        (409, StudyConfigError, "refuses study, wave or stages"),
        (422, StudyConfigError, "refuses study, wave or stages"),
        (500, WorkspaceError, "look at its log"),
    ],
)
def test_what_the_server_says_is_told_in_our_words(by_prefect, server, code, error, words):
    """Each refusal says what to do, and none repeats the password."""
    server.code = code

    with pytest.raises(error, match=words) as told:
        by_prefect.start(ERRAND)

    assert "hidden" not in str(told.value)
    assert told.value.__suppress_context__


def test_a_server_that_is_away_is_told(by_prefect, server):
    """Nothing is waited for, and no server of its own is started."""
    server.server_close()

    with pytest.raises(WorkspaceError, match="does not answer"):
        by_prefect.start(ERRAND)


@pytest.mark.parametrize(
    ("kind", "name", "fate"),
    [
        ("RUNNING", "Running", "under way"),
        ("SCHEDULED", "Late", "under way"),
        ("COMPLETED", "Completed", "done"),
        ("CRASHED", "Crashed", "died"),
        ("CANCELLED", "Skipped", "died"),
        ("CANCELLED", "Cancelled", "ended"),
        ("FAILED", "Failed", "ended"),
    ],
)
def test_the_state_tells_what_became_of_a_run(by_prefect, kind, name, fate, monkeypatch):
    """A run that died or was skipped may do better another time; one that failed is at its end."""
    monkeypatch.setitem(DEPLOYMENT, "state", {"type": kind, "name": name})

    assert fate == by_prefect.fate(RUN)


def test_a_run_that_the_server_forgot_has_ended(by_prefect, server):
    """Old runs are deleted in time; nobody waits for them."""
    server.code = 404

    assert "ended" == by_prefect.fate(RUN)
