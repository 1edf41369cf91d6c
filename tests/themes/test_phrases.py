"""What texts speak of."""

from hypothesis import given
from hypothesis import strategies as st

from nlp.contracts.names import NO_NAMES
from nlp.themes.phrases import LONGEST_PHRASE, read_terms
from tests.fakes import ListedNames, PlainTagger

TAGGER = PlainTagger(of="ADP", open="ADJ", is_="AUX", saves="VERB", sarah="PROPN", Rome="PROPN")


def terms(*texts, names=NO_NAMES):
    return [[said.term for said in found] for found in read_terms(texts, TAGGER, names)]


def written(text):
    (found,) = read_terms([text], TAGGER, NO_NAMES)
    return {said.written for said in found}


def test_words_and_noun_phrases_are_terms():
    """Adjectives stand in phrases; verbs are words by themselves."""
    (found,) = terms("saves open source")
    assert {("save",), ("open",), ("source",), ("open", "source")} == set(found)


def test_loss_of_jobs_is_job_loss():
    """Both ways to put it are one term, shown as it was written."""
    assert ("job", "loss") in terms("loss of jobs")[0]
    assert ("job", "loss") in terms("job losses")[0]
    assert "loss of jobs" in written("loss of jobs")


def test_phrases_end_at_marks_masks_and_stop_words():
    """A comma, a masked address and "the" part phrases."""
    (found,) = terms("cost, rent [email] price the tax")
    assert {("cost",), ("rent",), ("price",), ("tax",)} == set(found)


def test_hyphens_join():
    """Lock-in is one word, and no stop word stands for it."""
    assert [("lock-in",)] == terms("lock-in")[0]


def test_names_of_people_are_no_terms():
    """Neither where a finder sees them nor where people write them in small letters."""
    found = terms("Sarah rent", "ask sarah rent", "Rome rent", names=ListedNames("Sarah"))
    assert {("sarah",)} & {term for text in found for term in text} == set()
    assert ("rome",) in found[2]


def test_a_word_that_is_seldom_a_name_stays():
    """One mistake of a tagger among many places takes no keyword away."""
    found = terms("Bill", *["tax bill"] * 9, names=ListedNames("Bill"))
    assert ("bill",) in found[1]


def test_acronyms_and_names_of_things_keep_their_capitals():
    """A capital at the beginning is the sentence's."""
    assert {"GPU", "cost", "GPU cost"} == written("GPU cost")
    assert {"jobs"} == written("Jobs")
    assert "Rome" in written("law, Rome")


@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_text_can_be_read(texts):
    """Terms are short, hold a word each, and there is one list per text."""
    found = read_terms(texts, TAGGER, NO_NAMES)
    assert len(texts) == len(found)
    assert all(0 < len(said.term) <= LONGEST_PHRASE for text in found for said in text)
    assert all(word for text in found for said in text for word in said.term)


def test_emoji_are_read_by_their_names():
    """A picture is a phrase of its own, and does not run into the next one."""
    (found,) = terms("\U0001f355\U0001f680")
    assert {("pizza",), ("rocket",)} == set(found)
