"""What is masked, and what is left alone?"""

import time
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.contracts.names import NO_NAMES
from nlp.contracts.study import MaskKind, Redaction
from nlp.contracts.tables import LIST_JOINT
from nlp.intake.redaction import EVERY_KIND, MASK, mask, redact
from tests.builders import responses


def redacted(verbatim, find_names=NO_NAMES, **settings):
    row = redact(responses(verbatim), Redaction(**settings), find_names).iloc[0]
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
        ("call me on [phone]", "call me on 21 212 133 2727"),
        ("office [phone]", "office 69 987 88 37"),
        ("IBAN [iban]", "IBAN GB33BUKB20201555555555"),
        ("to [iban] and not later", "to de89 3704 0044 0532 0130 00 and not later"),
        ("card [card], [card]", "card 4111 1111 1111 1111, 378282246310005"),
        ("[card] exp 12/27", "5555-5555-5555-4444 exp 12/27"),
        ("NI number [national_id]", "NI number QQ 12 34 56 C"),
        ("[national_id]; [national_id]", "078-05-1120; AB123456C"),
        ("my NHS no. is [national_id]", "my NHS no. is 943 476 5919"),
        ("SIN number: [national_id]", "SIN number: 046 454 286"),
        ("TFN [national_id], [national_id]", "TFN 123 456 782, 12345678Z"),
        ("[national_id] [national_id]", "1 84 12 76 451 089 46 RSSMRA85T10A562S"),
        ("[national_id] [national_id]", "131052-308T 811218-9876"),
        ("[national_id] [national_id]", "756.9217.0769.85 85.07.30-033.28"),
        ("pesel [national_id]", "pesel 44051401359"),
        ("account no. [account]", "account no. 12345678"),
        ("[account] or acct: [account]", "12-34-56 12345678 or acct: 98765432"),
        ("passport number [account]", "passport number 925665416"),
        ("my driver\u2019s license is [account]", "my driver\u2019s license is D12345678"),
        ("employee no [account]", "employee no E48213"),
        ("password is [account]!", "password is hunter2-7f3a!"),
        ("key [account]", "key AKIAIOSFODNN7EXAMPLE"),
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
        "on 03/04/1971, from 01.02.2025 to 03.04.2025",
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
        "4111 1111 1111 1112 and 1234 5678 9012 3456",
        "GB33BUKB20201555555556, AB12 CDEF 3456 7890 1234",
        "100 000 000 people, 123-456-789, 000-12-3456",
        "the NHS 2024-2025, social security 2023, national insurance 120000",
        "account for 1200000 people, an account 2024 2025, on account 12",
        "my password is important, the pin is lost, token 2024",
        "employee number is high, staff numbers 12000, case no 7",
        "12345678A and 11 digits 12345678901 and 010203",
        "sin 2024-2025, ni 12",
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


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("at [address]", "at 12 Acacia Avenue, SW1A 1AA"),
        ("in [address].", "in SW1A 1AA."),
        ("[address], Springfield", "742 Evergreen Terrace, Springfield"),
        ("[address]", "PO Box 123"),
        ("born [birth_date]", "born 03/04/1971"),
        ("DOB: [birth_date], born on [birth_date]", "DOB: 1971-04-03, born on 3rd of April 1971"),
        ("5 People on the street, 10 Things to do", "5 People on the street, 10 Things to do"),
        ("born in 1971, on 03/04/1971", "born in 1971, on 03/04/1971"),
    ],
)
def test_where_people_live_and_when_they_were_born(expected, text):
    """House numbers with their street, postcodes and days of birth are masked."""
    assert expected == mask(text, EVERY_KIND).text


def test_kinds_stand_in_the_order_of_the_text():
    """Masks are counted and named as they are read, whatever was looked for first."""
    row = redact(responses("@sam or jo@example.org, [url]"), Redaction(), NO_NAMES).iloc[0]
    assert (2, f"handle{LIST_JOINT}email") == (row["masked"], row["kinds"])


def test_words_of_the_study_are_never_masked():
    """A product's handle is what people write about."""
    assert ("@OpenHelp [handle]", 1) == redacted("@OpenHelp @sam", never=("@openhelp",))


def find_sam(texts):
    return [
        [(text.index("Sam"), text.index("Sam") + 3)] if "Sam" in text else [] for text in texts
    ]


def test_names_are_masked_only_where_the_study_asks():
    """What a finder finds is masked like the rest, and nobody is asked without need."""
    text = "Sam: jo@example.org, thanks Sam"
    assert ("[name]: [email], thanks Sam", 2) == redacted(text, find_sam, names=True)
    assert ("Sam: [email], thanks Sam", 1) == redacted(text, lambda _: 1 / 0)


def test_a_name_never_hides_another_mask():
    """Where a finder takes a mask for part of a name, both are told."""
    row = redact(
        responses("Sam jo@example.org"),
        Redaction(names=True),
        lambda texts: [[(0, len(texts[0]))]],
    ).iloc[0]
    assert ("[name][email]", 2) == (row["text"], row["masked"])


def test_equal_words_are_worked_on_once():
    """A finder sees each distinct response once."""
    seen = []

    def finder(texts):
        seen.extend(texts)
        return [[] for _ in texts]

    redact(responses("a", "b", "a"), Redaction(names=True), finder)
    assert ["a", "b"] == seen


def test_a_study_may_leave_a_kind_alone():
    """Only the kinds that the settings name are masked."""
    assert ("[email] @sam", 1) == redacted("jo@example.org @sam", kinds=("email",))


def test_every_kind_is_what_the_settings_mask_by_default():
    """Words that no setting speaks of are masked no less."""
    assert set(Redaction().kinds) == set(get_args(MaskKind))
    assert set(Redaction().kinds) == set(EVERY_KIND)
    assert ("[email] [handle]", ("email", "handle")) == mask(
        "jo@ex\u200bample.org @sam ", EVERY_KIND
    )


def test_who_was_not_asked_stays_not_asked():
    """The other columns travel on, and no verbatim does."""
    table = redact(responses("x", asked=False), Redaction(), NO_NAMES)
    assert [False] == list(table["asked"])
    assert "verbatim" not in table


def test_no_response_gives_an_empty_table():
    """An empty table keeps its contract."""
    assert 0 == len(redact(responses(), Redaction(), NO_NAMES))


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
    *("12 ", "1234 ", "AB12", "account no ", "password is ", "12 Acacia ", "born on ", "A1"),
    *("a @ ", "00 1", "/0", "1-", "+1 ( ", "2025/01", "202-555-0142/"),
)


@pytest.mark.parametrize("piece", PIECES)
def test_long_responses_take_no_longer_than_they_should(piece):
    """Time grows with length, not with its square: 40,000 characters are a blink."""
    started = time.perf_counter()
    redacted(piece * (40_000 // len(piece)))
    assert time.perf_counter() - started < 5
