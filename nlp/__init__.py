"""The pure core: typed tables in, one typed table out. No files, no clock, no network, no Prefect.

The words of the house, used without exception in columns, functions, errors, docs and reports:

study        questions and waves that share a codebook
wave         one fielding of a study
delivery     an export of a wave as it came; a wave may be delivered again
respondent   a person who took part in a wave
question     open (free words) or closed (options)
option       one answer category of a closed question
answer       the option or options a respondent chose
response     what a respondent gave to one open question in one wave, blank included
verbatim     the response exactly as delivered; it exists only up to `redact`
text         the masked, normalised words that travel on
status       `codable`, or why not: exactly one per response
unit         coding unit: a whole response, or one sentence of it ("unitising")
topic        what a model found in one run; numbered, nameless, temporary
theme        an entry of the codebook; its id is for ever and never used again
codebook     the themes of a study, with definitions (trade word: codeframe)
net          a theme above themes
coding       one theme given to one unit, by whom, how surely
mention      a span that names a benefit, a risk or regulation
finding      a theme, a net or a mention category, once joined to people
lexicon      the terms whose words make a mention
weight       how many people a respondent stands for
base         who counts in a share: asked, answered or codable; unweighted, weighted, effective
prevalence   weighted share of a base that raised a finding at least once
crosstab     findings (stub, rows) by options of closed questions (banner, columns)
topline      the short table of prevalences
"""
