"""How this project's Prefect server is reached, and with which secret."""

import secrets

from flows.files import read_operation
from flows.secret_files import make_secret, read_secret
from flows.surroundings import SERVER_AUTH, prepare_service, said_by_a_person
from flows.workspace import Workspace
from nlp.contracts.errors import WorkspaceError

CLIENT_AUTH = "PREFECT_API_AUTH_STRING"
ADDRESS = "PREFECT_API_URL"


def reach_server(workspace: Workspace) -> str:
    """Return the address of the server, which this process can talk to from now on.

    It is the one that PREFECT_API_URL names, else that of `openends serve`. To be called before
    Prefect is imported.
    """
    said = said_by_a_person(ADDRESS)
    if said is not None:
        prepare_service({})
        return said
    server = read_operation(workspace).server
    url = f"http://{server.host}:{server.port}/api"
    auth = said_by_a_person(CLIENT_AUTH) or known_auth(workspace)
    if auth is None:
        raise WorkspaceError(
            f"no Prefect server is known: start one with `openends serve`, or name it in {ADDRESS}"
        )
    prepare_service({ADDRESS: url, CLIENT_AUTH: auth})
    return url


def server_auth(workspace: Workspace) -> str:
    """Return `user:password` of the server, made once where nobody has said it."""
    auth = known_auth(workspace)
    if auth is None:
        make_secret(workspace.server_auth_file, f"openends:{secrets.token_urlsafe(32)}")
        return server_auth(workspace)
    return auth


def known_auth(workspace: Workspace) -> str | None:
    """Return `user:password` of the server if there is one; none is made."""
    said = said_by_a_person(SERVER_AUTH)
    if said is not None:
        return said
    path = workspace.server_auth_file
    if not path.exists():
        return None
    return read_secret(path, "the password of Prefect's server", "sign in anew everywhere")
