"""What is odd about a codebook."""

from nlp.contracts.codebook import Codebook, Theme
from nlp.themes.encoders import WordEncoder
from nlp.themes.lint import is_vague, lint_codebook


def theme(theme_id, label, *examples, definition="What it covers.", **rest):
    return Theme(theme_id=theme_id, label=label, examples=examples, definition=definition, **rest)


COST = theme("cost", "Cost", "the bill is high", "rent of servers", "licence fees")
LAW = theme("law", "Law", "courts decide", "judges and lawyers", "statutes come")


def remarks(*themes):
    return lint_codebook(Codebook(study_id="s", themes=themes), WordEncoder())


def test_a_sound_codebook_gets_no_remarks():
    """Themes with three examples, a definition and a telling label are in order."""
    assert [] == remarks(COST, LAW)


def test_what_is_missing_is_told_in_one_line():
    """Themes without definition or with few examples are named, not one line each."""
    bare = [theme(f"t{n}", f"Label {n}x", f"word{n} only{n}", definition="") for n in range(10)]
    told = remarks(*bare)
    assert "no definition: t0, t1, t2, t3, t4, t5, t6, t7 and 2 more" == told[0]
    assert told[1].startswith("fewer than 3 examples: t0, ")


def test_a_vague_label_is_told():
    """A label of stop words and of words for any theme says nothing."""
    assert [True, True, False] == [is_vague(t) for t in ("Other", "The issues", "Other taxes")]
    vague = theme("x", "Other comments", "abc def", "ghi jkl", "mno pqr")
    assert ["x: the label is vague; say what respondents talk about"] == remarks(COST, vague)


def test_nearly_the_same_labels_and_examples_are_told():
    """The pair is named with the numbers of its examples, which are not quoted."""
    twin = theme("cost2", "Cost!", "sunny day", "the bill is high!", "blue sky")
    told = remarks(COST, twin, LAW)
    assert "cost and cost2: the labels are nearly the same" in told
    assert "cost and cost2: examples 1 and 2 are nearly the same" in told
    assert not any("bill" in remark for remark in told)


def test_themes_of_different_questions_may_be_alike():
    """What is a benefit here and a risk there is two themes."""
    both = [COST.model_copy(update={"theme_id": q, "questions": (q,)}) for q in ("a", "b")]
    assert [] == remarks(*both)


def test_a_theme_whose_examples_belong_elsewhere_is_redundant():
    """All its examples are nearer to another theme than to each other."""
    echo = theme("echo", "Echo", "bill high", "servers rent", "fees licence")
    told = [remark for remark in remarks(COST, echo, LAW) if "all its examples" in remark]
    assert any(remark.startswith("echo: ") and " cost " in remark for remark in told)


def test_opposite_stances_in_one_theme_are_told():
    """ "Not more" takes the side of "less"."""
    mixed = theme("pay", "Pay", "we want more pay", "pay as now", "less pay for them")
    assert any("examples 1 and 3 take opposite sides (more / less)" in r for r in remarks(mixed))
    agreed = theme("pay", "Pay", "less pay", "pay as now", "not more pay")
    assert [] == remarks(agreed)


def test_a_retired_theme_is_left_in_peace():
    """Nobody has to mend what is no longer coded."""
    assert [] == remarks(COST, theme("old", "Other", "x y", definition="", retired="w2"))


def test_emoji_are_told_apart_by_their_names():
    """Encoders take all pictures for one sign; what is encoded is what they show."""
    rockets = theme("rockets", "Rocket", "\U0001f680", "\U0001f680\U0001f680", "rocket launch")
    pizzas = theme("pizzas", "Pizza", "\U0001f355", "\U0001f355\U0001f355", "pizza slice")
    assert [] == remarks(rockets, pizzas)
