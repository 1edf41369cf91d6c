import hashlib

from flows.digests import (
    PACKAGES,
    digest_of_code,
    digest_of_core,
    digest_of_file,
    digest_of_files,
    digest_of_json,
    digest_of_text,
    package_versions,
)


def test_the_digest_of_a_file_is_that_of_its_bytes(tmp_path):
    """
    A file's digest is the sha256 that any other program would reckon.
    """
    path = tmp_path / "a.csv"
    path.write_bytes(b"ID,Q\r\n")

    assert hashlib.sha256(b"ID,Q\r\n").hexdigest() == digest_of_file(path)


def test_parts_are_told_apart():
    """
    The same letters cut in other places, or in another order, have another digest.
    """
    assert digest_of_text("ab", "c") != digest_of_text("a", "bc")
    assert digest_of_text("a", "b") != digest_of_text("b", "a")


def test_the_order_of_keys_does_not_matter():
    """
    Plain values of the same keys have the same digest, however they are ordered.
    """
    assert digest_of_json({"a": 1, "b": [2]}) == digest_of_json({"b": [2], "a": 1})
    assert digest_of_json({"a": 1}) != digest_of_json({"a": 2})


def test_files_are_known_by_name_and_content(tmp_path):
    """
    A file that is renamed, changed or added changes the digest of the whole.
    """
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("same")
    two.write_text("same")

    assert digest_of_files({"a": one}) == digest_of_files({"a": two})
    assert digest_of_files({"a": one}) != digest_of_files({"b": one})
    assert digest_of_files({"a": one}) != digest_of_files({"a": one, "b": two})


def test_the_code_is_known_by_its_source():
    """
    Core and shell have digests of their own: outputs depend on both, kept tables on the core.
    """
    assert 64 == len(digest_of_core()) == len(digest_of_code())
    assert digest_of_core() != digest_of_code()


def test_every_package_that_moves_figures_has_a_version():
    """
    The packages whose versions are written into manifests are all installed.
    """
    assert list(PACKAGES) == list(package_versions())
