# SPDX-License-Identifier: Apache-2.0
"""What a language writes in a way of its own."""
import re

from test_texts import TABLE

# Before these sounds an n at the end of a word stays, elsewhere it falls silent; nn, -oun and foreign words keep it.
STAYS = "nhdtzaeiouéëäy"
ENDS = re.compile(r"\b(\w*[^\W\dn]n) (?=([^\W\d_]))")


def test_a_luxembourgish_n_falls_before_most_consonants():
    wrong = [(key, found[1]) for key, texts in TABLE["texts"].items() for found in ENDS.finditer(texts[3])
             if found[2].lower() not in STAYS and not found[1].endswith("oun") and found[1] != "Token"]
    assert wrong == []
