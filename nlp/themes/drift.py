"""Whether themes are still what they were: how like their units are to them, wave by wave."""

from pandera.typing import DataFrame

from nlp.contracts.tables import Codings, ThemeDrift, Units, build


def measure_drift(units: DataFrame[Units], codings: DataFrame[Codings]) -> DataFrame[ThemeDrift]:
    """Return per wave, question and theme how many units have it, and how like they are to it.

    A theme whose units grow less like it from wave to wave is said in new ways: its examples are
    out of date, or it has become the home of something else.
    """
    given = codings.merge(units[["unit_id", "wave", "question_id"]], on="unit_id")
    given = given.sort_values(["wave", "question_id", "theme_id", "unit_id"])
    rows: list[dict[str, object]] = []
    for (wave, question_id, theme_id), of_theme in given.groupby(
        ["wave", "question_id", "theme_id"]
    ):
        likeness = of_theme.loc[of_theme["source"] == "similarity", "confidence"]
        rows.append(
            {
                "wave": wave,
                "question_id": question_id,
                "theme_id": theme_id,
                "n_codings": len(of_theme),
                "n_by_keyword": len(of_theme) - len(likeness),
                "mean_likeness": round(float(likeness.mean()), 4) if len(likeness) else None,
            }
        )
    return build(rows, ThemeDrift)
