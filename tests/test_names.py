"""Names of files as they are shown, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.names import name_on_disk, shown_name

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0/\\")) | st.binary().map(
    lambda data: data.replace(b"\0", b"").decode("utf-8", "surrogateescape").replace("\\", "")
)


@given(NAMES)
def test_a_name_is_found_again_by_what_is_shown_of_it(name: str) -> None:
    shown = shown_name(name)
    assert name_on_disk(shown) == name
    assert "\n" not in shown
    shown.encode()


@pytest.mark.parametrize(
    "name", ["a\\u0000b", "a\\x00", "..\\x2fb", "..\\u002fb", "\\ud800", "\\U00110000"]
)
def test_what_looks_like_an_escape_and_is_none_stays(name: str) -> None:
    assert shown_name(name) == name_on_disk(name) == name
