"""How a command ends that is told to."""

import signal
import subprocess
import sys

import pytest

from tests.conftest import ROOT

WAIT = """
import subprocess, sys, time
from flows.stopping import leave_when_told
leave_when_told()
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
try:
    time.sleep(600)
except BaseException:
    print("caught")
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_command_leaves_at_once_and_takes_along_what_it_started(number):
    """The exit code is that of the signal, a word says what stays, and no child lives on."""
    start = [sys.executable, "-c", WAIT]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(start, cwd=ROOT, **pipes) as process:
        assert process.stdout.readline().strip().isdigit()
        process.send_signal(number)
        said, word = process.communicate()  # ends when the child, which holds the pipes, has too

    assert 128 + number == process.returncode
    assert "" == said
    assert "What was published before is untouched" in word
