"""Where the clauses, statements and sentences of a text end: how far a cue reaches.

A cue reaches to the end of its clause, as in NegEx and ConText (Chapman et al. 2001, Harkema et
al. 2009). Words tell most ends ("but", "because"); the parse tells where a relative clause closes
and where a conjunct has a subject of its own.
"""

from dataclasses import dataclass

from spacy.tokens import Doc, Token

SUBJECTS = frozenset(
    {"i", "we", "you", "they", "he", "she", "it", "this", "that", "these", "those"}
    | {"there", "which", "who", "people"}
)
"""Words that open a clause of their own after a comma or "and"."""

FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})

JOINTS = frozenset({",", "and", "so", "as"})
"""Words and marks behind which a new statement may begin."""

ENDS_OF_SENTENCES = frozenset({".", "!", "?", "…", "..."})

OWN_SUBJECT = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})

VERBS = frozenset({"VERB", "AUX"})

RELATIVE = frozenset({"relcl"})


@dataclass(frozen=True)
class Layout:
    """The number of the clause, statement and sentence of every token.

    `antecedents` says what word the relative clause of that number is about.
    """

    clauses: tuple[int, ...]
    statements: tuple[int, ...]
    sentences: tuple[int, ...]
    antecedents: dict[int, int]

    def same_clause(self, left: int, right: int) -> bool:
        """Return whether two tokens stand in one clause."""
        return self.clauses[left] == self.clauses[right]

    def reaches(self, cue: int, other: int) -> bool:
        """Return whether what is denied at the token *cue* holds for the token *other*.

        That of whom it is denied may be told by a relative clause: "nobody who was harmed".
        """
        if self.same_clause(cue, other):
            return True
        antecedent = self.antecedents.get(self.clauses[other], -1)
        return cue <= antecedent <= cue + 2 and self.same_clause(cue, antecedent)


def layout_of(doc: Doc) -> Layout:
    """Return where the parts of *doc* end; a mark or word that ends a part opens the next one."""
    borders = doc._.cues.of("ends", "conditions", "exceptions")
    ends = {cue.start for cue in borders}
    inside = {place for cue in borders for place in range(cue.start + 1, cue.end)}
    turns = {cue.start for cue in doc._.cues.of("turns")}
    negative = {cue.start for cue in doc._.cues.of("deny_before")}
    conjuncts = _conjuncts(doc)
    clause = statement = sentence = 0
    parts = []
    for place in range(len(doc)):
        ends_sentence = place > 0 and _follows_sentence(doc, place)
        turned = ends_sentence or place in turns
        clause += (
            turned
            or place in ends
            or place in conjuncts
            or (place not in inside and _opens_clause(doc, place))
            or _opens_denial(doc, place, negative)
        )
        statement += turned
        sentence += ends_sentence
        parts.append((clause, statement, sentence))
    clauses, statements, sentences = (
        tuple(column) for column in (zip(*parts, strict=True) if parts else ((), (), ()))
    )
    closed, antecedents = _with_relative_clauses(doc, list(clauses))
    return Layout(closed, statements, sentences, antecedents)


def _follows_sentence(doc: Doc, place: int) -> bool:
    """Return whether a sentence ended just before *place*; "?!" is one end."""
    before, token = doc[place - 1], doc[place]
    if token.norm_ in ENDS_OF_SENTENCES:
        return False
    return before.norm_ in ENDS_OF_SENTENCES or (before.is_space and "\n" in before.text)


def _opens_clause(doc: Doc, place: int) -> bool:
    """Return whether a comma, "and" or line break at *place* is followed by a new statement."""
    token = doc[place]
    if token.is_space:
        return "\n" in token.text
    if place + 1 == len(doc) or token.norm_ not in JOINTS:
        return False
    following = doc[place + 1]
    if token.norm_ == "," and (following.tag_ == "VB" or following.norm_ in {"a", "an"}):
        return True
    return following.norm_ in SUBJECTS or following.tag_ in FINITE


def _opens_denial(doc: Doc, place: int, negative: set[int]) -> bool:
    """Return whether a member of a list brings its own denial: "no fraud, no theft"."""
    if doc[place].norm_ == "nor":
        return True
    return doc[place].norm_ in {",", "and", "or"} and place + 1 in negative


def _conjuncts(doc: Doc) -> set[int]:
    """Return where a conjunct with a subject of its own begins."""
    edges = {
        _left_edge(token)
        for token in doc
        if token.dep_ in {"conj", "parataxis"} and any(c.dep_ in OWN_SUBJECT for c in token.lefts)
    }
    return {edge for edge in edges if edge and doc[edge - 1].norm_ not in {"nor", "neither"}}


def verb_after(doc: Doc, place: int) -> Token | None:
    """Return the first verb behind *place*, if it is near."""
    return next((token for token in doc[place : place + 6] if token.pos_ in VERBS), None)


def _left_edge(token: Token) -> int:
    return int(token.left_edge.i)


def _with_relative_clauses(doc: Doc, clauses: list[int]) -> tuple[tuple[int, ...], dict[int, int]]:
    """Return the clauses with every relative one apart, and what each is about."""
    antecedents: dict[int, int] = {}
    number = max(clauses, default=0)
    for token in doc:
        if token.dep_ in RELATIVE:
            number += 1
            antecedents[number] = token.head.i
            first = clauses[token.i]
            for place in range(token.left_edge.i, token.right_edge.i + 1):
                if clauses[place] == first:
                    clauses[place] = number
    return tuple(clauses), antecedents
