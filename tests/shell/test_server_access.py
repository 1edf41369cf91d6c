import pytest

from flows.server_access import ADDRESS, CLIENT_AUTH, known_auth, reach_server, server_auth
from flows.surroundings import PREFECT, SERVER_AUTH, SERVICE, said_by_a_person
from nlp.contracts.errors import WorkspaceError


@pytest.fixture(autouse=True)
def _nothing_is_said(monkeypatch):
    for name in (ADDRESS, CLIENT_AUTH, SERVER_AUTH, "PREFECT_API_KEY", *PREFECT, *SERVICE):
        monkeypatch.setenv(name, "to be restored")
        monkeypatch.delenv(name)


def test_a_password_is_made_once(workspace):
    """
    The first to need it makes it; it is long, and stays.
    """
    assert known_auth(workspace) is None

    auth = server_auth(workspace)

    user, password = auth.split(":")
    assert ("openends", True) == (user, len(password) >= 40)
    assert auth == server_auth(workspace) == known_auth(workspace)


def test_the_password_may_come_from_the_environment(workspace, monkeypatch):
    """
    Where it must not lie in a file, none is made.
    """
    monkeypatch.setenv(SERVER_AUTH, "admin:from a vault")

    assert "admin:from a vault" == server_auth(workspace)
    assert not workspace.server_auth_file.exists()


def test_the_server_of_this_project_is_found_by_its_files(workspace):
    """
    Port and password stand in the project, so its commands need no settings.
    """
    workspace.operation_file.write_text("server: {port: 4321}\n", "utf-8")
    auth = server_auth(workspace)

    assert "http://127.0.0.1:4321/api" == reach_server(workspace)
    assert "http://127.0.0.1:4321/api" == said_by_a_person(ADDRESS)
    assert auth == said_by_a_person(CLIENT_AUTH)
    assert "false" == said_by_a_person("PREFECT_SERVER_EPHEMERAL_ENABLED")


def test_a_server_that_a_person_names_is_taken(workspace, monkeypatch):
    """
    Another server with its own password is not sent ours.
    """
    server_auth(workspace)
    monkeypatch.setenv(ADDRESS, "https://prefect.example.org/api")

    assert "https://prefect.example.org/api" == reach_server(workspace)
    assert said_by_a_person(CLIENT_AUTH) is None


def test_without_a_server_it_is_said_how_to_get_one(workspace):
    """
    No private server is started for somebody who wants to talk to the one that stays.
    """
    with pytest.raises(WorkspaceError, match="start one with `openends serve`"):
        reach_server(workspace)
