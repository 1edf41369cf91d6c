"""Which columns look as if they led to a person?"""

import pytest

from nlp.intake.likenesses import looks_like


@pytest.mark.parametrize(
    ("expected", "header"),
    [
        *[("an IP address", name) for name in ("IPAddress", "IP Address", "ipaddr", "ip")],
        *[("an e-mail address", name) for name in ("RecipientEmail", "Email Address", "E-mail")],
        *[("a name", name) for name in ("RecipientLastName", "First Name", "Name", "Username")],
        *[("a place", name) for name in ("LocationLatitude", "LocationLongitude", "GPS")],
        *[("a postal address", name) for name in ("Home address", "Address Line 2", "ZIP code")],
        *[("a personal number", name) for name in ("employee_id", "SSN", "Student No")],
        ("a telephone number", "Mobile number"),
        ("a day of birth", "Date of birth"),
        ("a key to the panel's list of people", "ExternalReference"),
        ("a key to the panel's list of people", "Custom Data 1"),
        ("a key to the panel's list of people", "token"),
    ],
)
def test_headers_of_the_platforms_are_known(expected, header):
    """What Qualtrics, SurveyMonkey, LimeSurvey, Google and Microsoft add about a person."""
    assert expected == looks_like([header], ["x"])


def test_any_header_row_tells():
    """Platforms write the name of a column above or below the question."""
    assert "a name" == looks_like(["Please tell us about you", "Your name"], ["x"])


@pytest.mark.parametrize(
    "header",
    [
        *("Role", "Company size", "Name one risk", "Would you share your e-mail?", "Mobility"),
        *("IPR", "Company name", "City", "Tokens used", "", "Respondent ID"),
    ],
)
def test_other_headers_tell_nothing(header):
    """Questions are not taken for names of people."""
    assert "" == looks_like([header], ["x"])


@pytest.mark.parametrize(
    "cells",
    [
        ["jo@example.org", "sam@example.org"],
        ["192.0.2.1", "192.0.2.2", "unknown"],
        ["+44 20 7946 0018", "07700 900123", "none given"],
        ["GB33BUKB20201555555555"],
        ["078-05-1120"],
    ],
)
def test_cells_tell_too(cells):
    """Most cells are addresses or personal numbers, whatever the column is called."""
    assert "addresses or personal numbers" == looks_like(["C"], cells)


@pytest.mark.parametrize(
    "cells",
    [
        ["write to jo@example.org", "jobs", "cost"],
        ["2025550147", "2025550148"],
        ["jo@example.org", "jobs"],
        ["2024-01-15", "03/04/2025"],
        ["3.5", "1 000 000"],
        [],
    ],
)
def test_other_cells_tell_nothing(cells):
    """Answers, bare numbers, dates and a few addresses make no identifying column."""
    assert "" == looks_like(["C"], cells)
