"""Which benefits, risks and rules do they name?"""

from nlp.contracts.imports import left_out

with left_out("torch"):  # before any module here imports it
    import spacy  # noqa: F401
