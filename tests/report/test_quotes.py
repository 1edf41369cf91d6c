from hypothesis import given
from hypothesis import strategies as st

from nlp.report.quotes import Mark, Piece, cut_at_marks, quotes_by_mention, quotes_by_theme
from tests.report.sample import BENEFIT, RISK, meant, results, usual


def with_settings(**reporting):
    return results(respondents=40, changes={"reporting": reporting})


@given(st.text(), st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=4))
def test_cutting_loses_no_character(text, spans):
    """
    The pieces of a quote are the text, however its marks lie.
    """
    marks = [Mark(min(span), max(span), "risk") for span in spans]
    assert text == "".join(piece.text for piece in cut_at_marks(text, marks))


def test_overlapping_marks_are_kept_apart():
    """
    Where two marks overlap, the piece has both kinds.
    """
    pieces = cut_at_marks("abcd", [Mark(0, 3, "benefit"), Mark(2, 4, "risk")])
    kinds = [("benefit",), ("benefit", "risk"), ("risk",)]
    assert list(map(Piece, ["ab", "c", "d"], kinds)) == list(pieces)


def test_theme_is_quoted_with_its_own_responses():
    """
    A quote of a theme is a response that was given the theme, and says by what evidence.
    """
    quotes = quotes_by_theme(with_settings())[RISK, "security"]
    said = {
        "Anyone may hide a back door in the weights",
        "Malicious uploads to the public model hubs",
    }
    assert said == {quote.text for quote in quotes}
    assert quotes[0].evidence.startswith("example 1: ")
    assert ("unit",) == quotes[0].pieces[0].kinds


def test_short_quotes_come_last():
    """
    One word is quoted only after those who said more.
    """
    quotes = quotes_by_theme(with_settings())[BENEFIT, "cost"]
    assert "cheaper" == quotes[-1].text


def test_mention_span_is_marked():
    """
    The words that name a benefit are marked in the quote.
    """
    quotes = quotes_by_mention(with_settings())[BENEFIT, "mention:benefit"]
    marked = [piece.text for quote in quotes for piece in quote.pieces if piece.kinds]
    assert len(quotes) == len(marked)
    assert set(marked) <= {
        "look inside",
        "free to move",
        "No licence fees",
        "inspect",
        "cheaper",
        "saves us a lot of money",
    }


def test_number_of_quotes_is_a_setting():
    """
    No more quotes than the study wants; with 0 nobody is quoted at all.
    """
    assert 1 == max(len(quotes) for quotes in quotes_by_theme(with_settings(quotes=1)).values())
    assert not any(quotes_by_theme(with_settings(quotes=0)).values())


def test_long_and_masked_responses_are_not_quoted():
    """
    A response that is too long or held personal data is never shown.
    """
    texts = ["a long story " * 20, "write to [email] for more of it"] * 10
    made = results(texts=texts)
    shown = [*quotes_by_theme(made).values(), *quotes_by_mention(made).values()]
    assert not set(texts) & {quote.text for quotes in shown for quote in quotes}


def test_choice_does_not_depend_on_row_order():
    """
    Shuffled tables give the same quotes.
    """
    made = with_settings()
    mixed = {
        name: getattr(made, name).sample(frac=1, random_state=5).reset_index(drop=True)
        for name in ("screened", "units", "codings")
    }
    again = results(respondents=40, changes={"reporting": {}}, **mixed)
    assert quotes_by_theme(made) == quotes_by_theme(again)


def test_only_the_coded_words_are_marked():
    """
    Where one sentence of a response was coded, the rest of it stands beside.
    """
    made = usual()
    first_words = results(respondents=40, units=made.units.assign(end=4))
    quote = quotes_by_theme(first_words)[RISK, "security"][0]
    assert [("unit",), ()] == [piece.kinds for piece in quote.pieces]
    assert 4 == len(quote.pieces[0].text)


def test_what_was_only_elicited_is_not_quoted():
    """
    That a question asks for benefits is no evidence; what a unit means is.
    """
    assert {} == quotes_by_mention(meant(usual(), rule="elicited"))
    assert (BENEFIT, "mention:benefit") in quotes_by_mention(meant(usual(), rule="meaning"))


def test_a_stance_is_quoted_by_those_who_take_it():
    """
    Words on rules stand under the category and under the one stance of their response.
    """
    quotes = quotes_by_mention(meant(usual(), category="regulation", stance="against"))
    assert {"mention:regulation", "stance:against"} == {finding for _, finding in quotes}
