import pytest

from nlp.intake.proposing.names import (
    asks_for_all,
    elicited,
    is_identifying,
    is_made_by_machine,
    is_metadata,
    is_other_field,
    is_wave,
    is_weight,
    sounds_open,
)


@pytest.mark.parametrize(
    "name",
    ["IPAddress", "RecipientEmail", "RecipientLastName", "Email Address", "First Name", "ipaddr",
     "LocationLatitude", "token", "Username", "Phone number", "Your name"],
)  # fmt: skip
def test_names_that_lead_to_a_person(name):
    """
    The columns that platforms add about a person are known by their names.
    """
    assert is_identifying([name])


@pytest.mark.parametrize("name", ["distribution_name", "Name your worries", "Web address used"])
def test_names_that_only_sound_so(name):
    """
    A question that has such a word in it leads to nobody.
    """
    assert not is_identifying([name])


@pytest.mark.parametrize(
    "name",
    ["StartDate", "Duration (in seconds)", "Collector ID", "Completion time", "lastpage",
     "startlanguage", "DistributionChannel", "UserLanguage", "Progress", "submitdate"],
)  # fmt: skip
def test_columns_that_platforms_add(name):
    """
    What a platform records by itself is no answer.
    """
    assert is_metadata([name])


@pytest.mark.parametrize(
    "name",
    ["Other (please specify)", "Q5_other_OE", "Other (please explain)6", "If other, specify"],
)
def test_fields_beside_other(name):
    """
    A field for what the options do not say is known however the platform names it.
    """
    assert is_other_field(name)


@pytest.mark.parametrize("name", ["Other vendor (such as a shop)", "Another question", "Mother"])
def test_options_that_begin_like_other(name):
    """
    An option that has the word in it is no field.
    """
    assert not is_other_field(name)


def test_other_names():
    """
    Weights, waves, machine columns and open questions are known by their names.
    """
    assert is_weight(["final_weight"])
    assert is_wave(["survey_wave"])
    assert is_made_by_machine(["Q1_OE_sentiment"])
    assert is_made_by_machine(["Q2 - Topics"])
    assert sounds_open(["Please explain your choice"])
    assert asks_for_all(["Which tools? (Check all that apply)"])


def test_what_a_question_asks_for():
    """
    Words for benefits, risks and rules say what is elicited; other words say nothing.
    """
    assert ["benefit", "risk"] == elicited(["What are the benefits, and what worries you?"])
    assert ["regulation"] == elicited(["Which laws are missing?"])
    assert [] == elicited(["What advice have you got?"])
