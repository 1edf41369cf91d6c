"""Invented texts that try to run, one for every way out of a report."""

HOSTILE = (
    "<script>alert(1)</script> is a thing to fear",
    '"><img src=x onerror=alert(1)> and so on',
    "</style></title><svg onload=alert(1)> is bad",
    "<a href='javascript:alert(1)'>press here</a>",
    "{{ 7 * 7 }} and {% raw %} and ${7*7} %s %n",
    "=cmd|' /C calc'!A0 starts a program",
    '\uff1dHYPERLINK("http://192.0.2.1") is wide',
    "<r><t>written as markup</t></r>",
    "\x1b[31mred\x1b[0m letters in the log",
    "turned \u202e around for nobody",
    "_x0041_ is no letter; N/A; 007",
    "two\nlines of text, \U0001f600 and a tab\there",
)
