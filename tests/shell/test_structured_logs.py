import json
import logging
import warnings

import pytest

from flows import structured_logs
from flows.structured_logs import LONGEST, announce, doing, log_event


@pytest.fixture
def logged(capsys):
    """What was logged so far; afterwards logging is as it was before."""
    root, ours = logging.getLogger(), logging.getLogger("flows")
    before = (root.handlers[:], root.level, ours.level)
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    logging.captureWarnings(False)
    root.handlers[:], ours.level = before[0], before[2]
    root.setLevel(before[1])


def test_each_event_is_an_object_of_its_own(logged):
    """
    A line says when, how grave, what, and of which study, wave and step.
    """
    structured_logs.begin("json")
    with doing(study="small", wave="w1", step="tag"):
        log_event("step ended", rows=12)

    (line,) = logged()
    assert ("INFO", "step ended", "small", "w1", "tag", 12) == tuple(
        line[name] for name in ("level", "event", "study", "wave", "step", "rows")
    )
    assert line["at"].endswith("+00:00")


def test_a_library_is_not_quoted(logged):
    """
    What others warn of may hold a cell, so only who warned is told.
    """
    structured_logs.begin("json")
    logging.getLogger("pandas").warning("cannot convert %r", "a secret of p01")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("a secret of p01", UserWarning, stacklevel=1)

    lines = logged()
    assert ["pandas", "py.warnings"] == [line["logger"] for line in lines]
    assert "secret" not in json.dumps(lines)


def test_a_traceback_is_not_logged(logged):
    """
    Its last line would quote what an error quotes.
    """
    structured_logs.begin("json")
    try:
        raise ValueError("a secret of p01")
    except ValueError:
        logging.getLogger("flows.any").exception("fell over")

    assert "secret" not in json.dumps(logged())


def test_no_line_is_endless(logged):
    """
    A text that is too long to be ours is cut.
    """
    structured_logs.begin("json")
    log_event("x" * 2 * LONGEST)

    assert LONGEST == len(logged()[0]["event"])


def test_people_are_told_in_words(capsys):
    """
    Without JSON, what is announced stands there as it is.
    """
    structured_logs.begin("words")
    announce("Stopped.")

    assert "Stopped.\n" == capsys.readouterr().err


def test_an_error_is_a_line_too(logged):
    """
    Whoever collects logs learns of the end with its exit code.
    """
    structured_logs.begin("json")
    announce("w1 is refused", failed=True, exit_code=3)

    (line,) = logged()
    assert ("ERROR", 3) == (line["level"], line["exit_code"])
