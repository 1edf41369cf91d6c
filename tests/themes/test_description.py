"""What a topic is about."""

import numpy as np

from nlp.contracts.names import NO_NAMES
from nlp.contracts.tables import TopicAssignments, build
from nlp.themes.description import choose_examples, class_tf_idf, describe_topics
from nlp.themes.embedding import embed
from tests.builders import units
from tests.fakes import LetterEncoder, ListedNames, PlainTagger

JOBS = [
    "AI takes our jobs",
    "job losses in AI",
    "I'm afraid for my job",
    "jobs | jobs [email] 2025",
]
COST = ["GPU cost", "the GPU cost is high", "AI costs", "costs of a GPU in AI"]


ADJECTIVES = PlainTagger(high="ADJ", afraid="ADJ", our="PRON", take="VERB", takes="VERB")


def described(of, topic_ids, tagger=ADJECTIVES, names=NO_NAMES):
    rows = [
        {"unit_id": unit, "topic_id": topic, "stability": 0.8 if topic else float("nan")}
        for unit, topic in zip(of["unit_id"], topic_ids, strict=True)
    ]
    assignments = build(rows, TopicAssignments)
    return describe_topics(of, embed(of, LetterEncoder()), assignments, tagger, names)


def two_topics():
    topics = ["risks-t01"] * 4 + ["risks-t02"] * 4 + [""]
    return described(units(*JOBS, *COST, "the art of it"), topics).set_index("topic_id")


def test_keywords_are_what_a_topic_says_more_than_others():
    """What all say (AI) is no keyword; twins (job, jobs) are one; acronyms keep capitals."""
    keywords = {topic: row.split(" | ") for topic, row in two_topics()["keywords"].items()}
    assert "jobs" in keywords["risks-t01"] or "job" in keywords["risks-t01"]
    assert not {"job", "jobs"} <= set(keywords["risks-t01"])
    assert "GPU" in " ".join(keywords["risks-t02"])
    assert not {"AI", "ai", "email", "2025", "the"} & {
        *keywords["risks-t01"],
        *keywords["risks-t02"],
    }


def test_what_most_of_a_question_says_is_no_keyword():
    """A word of more than half of the units tells nothing apart, not even one big topic."""
    texts = [
        "robots take jobs",
        "robots take jobs",
        "robots drive",
        "robots paint",
        "a law",
        "war",
    ]
    found = described(units(*texts), ["risks-t01"] * 4 + [""] * 2)
    assert "jobs" in found.loc[0, "keywords"]
    assert "robots" not in found.loc[0, "keywords"].split(" | ")
    assert "robots" not in found.loc[0, "label"].casefold().split(", ")


def test_numbers_are_no_keywords():
    """Neither a number with a dash nor a word that is mostly digits says what a topic is about."""
    numbers = ["19901-3618, jobs", "19901-3618, jobs, 2025s", "2025s, 3d", "19901-3618, 3d"]
    found = described(units(*numbers, *COST, "art"), ["risks-t01"] * 4 + ["risks-t02"] * 4 + [""])
    assert {"jobs", "3d"} == set(found.loc[0, "keywords"].split(" | "))


def test_what_one_person_alone_says_is_no_keyword():
    """A rare word tells of one respondent, and may lead to somebody."""
    found = described(units(*JOBS, *COST), ["risks-t01"] * 4 + ["risks-t02"] * 4)
    assert "loss" not in " ".join(found["keywords"])
    assert "jobs" in found.loc[0, "keywords"]


def test_no_topic_is_named_after_a_person():
    """A manager whom everybody writes of is neither in the label nor a keyword."""
    texts = ["ask Sarah of jobs", "Sarah, jobs", "jobs, Sarah", "Sarah", "jobs"]
    of, topics = units(*texts, *COST), ["risks-t01"] * 5 + ["risks-t02"] * 4
    without = described(of, topics, names=ListedNames("Sarah")).loc[0, ["label", "keywords"]]
    assert ["Jobs", "jobs"] == list(without)
    assert "Sarah" in described(of, topics).loc[0, "keywords"].title()


def test_what_is_read_is_a_sample_in_which_often_repeated_answers_count_as_often():
    """150 equal answers and many rare ones: the label is what the many say."""
    rare = [f"x{number} yyy zzz" for number in range(400)]
    topics = ["risks-t01"] * 550 + ["risks-t02"] * 4
    found = described(units(*["job cuts"] * 150, *rare, *COST), topics)
    assert 550 == found.loc[0, "size"]
    assert "job cuts" in found.loc[0, "keywords"]


def test_labels_are_short_and_start_with_a_capital():
    """A label is a phrase or some words of the topic."""
    label = two_topics().loc["risks-t02", "label"]
    assert "GPU cost" == label


def test_like_topics_get_unlike_labels():
    """No two themes of a question are called the same; one without words goes by its number."""
    found = described(units("it", "is", "they", "are"), ["q-t01"] * 2 + ["q-t02"] * 2)
    assert ["q-t01", "q-t02"] == list(found["label"])


def test_the_separator_never_stands_in_an_example():
    """A bar that somebody typed cannot split an example in two."""
    assert 4 == len(two_topics().loc["risks-t01", "examples"].split(" | "))
    assert "jobs / jobs [email] 2025" in two_topics().loc["risks-t01", "examples"]


def test_units_without_a_topic_describe_none():
    """They only help to tell what is common."""
    assert described(units("a", "b"), ["", ""]).empty
    assert [4, 4] == list(two_topics()["size"])


def test_order_of_rows_changes_nothing():
    """Keywords, labels and examples do not depend on who answered first."""
    of = units(*JOBS, *COST)
    backwards = of[::-1].reset_index(drop=True)
    topics = ["risks-t01"] * 4 + ["risks-t02"] * 4
    assert described(of, topics).equals(described(backwards, topics[::-1]))


def test_class_tf_idf_is_what_the_paper_says():
    """Frequency in the class times log(1 + A / frequency in all), worked out by hand.

    Of x: cat 2, dog 1; of y: dog 3, owl 1; A = 7 / 2. In x, dog is rarer than elsewhere. In y,
    dog has 3/4 log(1 + 3.5/4) = .47 and owl 1/4 log(1 + 3.5/1) = .38.
    """
    ranked = class_tf_idf({"x": {("cat",): 2, ("dog",): 1}, "y": {("owl",): 1, ("dog",): 3}})
    assert {"x": [("cat",)], "y": [("dog",), ("owl",)]} == {x: list(ranked[x]) for x in ranked}
    assert 0.471 == round(ranked["y"]["dog",], 3)
    assert 0.376 == round(ranked["y"]["owl",], 3)


def test_examples_are_the_centre_then_the_farthest():
    """The first is nearest to the centre; each next one lies farthest from those chosen."""
    texts = ["one at zero", "its double here", "to the left side", "to the right side", "far away"]
    angles = np.array([0.0, 0.01, 0.6, -0.5, 2.5])
    matrix = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    chosen = choose_examples(texts, matrix)
    assert ["its double here", "to the left side", "one at zero"] == chosen[:3]
    assert set(texts) == set(chosen)


def test_readable_examples_go_before_catchwords():
    """An example of three to thirty words says more than one word does."""
    matrix = np.ones((2, 1), dtype=np.float32)
    assert ["losing my job", "jobs"] == choose_examples(["jobs", "losing my job"], matrix)
