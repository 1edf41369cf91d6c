"""Runs that a history is to tell of, without any work."""

from flows.run_history import recorded


def note(session, verb, outcome, exit_code=0):
    """Have a run of *session* begin and end just now."""
    with recorded(session, verb) as record:
        record.outcome, record.exit_code = outcome, exit_code
