"""A collection in BEIR layout is read as a corpus; a bad line is left out by number."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.beir import is_beir
from ingest.corpus import RawCorpus, build_corpus, read_corpus
from ingest.errors import CorpusInvalid


def read(folder: Path, data: str | bytes) -> RawCorpus:
    """The collection with `data` as its corpus.jsonl."""
    folder.mkdir(exist_ok=True)
    (folder / "corpus.jsonl").write_bytes(data.encode() if isinstance(data, str) else data)
    return read_corpus(folder)


def test_each_line_is_a_document_with_its_title(tmp_path: Path) -> None:
    """Id, title and text become one searched passage; white space is collapsed; a missing title is the id."""
    raw = read(
        tmp_path, '{"_id": "7", "title": "Iron.", "text": "Iron  is\\na metal."}\n{"_id": "8", "text": "Zinc."}\n'
    )
    corpus = build_corpus(raw, lambda text: len(text.split()), 256)
    assert is_beir(tmp_path)
    assert [(s.id, s.title) for s in corpus.sources] == [("7", "Iron."), ("8", "8")]
    assert [(p.source_id, p.text, p.is_searched) for p in corpus.passages] == [
        ("7", "Iron. Iron is a metal.", True),
        ("8", "Zinc.", True),
    ]


def test_bad_lines_are_left_out_by_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    """Not JSON, not an object, no id, no text and a taken id are each named with path and line."""
    raw = read(
        tmp_path,
        '{"_id": "1", "text": "a"}\nnope\n[1]\n{"text": "b"}\n{"_id": "2", "text": " "}\n{"_id": "1", "text": "c"}\n{"_id": "3", "text": "d"}',
    )
    path = tmp_path / "corpus.jsonl"
    assert [d.source.id for d in raw.documents] == ["1", "3"]
    wrong = "not an object with '_id' and 'text'; write one JSON object a line"
    assert [str(p) for p in raw.problems] == [
        f"{path}:2: {wrong}",
        f"{path}:3: {wrong}",
        f"{path}:4: {wrong}",
        f"{path}:5: no text; fill it in or delete the line",
        f"{path}:6: the _id is taken; give each line its own",
    ]


def test_a_collection_without_a_usable_line_is_refused(tmp_path: Path) -> None:
    """The message names the file and what a line needs."""
    with pytest.raises(CorpusInvalid, match=r"No usable line in '.*corpus\.jsonl'; each needs '_id' and 'text'"):
        read(tmp_path, "nope\n")


def test_a_mis_encoded_line_is_left_out(tmp_path: Path) -> None:
    """A line that is not UTF-8 is left out by number and the rest goes on."""
    raw = read(tmp_path, b'{"_id": "1", "text": "a"}\n{"_id": "2", "text": "\xe9"}\n{"_id": "3", "text": "c"}\n')
    assert [d.source.id for d in raw.documents] == ["1", "3"]
    assert [p.line for p in raw.problems] == [2]


def test_a_line_with_half_a_character_is_left_out(tmp_path: Path) -> None:
    """JSON may hold a lone surrogate; such a line is left out rather than stopping the build."""
    raw = read(tmp_path, '{"_id": "1", "text": "a"}\n{"_id": "2", "text": "b \\ud800"}\n')
    corpus = build_corpus(raw, len, 256)
    assert [s.id for s in corpus.sources] == ["1"]


def test_a_null_text_is_no_text(tmp_path: Path) -> None:
    """`"text": null` is left out; nobody is shown the word None."""
    raw = read(tmp_path, '{"_id": "1", "text": "a"}\n{"_id": "2", "text": null}\n')
    assert [d.source.id for d in raw.documents] == ["1"]


def test_a_folder_with_a_colon_in_its_name_is_read(tmp_path: Path) -> None:
    """A bad line under such a folder is reported like any other."""
    raw = read(tmp_path / "sci:fact", 'nope\n{"_id": "1", "text": "a"}\n')
    assert [(p.path, p.line) for p in raw.problems] == [(str(tmp_path / "sci:fact" / "corpus.jsonl"), 1)]
