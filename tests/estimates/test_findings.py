from nlp.contracts.codebook import parse_codebook
from nlp.contracts.study import Tagging
from nlp.contracts.tables import Findings, conform
from nlp.estimates.findings import list_findings, live_findings, mention_finding
from tests.builders import QUESTION
from tests.estimates.small_study import CODEBOOK, HOPES

LIVES = parse_codebook(
    {
        "study_id": "small",
        "nets": [{"net_id": "harm", "label": "Harm"}, {"net_id": "good", "label": "Good"}],
        "themes": [
            {"theme_id": "old", "label": "Old", "examples": ["x"], "retired": "w2"},
            {"theme_id": "new", "label": "New", "net": "good", "examples": ["x"], "since": "w2"},
            {"theme_id": "always", "label": "Always", "net": "harm", "examples": ["x"]},
        ],
    },
    "codebook",
)


def stubs(findings):
    return list(findings["finding_id"])


def test_findings_stand_in_reading_order():
    """
    Themes come in codebook order, then nets, what is mentioned, stances, and no theme.
    """
    findings = list_findings([HOPES], CODEBOOK, Tagging())

    expected = [
        ("jobs", "theme", "Lost jobs", "harm"),
        ("risk", "theme", "Unsafe", "harm"),
        ("time", "theme", "Time saved", "good"),
        ("rules", "theme", "Rules", ""),
        ("harm", "net", "Harm", ""),
        ("good", "net", "Good", ""),
        ("mention:benefit", "mention", "Benefit mentioned", ""),
        ("mention:risk", "mention", "Risk mentioned", ""),
        ("mention:regulation", "mention", "Regulation mentioned", ""),
        ("stance:for", "stance", "For regulation", ""),
        ("stance:against", "stance", "Against regulation", ""),
        ("stance:mixed", "stance", "For and against regulation", ""),
        ("stance:neutral", "stance", "Takes no side on regulation", ""),
        ("no_theme", "none", "No theme", ""),
    ]
    columns = ["finding_id", "kind", "label", "net_id"]
    assert expected == list(findings[columns].itertuples(index=False, name=None))


def test_a_question_has_only_its_own_themes_and_their_nets():
    """
    A theme of another question is no finding of this one, nor is a net that is left without any.
    """
    got = stubs(list_findings([QUESTION], CODEBOOK, Tagging()))

    assert ["jobs", "risk", "rules", "harm"] == got[:4]
    assert not {"time", "good"} & set(got)


def test_questions_keep_their_order():
    """
    Questions are listed as they were handed in.
    """
    findings = list_findings(iter([QUESTION, HOPES]), CODEBOOK, Tagging())

    assert [QUESTION, HOPES] == list(findings["question_id"].unique())


def test_a_theme_called_like_a_category_stays_apart():
    """
    The theme `risk` and the mention of a risk are two findings.
    """
    got = stubs(list_findings([QUESTION], CODEBOOK, Tagging()))

    assert 1 == got.count("risk")
    assert 1 == got.count(mention_finding("risk"))


def test_no_questions_no_findings():
    """
    Without questions the table is empty and still a table of findings.
    """
    assert 0 == len(conform(list_findings([], CODEBOOK, Tagging()), Findings))


def test_only_themes_that_are_coded_in_the_wave_are_live():
    """
    A theme is live from its first wave until it is retired; a net needs a live theme.
    """
    findings = list_findings([QUESTION], LIVES, Tagging())

    before = stubs(live_findings(findings, LIVES, "w1", ("w1", "w2")))
    after = stubs(live_findings(findings, LIVES, "w2", ("w1", "w2")))

    assert ["old", "always", "harm"] == before[:3]
    assert ["new", "always", "harm", "good"] == after[:4]


def test_mentions_and_no_theme_are_always_live():
    """
    What the lexicons find does not depend on the life of themes.
    """
    findings = list_findings([QUESTION], LIVES, Tagging())
    live = live_findings(findings, LIVES, "w1", ("w1", "w2"))

    lasting = ["mention:benefit", "mention:risk", "mention:regulation"]
    assert lasting == stubs(live)[-8:-5]
    assert ["stance:neutral", "no_theme"] == stubs(live)[-2:]


def test_a_study_may_count_by_what_is_spoken_of():
    """
    Then every category has a finding for each target, behind the stances; else none has.
    """
    got = stubs(list_findings([QUESTION], CODEBOOK, Tagging(by_target=True)))

    assert ["mention:benefit:open", "mention:benefit:closed"] == got[-16:-14]
    assert ["mention:regulation:unclear", "no_theme"] == got[-2:]
    assert not [
        name
        for name in stubs(list_findings([QUESTION], CODEBOOK, Tagging()))
        if name.endswith(":open")
    ]
