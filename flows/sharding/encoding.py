"""Texts encoded in parts, each vector kept as soon as its part is there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp.contracts.vectors import Placed

if TYPE_CHECKING:
    from flows.session import Session


@dataclass(frozen=True)
class InParts:
    """Encodes for a session, by whoever the project's settings name."""

    session: "Session"

    @property
    def from_rows(self) -> int:
        """Return how many texts are fewer than it is for."""
        return self.session.operation.sharding.from_rows

    def encode(self, texts: Sequence[str]) -> Iterator[Placed]:
        """Yield the vectors of *texts* with their places, in the order in which parts end."""
        import pandas as pd

        from flows.sharding.engines import order_of_encoder
        from flows.sharding.parts import as_part, vectors_of
        from flows.sharding.stages import spread_in

        session = self.session
        spread = spread_in(session, session.workspace.interim(session.study.study_id))
        order = {"encoder": order_of_encoder(session)}
        rows = as_part(pd.DataFrame({"text": list(texts)}, dtype="str"))
        for part in spread.over("embed", order, rows, texts):
            yield part.places, vectors_of(part.made)
            spread.place.remove(part.name)  # its vectors are kept by now
