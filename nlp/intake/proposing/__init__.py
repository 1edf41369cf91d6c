"""What could an export of which nothing is known be? A study file is proposed, with reasons."""

from nlp.intake.proposing.assembling import layout_guess, propose
from nlp.intake.proposing.header import ROWS_LOOKED_AT, HeaderRows, find_header
from nlp.intake.proposing.long import long_layout, study_to_widen
from nlp.intake.proposing.proposal import Guess, LeftOut, Proposal
from nlp.intake.proposing.waves import Start, name_from

__all__ = [
    "ROWS_LOOKED_AT",
    "Guess",
    "HeaderRows",
    "LeftOut",
    "Proposal",
    "Start",
    "find_header",
    "layout_guess",
    "long_layout",
    "name_from",
    "propose",
    "study_to_widen",
]
