"""The one door to a language model: labels for the themes of a draft, where it is asked."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import httpx

from flows.surroundings import LABELS_KEY, said_by_a_person
from nlp.contracts.codebook import Codebook
from nlp.contracts.errors import WorkspaceError
from nlp.contracts.names import NameFinder
from nlp.contracts.study import Labelling
from nlp.themes.asking import (
    INSTRUCTION,
    labels_beside,
    question_about,
    usable_label,
    with_label,
)

GAVE_NONE = "the endpoint gave no label for {} ({}); from there on labels are OpenEnds' own"

LARGEST_REPLY = 1_000_000
"""Bytes."""


@dataclass(frozen=True)
class Labelled:
    """A draft under the labels that were found for it, and how they were."""

    codebook: Codebook
    record: dict[str, Any]
    """What was sent and what came back; nothing if nobody was asked."""

    remarks: tuple[str, ...]
    """Where OpenEnds' own labels were kept, and why."""


def label_themes(
    draft: Codebook,
    wanted: Collection[str],
    settings: Labelling,
    find_names: NameFinder,
    seed: int,
) -> Labelled:
    """Return *draft* with a label from the endpoint for each theme; its own where none is usable.

    The first request that gets no answer is the last one: a service that is not there must not
    hold up the draft.

    Args:
        draft: The draft under OpenEnds' own labels.
        wanted: The themes to ask about.
        settings: Whom to ask, if anybody.
        find_names: Keeps the names of people out of questions and labels.
        seed: The study's.
    """
    if not settings.endpoint:
        return Labelled(draft, {}, ())
    asked: list[dict[str, str]] = []
    remarks: list[str] = []
    with _client(settings) as client:
        for theme in [theme for theme in draft.themes if theme.theme_id in wanted]:
            prompt = question_about(theme, find_names)
            asked.append({"theme": theme.theme_id, "prompt": prompt, "reply": ""})
            try:
                reply = _ask(client, settings, prompt, seed)
            except _NO_ANSWER as error:
                remarks.append(GAVE_NONE.format(theme.theme_id, _why(error)))
                break
            asked[-1]["reply"] = reply
            label = usable_label(reply, labels_beside(theme, draft.themes), find_names)
            if label:
                draft = with_label(draft, theme.theme_id, label)
            else:
                remarks.append(f"{theme.theme_id} keeps its own label: the reply was not usable")
    return Labelled(draft, _record(settings, asked), tuple(remarks))


_NO_ANSWER = (httpx.HTTPError, httpx.InvalidURL, ValueError, LookupError, TypeError)
"""What may come of asking; none of it may hold up a draft."""


def _client(settings: Labelling) -> httpx.Client:
    """Return what asks the endpoint and nobody else: no proxy, no redirect."""
    key = (said_by_a_person(LABELS_KEY) or "").strip()
    if not key.isascii():
        raise WorkspaceError(f"{LABELS_KEY}: expected a key of ASCII characters; set it anew")
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return httpx.Client(
        headers=headers,
        timeout=settings.timeout_seconds,
        trust_env=False,
        follow_redirects=False,
    )


def _ask(client: httpx.Client, settings: Labelling, prompt: str, seed: int) -> str:
    """Return what the model replies to *prompt*, as likely as can be the same every time."""
    body = {
        "model": settings.model,
        "temperature": 0,
        "seed": seed,
        "max_tokens": 40,
        "messages": [
            {"role": "system", "content": INSTRUCTION},
            {"role": "user", "content": prompt},
        ],
    }
    address = f"{settings.endpoint.rstrip('/')}/chat/completions"
    response = client.post(address, json=body).raise_for_status()
    if response.status_code != httpx.codes.OK or len(response.content) > LARGEST_REPLY:
        raise ValueError
    content = response.json()["choices"][0]["message"]["content"]
    if not isinstance(content, str):
        raise TypeError
    return content


def _why(error: Exception) -> str:
    """Return what went wrong in our words: a service may repeat what it was sent."""
    if isinstance(error, httpx.HTTPStatusError):
        return f"status {error.response.status_code}"
    if isinstance(error, httpx.TimeoutException):
        return "no answer in time"
    if isinstance(error, httpx.HTTPError):
        return "cannot be reached"
    return "its answer cannot be read"


def _record(settings: Labelling, asked: list[dict[str, str]]) -> dict[str, Any]:
    about = {"endpoint": settings.endpoint, "model": settings.model, "temperature": 0}
    return {**about, "instruction": INSTRUCTION, "asked": asked}
