"""Tables in one line, for tests."""

from nlp.contracts import ids
from nlp.contracts.tables import (
    CODABLE,
    RedactedResponses,
    Responses,
    ScreenedResponses,
    Units,
    build,
)

WAVE = "w1"
QUESTION = "risks"


def responses(*verbatims, wave=WAVE, question=QUESTION, asked=True):
    """One response per verbatim, of respondents p1, p2, …"""
    return build(
        [
            {
                "response_id": ids.response_id(wave, f"p{number}", question),
                "respondent_id": f"p{number}",
                "question_id": question,
                "wave": wave,
                "asked": asked,
                "verbatim": verbatim,
            }
            for number, verbatim in enumerate(verbatims, start=1)
        ],
        Responses,
    )


def redacted(*texts, **where):
    """One redacted response per text."""
    plain = responses(*texts, **where).rename(columns={"verbatim": "text"})
    return build(plain.assign(masked=0, kinds="").to_dict("records"), RedactedResponses)


def screened(*texts, status=CODABLE, **where):
    """One screened response per text, all of one status."""
    rows = redacted(*texts, **where).drop(columns=["asked", "masked", "kinds"])
    rows = rows.assign(status=status, language="", flag="")
    return build(rows.to_dict("records"), ScreenedResponses)


def units(*texts, **where):
    """One unit per text, each the whole of its response."""
    return build(
        [
            {
                "unit_id": ids.unit_id(row["response_id"], 0, len(row["text"])),
                "response_id": row["response_id"],
                "question_id": row["question_id"],
                "wave": row["wave"],
                "start": 0,
                "end": len(row["text"]),
                "text": row["text"],
            }
            for row in screened(*texts, **where).to_dict("records")
        ],
        Units,
    )


PLAINLY = {
    "certainty": "stated",
    "holder": "respondent",
    "time": "now",
    "target": "unclear",
    "stance": "",
    "cues": "",
    "rule": "lexicon",
    "score": 1.0,
    "evidence": "",
}
"""How a mention is meant that is neither hedged nor reported nor of open or closed models."""
