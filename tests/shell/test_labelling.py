"""Labels from a service on this machine, which here is a real one."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from flows.labelling import label_themes
from flows.propose_codebook import labelled_by_endpoint
from flows.surroundings import LABELS_KEY
from flows.yaml_files import read_yaml
from nlp.contracts.codebook import Codebook, Theme
from nlp.contracts.errors import CodebookError
from nlp.contracts.names import NO_NAMES
from nlp.contracts.study import Labelling
from nlp.themes.redrafting import Redraft
from tests.fakes import ListedNames

pytestmark = pytest.mark.enable_socket  # the service is a thread of the test

DRAFT = Codebook(
    study_id="small",
    status="draft",
    themes=tuple(
        Theme(theme_id=f"hopes-0{n}", label=f"Own {n}", examples=(f"answer {n}", "Ada said so"))
        for n in (1, 2)
    ),
)


def said(words):
    """A reply as OpenAI-compatible services give it."""
    return 200, json.dumps({"choices": [{"message": {"content": words}}]})


@contextmanager
def service(*replies):
    """A service that gives *replies*, the last one for ever; yields its address and requests."""
    requests = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            requests.append((self.path, self.headers.get("Authorization"), body))
            status, words = replies[min(len(requests), len(replies)) - 1]
            self.send_response(status)
            if status == 302:
                self.send_header("Location", words)
            self.end_headers()
            self.wfile.write(words.encode())

        def log_message(self, *_):
            """Stay silent."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", requests
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def labelled(endpoint, find_names=NO_NAMES, wanted=("hopes-01", "hopes-02")):
    settings = Labelling(endpoint=endpoint, model="small", timeout_seconds=2)
    return label_themes(DRAFT, wanted, settings, find_names, seed=7)


def labels(found):
    return [theme.label for theme in found.codebook.themes]


def test_each_theme_is_asked_about_once_at_temperature_zero(monkeypatch):
    """
    The service gets instruction and masked words, and a key from the environment alone.
    """
    monkeypatch.setenv(LABELS_KEY, "sesame")
    with service(said("Faster reports"), said("Lower cost")) as (endpoint, requests):
        found = labelled(endpoint, ListedNames("Ada"))
    assert (["Faster reports", "Lower cost"], ()) == (labels(found), found.remarks)
    path, key, body = requests[0]
    assert ("/v1/chat/completions", "Bearer sesame") == (path, key)
    assert (0, 7, "small") == (body["temperature"], body["seed"], body["model"])
    assert "Answers:\n- answer 1" == body["messages"][1]["content"]
    assert "sesame" not in json.dumps(found.record)


def test_nobody_is_asked_unless_the_study_says_so():
    """
    Off is the default.
    """
    found = label_themes(DRAFT, ["hopes-01"], Labelling(), NO_NAMES, seed=7)
    assert (DRAFT, {}, ()) == (found.codebook, found.record, found.remarks)


def test_a_reply_that_is_no_label_leaves_ours():
    """
    One theme keeps its own label and that is said; the next one is asked about.
    """
    with service(said("Well,\nit depends"), said("Own 1"), said("x")) as (endpoint, _):
        found = labelled(endpoint)
    assert ["Own 1", "Own 2"] == labels(found)
    assert "hopes-01 keeps its own label: the reply was not usable" == found.remarks[0]
    assert ["Well,\nit depends", "Own 1"] == [each["reply"] for each in found.record["asked"]]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ((500, "answer 1"), "status 500"),
        ((200, "answer 1"), "its answer cannot be read"),
        ((200, "[]"), "its answer cannot be read"),
        ((200, '{"choices": []}'), "its answer cannot be read"),
        (said(None), "its answer cannot be read"),
        ((302, "http://127.0.0.1:9/v1"), "status 302"),
    ],
)
def test_any_error_leaves_our_labels_and_quotes_nobody(reply, expected):
    """
    The first failure is the last request; a redirect leads nowhere.
    """
    with service(reply) as (endpoint, requests):
        found = labelled(endpoint)
    assert (["Own 1", "Own 2"], 1) == (labels(found), len(requests))
    (remark,) = found.remarks
    assert expected in remark
    assert "answer 1" not in remark
    assert [("hopes-01", "")] == [(a["theme"], a["reply"]) for a in found.record["asked"]]


def test_a_service_that_is_not_there_holds_nothing_up():
    """
    The draft is made with its own labels.
    """
    with service(said("x")) as (endpoint, _):
        pass
    found = labelled(endpoint)
    assert (["Own 1", "Own 2"], True) == (labels(found), "cannot be reached" in found.remarks[0])


def test_proxies_of_the_environment_are_not_asked(monkeypatch):
    """
    What is for this machine does not leave it by a detour.
    """
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with service(said("Faster reports")) as (endpoint, _):
        assert ["Faster reports", "Own 2"] == labels(labelled(endpoint, wanted=("hopes-01",)))


def test_the_prompts_lie_beside_the_draft(session):
    """
    What was sent and what came back can be read, in a file that is as private as the draft.
    """
    session.topic_names = NO_NAMES
    with service(said("Faster reports"), said("Lower cost")) as (endpoint, _):
        named = Labelling(endpoint=endpoint, model="small")
        session.study = session.study.model_copy(update={"labelling": named})
        ids = {theme.theme_id: theme.theme_id for theme in DRAFT.themes}
        redraft = labelled_by_endpoint(session, Redraft(DRAFT, ids, ("r",)))
    path = session.workspace.prompts_file("small")
    kept = read_yaml(path, CodebookError)
    assert path.name.endswith(".draft.yaml")  # which git ignores
    assert (0, ["Faster reports", "Lower cost"]) == (
        kept["temperature"],
        [each["reply"] for each in kept["asked"]],
    )
    assert ("Faster reports", ("r",)) == (redraft.codebook.themes[0].label, redraft.remarks)
