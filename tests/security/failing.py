"""Every place where a run can fall over, and errors there that quote all that anybody said."""

import importlib
from functools import wraps

from flows.runs import WaveRun

STAGES = (
    "set_aside",
    "count_records",
    "read_respondents",
    "recode",
    "redact",
    "screen",
    "unitise",
    "remark_on",
    "read_wordings",
    "code",
    "explain_uncovered",
    "tag",
    "pool_uncovered",
    "discover_topics",
    "describe_topics",
    "live_findings",
    "count_bases",
    "link",
    "estimate_prevalence",
    "cross_tabulate",
    "find_newcomers",
    "trace_topics",
)
"""The stages whose tables are kept, in the order of a run."""

CALLS = (
    "flows.run_study.pseudonym_key",
    "flows.run_study.wave_inputs",
    "flows.code_wave.read_wave",
    "flows.code_wave.read_answers",
    "flows.code_wave.check_limits",
    "flows.code_wave.take_delivery",
    "flows.code_wave.read_responses",
    "flows.code_wave.embed",
    "flows.results.gather",
    "flows.results.as_csv",
    "flows.results.render_page",
    "flows.results.render_workbook",
    "flows.results.publish",
    "flows.run_study.report_inputs",
)
"""What a run does besides: reading, keeping, encoding, rendering, publishing, planning."""

PLACES = (*STAGES, *CALLS)


def fall_over(place, said, monkeypatch):
    """Let a run fall over at *place* with an error, and one behind it, that quote *said*."""

    def quote(*args, **kwargs):
        try:
            raise LookupError(said)
        except LookupError as error:
            raise ValueError(said, {"answer": said}) from error

    if place in STAGES:
        _fall_over_in_stage(place, quote, monkeypatch)
    else:
        module, _, name = place.rpartition(".")
        real = getattr(importlib.import_module(module), name)
        monkeypatch.setattr(f"{module}.{name}", wraps(real)(quote))


def _fall_over_in_stage(name, quote, monkeypatch):
    real = WaveRun.stage

    def stage(self, function, *args, **kwargs):
        if function.__name__ == name:
            quote()
        return real(self, function, *args, **kwargs)

    monkeypatch.setattr(WaveRun, "stage", stage)
