"""Keys pressed to get past a question. One sound word makes an answer sound: *asdf cost* is."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

_WORD = re.compile(r"\w+")
_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_RUNS = tuple(row[::step] for row in _ROWS for step in (1, -1))
_SHORT_RUNS = frozenset({"asd", "qwe", "zxc", "dsa", "ewq", "jkl"})
_SHORTEST_RUN = 3
_RUN_SHARE = 0.8
"""Least share of a word in runs of neighbouring keys; *were* and *tree* have three quarters."""

_IMPOSSIBLE = """
bq bx cj cx df dj fd fg fj fq fv fx fz gf gj gq gv gx hj hx jb jc jd jf jg jh jj jk jl jm jp jr
jt jv jw jx jz kj kq kx kz lj lq lx lz mj mq mz pj pq pv px pz qb qc qd qf qg qh qj qk ql qm qn
qp qq qr qs qv qw qx qy qz sj sx tq tx vb vc vf vg vh vj vp vq vt vw vx vz wj wq wv wx wz xd xg
xj xk xl xr xv xw xz yj yq zb zc zf zg zj zk zm zp zq zr zs zt zv zw zx
"""
_NEVER_IN_WORDS = frozenset(_IMPOSSIBLE.split())
"""Pairs of letters that English words do not hold within."""

_FEWEST_PAIRS = 2
_SHORTEST_HEAP = 5
"""Letters of the shortest word that pairs can tell: *nodejs* and *mjs* have one each."""

_REPEATED = re.compile(r"(.)\1{2,}|(.{2,3}?)\2{2,}.?")
_NO_VOWEL = re.compile(r"[b-df-hj-np-tv-xz]{6,}")
_CONSONANTS = re.compile(r"[b-df-hj-np-tv-xz]{9,}")
"""More consonants in a row than *catchphrase* or *Rechtsschutz* have."""


def is_gibberish(text: str) -> bool:
    """Return whether *text* has words and none of them is one.

    >>> is_gibberish("asdfgh jkl")
    True
    >>> any(map(is_gibberish, ["cost", "GDPR", "AI", "LGPD HTTPS", "were", "rhythms"]))
    False
    """
    words = (match[0] for match in _WORD.finditer(text))
    first = next(words, None)
    return first is not None and _is_junk(first) and all(map(_is_junk, words))


@lru_cache(maxsize=100_000)
def _is_junk(word: str) -> bool:
    letters = _without_accents(word.casefold())
    if word.isupper():  # an abbreviation needs no vowel
        return len(word) > _SHORTEST_RUN and _is_keyboard_run(letters)
    return _is_keyboard_run(letters) or any(
        (
            _REPEATED.fullmatch(letters) and not letters.isdigit(),
            _NO_VOWEL.fullmatch(letters),
            _CONSONANTS.search(letters),
            _is_heap(letters),
        )
    )


def _is_heap(word: str) -> bool:
    """Return whether *word* holds several pairs of letters that no word holds."""
    pairs = {first + second for first, second in pairwise(word)}
    return len(word) >= _SHORTEST_HEAP and len(pairs & _NEVER_IN_WORDS) >= _FEWEST_PAIRS


def _without_accents(word: str) -> str:
    signs = unicodedata.normalize("NFD", word)
    return "".join(sign for sign in signs if not unicodedata.combining(sign))


def _is_keyboard_run(word: str) -> bool:
    """Return whether nearly all of *word* lies in runs along a row of keys."""
    if len(word) <= _SHORTEST_RUN:
        return word in _SHORT_RUNS
    covered = start = 0
    while start < len(word):
        length = _run_length(word, start)
        covered += length if length >= _SHORTEST_RUN else 0
        start += length
    return covered / len(word) >= _RUN_SHARE


def _run_length(word: str, start: int) -> int:
    """Return how many keys from *start* on follow one another along a row."""
    end = start + 1
    while end < len(word) and any(word[start : end + 1] in run for run in _RUNS):
        end += 1
    return end - start
