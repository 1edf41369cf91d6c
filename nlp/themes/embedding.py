"""One vector per unit, each distinct text encoded once."""

from pandera.typing import DataFrame

from nlp.contracts.tables import Units
from nlp.contracts.vectors import Embeddings, Encoder


def embed(units: DataFrame[Units], encoder: Encoder) -> Embeddings:
    """Return the vectors of *units*, in their order; equal texts get the very same vector."""
    texts = sorted(set(units["text"]))
    place = {text: row for row, text in enumerate(texts)}
    matrix = encoder.encode(texts)[[place[text] for text in units["text"]]]
    return Embeddings(tuple(units["unit_id"]), matrix, encoder.name)
