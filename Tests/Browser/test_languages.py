# SPDX-License-Identifier: Apache-2.0
"""What a language writes in a way of its own."""
import re

import pytest

from test_texts import TABLE

UNITS = """async () => {
    const { bytes, setZone, since, span } = await import('/assets/format.js');
    setZone('Europe/Luxembourg');
    return [bytes(48300000), bytes(900), span(93784000), since('2024-11-29T05:41:00Z')];
}"""


@pytest.mark.parametrize("locale, written", [
    ("en-GB", ["48 MB", "900 B", "1 d 2 h", "29 Nov, 06:41"]),
    ("de-LU", ["48 MB", "900 B", "1 d 2 h", "29. Nov., 06:41"]),
    ("fr-LU", ["48 Mo", "900 o", "1 j 2 h", "le 29 nov., 06:41"]),
    ("lb", ["48 MB", "900 B", "1 d 2 h", "29. Nov., 06:41"]),
])
def test_units_and_dates_are_those_of_the_language(visit, locale, written):
    page = visit(locale=locale).open()
    assert [text.replace("\u202f", " ") for text in page.evaluate(UNITS)] == written


# Before these sounds an n at the end of a word stays, elsewhere it falls silent; nn, -oun and foreign words keep it.
STAYS = "nhdtzaeiouéëäy"
ENDS = re.compile(r"\b(\w*[^\W\dn]n) (?=([^\W\d_]))")


def test_a_luxembourgish_n_falls_before_most_consonants():
    wrong = [(key, found[1]) for key, texts in TABLE["texts"].items() for found in ENDS.finditer(texts[3])
             if found[2].lower() not in STAYS and not found[1].endswith("oun") and found[1] != "Token"]
    assert wrong == []
