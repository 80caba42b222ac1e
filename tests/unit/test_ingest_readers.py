"""Every format a content team may drop in, read from real files."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import pytest
from pypdf import PdfWriter

from ingest.errors import Unreadable
from ingest.readers import MAX_BYTES, read_file
from ingest.source import EDITORS


def pdf(pages: Sequence[str], trailer: str = "") -> bytes:
    """A PDF with one line of text a page, written by hand."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * n} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\n".encode()
    return out + f"startxref\n{out.index(b'xref')}\n%%EOF\n".encode()


AES_256 = (
    "/ID [<00> <00>] /Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /P -4 /StmF /StdCF /StrF /StdCF "
    f"/O <{'00' * 48}> /U <{'00' * 48}> /OE <{'00' * 32}> /UE <{'00' * 32}> /Perms <{'00' * 16}> "
    "/CF << /StdCF << /AuthEvent /DocOpen /CFM /AESV3 /Length 32 >> >> >>"
)


class TestYaml:
    def test_a_source_file_becomes_findings_limitations_and_the_editors_notes(self, tiny_corpus: Path) -> None:
        """Findings and limitations stand under the source; observations in a second document, the editors' own."""
        source, notes = read_file(tiny_corpus / "sources" / "trial-2020.yaml")
        assert (source.source.id, source.source.kind, source.source.year) == ("trial-2020", "rct", 2020)
        assert [b.role for b in source.blocks] == ["finding", "limitation"]
        assert len(source.blocks[0].asks) == 3
        assert (notes.source.id, notes.source.kind) == (EDITORS, "editor-note")
        assert [b.role for b in notes.blocks] == ["observation"]

    def test_blocks_remember_the_line_they_stand_at(self, tiny_corpus: Path) -> None:
        """A finding's line is the line an editor would open."""
        path = tiny_corpus / "sources" / "guideline-2024.yaml"
        (document,) = read_file(path)
        lines = path.read_text(encoding="utf-8").splitlines()
        for block in document.blocks:
            assert block.text in lines[block.line - 1]

    def test_plain_wording_audit_and_ids_are_kept(self, tiny_corpus: Path) -> None:
        """The plain wording of a finding, the audit mark, PubMed id and null DOI reach the document."""
        path = tiny_corpus / "sources" / "review-2019.yaml"
        said, worded = (
            "by 17 minutes.\n",
            "by 17 minutes.\n    plain: In three small trials people fell asleep 17 minutes sooner.\n",
        )
        path.write_text(path.read_text(encoding="utf-8").replace(said, worded), encoding="utf-8")
        (document,) = read_file(path)
        assert document.blocks[0].plain.startswith("In three small trials")
        assert (document.source.audited, document.source.pmid, document.source.doi) == ("unconfirmed", "12345678", "")

    def test_a_retired_source_is_not_read(self, tiny_corpus: Path) -> None:
        """A source marked retired stays in the folder and gives no document."""
        path = tiny_corpus / "sources" / "trial-2020.yaml"
        path.write_text(path.read_text(encoding="utf-8") + "retired: withdrawn by its journal\n", encoding="utf-8")
        assert read_file(path) == []


class TestMarkdown:
    def test_paragraphs_stand_under_their_heading_path(self, tmp_path: Path) -> None:
        """Headings nest by level; a paragraph over several lines is one block, at its first line."""
        path = tmp_path / "notes.md"
        path.write_text(
            "# Top\n\nFirst\npart.\n\n## Deep\n\n### Deeper ###\n\nSecond.\n\n## Next\nThird.\n", encoding="utf-8"
        )
        (document,) = read_file(path)
        assert [(b.heading_path, b.text, b.line) for b in document.blocks] == [
            (("Top",), "First part.", 3),
            (("Top", "Deep", "Deeper"), "Second.", 10),
            (("Top", "Next"), "Third.", 13),
        ]
        assert (document.source.id, document.source.title) == ("notes", "Top")

    def test_front_matter_says_what_the_source_is(self, tmp_path: Path) -> None:
        """Id, title and kind come from the front matter, and lines are still counted from the file's start."""
        path = tmp_path / "x.md"
        path.write_text(
            "---\nid: leaflet-1\ntitle: A leaflet\nkind: patient-organisation\n---\nText.\n", encoding="utf-8"
        )
        (document,) = read_file(path)
        assert (document.source.id, document.source.title, document.source.kind) == (
            "leaflet-1",
            "A leaflet",
            "patient-organisation",
        )
        assert (document.blocks[0].line, document.blocks[0].heading_path) == (6, ("A leaflet",))

    def test_a_wrong_key_in_the_front_matter_is_refused_at_its_line(self, tmp_path: Path) -> None:
        """A misspelt key is refused rather than ignored."""
        path = tmp_path / "x.md"
        path.write_text("---\ntitle: A\nyaer: 2020\n---\nText.\n", encoding="utf-8")
        with pytest.raises(Unreadable, match=r"^3: yaer: is not a known key"):
            read_file(path)


class TestPlainText:
    def test_paragraphs_are_separated_by_blank_lines(self, tmp_path: Path) -> None:
        """Lines of one paragraph are joined; the title is the file's name; a byte-order mark and CRLF do no harm."""
        path = tmp_path / "sleep-tips.txt"
        path.write_bytes(b"\xef\xbb\xbfKeep a regular\r\nbedtime.\r\n\r\n\r\nAvoid late coffee.\r\n")
        (document,) = read_file(path)
        assert document.source.title == "sleep tips"
        assert [(b.text, b.line) for b in document.blocks] == [
            ("Keep a regular bedtime.", 1),
            ("Avoid late coffee.", 5),
        ]


class TestHtml:
    def test_the_main_text_is_kept_and_the_page_around_it_is_not(self, tmp_path: Path) -> None:
        """Title, headings and paragraphs are read; navigation and footer are left."""
        sentence = "Magnesium is a mineral that muscles and nerves need every day to work as they should. "
        path = tmp_path / "page.html"
        path.write_text(
            "<html><head><title>Magnesium explained</title></head><body><nav><a href='/'>Home</a><a href='/s'>Shop</a></nav>"
            f"<article><h1>Magnesium explained</h1><p>{sentence * 3}</p><h2>Food</h2><p>Nuts are rich in it. {sentence * 3}</p></article>"
            "<footer>Cookie settings</footer></body></html>",
            encoding="utf-8",
        )
        (document,) = read_file(path)
        assert document.source.title == "Magnesium explained"
        assert [b.heading_path[-1] for b in document.blocks] == ["Magnesium explained", "Food"]
        assert document.blocks[1].text.startswith("Nuts are rich in it. Magnesium")
        assert not any("Cookie" in b.text or "Shop" in b.text for b in document.blocks)

    def test_a_page_without_text_is_refused(self, tmp_path: Path) -> None:
        """A page of nothing but scripts is refused with what to do."""
        path = tmp_path / "app.html"
        path.write_text("<html><body><script>go()</script></body></html>", encoding="utf-8")
        with pytest.raises(Unreadable, match="no main text found"):
            read_file(path)


class TestPdf:
    def test_every_page_is_read(self, tmp_path: Path) -> None:
        """The text of both pages becomes paragraphs of a source named after the file."""
        path = tmp_path / "leaflet-one.pdf"
        path.write_bytes(pdf(["Magnesium is a mineral.", "Ask a pharmacist."]))
        (document,) = read_file(path)
        assert (document.source.id, document.source.title) == ("leaflet-one", "leaflet one")
        assert [b.text for b in document.blocks] == ["Magnesium is a mineral.", "Ask a pharmacist."]

    def test_the_title_comes_from_the_metadata(self, tmp_path: Path) -> None:
        """A PDF that names itself is called so."""
        path = tmp_path / "x.pdf"
        path.write_bytes(pdf(["Text."]))
        writer = PdfWriter(clone_from=path)
        writer.add_metadata({"/Title": "The leaflet"})
        writer.write(path)
        assert read_file(path)[0].source.title == "The leaflet"

    @pytest.mark.parametrize("password", ["", "secret"])
    def test_an_encrypted_pdf_is_read_only_without_a_password(self, tmp_path: Path, password: str) -> None:
        """One that anybody may open is read; one that needs a password is refused with what to do."""
        path = tmp_path / "x.pdf"
        path.write_bytes(pdf(["Locked words."]))
        writer = PdfWriter(clone_from=path)
        writer.encrypt(password, "owner", algorithm="RC4-128")
        writer.write(path)
        if password:
            with pytest.raises(Unreadable, match=r"^1: the PDF is encrypted; save a copy without a password"):
                read_file(path)
        else:
            assert read_file(path)[0].blocks[0].text == "Locked words."

    def test_a_pdf_encrypted_with_aes_is_refused(self, tmp_path: Path) -> None:
        """The encryption of today's PDFs is refused by name; it may not stop the ingest."""
        path = tmp_path / "x.pdf"
        path.write_bytes(pdf(["Locked words."], AES_256))
        with pytest.raises(Unreadable, match="encrypted"):
            read_file(path)

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (b"/Parent 2 0 R /MediaBox [0 0 612 792] /Resources", b"/Parent 99 0 R /X"),
            (b"xref\n0 6\n", b"xref\n(a) 6\n"),
        ],
    )
    def test_a_damaged_pdf_is_refused(self, tmp_path: Path, old: bytes, new: bytes) -> None:
        """A page whose parent is missing, a table that is garbled: refused by name; pypdf's own errors do not escape."""
        path = tmp_path / "x.pdf"
        assert old in pdf(["Words."])
        path.write_bytes(pdf(["Words."]).replace(old, new))
        with pytest.raises(Unreadable, match="not a readable PDF"):
            read_file(path)

    def test_a_pdf_without_text_is_refused(self, tmp_path: Path) -> None:
        """A scan is refused with what to do."""
        path = tmp_path / "scan.pdf"
        path.write_bytes(pdf([""]))
        with pytest.raises(Unreadable, match="only pictures; run text recognition"):
            read_file(path)

    def test_something_else_named_pdf_is_refused(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        """A file that is not a PDF is refused as unreadable."""
        caplog.set_level(logging.CRITICAL)
        path = tmp_path / "x.pdf"
        path.write_bytes(b"hello, not a pdf")
        with pytest.raises(Unreadable, match="not a readable PDF"):
            read_file(path)


class TestRefusals:
    @pytest.mark.parametrize(
        ("name", "data", "message"),
        [
            ("a.md", b"", "^1: the file is empty"),
            ("a.md", b" \n\t\n", "^1: the file holds only white space"),
            ("a.md", b"# Only a heading\n", "^1: no paragraph found"),
            ("a.txt", "Schlafst\u00f6rung".encode("latin-1"), r"^1: not UTF-8 \(byte 8\); save the file as UTF-8"),
            ("a.txt", "text".encode("utf-16"), "^1: not UTF-8"),
            ("a.txt", b"a\x00b", "^1: holds NUL characters"),
            ("a.docx", b"PK", r"^1: files of kind '\.docx' are not read; use \.yaml"),
            ("a.yaml", b"- just\n- a list\n", "^1: a source is a list of 'key: value' lines"),
            ("a.yaml", b"id: x\ntitle: 'open\n", r"^\d: .*check quotes, colons and indentation"),
            ("README", b"words", "^1: files of kind '' are not read"),
        ],
    )
    def test_a_file_that_cannot_be_used_is_refused_with_what_to_do(
        self, tmp_path: Path, name: str, data: bytes, message: str
    ) -> None:
        """Empty, blank, mis-encoded, binary, malformed and unknown files each get their own message."""
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(Unreadable, match=message):
            read_file(path)

    def test_over_twenty_megabytes_is_refused_and_the_limit_itself_is_not(self, tmp_path: Path) -> None:
        """One byte over the limit is refused unread; the limit is not."""
        path = tmp_path / "big.txt"
        path.write_bytes(b"Legs ache.\n".ljust(MAX_BYTES + 1))
        with pytest.raises(Unreadable, match="20,971,521 bytes, over the limit of 20,971,520; split it"):
            read_file(path)
        path.write_bytes(b"Legs ache.\n".ljust(MAX_BYTES))
        assert read_file(path)[0].blocks[0].text == "Legs ache."

    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            ("kind: rct", "kind: rtc", r"^6: kind: Input should be"),
            ("year: 2020", "year: 1492", r"^4: year: Input should be greater"),
            ("id: trial-2020", "id: Trial 2020", r"^1: id: String should match"),
            ("    asks:\n", "    aks:\n", r"^13: findings\.0\.aks: is not a known key"),
            ("title:", "titel:", r"^1: title: is missing"),
            (
                "population:",
                "doi: https://doi.org/10.1/x\npopulation:",
                r"^8: doi: 'https.* is not a DOI; write it as 10\.1234/abc",
            ),
            ("population:", "pmid: PMC12\npopulation:", r"^8: pmid: 'PMC12' is not a PubMed id; write only its digits"),
            ("https://example.org/trial", "example.org/trial", r"^7: url: 'example.org/trial' is not a web address"),
            ("  - The trial lasted only four weeks.", "  - ''", r"^18: limitations\.0: String should have at least 1"),
        ],
    )
    def test_a_wrong_entry_is_named_with_its_line(self, tiny_corpus: Path, old: str, new: str, message: str) -> None:
        """Each kind of schema error says the line, the key and what to write."""
        path = tiny_corpus / "sources" / "trial-2020.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(Unreadable, match=message):
            read_file(path)

    def test_a_date_that_does_not_exist_is_refused(self, tiny_corpus: Path) -> None:
        """`2025-02-30` in any field is refused with its line; it may not stop the ingest."""
        path = tiny_corpus / "sources" / "trial-2020.yaml"
        path.write_text(path.read_text(encoding="utf-8") + "retired: 2025-02-30\n", encoding="utf-8")
        with pytest.raises(Unreadable, match=r"^\d+: "):
            read_file(path)

    def test_yaml_that_holds_itself_is_refused(self, tmp_path: Path) -> None:
        """A recursive anchor is refused; it may not stop the ingest."""
        path = tmp_path / "x.yaml"
        path.write_text("id: &a [*a]\n", encoding="utf-8")
        with pytest.raises(Unreadable, match=r"^1: "):
            read_file(path)
