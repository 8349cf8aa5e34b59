"""Writes the built-in template of Word dossiers: src/elshi/render/templates/dossier.docx.

Usage: python tools/build_template.py [--check]
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from elshi.render.docx import PLACE, _ensure_styles, _timeless

TARGET = Path(__file__).parents[1] / "src/elshi/render/templates/dossier.docx"
FONT = "Times New Roman"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def build() -> bytes:
    """The template's bytes, the same on every machine."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2)
    _ensure_styles(document)
    sizes = {
        "Normal": 10.5, "Title": 22, "Subtitle": 13, "Heading 1": 14, "Heading 2": 12, "List Bullet": 10.5,
        "Sources": 9.5, "footnote text": 9,
    }  # fmt: skip
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            if fonts.get(qn(attribute)) is not None:
                del fonts.attrib[qn(attribute)]
        for attribute in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(attribute), FONT)
    normal = document.styles["Normal"].paragraph_format
    normal.space_after, normal.space_before = Pt(3), Pt(0)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("{{title}} · ").font.size = Pt(9)
    for field in ("PAGE", "NUMPAGES"):
        footer._p.append(
            parse_xml(
                f'<w:fldSimple {W} w:instr=" {field} "><w:r><w:rPr><w:sz w:val="18"/></w:rPr>'
                "<w:t>1</w:t></w:r></w:fldSimple>"
            )
        )
        if field == "PAGE":
            footer.add_run(" / ").font.size = Pt(9)
    document.add_paragraph(PLACE)
    raw = io.BytesIO()
    document.save(raw)
    return _timeless(raw.getvalue())


def main() -> int:
    made = build()
    if "--check" in sys.argv:
        if TARGET.read_bytes() != made:
            print(
                "the Word template differs from what tools/build_template.py writes; run it", file=sys.stderr
            )
            return 1
        return 0
    TARGET.write_bytes(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
