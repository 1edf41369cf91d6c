import pytest

from nlp.intake.proposing.platforms import PLAIN, platform_of
from nlp.intake.proposing.sightings import sightings
from tests.intake.small_proposals import export, proposed, settings, text


@pytest.mark.parametrize(
    ("platform", "header"),
    [
        ("SurveyMonkey", ("Respondent ID", "Collector ID", "Why?")),
        ("Qualtrics", ("ResponseId", "RecordedDate", "Q1")),
        ("LimeSurvey", ("id", "submitdate", "lastpage")),
        ("Microsoft Forms", ("ID", "Start time", "Completion time")),
        ("Google Forms", ("Timestamp", "Role?", "Why?")),
        ("EUSurvey", ("Contribution ID", "Creation date", "Why?")),
        ("a chat survey", ("ID", "Why_OE", "Why_OE_sentiment")),
        (PLAIN, ("ID", "Role?", "Why?")),
    ],
)
def test_platforms_are_known_by_the_columns_they_add(platform, header):
    """
    The names of a platform's own columns say where an export comes from.
    """
    raw = export(header, lambda n: (n, n, n))

    assert platform == platform_of(raw, sightings(raw))


def test_microsoft_forms():
    """
    Ids, the time of handing in, who it was, and lists whose options end in a semicolon.
    """
    raw = export(
        ("ID", "Completion time", "Start time", "Email", "Name", "Which tools?", "Why?"),
        lambda n: (
            n, f"3/{n % 28 + 1}/25 9:05:00", f"3/{n % 28 + 1}/25 9:00:00", f"a{n}@example.org",
            f"Somebody {n}", "Maps;Mail;" if n % 2 else "Mail;", text(n),
        ),
    )  # fmt: skip
    proposal = proposed(raw)

    assert ("Email", "Name") == tuple(proposal.settings()["identifying"])
    assert "month first" == proposal.settings()["respondent"]["submitted"]["order"]
    tools = settings(proposal.closed_questions)["tools"]
    assert (";", ["Mail", "Maps"]) == (tools["separator"], tools["options"])


def test_limesurvey():
    """
    Codes in brackets are options to tick and fields; -oth- is the option that leads to a field.
    """
    raw = export(
        ("id", "submitdate", "lastpage", "G1", "G1[other]", "G3[SQ1]", "Why?"),
        lambda n: (
            n, "2025-03-01 09:00:00", 3, ("A1", "-oth-")[n % 2],
            f"a keeper of {n} bees" if n % 2 else "", "Y" if n % 3 else "", text(n),
        ),
    )  # fmt: skip
    proposal = proposed(raw)

    assert {"A1": "A1", "-oth-": "Other"} == settings(proposal.closed_questions)["g1"]["options"]
    assert "g1" == settings(proposal.open_questions)["g1_other"]["other_of"]
    assert {"G3[SQ1]": "SQ1"} == settings(proposal.closed_questions)["g3"]["options"]


def test_previews_of_qualtrics_do_not_count():
    """
    Its Status column says which records nobody in the field gave.
    """
    raw = export(
        ("ResponseId", "Status", "Finished", "Why?"), lambda n: (f"R_{n}", n % 2, 1, text(n))
    )

    rule = proposed(raw).settings()["exclude"]["preview"]
    assert "Status" == rule["column"]
    assert {"1", "Survey Preview"} <= set(rule["values"])
