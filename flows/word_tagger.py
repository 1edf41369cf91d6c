"""Words with their base form and part of speech, as spaCy's statistical tagger reads them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nlp.contracts.tagger import Word

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True)
class WordTagger:
    """Reads texts by *pipeline*, which has a tagger and a lemmatizer."""

    pipeline: "Language" = field(repr=False)
    name: str

    def __call__(self, texts: Sequence[str]) -> list[list[Word]]:
        """Return the words and marks of each text, without what is only space."""
        return [
            [
                Word(token.idx, token.idx + len(token), token.lemma_, token.pos_)
                for token in doc
                if not token.is_space
            ]
            for doc in self.pipeline.pipe(texts)
        ]
