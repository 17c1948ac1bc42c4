"""Tables to keep: no text in them is taken for a formula."""

import pytest

from bigsection.web.downloads import Sheet, csv_of


@pytest.mark.parametrize("text", ["=1+1", "@SUM(1)", "\t=1", " =1+1", "\n=1+1", "\u3000＝1"])
def test_a_text_that_a_spreadsheet_would_compute_stays_a_text(text: str) -> None:
    data = csv_of(Sheet("表", [("甲", 10), ("乙", 10)], [(text, -1)])).decode("utf-8-sig")
    assert f"'{text}" in data
    assert data.rstrip().endswith(",-1")
