"""Who names the themes of a draft: nobody is asked unless a study says so, and then nearby."""

import pytest
from pydantic import ValidationError

from nlp.contracts.study import Labelling


def problem(**said):
    with pytest.raises(ValidationError) as caught:
        Labelling(**said)
    return str(caught.value)


def test_nobody_is_asked_by_default():
    """Leaving it out is off."""
    assert ("", False) == (Labelling().endpoint, Labelling().allow_remote)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:11434", "[::1]:8080"])
def test_an_endpoint_on_this_machine_needs_a_model(host):
    """Whatever it listens on."""
    assert "small" == Labelling(endpoint=f"http://{host}/v1", model="small").model
    assert "needs the name of a model" in problem(endpoint=f"http://{host}/v1")


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org", "192.168.0.7"])
def test_words_leave_this_machine_only_if_allowed_and_by_https(host):
    """A name that merely looks near is far."""
    assert "not on this machine" in problem(endpoint=f"http://{host}/v1", model="m")
    allowed = {"model": "m", "allow_remote": True}
    assert "must be https" in problem(endpoint=f"http://{host}/v1", **allowed)
    assert Labelling(endpoint=f"https://{host}/v1", **allowed).allow_remote


@pytest.mark.parametrize("endpoint", ["file:///etc/x", "localhost:80", "http://me:pw@localhost/"])
def test_an_endpoint_is_an_address_without_secrets(endpoint):
    """A key is read from the environment, never from a study file."""
    assert "endpoint" in problem(endpoint=endpoint, model="m")
