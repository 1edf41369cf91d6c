"""What finds personal data by its form: one finder per kind, in the order they are asked."""

from nlp.intake.finders.addresses import EMAILS, HANDLES, IPS, URLS
from nlp.intake.finders.finder import Finder, as_typed
from nlp.intake.finders.national_ids import NATIONAL_IDS
from nlp.intake.finders.numbers import ACCOUNTS, CARDS, IBANS
from nlp.intake.finders.telephones import PHONES
from nlp.intake.finders.whereabouts import ADDRESSES, BIRTH_DATES

FINDERS: tuple[Finder, ...] = (
    URLS,
    EMAILS,
    IPS,
    IBANS,
    CARDS,
    NATIONAL_IDS,
    ACCOUNTS,
    BIRTH_DATES,
    PHONES,
    HANDLES,
    ADDRESSES,
)
"""In an order that matters: a web address may hold an e-mail address, and that what looks like a
handle; a card is a longer find than a telephone number within it."""

__all__ = ["FINDERS", "Finder", "as_typed"]
