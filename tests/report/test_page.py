import re
from html.parser import HTMLParser

import pytest

from nlp.contracts.tables import Quarantine, RecordCounts, build
from nlp.report.page import render_page
from tests.report.hostile import HOSTILE
from tests.report.sample import asked_in, codebook, results, theme, usual
from tests.report.small_lexicons import lexicon


class Page(HTMLParser):
    """Tags, attributes and words of a page."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.words, self.ids = set(), [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return re.sub(r"\s+", " ", "".join(self.words))


def hostile_results():
    evil = HOSTILE[0]
    named = codebook(
        themes=[
            theme("cost", evil, "money", HOSTILE[4]),
            theme("security", HOSTILE[2], "", evil),
            theme("insight", "x", "trust", "y"),
            theme("lock_in", "z", "trust", "y"),
            theme("agents", HOSTILE[3], "", "y"),
        ],
        nets=[{"net_id": "money", "label": HOSTILE[1]}, {"net_id": "trust", "label": HOSTILE[8]}],
    )
    questions = {
        "benefits": {"column": "b", "label": HOSTILE[1]},
        "risks": {"column": "r", "label": HOSTILE[2]},
    }
    roles = {"column": "role", "label": HOSTILE[3]}
    changes = {
        "title": evil,
        "open_questions": questions,
        "closed_questions": {"role": roles},
        "banner": ["role"],
        "reporting": {"quotes": 20},
    }
    return results(
        respondents=40,
        texts=list(HOSTILE) * 4,
        changes=changes,
        the_codebook=named,
        lexicons=(lexicon("risk", ("x", evil, "n"), nets={"n": HOSTILE[1]}),),
        wordings={"benefits": evil, "risks": HOSTILE[4]},
        method={HOSTILE[1]: HOSTILE[2]},
    )


def test_page_has_nothing_that_runs_or_calls_out():
    """
    Whatever respondents, codebook and study say: no script, no handler, no address but inside.
    """
    page = Page(render_page(hostile_results()))
    assert not page.tags & {"script", "img", "iframe", "object", "embed", "form", "base"}
    assert [] == [
        name for name, _ in page.attributes if name.startswith("on") or name in ("src", "style")
    ]
    hrefs = [value for name, value in page.attributes if name == "href"]
    assert all(value.startswith(("#", "data:,")) for value in hrefs)


def test_hostile_words_are_shown_as_they_are():
    """
    Markup and template braces in responses and labels are words, not orders.
    """
    text = Page(render_page(hostile_results())).text
    assert HOSTILE[0] in text
    assert HOSTILE[4] in text
    assert "49 and" not in text


def test_control_characters_are_not_passed_on():
    """
    No escape sequence reaches the page.
    """
    assert "\x1b" not in render_page(hostile_results())


def test_policy_forbids_everything_but_the_style_sheet():
    """
    The browser is told to refuse scripts and requests.
    """
    attributes = Page(render_page(usual(12))).attributes
    policies = [value for _, value in attributes if value and value.startswith("default-src")]
    assert 1 == len(policies)
    assert policies[0].startswith("default-src 'none'; style-src 'sha256-")


def test_links_lead_somewhere():
    """
    Every link of the contents and charts has its place, and no place is named twice.
    """
    page = Page(render_page(usual()))
    inner = {value[1:] for name, value in page.attributes if name == "href" and value[0] == "#"}
    assert inner <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize(("status", "said"), [("draft", True), ("adopted", False)])
def test_draft_is_called_a_draft(status, said):
    """
    Figures on themes that nobody has read are marked at the top.
    """
    text = Page(render_page(results(codebook=codebook(status=status)))).text
    assert said is ("nobody has read them yet" in text)


def test_wave_that_did_not_ask_is_called_that():
    """
    Figures and bases of such a wave say so, instead of a share of nobody.
    """
    text = Page(render_page(results(40, changes=asked_in("2025")))).text
    assert "2026: not asked" in text
    assert "0 of 0" not in text
    assert "no theme covers is \u2013" not in text


def test_question_that_nobody_was_asked_has_no_figures():
    """
    Its section says that it was not asked, and not that nobody raised its themes.
    """
    section = render_page(results(40, changes=asked_in())).split('<section id="q-risks"')[1]
    section = section.split("</section>")[0]
    assert "Not asked in 2025, 2026." in section
    assert "Raised by nobody" not in section
    assert "<table" not in section


def test_all_terms_are_listed_with_what_they_cover():
    """
    The reader finds the definition and the net of every term, named or not.
    """
    text = Page(render_page(usual())).text
    for words in ("All terms", "What it is worth", "Speed", "All about speed."):
        assert words in text


def test_account_adds_up():
    """
    The accounts name every status that occurs; respondents are the sum.
    """
    made = usual()
    text = Page(render_page(made)).text
    for status in ("codable", "empty", "refusal"):
        n = made.bases.query("wave == '2025' and question_id == 'risks' and status == @status")
        assert f"{status} {n['n_responses'].sum()}" in text


def test_masked_is_never_called_anonymous():
    """
    The page does not promise more than masking.
    """
    text = Page(render_page(usual(12))).text.casefold()
    assert "anonym" not in text
    assert "masked" in text


def test_no_respondent_is_named():
    """
    The page holds no respondent or response id.
    """
    made = usual()
    html = render_page(made)
    ids = set(made.screened["response_id"]) | set(made.screened["respondent_id"])
    assert set() == {one for one in ids if f">{one}<" in html or f'"{one}"' in html}


def test_single_unweighted_wave_needs_no_legend():
    """
    A study of one wave without weights speaks neither of earlier waves nor of weights.
    """
    made = results(respondents=40, changes={"weight": None, "banner": []})
    text = Page(
        render_page(results(respondents=40, changes={"weight": None}, **only_last(made)))
    ).text
    assert "earlier" not in text
    assert "weighted" not in text.replace("unweighted", "").replace("equally weighted", "")


def only_last(made):
    kept = ("bases", "prevalence", "crosstabs", "screened", "coded", "quarantine", "remarks")
    kept += ("record_counts", "wording_ledger")
    tables = {name: getattr(made, name).query("wave == '2026'") for name in kept}
    own = set(tables["screened"]["response_id"])
    for name in ("units", "codings", "mentions"):
        table = getattr(made, name)
        tables[name] = table[table["response_id"].isin(own)]
    return tables | {"waves": ("2026",)}


def test_empty_quarantine_is_said():
    """
    Where every row could be used, the page says that none was set aside.
    """
    whole = [{"wave": "2025", "source": "a.csv", "fate": "accepted", "n_rows": 12}]
    clean = {"quarantine": build([], Quarantine), "record_counts": build(whole, RecordCounts)}
    assert re.search(r"a\.csv1212none", Page(render_page(results(**clean))).text)


def test_every_row_of_an_export_is_accounted_for():
    """
    What was delivered, accepted and set aside stands in one line, and adds up.
    """
    text = Page(render_page(usual(12))).text
    assert re.search(r"b\.csv13121 bad weight", text)
    assert "held a NUL character" in text


def test_wordings_are_shown_where_they_changed():
    """
    A question that was put in two ways is shown with both, and with the waves that compare.
    """
    text = Page(render_page(usual())).text
    assert re.search(r"Risks2026What worries you most about them\?2changed", text)


def test_same_results_give_the_same_page():
    """
    Rendering twice gives the same bytes.
    """
    assert render_page(results()) == render_page(results())
