"""Files made for the tests of reading: small PDF, DOCX and WARC files, written byte by byte."""

from __future__ import annotations

import gzip
import io
import zipfile

KAZAKH = (
    "Қазақстан Республикасының Президенті Францияға ресми сапармен барды. Келіссөздер барысында тараптар "
    "ынтымақтастықты кеңейту туралы уағдаласты, өңірлердің өзара іс-қимылын күшейтуге ұмтылды."
)
RUSSIAN = (
    "Министр иностранных дел прибыл в Париж с рабочим визитом. В ходе переговоров стороны обсудили "
    "расширение торговли и подъём взаимных инвестиций, а также съезд учёных двух стран."
)
ENGLISH = (
    "The foreign minister arrived in Paris on a working visit. The two sides discussed trade, investment and "
    "the opening of a consulate in the city of Lyon."
)


PARAGRAPHS = (
    ENGLISH,
    "The president received the ambassador in Astana and accepted his letters of credence on the same day.",
    "Both parliaments will send delegations in the autumn, the spokesman of the ministry said later.",
)


def pdf(
    pages: list[str], *, title: str | None = None, extra: str = "", cmap: dict[str, str] | None = None
) -> bytes:
    """A PDF whose pages have these content streams, with Helvetica as `/F1`.

    `cmap` says which character stands for which letter of the content (as fonts of Cyrillic texts do).
    """
    objects: list[bytes] = []
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(len(pages)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    unicode = ""
    if cmap:
        unicode = "/ToUnicode 4 0 R"
        rows = "\n".join(f"<{ord(a):02x}> <{ord(b):04x}>" for a, b in cmap.items())
        stream = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CMapName /X def 1 begincodespacerange <00> <ff> endcodespacerange\n"
            f"{len(cmap)} beginbfchar\n{rows}\nendbfchar endcmap end end"
        )
    else:
        stream = ""
    objects.append(f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica {unicode} >>".encode())
    objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream".encode())
    for index, content in enumerate(pages):
        number = 5 + 2 * index
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Contents {number + 1} 0 R"
            f" /Resources << /Font << /F1 3 0 R >> {extra} >> >>".encode()
        )
        data = content.encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data))
    info = ""
    if title is not None:
        objects.append(b"<< /Title <feff" + title.encode("utf-16-be").hex().encode() + b"> >>")
        info = f"/Info {len(objects)} 0 R"
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for offset in offsets:
        out.write(b"%010d 00000 n \n" % offset)
    out.write(
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R {info} >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return out.getvalue()


def pdf_text(*lines: str, x: int = 40, y: int = 550, leading: int = 16) -> str:
    """A content stream that writes lines from top to bottom."""
    return "\n".join(f"BT /F1 11 Tf {x} {y - i * leading} Td ({line}) Tj ET" for i, line in enumerate(lines))


def record(
    address: str | None,
    body: bytes,
    *,
    content_type: str | None = "text/html; charset=utf-8",
    status: int = 200,
    headers: str = "",
    kind: str = "response",
) -> bytes:
    """One WARC record, uncompressed."""
    block = body
    media = content_type or "application/octet-stream"
    if kind == "response":
        line = f"Content-Type: {content_type}\r\n" if content_type else ""
        block = f"HTTP/1.1 {status} X\r\n{line}{headers}\r\n".encode() + body
        media = "application/http; msgtype=response"
    uri = f"WARC-Target-URI: {address}\r\n" if address else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{len(block):012d}>\r\n"
        f"{uri}WARC-Date: 2019-03-04T05:06:07Z\r\n"
        f"Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def packed(*records: bytes) -> bytes:
    """Records as `.warc.gz` has them, each a gzip member."""
    return b"".join(gzip.compress(r, mtime=0) for r in records)


def page(title: str, *paragraphs: str, head: str = "", top: str = "") -> bytes:
    """A web page with menu, cookie notice and footer around an article."""
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title} | Example Daily</title>
<meta property="og:site_name" content="Example Daily">{head}</head><body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World section</a></li></ul></nav></header>
<div class="cookie-consent"><p>We use cookies to make this site better.</p><button>Accept all</button></div>
<main><article><h1>{title}</h1>{top}{body}</article>
<aside class="related"><h3>Read also</h3><a href="/o">Another story</a>
<time datetime="2001-02-03">x</time></aside></main>
<footer><p>Copyright 2024 Example Daily. All rights reserved. Phone 123.</p></footer>
<script>var tracking = 1;</script></body></html>""".encode()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx_raw(body: str, parts: dict[str, str | bytes] | None = None, *, relations: str = "") -> bytes:
    """A DOCX written part by part: `body` is the content of `w:body`."""
    out = io.BytesIO()
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{base}/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{package}">{relations}</Relationships>'
        )
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        )
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def docx_notes(kind: str, notes: dict[int, str]) -> tuple[str, str, str]:
    """Part name, content and relationship of a footnotes or endnotes part."""
    rows = "".join(
        f'<w:{kind} w:id="{i}"><w:p><w:r><w:t>{t}</w:t></w:r></w:p></w:{kind}>' for i, t in notes.items()
    )
    separator = f'<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:t>----</w:t></w:r></w:p></w:{kind}>'
    content = f'<w:{kind}s xmlns:w="{W}">{separator}{rows}</w:{kind}s>'
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = f'<Relationship Id="{kind}" Type="{base}/{kind}s" Target="{kind}s.xml"/>'
    return f"word/{kind}s.xml", content, relation
