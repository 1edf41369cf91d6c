"""Decisions replayed: a codebook and the ledger of what people decided → the codebook in use."""

from collections.abc import Sequence

from nlp.contracts.codebook import Codebook, Decided, Net, Theme
from nlp.contracts.decisions import (
    Accept,
    AddExample,
    Decision,
    Ledger,
    Merge,
    MoveExample,
    PutUnder,
    Rename,
    Retire,
    Split,
    verb_of,
)
from nlp.contracts.errors import CodebookError
from nlp.contracts.ids import short_hash
from nlp.contracts.settings import did_you_mean, parse_section


class Conflict(Exception):  # noqa: N818  (not an error yet: replay says of which entry)
    """A decision does not fit the themes as they are when its turn comes."""


def replay(codebook: Codebook, ledger: Ledger, waves: Sequence[str], source: str) -> Codebook:
    """Return *codebook* after the decisions of *ledger* that it does not hold yet.

    What was replayed is marked in it, so replaying again changes nothing. Raises CodebookError at
    the first entry that does not fit, as those after it build on it.

    Args:
        codebook: The codebook as it was drafted or written.
        ledger: What people decided, the earliest first.
        waves: The study's waves in the order of fielding.
        source: The name of the ledger's file, for messages.
    """
    if ledger.study_id != codebook.study_id:
        raise CodebookError(
            f"{source}: study_id: expected {codebook.study_id}, found {ledger.study_id}"
        )
    held = _held(codebook, ledger, source)
    desk = _Desk(codebook, waves)
    for number, decision in enumerate(ledger.decisions[held:], start=held + 1):
        try:
            desk.carry_out(decision)
        except Conflict as conflict:
            verb = verb_of(decision)
            raise CodebookError(f"{source}, entry {number} ({verb}): {conflict}") from None
    if held == len(ledger.decisions):
        return codebook
    decided = Decided(entries=len(ledger.decisions), digest=_digest(ledger.decisions))
    said = {"nets": tuple(desk.nets), "themes": tuple(desk.themes), "decided": decided}
    return parse_section({**dict(codebook), **said}, Codebook, source, CodebookError)


def _held(codebook: Codebook, ledger: Ledger, source: str) -> int:
    """Return how many entries *codebook* holds already, which must be as they were then."""
    if codebook.decided is None:
        return 0
    entries = codebook.decided.entries
    if _digest(ledger.decisions[:entries]) != codebook.decided.digest:
        raise CodebookError(
            f"{source}: the codebook holds its first {entries} entries, and they are no longer "
            "what they were; restore them, and decide otherwise in a new entry"
        )
    return entries


def _digest(decisions: Sequence[Decision]) -> str:
    return short_hash(*(decision.model_dump_json() for decision in decisions))


def _lowest_threshold(themes: Sequence[Theme]) -> float | None:
    """Return the lowest threshold of *themes*, so that no answer is lost; None if one has none."""
    own = [theme.threshold for theme in themes if theme.threshold is not None]
    return min(own) if len(own) == len(themes) else None


def _net(decision: PutUnder) -> Net:
    try:
        return Net(net_id=decision.net, label=decision.label)
    except ValueError:
        raise Conflict(f"{decision.net} cannot be the id of a net") from None


class _Desk:
    """The themes and nets while decisions are carried out, one after the other."""

    def __init__(self, codebook: Codebook, waves: Sequence[str]) -> None:
        self.themes = list(codebook.themes)
        self.nets = list(codebook.nets)
        self._waves = waves

    def carry_out(self, decision: Decision) -> None:
        """Change themes and nets as *decision* says, or raise Conflict."""
        match decision:
            case Merge():
                self._merge(decision)
            case Split():
                self._split(decision)
            case Rename():
                self._rename(decision)
            case PutUnder():
                self._put_under(decision)
            case Retire():
                self._end([self._live(decision.retire)], decision.since)
            case Accept():
                new = decision.accept.model_copy(update={"since": self._wave(decision.since)})
                self._insert([new], len(self.themes))
            case _:
                self._place_example(decision)

    def _merge(self, decision: Merge) -> None:
        """Give the examples of themes that end to another one, or to a new one."""
        if decision.into in decision.merge or len(set(decision.merge)) < len(decision.merge):
            raise Conflict("a theme is named twice; merge names those that end, into the other")
        ended = [self._live(name) for name in decision.merge]
        if self._is_there(decision.into):
            self._merge_into(self._live(decision.into), ended, decision)
        else:
            place = min(self.themes.index(theme) for theme in ended)
            self._end(ended, decision.since, (decision.into,))
            self._insert([self._merged(ended, decision)], place)

    def _merge_into(self, host: Theme, ended: Sequence[Theme], decision: Merge) -> None:
        if decision.since:
            raise Conflict(
                f"with since, `into` must be a new theme: more examples would move the codes "
                f"of {host.theme_id} in earlier waves"
            )
        if decision.label:
            raise Conflict(f"label is for a new theme; rename {host.theme_id} in an entry")
        self._end(ended, "", (host.theme_id,))
        self._update(host, **_pooled([host, *ended]))

    def _merged(self, ended: Sequence[Theme], decision: Merge) -> Theme:
        if not decision.label:
            raise Conflict(
                f"{decision.into} is not there ({did_you_mean(decision.into, self._ids())}); "
                "a new theme needs a label"
            )
        return Theme(
            theme_id=decision.into,
            label=decision.label,
            net=ended[0].net,
            definition=" ".join(theme.definition for theme in ended if theme.definition),
            threshold=_lowest_threshold(ended),
            since=self._wave(decision.since) or self._earliest(ended),
            **_pooled(ended),
        )

    def _earliest(self, themes: Sequence[Theme]) -> str:
        """Return the first wave of any of *themes*; nothing if one was there from the start."""
        begun = [theme.since for theme in themes]
        return min(begun, key=self._waves.index) if all(begun) else ""

    def _split(self, decision: Split) -> None:
        """Put new themes where the one stood that ends."""
        old = self._live(decision.split)
        place, since = self.themes.index(old), self._wave(decision.since)
        parts = [
            part.model_copy(
                update={
                    "net": part.net or old.net,
                    "questions": part.questions or old.questions,
                    "since": since or old.since,
                }
            )
            for part in decision.themes
        ]
        self._end([old], decision.since, tuple(part.theme_id for part in parts))
        self._insert(parts, place)

    def _rename(self, decision: Rename) -> None:
        theme = self._live(decision.rename)
        self._update(theme, label=decision.label, coded_as=theme.coded_as or theme.label)

    def _put_under(self, decision: PutUnder) -> None:
        themes = [self._live(name) for name in decision.themes]
        known = {net.net_id for net in self.nets}
        if decision.net and decision.net not in known:
            if not decision.label:
                hint = did_you_mean(decision.net, known)
                raise Conflict(f"unknown net {decision.net} ({hint}); a new net needs a label")
            if decision.net in {theme.theme_id for theme in self.themes}:
                raise Conflict(f"{decision.net} is a theme; give the net another id")
            self.nets.append(_net(decision))
        elif decision.label:
            raise Conflict("label is for a new net, and this one has its label")
        for theme in themes:
            self._update(theme, net=decision.net)

    def _place_example(self, decision: Decision) -> None:
        if isinstance(decision, MoveExample):
            self._move(decision)
        elif isinstance(decision, AddExample):
            self._add(self._live(decision.to), decision.add_example)

    def _add(self, theme: Theme, example: str) -> None:
        if example in theme.examples:
            raise Conflict(f"{theme.theme_id} has the example already")
        self._update(theme, examples=(*theme.examples, example))

    def _move(self, decision: MoveExample) -> None:
        old, example = self._live(decision.out_of), decision.move_example
        if example not in old.examples:
            raise Conflict(f"the example is none of {old.theme_id}; write it as it stands there")
        if len(old.examples) == 1:
            raise Conflict(f"{old.theme_id} would be left without an example; merge or retire it")
        self._add(self._live(decision.into), example)
        left = tuple(each for each in old.examples if each != example)
        self._update(self._live(decision.out_of), examples=left)

    def _end(self, themes: Sequence[Theme], since: str, heirs: tuple[str, ...] = ()) -> None:
        """Retire *themes*: from a wave on, or altogether; ids stay, and are never used again."""
        for theme in themes:
            retired = self._wave(since) or self._waves[0]
            if theme.since and self._waves.index(retired) < self._waves.index(theme.since):
                retired = theme.since
            self._update(theme, retired=retired, replaced_by=heirs)

    def _insert(self, new: Sequence[Theme], place: int) -> None:
        taken = [*self._ids(), *(net.net_id for net in self.nets)]
        for theme in new:
            if theme.theme_id in taken:
                raise Conflict(f"{theme.theme_id} is taken; an id is never given again")
            taken.append(theme.theme_id)
        self.themes[place:place] = new

    def _live(self, theme_id: str) -> Theme:
        """Return the theme of that id, or raise Conflict if it is not there or was ended."""
        for theme in self.themes:
            if theme.theme_id == theme_id:
                break
        else:
            hint = did_you_mean(theme_id, self._ids())
            raise Conflict(f"theme {theme_id} is not there; {hint}")
        if theme.retired:
            heirs = f", replaced by {', '.join(theme.replaced_by)}" * bool(theme.replaced_by)
            raise Conflict(f"theme {theme_id} is retired already{heirs}")
        return theme

    def _is_there(self, theme_id: str) -> bool:
        return theme_id in self._ids()

    def _ids(self) -> list[str]:
        return [theme.theme_id for theme in self.themes]

    def _update(self, theme: Theme, **said: object) -> None:
        place = self._ids().index(theme.theme_id)
        self.themes[place] = theme.model_copy(update=said)

    def _wave(self, wave: str) -> str:
        """Return *wave*, or raise Conflict if the study has no such wave."""
        if wave and wave not in self._waves:
            raise Conflict(f"since: unknown wave {wave}; {did_you_mean(wave, self._waves)}")
        return wave


def _pooled(themes: Sequence[Theme]) -> dict[str, tuple[str, ...]]:
    """Return what a theme takes over from *themes*, each wording once, in their order."""
    everywhere = any(not theme.questions for theme in themes)
    names = ("include", "exclude", "examples", "keywords", "questions")
    pooled = {
        name: tuple(dict.fromkeys(said for theme in themes for said in getattr(theme, name)))
        for name in names
    }
    return {**pooled, "questions": ()} if everywhere else pooled
