"""Are these keys or words?"""

import pytest

from nlp.intake.gibberish import is_gibberish


@pytest.mark.parametrize(
    "text",
    [
        "asdf", "ASDFGH", "fghjkl", "asdf asdf", "jkljkl", "qwerty123", "lkjhgf", "xxx", "aaaaaa",
        "asd", "hahaha", "sdkfjhsdkjf", "bcdfgh", "12345", "ghjkl; asdf.", "lololololo",
        "hgdfhfdhfdgfbgcxbcxbaa", "aslkdjf", "lkjasdf", "asdlkj", "zxmnbv", "fdsafdsa",
    ],
)  # fmt: skip
def test_keys_pressed_at_random_are_gibberish(text):
    """Runs along the keyboard, repetitions and words no mouth can say."""
    assert is_gibberish(text)


@pytest.mark.parametrize(
    "text",
    [
        "cost", "GDPR", "AI", "privacy", "LGPD", "HTTPS", "NVPTX", "were", "tree", "property",
        "power", "poverty", "rhythm", "strengths", "catchphrase", "Weltschmerz", "AAA", "POI",
        "2024", "1000", "asdf cost", "\u5f00\u6e90", "\U0001f44d", "", "?", "\u010dtvrt", "error",
        "Rechtsschutz", "hmm", "llms", "k8s", "kubectl", "na\u00efvet\u00e9", "typewriter", "free",
        "Mississippi", "tldr", "ASD",
        "API", "SBOM", "http", "nodejs", "vmxnet", "pfsense", "sbom", "gdpr", "qtjs",
        "Arbeitsplatzverlust", "rozwój", "szczęście", "Rockwell", "blackjack", "bookkeeping",
        "Kafkaj",
    ],
)  # fmt: skip
def test_words_are_not(text):
    """Short, foreign, technical and consonant-rich words are answers."""
    assert not is_gibberish(text)
