"""The lexicons behind the invented mentions."""

from nlp.contracts.lexicon import parse_lexicon


def lexicon(category, *terms, nets=None):
    """A lexicon of `(term_id, label, net)`, with whatever else a test says of its nets."""
    named = [
        {
            "term_id": term_id,
            "label": label,
            "net": net,
            "definition": f"All about {label.casefold()}.",
            "phrases": [label, f"more {label}"],
        }
        for term_id, label, net in terms
    ]
    return parse_lexicon({"category": category, "nets": nets or {}, "terms": named}, "lexicon")


LEXICONS = (
    lexicon(
        "benefit",
        ("cost_saving", "Cost saving", "value"),
        ("openness", "Openness", "value"),
        ("speed", "Speed", ""),
        nets={"value": "What it is worth"},
    ),
    lexicon("risk", ("attack", "Attack", ""), ("agency", "Agency", "")),
)
"""Nobody names speed."""
