import pytest

from flows.starting import Directly, Errand


class Called:
    """Ends with a code, and remembers what it was called with."""

    def __init__(self, code=0):
        self.code = code
        self.words = []

    def __call__(self, words):
        self.words.append(words)
        return self.code


def test_a_wave_is_run_here_without_prefect(workspace):
    """The nightly verb does it, with names as its only words."""
    call = Called()
    Directly(workspace, call).start(Errand("small", "w1", "small:w1:0f"))

    root = str(workspace.root)
    expected = ["run", "small", "--wave", "w1", "--no-prefect", "--json", "--root", root]
    assert [expected] == call.words


def test_without_a_wave_whatever_is_new_is_run(workspace):
    """As every night."""
    call = Called()
    Directly(workspace, call).start(Errand("small", ""))

    assert "--wave" not in call.words[0]


@pytest.mark.parametrize(
    ("code", "fate"),
    [(0, "done"), (-9, "died"), (4, "died"), (2, "ended"), (3, "ended"), (70, "ended")],
)
def test_the_exit_code_tells_what_became_of_it(workspace, code, fate):
    """A kill, a lock or a full disk may be over another time; the rest is somebody's move."""
    directly = Directly(workspace, Called(code))

    assert fate == directly.fate(directly.start(Errand("small", "w1")))


def test_a_run_is_a_process_of_its_own(workspace):
    """What it loads is gone when it ends, and its exit code is told: here of a study unknown."""
    directly = Directly(workspace)

    assert "exit 2" == directly.start(Errand("unknown", "w1"))
