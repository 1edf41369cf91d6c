import json

from flows.cli_words import say


def test_script_gets_one_object(capsys):
    """With --json nothing but an object is printed, and it says how long it took."""
    say(True, lambda: {"outcome": "done"})

    printed = capsys.readouterr()
    assert "" == printed.err
    assert {"outcome", "seconds"} == set(json.loads(printed.out))
