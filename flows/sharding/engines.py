"""Engines as an order names them: loaded by the first part that needs them, and then kept."""

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.models import PinnedModels, encoder_for, load_pipeline
from flows.sharding.orders import Order, plain, several
from nlp.contracts.cues import Cues
from nlp.contracts.errors import ModelUnavailable
from nlp.contracts.lexicon import Lexicon
from nlp.contracts.study import Encoding
from nlp.contracts.vectors import Encoder

if TYPE_CHECKING:
    from spacy.language import Language

    from flows.session import Session


def order_of_encoder(session: "Session") -> dict[str, Any]:
    """Return which encoder the study asks for."""
    return {
        "name": session.encoder_of_answers.name,
        "encoding": plain(session.study.encoding),
        "models": plain(session.models),
        "exports": str(session.workspace.exported_models),
    }


def order_of_pipeline(session: "Session") -> dict[str, Any]:
    """Return what the study's spaCy pipeline is built from."""
    return {
        "models": plain(session.models),
        "lexicons": several(session.lexicons),
        "cues": plain(session.cues),
    }


def encoder_in(order: Order) -> Encoder:
    """Return the encoder that *order* names, one per process."""
    return _encoder(json.dumps(order, sort_keys=True))


def pipeline_in(order: Order) -> "Language":
    """Return the pipeline that *order* describes, one per process."""
    return _pipeline(json.dumps(order, sort_keys=True))


@lru_cache(maxsize=1)
def _encoder(key: str) -> Encoder:
    order = json.loads(key)
    settings = Encoding.model_validate(order["encoding"])
    models = PinnedModels.model_validate(order["models"])
    encoder = encoder_for(settings, models, Path(order["exports"]))
    if encoder.name != order["name"]:
        raise ModelUnavailable(
            f"a worker would encode with {encoder.name}, not {order['name']}: its packages are "
            "others; set it up from the same lock file"
        )
    return encoder


@lru_cache(maxsize=1)
def _pipeline(key: str) -> "Language":
    order = json.loads(key)
    models = PinnedModels.model_validate(order["models"])
    lexicons = [Lexicon.model_validate(lexicon) for lexicon in order["lexicons"]]
    return load_pipeline(models, lexicons, Cues.model_validate(order["cues"]))
