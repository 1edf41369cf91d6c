"""Finders of where people live and when they were born."""

import re

from nlp.intake.finders.finder import Finder, always

_STREET = (
    "street|st|road|rd|avenue|ave|av|lane|ln|drive|close|court|ct|place|boulevard|blvd|square|"
    "terrace|crescent|gardens|grove|mews|highway|hwy|parkway|pkwy"
)
_POSTCODE = r"(?:GIR[ ]?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-HJKMNP-Y\d]?[ ]?\d[ABD-HJLNP-UW-Z]{2})"

_ADDRESS = re.compile(
    rf"""(?<![\w.,$€£/-])(?:(?i:flat|apt|apartment|suite|unit)[. ]{{1,2}}\w{{1,4}},?[ ])?
      \d{{1,5}}[A-Za-z]?[ ](?:[A-Z][\w'.-]*[ ]){{1,3}}(?i:{_STREET})\b\.?
      (?:,?[ ](?:[A-Z][\w'-]+,?[ ]){{0,3}}{_POSTCODE}\b)?
    | (?<!\w){_POSTCODE.replace("[ ]?", "[ ]")}(?!\w)
    | (?<!\w)(?i:p\.?[ ]?o\.?[ ]box)[ ]\d{{1,6}}\b""",
    re.VERBOSE,
)
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_BIRTH_DATE = re.compile(
    rf"""(?P<cue>\b(?:born(?:[ ](?:on|in))?|d\.?o\.?b\.?|(?:date[ ]of[ ]birth|birth(?:day|date))
      (?:[ ](?:is|was))?)[ ]?(?:on[ ]|the[ ])?:?[ ]?)
    (?: \d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}
      | \d{{1,2}}(?:st|nd|rd|th)?[ ](?:of[ ])?(?:{_MONTH})\b(?:,?[ ]\d{{4}}\b)?
      | (?:{_MONTH})[ ]\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?[ ]\d{{4}}\b)? )""",
    re.VERBOSE | re.IGNORECASE,
)

ADDRESSES = Finder("address", re.compile(r"\d"), ((_ADDRESS, always),))
BIRTH_DATES = Finder("birth_date", re.compile(r"\d"), ((_BIRTH_DATE, always),))
