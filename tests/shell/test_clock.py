import datetime as dt

from flows.clock import now


def test_the_time_is_universal_and_to_the_second():
    """
    Moments are told in UTC and without fractions, so they read the same everywhere.
    """
    moment = now()

    assert (dt.UTC, 0) == (moment.tzinfo, moment.microsecond)
    assert abs(dt.datetime.now(dt.UTC) - moment) < dt.timedelta(minutes=1)  # noqa: TID251  (the real one)
