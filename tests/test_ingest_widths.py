"""The quick count of fields says the same as the exact reader, or nothing."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ingest.errors import FileRefused, SettingAsked
from pipelines.ingest.records import even_records
from pipelines.ingest.widths import blank_rows

_CELLS = st.sampled_from(["", " ", "a", "é", "\u00a0", '""', '"b"', '"c,d"', '"e""f"', '"g\nh"', '"', '"x"y', "\r"])
_LINES = st.lists(st.lists(_CELLS, max_size=4).map(",".join), max_size=5)


def _exactly(path: Path, width: int) -> set[int] | None:
    try:
        found = list(even_records(path, ",", 1, width))
    except (FileRefused, SettingAsked):
        return None
    return {row for row, record in enumerate(found) if not record.fields}


@given(lines=_LINES, newline=st.sampled_from(["\n", "\r\n"]))
def test_what_is_told_quickly_is_what_the_exact_reader_finds(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], newline: str
) -> None:
    path = tmp_path_factory.mktemp("widths") / "file.csv"
    path.write_text(newline.join(["h,i,j", *lines, ""]), "utf-8", newline="")
    quickly, exactly = blank_rows(path, ",", 1, 3), _exactly(path, 3)
    assert quickly in (None, exactly) or _only_for_the_reader(lines)


def _only_for_the_reader(lines: list[str]) -> bool:
    """A quote or a return where none may stand: the whole file is judged for that by itself (punctuation.py)."""
    return any('"x"y' in line or "\r" in line for line in lines)


@pytest.mark.parametrize("line", ["1,2,3", "1,2,", ",,3", '"a,b",2,', '"say ""hi""",2,', "é,,"])
def test_lines_of_the_right_width_need_no_exact_reader(tmp_path: Path, line: str) -> None:
    path = tmp_path / "file.csv"
    path.write_text(f"h,i,j\n{line}\n\n,,\n", "utf-8")
    assert blank_rows(path, ",", 1, 3) == {1, 2}


@pytest.mark.parametrize("line", ["1,2", "1,2,3,4", '"1,2', '"a\nb",2,3', '"","",""', '1,"2,3"'])
def test_any_other_line_is_left_to_the_exact_reader(tmp_path: Path, line: str) -> None:
    path = tmp_path / "file.csv"
    path.write_text(f"h,i,j\n{line}\n", "utf-8")
    assert blank_rows(path, ",", 1, 3) is None
