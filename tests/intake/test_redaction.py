"""What is masked, and what is left alone?"""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.contracts.study import Redaction
from nlp.intake.redaction import EVERY_KIND, mask, redact
from tests.builders import responses

MASK = re.compile(r"\[(?:email|url|ip|phone|handle)\]")


def redacted(verbatim, **settings):
    row = redact(responses(verbatim), Redaction(**settings)).iloc[0]
    return row["text"], row["masked"]


@pytest.mark.parametrize(
    ("expected", "verbatim"),
    [
        ("mail [email], please", "mail jo.doe+x@example.co.uk, please"),
        ("[email]", "jo (at) example (dot) org"),
        ("[email]", "jo[at]example.org"),
        ("write to [email].", "write to jo at example dot com."),
        ("[email]", "@jo@example.social"),
        ("see [url].", "see https://example.com/u/jo?token=a1#b."),
        ("([url])", "(www.example.org/x)"),
        ("at [url]!", "at example.com/in/jo!"),
        ("from [ip]", "from 192.0.2.17"),
        ("from [ip]", "from 2001:db8::8a2e:370:7334"),
        ("[phone] or [phone]", "07700 900123 or +44 20 7946 0018"),
        ("[phone], [phone]", "(555) 0142, (020) 7946 0018"),
        ("[phone], [phone]", "1-202-555-0147, 202.555.0147"),
        ("[phone] or [phone]", "0044 20 7946 0018 or 06 12 34 56 78"),
        ("reach me at [phone] after 2pm", "reach me at 555-0142 after 2pm"),
        ("Tel: [phone]", "Tel: 1234567"),
        ("[phone] [phone]", "07700900123 2025550147"),
        ("Tel:[phone], whatsapp:[phone]", "Tel:+44 20 7946 0018, whatsapp:+14155550142"),
        ("Contact:[phone] Jo:[phone]", "Contact:2025550147 Jo:202-555-0147"),
        ("[phone] [phone]", "202\u2013555\u20130147 202\u2011555\u20110147"),
        ("me\u2014[phone]", "me\u201407700900123"),
        ("[phone]", "\uff12\uff10\uff12\uff0d\uff15\uff15\uff15\uff0d\uff10\uff11\uff14\uff17"),
        ("[phone], [phone]", "202 5550147, 00 44 20 79460018"),
        ("ph: [phone] [phone]", "ph: 202-555-0147x12 (555) 0142 ext. 3"),
        ("[phone]/[phone]", "202-555-0147/202-555-0148"),
        ("[phone]/[phone]", "020 7946 0018/020 7946 0019"),
        ("[phone] / [phone]", "+44 20 7946 0018 / +44 20 7946 0019"),
        ("[phone], [phone]", "06.12.34.56.78, 06-12-34-56-78"),
        ("[phone] 2025 2026", "+44 20 7946 0018 2025 2026"),
        ("[email], [email]", "jo\uff20example.org, jo.doe @ example.com"),
        ("[email] [email]", "jo@www.example.com mailto@example.org"),
        ("[ip], IP:[ip]: mine", "192.0.2.17:8080, IP:192.0.2.18: mine"),
        ("ip:[ip]", "ip:2001:db8::8a2e:370:7334"),
        ("see [url] now", "see https://example.com/x?q=jo@example.com now"),
        ("thanks to [handle] \u2013 [handle]", "thanks to @sam_doe \u2013 \uff20sam"),
    ],
)
def test_what_leads_to_a_person_is_masked(expected, verbatim):
    """Addresses, numbers and handles become their kind in brackets."""
    assert (expected, len(MASK.findall(expected))) == redacted(verbatim)


@pytest.mark.parametrize(
    "text",
    [
        "2024-2025, 2023/2024 and Q1 2025",
        "1 to 9 or 10,000 or 10.000.000 or 1 000 000 000 people",
        "$1 000 000 000 and 500-1000 euros, 100-2000 staff",
        "born 03/04/1971, from 01.02.2025 to 03.04.2025",
        "at 10:30:45 and 9:00",
        "call 12 34 56",
        "version 3.5, GPT-4, 0.00000012, 1.2.3",
        "EU 2016/679, ISO 27001, SB-1047, 8000000000 tokens",
        "std::vector, a::b, C@t, me @ home, me @ home.now, eggs @ 5.99 each",
        "2025/01-2025/06, 01/2025-06/2025, 2024-01-15T10:00:00, call 2024-01-15",
        "15/01/2025 100 000 people, 01.02.2025-03.04.2025",
        "at 10:00 25 000 000 people, 1:2025550147, 200-1500000",
        "reach 1000000 users, COM (2021) 206, 2021/0106(COD), doi 10.1145/3442188.3445922",
        "2024\u20132025, 500\u20131000 euros, \uff11\uff0c\uff10\uff10\uff10",
        "e.g. Node.js and/or https, www and .com",
        "[email] was masked before",
        "24/7 support, 9-5 job, 80/20 rule",
        "\U0001f469\u200d\U0001f4bb likes it \U0001f44d\U0001f3fd",
    ],
)
def test_other_numbers_and_signs_stay(text):
    """Years, sums, versions, laws, times, code and emoji are what people write about."""
    assert (text, 0) == redacted(text)


@pytest.mark.parametrize(
    ("expected", "verbatim"),
    [
        ("a\nb\nc\nd", "a\r\nb\rc\u2028d"),
        ("a b", " \u00a0a\tb \n"),
        ("ab", "a\x1bb\u200b\ufeff\u202e"),
        ("", " \r\n"),
        ("e\u0301 N/A None", "e\u0301 N/A None"),
    ],
)
def test_words_can_travel_on(expected, verbatim):
    """Line ends and spaces are of one kind, and no character hides."""
    assert (expected, 0) == redacted(verbatim)


def test_a_study_may_leave_a_kind_alone():
    """Only the kinds that the settings name are masked."""
    assert ("[email] @sam", 1) == redacted("jo@example.org @sam", kinds=("email",))


def test_every_kind_is_what_the_settings_mask_by_default():
    """Words that no setting speaks of are masked no less."""
    assert set(Redaction().kinds) == set(EVERY_KIND)
    assert ("[email] [handle]", 2) == mask("jo@ex\u200bample.org @sam ", EVERY_KIND)


def test_who_was_not_asked_stays_not_asked():
    """The other columns travel on, and no verbatim does."""
    table = redact(responses("x", asked=False), Redaction())
    assert [False] == list(table["asked"])
    assert "verbatim" not in table


def test_no_response_gives_an_empty_table():
    """An empty table keeps its contract."""
    assert 0 == len(redact(responses(), Redaction()))


WORDS = st.lists(
    st.sampled_from(
        [
            *[
                "cost",
                "10,000",
                "2024-2025",
                "jo@example.org",
                "555-0142",
                "@sam",
                "192.0.2.1",
                "AI.",
            ],
            *[
                "www.example.org",
                "3.5",
                "e.g.",
                "\U0001f44d",
                "+1 202 555 0147",
                "N/A",
                "(why)",
                "\n",
            ],
        ]
    )
).map(" ".join)


@given(WORDS)
def test_words_outside_the_masks_are_unchanged(verbatim):
    """What stands between the masks stands in the response, in the same order."""
    text, masked = redacted(verbatim)
    rest = MASK.split(text)
    assert masked == len(rest) - 1
    place = 0
    for words in rest:
        place = verbatim.index(words.strip(), place) + len(words.strip())


@given(st.text() | st.text("012 5+-/.:()@ax\uff20\u2013", max_size=40))
def test_masking_twice_changes_nothing(verbatim):
    """Masked text holds nothing more to mask, and no white space around it."""
    text, _ = redacted(verbatim)
    assert (text, 0) == redacted(text)
    assert text.strip() == text


PIECES = (
    *("a", "a.", "1 ", "0", "(", "a@", "1:", "+1", "www.", "a at ", "\uff20"),
    *("a @ ", "00 1", "/0", "1-", "+1 ( ", "2025/01", "202-555-0142/"),
)


@pytest.mark.parametrize("piece", PIECES)
def test_long_responses_take_no_longer_than_they_should(piece):
    """Time grows with length, not with its square: 40,000 characters are a blink."""
    started = time.perf_counter()
    redacted(piece * (40_000 // len(piece)))
    assert time.perf_counter() - started < 5
