from flows.scores import in_words

FIGURES = {"precision": 0.5, "recall": 1.0, "f1": 2 / 3, "low": 0.25, "high": 0.875}
NOTHING = dict.fromkeys(FIGURES)
NONE_WRONG = {"false": 0, "missed": 0}

ANSWER = {
    "benefit": FIGURES,
    "risk": NOTHING,
    "regulation": NOTHING,
    "stance": {"accuracy": None, "n": 0},
    "status": {
        "benefit": {"accuracy": 0.75, "n": 4},
        "risk": {"accuracy": None, "n": 0},
        "regulation": {"accuracy": None, "n": 0},
    },
    "evidence": {"overlap": 1.0, "n": 3},
    "questions": {
        "What do you hope?": {
            "n": 1234,
            "benefit": {"false": 2, "missed": 1},
            "risk": NONE_WRONG,
            "regulation": NONE_WRONG,
        }
    },
    "n": 1234,
}


def test_each_category_has_a_line_of_figures():
    """
    Figures have three digits, counts their commas, and what nothing speaks for is a dash.
    """
    lines = [" ".join(line.split()) for line in in_words(ANSWER).splitlines()]

    assert "Mentions in 1,234 coded answers, answer by answer:" == lines[0]
    assert "benefit 0.500 1.000 0.667 0.250 to 0.875 0.750 of 4" in lines
    assert "risk - - - - to - - of 0" in lines
    assert "Evidence overlaps: 1.000 of 3" in lines
    assert "What do you hope? 1,234 2 / 1 0 / 0 0 / 0" in lines
