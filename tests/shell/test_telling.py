"""What Prefect is told, on a server of its own, and who is sent word of it."""

import http.server
import json
import re
import sqlite3
import subprocess
import sys
import threading

import pytest

from tests.conftest import ROOT
from tests.shell.small_workspace import HOPES, WORRIES, edit, write_workspace

SCRIPT = """
import sys
from pathlib import Path
from flows.surroundings import prepare_surroundings
prepare_surroundings()
from prefect import flow
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from flows import commands
from flows.clock import now
from nlp.contracts.errors import HeldBack
from tests.shell.small_session import open_small

@flow
def unsound():
    commands.code_wave(open_small(Path(sys.argv[1]), now), "w1", no_prefect=False)

CustomWebhookNotificationBlock(
    name="here", url=sys.argv[2], json_data={"title": "{{subject}}", "text": "{{body}}"}
).save("openends-notify")
try:
    unsound()
except HeldBack:
    sys.exit(6)
"""


@pytest.fixture
def receiver(socket_enabled):
    """A server of this machine that keeps what it is sent."""
    received = []

    class Keep(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *words):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Keep)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", received
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.flow
@pytest.mark.slow
def test_a_wave_that_is_held_back_is_shown_and_people_are_sent_word(tmp_path, receiver):
    """
    The block of that name is used, the summary is there under its key, and nobody is quoted; also
    where a flow that is deployed does the work, and not one of our own is started for it.
    """
    url, received = receiver
    write_workspace(tmp_path)
    gates = "gates: {most_junk: 0.01, least_base: 5, hold: [junk]}\nweight:"
    edit(tmp_path / "configs" / "studies" / "small.yaml", "weight:", gates)

    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path), url],
        cwd=ROOT,
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(tmp_path),
            "PREFECT_HOME": str(tmp_path / "prefect"),
        },
        check=False,
        capture_output=True,
        text=True,
    )

    assert 6 == ended.returncode, ended.stderr
    (sent,) = received
    assert "OpenEnds: small held" == sent["title"]
    assert "junk is 15%, where 1% is the most" in sent["text"]
    with sqlite3.connect(tmp_path / "prefect" / "prefect.db") as database:
        ((key, data),) = database.execute(
            "select key, data from artifact where key is not null"
        ).fetchall()
    assert "summary-small" == key
    assert "junk is 15%" in data
    words = {word for text in HOPES + WORRIES for word in re.findall(r"[a-z]{6,}", text)}
    assert [] == [
        word for word in sorted(words - {"report", "before"}) if word in data + str(sent)
    ]
