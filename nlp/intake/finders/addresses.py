"""Finders of addresses: of web pages, mailboxes, machines and accounts on platforms."""

import ipaddress
import re

from nlp.intake.finders.finder import Finder, always

_TOP_DOMAINS = "com|org|net|edu|gov|io|ai|co|dev|app|info|me|eu|uk|us|ca|au|de|fr|nl|ch|jp|in|br"
_VERBOSE = re.VERBOSE | re.IGNORECASE

_EMAIL = re.compile(
    rf"""@?[\w.+'-]{{0,64}}[\w+]@[\w-]+(?:\.[\w-]+)+                  # name@example.org
    | [\w.+'-]{{1,64}}[ ]?@[ ]?(?:[\w-]{{1,63}}\.){{1,5}}(?:{_TOP_DOMAINS})\b
    | [\w.+-]{{1,64}}\s?[(\[]\s?at\s?[)\]]\s?[\w-]+                   # name (at) example (dot) org
      (?:\s?[(\[]\s?dot\s?[)\]]\s?[\w-]+ | \.[\w-]+)+
    | [\w.+-]{{1,64}}[ ]at[ ][\w-]+(?:[ ]dot[ ][\w-]+)*?[ ]dot[ ](?:{_TOP_DOMAINS})\b""",
    _VERBOSE,
)
_URL = re.compile(
    rf"""(?: (?:https?|ftp)://  |  (?<![\w@])(?<!@[ ])www\.(?=\w)
         |  (?<![\w@.-])(?<!@[ ])(?:[\w-]{{1,63}}\.){{1,4}}(?:{_TOP_DOMAINS})/(?=\w) )
    \S* [^\s.,;:!?()\[\]{{}}<>"'\u2019\u201d*]""",
    _VERBOSE,
)
_IP = re.compile(
    r"""(?<![\w.])
    (?: \d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?                         # 192.0.2.17:8080
    | (?<![0-9a-f:]:)[0-9a-f]{0,4}(?: :[0-9a-f]{0,4} ){2,7}(?<![0-9a-f]:) )
    (?!\w|:[\w:]|\.\w)""",
    _VERBOSE,
)
_HANDLE = re.compile(r"(?<![\w@./])@[A-Za-z_]\w{1,29}\b(?!\.\w)")


def _is_ip(found: str) -> bool:
    """Return whether *found* is an address, not a time (10:30:00) or code (a::b)."""
    host = found.partition(":")[0] if "." in found else found
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return any(sign.isdigit() for sign in host)


URLS = Finder("url", re.compile(r"/|www", re.IGNORECASE), ((_URL, always),))
EMAILS = Finder("email", re.compile(r"@|\bdot\b|[(\[]\s?at\b", re.IGNORECASE), ((_EMAIL, always),))
IPS = Finder("ip", re.compile(r"\d"), ((_IP, _is_ip),))
HANDLES = Finder("handle", re.compile("@"), ((_HANDLE, always),))
