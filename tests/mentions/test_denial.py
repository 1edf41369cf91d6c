import pytest

from nlp.mentions.pipeline import TERMS, build_pipeline
from tests.mentions.words import lexicon, meant, negations


@pytest.fixture
def pipeline(base, cues):
    """Finds leaks, bias and job losses as risks, gains as benefits, rules as regulation."""
    return build_pipeline(
        base,
        [
            lexicon("leak", "bias", "take job", "danger"),
            lexicon("gain", "help", category="benefit"),
            lexicon("rule", category="regulation"),
        ],
        cues,
    )


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("There is no bias", "no"),
        ("They are not leaks", "not"),
        ("It isn't danger", "n't"),
        ("they dont see bias", "nt"),
        ("It is free of bias", "free of"),
        ("hardly any gain", "hardly any"),
        ("Nobody saw a leak", "Nobody"),
        ("I doubt there is a gain", "doubt"),
        ("neither bias nor harm", "neither"),
        ("lack of gain", "lack of"),
        ("not fair, free or any gain", "not"),
    ],
)
def test_cue_denies_what_follows(pipeline, text, cue):
    """A cue denies the term behind it, and is told."""
    assert [(True, cue)] == [tuple(found[1:]) for found in negations(pipeline, text)]


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("A gain is hardly needed", "is hardly needed"),
        ("bias is not a problem", "not a problem"),
        ("Bias will be the end; I disagree", "I disagree"),
        ("Models leak no data", "no"),
    ],
)
def test_cue_denies_what_stands_before(pipeline, text, cue):
    """Some words deny the term before them."""
    assert [(True, cue)] == [tuple(found[1:]) for found in negations(pipeline, text)]


@pytest.mark.parametrize(
    "text",
    [
        "not cheap but a gain",
        "not cheap, however a gain",
        "It is not cheap. A gain all the same",
        "It is not cheap, it is a gain",
        "not a fee, just bias",
        "not cheap, take bias seriously",
        "not cheap and it is a gain",
        "no fees\nbias",
        "No, bias is everywhere",
        "not a single one of all the many nice new open small models had any bias",
    ],
)
def test_cue_ends_with_its_clause(pipeline, text):
    """A cue reaches neither beyond its clause nor far."""
    assert [(False, "")] == [tuple(found[1:]) for found in negations(pipeline, text)]


@pytest.mark.parametrize(
    "text",
    [
        "not only a gain",
        "no doubt, a gain",
        "There is no doubt that bias exists",
        "Bias cannot be ruled out",
        "not just a gain",
        "nothing but gain",
    ],
)
def test_idle_phrase_denies_nothing(pipeline, text):
    """What only looks like a cue does nothing."""
    assert [(False, "")] == [tuple(found[1:]) for found in negations(pipeline, text)]


def test_two_cues_cancel_each_other_out(pipeline):
    """Double negation asserts, and both cues are told."""
    assert [("gain", False, "no … lack of")] == negations(pipeline, "There is no lack of gain")


@pytest.mark.parametrize(
    "text",
    [
        "Don't take jobs",
        "but not take jobs",
        "It should not take jobs",
        "I hope it will not take jobs",
        "That it won't take jobs",
        "A tool, not a danger",
        "We do not want bias",
        "a tool rather than a danger",
    ],
)
def test_risk_that_shall_not_come_about_is_feared(pipeline, text):
    """Whoever forbids a bad thing, or hopes against it, names it."""
    assert [(False, "")] == [tuple(found[1:]) for found in negations(pipeline, text)]


def test_risk_that_is_said_not_to_come_about_is_denied(pipeline):
    """A plain "will not" denies a risk."""
    assert [("take jobs", True, "not")] == negations(pipeline, "It will not take jobs")


@pytest.mark.parametrize("text", ["Not worried about bias", "Don't fear any bias", "Not a danger"])
def test_risk_that_worries_nobody_is_denied(pipeline, text):
    """Not every "not" at the head of an answer forbids."""
    assert [True] == [negated for _, negated, _ in negations(pipeline, text)]


def test_benefit_that_is_forbidden_is_denied(pipeline):
    """Only risks are feared; a benefit behind "not" is none."""
    assert [("help", True, "not")] == negations(pipeline, "It should not help")


def test_missing_rules_are_named_and_not_rejected(pipeline):
    """Whoever misses rules speaks of rules."""
    assert [("rule", False, "")] == negations(pipeline, "It goes on without any rule")


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Open models are safer.", {("benefit", False)}),
        ("Open models are not safer.", {("benefit", True)}),
        ("Nobody can say open models are safer.", {("benefit", True)}),
        ("Closed models leak data.", {("risk", False)}),
        ("Closed models leak no data.", {("risk", True)}),
        ("Closed models don't leak data.", {("risk", True)}),
        ("Regulation is needed.", {("regulation", False)}),
        ("Not only cheaper but more private.", {("benefit", False)}),
        ("There is no doubt that misuse is a risk.", {("risk", False)}),
        ("The risk cannot be ruled out.", {("risk", False)}),
        ("Lack of transparency in closed models.", {("risk", False)}),
        ("No lack of transparency with open ones.", {("risk", True)}),
        ("We comply with GDPR.", {("regulation", False)}),
        ("The EU AI Act will kill open source.", {("regulation", False)}),
    ],
)
def test_minimal_pairs(shipped, text, expected):
    """Small differences of wording make the difference that they should."""
    doc = shipped(text)

    assert expected == {(s.label_, s._.context.negated) for s in doc.spans[TERMS]}


@pytest.mark.model
@pytest.mark.parametrize(
    "text", ["The paper does not address these risks.", "It fails to mention the danger of bias."]
)
def test_risk_that_is_passed_over_is_there(shipped, text):
    """Whoever says that a threat was forgotten names it."""
    assert not meant(shipped, text, "negated", "risk")


@pytest.mark.model
def test_benefit_that_is_passed_over_is_denied(shipped):
    """Only a threat is there whether or not anybody heeds it."""
    assert meant(shipped, "It does not mention any benefit.", "negated", "benefit")


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "category", "negated"),
    [
        ("It is useless.", "benefit", True),
        ("It is not useless.", "benefit", False),
        ("I am unconcerned.", "risk", True),
        ("I am not unconcerned.", "risk", False),
    ],
)
def test_some_words_deny_what_they_name(shipped, text, category, negated):
    """A word can name a thing by denying it, and be denied itself."""
    assert negated == meant(shipped, text, "negated", category)


@pytest.mark.model
def test_whom_a_word_calls_useless_is_no_benefit_denied(shipped):
    """Useless people say nothing of the use of a thing."""
    doc = shipped("Useless teachers teach it.")

    assert ["risk"] == [span.label_ for span in doc.spans[TERMS]]
