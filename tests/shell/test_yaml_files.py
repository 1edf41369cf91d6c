import pytest

from flows.yaml_files import LARGEST_FILE, read_yaml, write_yaml
from nlp.contracts.errors import CodebookError, StudyConfigError


def read(tmp_path, text):
    path = tmp_path / "study.yaml"
    path.write_text(text, "utf-8")
    return read_yaml(path, StudyConfigError)


@pytest.mark.parametrize("nothing", ["null", "~"])
def test_nothing_is_nothing(nothing, tmp_path):
    """Where a word is needed, such a value is refused and not taken for the word."""
    path = tmp_path / "a.yaml"
    path.write_text(f"option: {nothing}", "utf-8")
    assert {"option": None} == read_yaml(path, StudyConfigError)


@pytest.mark.parametrize(
    "word", ["NO", "yes", "on", "010", "0x1F", "1_000", "12:30", "2025-01-13", "None", "1e3"]
)
def test_words_of_old_yaml_stay_words(tmp_path, word):
    """
    What YAML 1.1 takes for a truth value, a number in base 8 or a date stays as it was written.
    """
    assert {"option": word} == read(tmp_path, f"option: {word}")


def test_plain_numbers_and_truth_values_are_read(tmp_path):
    """
    Whole numbers, decimal fractions, true and false are what they look like.
    """
    expected = {"a": 3, "b": -1, "c": 0.42, "d": True, "e": False}

    assert expected == read(tmp_path, "{a: 3, b: -1, c: 0.42, d: true, e: false}")


def test_a_key_said_twice_is_refused_with_its_place(tmp_path):
    """
    Of two equal keys neither wins: the second is an error that says its line.
    """
    with pytest.raises(StudyConfigError, match="line 3, column 1: a is said twice"):
        read(tmp_path, "a: 1\nb: 2\na: 3\n")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: &x [1]\nb: *x\n", "line 2, column 4: aliases are not allowed"),
        ("a: !!python/object/apply:os.getcwd []", "line 1, column 4: tags are not allowed"),
        ("a: !!timestamp soon", "tags are not allowed"),
        ("a: !!int many", "tags are not allowed"),
        ("a: !own 1", "tags are not allowed"),
        ("a: [1, 2", "line 1"),
        ("a: 1\n\tb: 2\n", "line 2"),
        ("? [a, b]\n: 1\n", "line 1, column 3: a key must be a single word"),
        ("a: 1\n---\nb: 2\n", "line 2"),
        ("a: " + "9" * 5000, "cannot be read"),
        ("[" * 20_000, "nested too deeply"),
        ("a: \x07", "is not YAML"),
    ],
    ids=[
        "alias",
        "python",
        "time",
        "int",
        "own",
        "open",
        "tab",
        "key",
        "two",
        "long",
        "deep",
        "bell",
    ],
)
def test_what_is_not_plain_is_refused_as_ours(tmp_path, text, reason):
    """
    Aliases, tags, broken or monstrous content end in our own error, and never in a foreign one.
    """
    with pytest.raises(StudyConfigError, match=reason):
        read(tmp_path, text)


def test_nested_aliases_cannot_grow(tmp_path):
    """
    A file whose aliases would unfold to billions of values is refused at the first of them.
    """
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))]

    with pytest.raises(StudyConfigError, match="line 2, column 10: aliases are not allowed"):
        read(tmp_path, "\n".join(lines))


def test_a_huge_file_is_not_read(tmp_path):
    """
    A file beyond any codebook is refused by its size.
    """
    with pytest.raises(StudyConfigError, match="larger than 2,000,000 bytes"):
        read(tmp_path, "#" * (LARGEST_FILE + 1))


def test_missing_and_unreadable_files_are_told_apart(tmp_path):
    """
    A missing file is called missing, one in another encoding is said to be unreadable.
    """
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("a: für".encode("latin-1"))

    with pytest.raises(CodebookError, match=r"none\.yaml is missing"):
        read_yaml(tmp_path / "none.yaml", CodebookError)
    with pytest.raises(CodebookError, match="cannot be read: UnicodeDecodeError"):
        read_yaml(latin, CodebookError)


def test_what_is_written_is_read_back(tmp_path):
    """
    Words that look like numbers, dates or truth values survive being written and read.
    """
    content = {"label": "No", "examples": ["010", "3", "é ✓", "a: b", "", "true", "1.5"], "n": 3}

    assert content == read(tmp_path, write_yaml(content))


@pytest.mark.parametrize("word", ["a\x85b", "a\u2028b", "a\u2029b", "null", "~", "1e3", " a"])
def test_strange_words_are_written_so_that_they_are_read_back(tmp_path, word):
    """
    Line ends of Unicode, and words that look like something else, come back as they were.
    """
    assert {"option": word} == read(tmp_path, write_yaml({"option": word}))
