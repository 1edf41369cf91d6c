import socket
import sys

import pytest

from flows.serving import AGAIN, Child, children, serve, server_settings
from flows.surroundings import SERVER_AUTH
from nlp.contracts.errors import WorkspaceError
from nlp.contracts.operation import Server


def child(what):
    return Child("helper", (sys.executable, "-S", "-c", what))


def test_a_child_is_ended_when_asked():
    """
    One that goes on for long is gone at once.
    """
    sleeper = child("import time; time.sleep(60)")
    sleeper.start()
    assert not sleeper.has_ended

    sleeper.end()

    assert sleeper.has_ended


def test_what_ends_again_and_again_is_given_up():
    """
    A child that cannot live is started a few times, and then told.
    """
    mayfly = child("pass")
    for _ in range(AGAIN[0]):
        mayfly.start()
        mayfly.process.wait()

    with pytest.raises(WorkspaceError, match="the helper ends again and again"):
        mayfly.start()


def test_interrupts_reach_a_child_that_a_script_started():
    """
    A shell lets its background jobs ignore SIGINT; Prefect's worker could then not be stopped.
    """
    told = child("import signal, sys; sys.exit(signal.getsignal(signal.SIGINT) is signal.SIG_IGN)")
    told.start()

    assert 0 == told.process.wait()


@pytest.mark.enable_socket
def test_a_port_that_is_taken_is_told(workspace):
    """
    Nothing is started beside another server, and the place to say another port is named.
    """
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        workspace.operation_file.write_text(f"server: {{port: {port}}}\n", "utf-8")

        with pytest.raises(WorkspaceError, match=f"127.0.0.1:{port} cannot .*`server.port`"):
            serve(workspace, print)

    assert not workspace.server_folder.exists()


def test_the_server_is_private_unless_told(workspace, monkeypatch):
    """
    It listens on this machine, wants a password, and lets its own pages in only.
    """
    monkeypatch.delenv(SERVER_AUTH, raising=False)
    settings = server_settings(workspace, Server())

    assert settings["PREFECT_API_AUTH_STRING"] == settings[SERVER_AUTH]
    assert "http://127.0.0.1:4200" == settings["PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS"]
    assert settings["PREFECT_HOME"].startswith(str(workspace.root / "data" / "private"))
    server = children(workspace, Server())[0].command
    assert ("--host", "127.0.0.1", "--port", "4200") == server[-4:]


def test_behind_a_proxy_its_pages_are_those_of_the_proxy(workspace, monkeypatch):
    """
    People's browsers are told the address that they can reach; the worker keeps to the machine's.
    """
    monkeypatch.setenv(SERVER_AUTH, "openends:secret")
    settings = server_settings(workspace, Server(address="https://survey.example.org"))

    assert "https://survey.example.org" == settings["PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS"]
    assert "https://survey.example.org/api" == settings["PREFECT_UI_API_URL"]
    assert "http://127.0.0.1:4200/api" == settings["PREFECT_API_URL"]
