"""Is a file that names its columns itself read from its first record on?"""

import pytest

from flows.exports.naming import refuse_header_rows
from nlp.contracts.errors import StudyConfigError
from nlp.contracts.study import ExportLayout


def test_the_usual_layout_fits():
    """One row of names, and nothing above it."""
    refuse_header_rows("w1.sav", ExportLayout())


@pytest.mark.parametrize(
    ("message", "layout"),
    [
        (r"export\.header_rows: expected 1 for w1\.sav, .* found 3; leave", {"header_rows": 3}),
        (r"export\.skip_rows: expected 0 for w1\.sav, .* found 2; leave", {"skip_rows": 2}),
    ],
)
def test_another_layout_is_refused(message, layout):
    """What was expected is said, what was found, and what to do."""
    with pytest.raises(StudyConfigError, match=message):
        refuse_header_rows("w1.sav", ExportLayout(**layout))
