# SPDX-License-Identifier: Apache-2.0
"""The table of texts is whole, and the page has no text beside it."""
import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "Sources/Web/Assets"
TABLE = json.loads((ASSETS / "texts.json").read_text())
SOURCES = {path.name: path.read_text() for path in ASSETS.glob("*.js")}


def test_every_text_is_there_in_every_language_with_the_same_places():
    assert TABLE["languages"] == ["en", "de", "fr", "lb"]
    for key, texts in TABLE["texts"].items():
        assert len(texts) == 4 and all(text.strip() for text in texts), key
        places = [sorted(re.findall(r"\{(\w+)\}", text)) for text in texts]
        assert all(one == places[0] for one in places), key


def test_every_key_that_the_page_names_is_in_the_table():
    named = {key for text in SOURCES.values() for key in re.findall(r"\bt\(\s*\"([^\"]+)\"", text)}
    assert named and named - TABLE["texts"].keys() == set()


def test_every_health_code_has_a_title_and_a_hint():
    source = (ROOT / "Sources/MeterChannel/Health/HealthCode.swift").read_text()
    codes = set()
    for name, raw in re.findall(r"case (\w+)(?: = \"(\w+)\")?", source):
        codes.add(raw or name)
    events = {"key_changed", "meter_swapped"}  # told as events, never as a code
    for code in codes - events:
        assert f"code.{code}" in TABLE["texts"], code
        assert code == "ok" or f"hint.{code}" in TABLE["texts"], code
    assert all(f"event.{event}" in TABLE["texts"] for event in events)


def test_no_markup_is_ever_made_of_text():
    for name, text in SOURCES.items():
        for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "srcdoc"):
            assert forbidden not in text, f"{name}: {forbidden}"
    page = (ASSETS / "index.html").read_text()
    assert "style=" not in page and "<style" not in page and not re.search(r"<script(?![^>]*src=)", page)


def test_every_module_is_loaded_at_once():
    page = (ASSETS / "index.html").read_text()
    preloaded = set(re.findall(r'modulepreload" href="/assets/([^"]+)"', page))
    assert preloaded == SOURCES.keys() - {"app.js", "boot.js"}
