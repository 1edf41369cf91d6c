"""How each stage works: a section of settings, its defaults here and only here."""

from collections.abc import Mapping
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit

from pydantic import Field, StringConstraints, model_validator

from nlp.contracts.cues import CueKind
from nlp.contracts.settings import Section, Words

Base = Literal["asked", "answered", "codable"]

LevelName = Literal["coarse", "medium", "fine"]

MaskKind = Literal[
    "email",
    "url",
    "ip",
    "phone",
    "handle",
    "iban",
    "card",
    "national_id",
    "account",
    "birth_date",
    "address",
]


LexiconPath = Annotated[str, StringConstraints(pattern=r"^(\w[\w.-]*/)*\w[\w.-]*\.yaml$")]


class Limits(Section):
    """How much may go wrong with a wave before it is not worth publishing."""

    most_set_aside: float = Field(default=0.1, ge=0, le=1)
    """Largest share of records set aside for a fault; blank rows, records of other waves,
    exclusions and records that repeat another word for word are none."""

    most_unrecognised: float = Field(default=0.5, ge=0, le=1)
    """Largest share of the answers to a closed question that its options do not list."""

    on_breach: Literal["stop", "remark"] = "stop"
    """Refuse the wave, or go on and say so."""


class Redaction(Section):
    """What is masked in every response before anything else sees it."""

    kinds: tuple[MaskKind, ...] = get_args(MaskKind)
    """The kinds of personal data to mask; numbers with check digits are tried against them."""

    names: bool = False
    """Mask the names of people too, as a statistical tagger finds them: it misses some, and takes
    some other words for names (figures: docs/stages/redact.md)."""

    never: tuple[str, ...] = ()
    """Words that are never masked, such as the name of a product."""


SuspectStatus = Literal["gibberish", "duplicate_campaign"]


class Screening(Section):
    """When a response counts as codable."""

    min_characters: int = Field(default=2, ge=1)
    """Responses with fewer letters and digits are `too_short`."""

    longest_response: int = Field(default=200_000, ge=1_000)
    """Responses with more characters are `too_long`; long ones below that are split into units."""

    refusals: tuple[str, ...] = ()
    """More phrases that, alone, mean "no answer", beside the built-in ones."""

    non_substantive: tuple[str, ...] = ()
    """More phrases that, alone, say nothing about the question, such as "good survey"."""

    languages: tuple[Annotated[str, StringConstraints(pattern="^[a-z]{2}$")], ...] = ("en",)
    """The languages that can be coded, by ISO 639-1; responses surely in another one are
    `unsupported_language`. Empty: all."""

    campaign_size: int = Field(default=5, ge=2)
    """From so many respondents with the same long words on, these are a campaign."""

    campaign_words: int = Field(default=12, ge=4)
    """Shorter responses are no campaign: people do think alike."""

    campaign_likeness: float = Field(default=0.9, gt=0.5, le=1)
    """How alike two responses are for the same words: the Jaccard index of their word triples."""

    keep: tuple[SuspectStatus, ...] = ()
    """Suspect responses to code all the same; their `flag` still says what they are."""


class Unitising(Section):
    """How a response is cut into coding units."""

    split: Literal["sentences", "whole"] = "sentences"
    """Cut at sentence ends and line breaks, or keep the response whole."""

    min_words: int = Field(default=3, ge=1)
    """A sentence with fewer words stays with its neighbour."""


class Encoding(Section):
    """What turns a unit into a vector."""

    kind: Literal["sentences", "words"] = "sentences"
    """A sentence encoder, or hashed words (needs no weights; much coarser)."""

    model: str = "all-MiniLM-L6-v2"
    """The name of a sentence encoder in `configs/models.yaml`."""

    backend: Literal["torch", "onnx"] = "torch"
    """What runs a sentence encoder: PyTorch, or ONNX Runtime (needs the extra `onnx`), which is
    faster. Their vectors differ in the last digits and are kept apart."""

    context: Literal["none", "question"] = "none"
    """What an encoder reads before each answer and each wording of a theme: nothing, or the label
    of the question."""


class Discovery(Section):
    """How topics are looked for."""

    min_units: int = Field(default=40, ge=10)
    """Below this many distinct units of a question nothing is clustered."""

    smallest_topic: int | None = Field(default=None, ge=2)
    """Fewest distinct units of a topic at medium granularity (coarse: twice, fine: half as many);
    left out, it grows with the root of their number, from 1,000 on with the fifth root."""

    granularity: LevelName = "medium"
    """How fine topics are cut; a draft's comments show what each level finds."""

    trials: int = Field(default=5, ge=0, le=100)
    """How often topics are looked for anew, in part of the units with another seed, to tell
    their stability; 0: it is not told."""

    fit_on: int = Field(default=20_000, ge=1_000)
    """Of more distinct units of a question than this, a sample by their hashes is clustered, and
    the others join the nearest topic."""

    neighbours: int = Field(default=15, ge=2)
    """UMAP's `n_neighbors`."""

    components: int = Field(default=5, ge=2)
    """UMAP's `n_components`."""


class Labelling(Section):
    """Who names the themes of a draft: OpenEnds, or a language model where one is asked."""

    endpoint: str = Field(default="", pattern=r"^(https?://[^\s/@]+(/[^\s@]*)?)?$")
    """The address of an OpenAI-compatible service up to `/v1`, such as
    `http://127.0.0.1:11434/v1`; left out, nobody is asked. Only masked words are sent."""

    model: str = ""
    """The model's name there."""

    allow_remote: bool = False
    """Let masked words leave this machine; then by https only."""

    timeout_seconds: int = Field(default=60, ge=1, le=600)
    """How long to wait for a label before OpenEnds' own is kept."""

    @model_validator(mode="after")
    def _words_stay_here_unless_allowed(self) -> "Labelling":
        if not self.endpoint:
            return self
        if not self.model:
            raise ValueError("model: an endpoint needs the name of a model")
        address = urlsplit(self.endpoint)
        if address.hostname in ("localhost", "127.0.0.1", "::1"):
            return self
        if not self.allow_remote:
            raise ValueError(
                "endpoint: not on this machine; answers, though masked, would leave it. Say "
                "allow_remote: true if they may"
            )
        if address.scheme != "https":
            raise ValueError("endpoint: one that is not on this machine must be https")
        return self


class Coding(Section):
    """When a unit gets a theme."""

    threshold: float = Field(default=0.25, ge=0, le=1)
    """Least likeness of a unit to a theme: the mean of two cosines, to its centre and to its
    nearest wording, what all themes share left out; about 0.15 with `encoding.kind: words`."""

    margin: float = Field(default=0.03, ge=0, le=1)
    """A further theme is given too if it comes this near to the best one."""

    most_themes: int = Field(default=2, ge=1)
    """Most themes that similarity gives to one unit."""

    fewest_words: int = Field(default=3, ge=1)
    """A unit without a theme that has fewer words is `too_short` for one."""

    near_miss: float = Field(default=0.1, ge=0, le=1)
    """A unit that misses a theme's threshold by no more is near it all the same: `between_themes`
    if another theme is as near, within the margin."""


class Tagging(Section):
    """How mentions are found."""

    by_target: bool = False
    """Count benefits, risks and regulation also by what they are said of: open models, closed
    ones, both alike, AI in general."""

    lexicons: tuple[LexiconPath, ...] = ()
    """The lexicons, as paths below `configs/lexicons/` (`[risks.yaml, council/rules.yaml]`); left
    out, all that lie there outside of folders. Of several with one category, a later one adds its
    terms, and a term with the id of an earlier one takes its place."""

    use_question: bool = True
    """Take a response to a question that elicits a category as naming it, unless it denies it."""

    use_meaning: bool = True
    """Learn from coded examples (`configs/examples/mentions.csv`) what units mean that no term of
    a lexicon knows, and which terms are not meant; needs a sentence encoder."""

    least_score: float = Field(default=0.35, ge=0, le=1)
    """How sure a mention has to be; the less sure are left out, and `openends explain` tells."""

    labels: str = ""
    """Path of answers to the study's questions that people have coded (their form:
    docs/evaluate.md), from the project's root or absolute; from them is learnt how sure to be.
    They are verbatims: keep them where exports are kept. Left out, only examples teach."""

    cues: Mapping[CueKind, tuple[Words, ...]] = Field(default_factory=dict)
    """Words that tell how a thing is said, beside those of `configs/cues/english.yaml`: kind →
    more cues, such as `own_organisation: [the council]`."""


class Reporting(Section):
    """How figures are reckoned and shown."""

    base: Base = "codable"
    """Who counts in a share: who was asked, who wrote something, or whose words can be coded."""

    smallest_base: int = Field(default=30, ge=1)
    """Shares on fewer respondents are marked as resting on a small base."""

    confidence_level: float = Field(default=0.95, gt=0.5, lt=1)
    """Level of the intervals."""

    quotes: int = Field(default=3, ge=0, le=20)
    """Example responses shown per theme; 0 shows none."""

    longest_quote: int = Field(default=220, ge=40)
    """Longer responses are not quoted."""
