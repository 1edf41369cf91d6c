from flows.explained import in_words

MENTION = {
    "category": "risk",
    "term_id": "R1",
    "term": "Job losses",
    "start": 0,
    "end": 9,
    "span": "Lost jobs",
    "negated": True,
    "certainty": "hedged",
    "holder": "others",
    "time": "expected",
    "target": "ai",
    "stance": "",
    "cues": "may: hedge",
    "rule": "lexicon",
    "score": 0.9,
    "evidence": "lose job",
}
UNIT = {
    "unit_id": "u1",
    "start": 0,
    "end": 20,
    "text": "Lost jobs, they say.",
    "mentions": [MENTION],
    "nearly": [],
    "themes": [
        {
            "theme": "Lost work",
            "theme_id": "T1",
            "source": "keyword",
            "confidence": 1.0,
            "evidence": "keyword: jobs",
        }
    ],
    "uncovered": {},
}
ANSWER = {
    "study": "small",
    "wave": "w1",
    "response_id": "r1",
    "question_id": "worries",
    "status": "codable",
    "language": "en",
    "flag": "",
    "text": "Lost jobs, they say.",
    "units": [UNIT],
}


def shown(**changes):
    """The lines of an answer, without their indent."""
    return [line.strip() for line in in_words({**ANSWER, **changes}).splitlines()]


def test_a_mention_is_told_in_words_context_cues_and_finder():
    """
    What is said, how it is meant, by which cues, and what found it stand in lines of their own.
    """
    assert [
        "small, wave w1, response r1:",
        "question worries, codable",
        "| Lost jobs, they say.",
        "",
        "Unit 1 (0 to 20, u1)",
        "| Lost jobs, they say.",
        "risk denied: Job losses (R1)",
        "words    'Lost jobs', 0 to 9",
        "context  certainty hedged, holder others, time expected, target ai",
        "cues     may: hedge",
        "found by lexicon, 0.90, by 'lose job'",
        "theme Lost work (T1): keyword, 1.00, by 'keyword: jobs'",
    ] == shown()


def test_a_mention_of_the_whole_unit_does_not_repeat_it():
    """
    Where the unit itself is the mention, its words are not told again.
    """
    whole = {**MENTION, "span": UNIT["text"], "end": 20}

    assert "words    the whole unit, 0 to 20" in shown(units=[{**UNIT, "mentions": [whole]}])


def test_what_was_nearly_named_is_told():
    """
    A term that was left out is quoted; a mere likeness names its example.
    """
    nearly = [
        {**MENTION, "score": 0.3},
        {**MENTION, "rule": "meaning", "score": 0.2, "evidence": "like example 7"},
    ]

    lines = shown(units=[{**UNIT, "nearly": nearly}])

    assert "nearly risk, 'Lost jobs': lexicon, 0.30, by 'lose job'" in lines
    assert "nearly risk: meaning, 0.20, by 'like example 7'" in lines


def test_a_unit_without_theme_says_why_and_what_was_near():
    """
    The reason and the nearest themes are told; a theme that is gone goes by its id.
    """
    nearest = [{"theme": "", "theme_id": "T9", "likeness": 0.237}]
    uncovered = {"reason": "between_themes", "n_words": 4, "nearest": nearest}

    lines = shown(units=[{**UNIT, "mentions": [], "themes": [], "uncovered": uncovered}])

    assert ["no mention", "no theme: between themes (4 words)", "nearest  T9: 0.24"] == lines[-3:]


def test_a_response_without_units_says_so():
    """
    What is not codable shows its status, its flag, and that nothing was looked for.
    """
    lines = shown(status="gibberish", flag="gibberish", units=[])

    assert "question worries, gibberish, flagged gibberish" in lines
    assert lines[-1].startswith("It was not cut into units")
