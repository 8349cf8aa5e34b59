"""Builds the documentation of one version as plain pages, and checks every link in it.

    python tools/docs.py [OUT]      pages in OUT/<version>/, a list of all versions there in OUT/index.html

Pages are the Markdown files of the repository and three that are made from the program itself: its commands, its
Python interface, its fact types. They open from a folder, need no script and nothing from elsewhere. Earlier
versions that are in OUT stay; the same sources give the same bytes.
"""

from __future__ import annotations

import html
import importlib
import inspect
import itertools
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import click
from markdown_it import MarkdownIt

import elshi
from elshi.cli import COMMANDS, cli
from elshi.model import EVENT_TYPES, FIGURE_TYPES, SPHERES, STATUSES

ROOT = Path(__file__).resolve().parent.parent

#: Page -> its place under a heading of the table of contents. Others of `docs/` follow under the last one.
CONTENTS: dict[str, tuple[str, ...]] = {
    "Start": ("README.md", "docs/tour.md", "examples/README.md"),
    "Use": ("docs/commands.md", "docs/lists.md", "docs/feeds.md", "docs/exports.md", "docs/python.md"),
    "Understand": (
        "docs/flow.md", "docs/facts.md", "docs/record.md", "docs/rules.md", "src/elshi/catalogue/data/README.md"
    ),
    "Trust": ("docs/accuracy.md", "docs/benchmarks.md", "docs/security.md", "SECURITY.md"),
    "Take part": ("CONTRIBUTING.md", "CHANGELOG.md"),
}  # fmt: skip

STYLE = """\
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --quiet: #57606a; --line: #d0d7de; --link: #0b57a4;
  --code: #f3f5f7 }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ea; --paper: #14171a; --quiet: #9aa4ae; --line: #3a4148;
  --link: #7ab8ff; --code: #1e2328 } }
body { margin: 0; font: 1rem/1.6 system-ui, "Noto Sans", sans-serif; color: var(--ink); background: var(--paper);
  display: grid; grid-template-columns: 15rem minmax(0, 48rem); gap: 3rem; padding: 0 1.5rem }
a { color: var(--link) } a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
nav { padding: 2rem 0; font-size: .95rem } nav h2 { font-size: .85rem; color: var(--quiet); margin: 1.2rem 0 .2rem }
nav ul { list-style: none; margin: 0; padding: 0 } nav [aria-current] { font-weight: 700; color: inherit }
main { padding: 2rem 0 4rem; min-width: 0 } h1 { line-height: 1.2 } h2 { margin-top: 2.2rem }
pre, code { font-family: ui-monospace, "Noto Sans Mono", monospace; font-size: .9em; background: var(--code) }
pre { padding: .8rem 1rem; overflow-x: auto; border: 1px solid var(--line) } pre code { padding: 0 }
code { padding: .1em .25em } img { max-width: 100%; height: auto; border: 1px solid var(--line) }
.wide { overflow-x: auto } table { border-collapse: collapse } th, td { border: 1px solid var(--line);
  padding: .35rem .6rem; text-align: left; vertical-align: top }
footer { color: var(--quiet); margin-top: 3rem; font-size: .9rem }
h2 > a, h3 > a { color: inherit; text-decoration: none } h2 > a:hover, h3 > a:hover { text-decoration: underline }
@media (max-width: 60rem) { body { display: block } nav { border-bottom: 1px solid var(--line) } }
@media print { nav { display: none } body { display: block } }
"""


@dataclass
class Page:
    """One page.

    Attributes:
        source: path in the repository by which other pages link to it.
        text: its Markdown.
        target: file name in the folder of pages.
        title: its first heading.
        anchors: ids of its headings.
        links: (target file, anchor) of every link to another page, for the check.
        body: its HTML.
    """

    source: str
    text: str
    target: str
    title: str = ""
    anchors: set[str] = field(default_factory=set)
    links: list[tuple[str, str]] = field(default_factory=list)
    body: str = ""


class Site:
    """All pages of one version; `problems` says what is wrong with them."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self.problems: list[str] = []
        self.files: dict[str, Path] = {}
        made = {"docs/commands.md": commands(), "docs/python.md": python(), "docs/facts.md": facts()}
        found = [str(p.relative_to(root)) for p in sorted((root / "docs").glob("*.md"))]
        self.contents: dict[str, list[str]] = {}
        placed = {one for some in CONTENTS.values() for one in some}
        for heading, some in CONTENTS.items():
            self.contents[heading] = [one for one in some if one in made or (root / one).is_file()]
        self.contents["Understand"] += [one for one in found if one not in placed]
        sources = [one for some in self.contents.values() for one in some]
        self.pages = {
            one: Page(one, made.get(one) or (root / one).read_text("utf-8"), _target(one)) for one in sources
        }
        for page in self.pages.values():
            self._render(page)
        for page in self.pages.values():
            self._check(page)

    def _render(self, page: Page) -> None:
        reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
        tokens = reader.parse(page.text)
        for at, token in enumerate(tokens):
            if token.type == "heading_open":
                said = "".join(
                    c.content for c in tokens[at + 1].children or () if c.type in ("text", "code_inline")
                )
                name = anchor(said)
                while name in page.anchors:
                    name += "-"
                page.anchors.add(name)
                token.attrSet("id", name)
                if not page.title and token.tag == "h1":
                    page.title = said
            for child in token.children or ():
                if child.type == "link_open":
                    child.attrSet("href", self._link(page, str(child.attrGet("href"))))
                elif child.type == "image":
                    child.attrSet("src", self._file(page, str(child.attrGet("src"))))
                    if not child.content:
                        self.problems.append(
                            f"{page.source}: a picture without words: {child.attrGet('src')}"
                        )
        if not page.title:
            self.problems.append(f"{page.source}: has no title (a line that begins with `# `)")
        body = reader.renderer.render(tokens, reader.options, {})
        page.body = body.replace("<table>", '<div class="wide"><table>').replace("</table>", "</table></div>")

    def _link(self, page: Page, href: str) -> str:
        if re.match(r"[a-z]+:", href):
            return href
        path, _, name = href.partition("#")
        if not path:
            page.links.append((page.source, name))
            return href
        source = self._resolved(page, path)
        if source in self.pages:
            page.links.append((source, name))
            return self.pages[source].target + (f"#{name}" if name else "")
        if (self.root / source).is_dir():
            self.problems.append(f"{page.source}: the link {href} leads to a folder; link a page of it")
            return href
        return self._file(page, href)

    def _file(self, page: Page, href: str) -> str:
        """A picture or another file that goes along with the pages."""
        source = self._resolved(page, href)
        if not (self.root / source).is_file():
            self.problems.append(f"{page.source}: the link {href} leads nowhere")
            return href
        name = source.replace("/", "-") if not source.startswith("docs/") else source[5:]
        self.files[name] = self.root / source
        return name

    def _resolved(self, page: Page, path: str) -> str:
        try:
            return str(
                (self.root / page.source).parent.joinpath(path).resolve().relative_to(self.root.resolve())
            )
        except ValueError:
            return path

    def _check(self, page: Page) -> None:
        for source, name in page.links:
            if name and name not in self.pages[source].anchors:
                self.problems.append(f"{page.source}: {source} has no heading #{name}")

    def write(self, out: Path) -> int:
        """Writes the pages; returns how many."""
        folder = out / elshi.__version__
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "style.css").write_text(STYLE, encoding="utf-8")
        for name, path in sorted(self.files.items()):
            shutil.copyfile(path, folder / name)
        for page in self.pages.values():
            (folder / page.target).write_text(self._whole(page), encoding="utf-8")
        versions = sorted(
            (p.name for p in out.iterdir() if (p / "index.html").is_file()), key=_order, reverse=True
        )
        items = "".join(f'<li><a href="{v}/index.html">{v}</a></li>' for v in versions)
        (out / "index.html").write_text(
            _frame("Elshi: documentation", f"{versions[0]}/style.css", "", f"<h1>Elshi</h1><ul>{items}</ul>"),
            encoding="utf-8",
        )
        return len(self.pages)

    def _whole(self, page: Page) -> str:
        parts = [f'<p><a href="../index.html">Elshi {elshi.__version__}</a></p>']
        for heading, some in self.contents.items():
            parts.append(f"<h2>{heading}</h2><ul>")
            for one in some:
                here = ' aria-current="page"' if one == page.source else ""
                other = self.pages[one]
                parts.append(f'<li><a href="{other.target}"{here}>{html.escape(other.title)}</a></li>')
            parts.append("</ul>")
        title = page.title if page.title == "Elshi" else f"{page.title} – Elshi"
        foot = f"<footer>{html.escape(page.source)}, version {elshi.__version__}</footer>"
        return _frame(title, "style.css", "\n".join(parts), page.body + foot)


def _frame(title: str, style: str, nav: str, body: str) -> str:
    policy = "default-src 'none'; style-src 'self'; img-src 'self' data:"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<link rel="stylesheet" href="{style}"></head>\n<body><nav aria-label="Contents">{nav}</nav>\n'
        f"<main>{body}</main></body></html>\n"
    )


def _target(source: str) -> str:
    if source == "README.md":
        return "index.html"
    if "/" not in source:
        # SECURITY.md and docs/security.md are two pages.
        source = f"project-{source}"
    stem = source.removeprefix("docs/").removesuffix(".md").replace("src/elshi/", "").replace("/README", "")
    return stem.replace("/", "-").lower() + ".html"


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"\d+", version))


def anchor(text: str) -> str:
    """The id of a heading, as code hosts make it."""
    return re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")


# -- pages made from the program --------------------------------------------------------------------------------


def commands() -> str:
    """Every command with its options, as the program itself says."""
    out = ["# Commands", "", cli.help or "", "", "Options that stand before the command:", "", *_options(cli)]
    context = click.Context(cli, info_name="elshi")
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        out += ["", f"## elshi {name}", "", *_command(command, f"elshi {name}")]
        if isinstance(command, click.Group):
            for inner in command.list_commands(context):
                below = command.get_command(context, inner)
                assert below is not None
                out += ["", f"### elshi {name} {inner}", "", *_command(below, f"elshi {name} {inner}")]
    return "\n".join(out) + "\n"


def _command(command: click.Command, name: str) -> list[str]:
    context = click.Context(command, info_name=name)
    usage = command.get_usage(context).removeprefix("Usage: ")
    said = inspect.cleandoc(command.help or "").replace("\f", "").replace("\b", "")
    out = ["```", re.sub(r"\s+", " ", usage), "```", "", said, "", *_options(command)]
    if command.epilog:
        said = re.sub(r"^(Try|Examples?): ", "", command.epilog.strip())
        out += ["", "```", *re.split(r"\s{4,}", said), "```"]
    return out


def _options(command: click.Command) -> list[str]:
    rows = []
    for one in command.params:
        if not isinstance(one, click.Option):
            continue
        record = one.get_help_record(click.Context(command))
        if record is not None:
            first, second = (part.replace("|", "\\|").replace("\n", " ") for part in record)
            rows.append(f"| `{first}` | {second} |".replace("<", "&lt;"))
    return ["| option | meaning |", "| --- | --- |", *rows] if rows else []


def python() -> str:
    """The public names of the package, from their docstrings."""
    out = ["# The Python interface", "", (elshi.__doc__ or "").strip(), "", "```python"]
    out += [
        inspect.cleandoc(importlib.import_module("elshi.api").__doc__ or "").partition("::")[2].strip("\n"),
        "```",
    ]
    for name in elshi.__all__:
        value = getattr(elshi, name)
        out += [
            "",
            f"## {name}",
            "",
            "```python",
            f"{_kind(value)} {name}{_signature(value)}",
            "```",
            "",
            *_doc(value),
        ]
        if inspect.isclass(value) and not issubclass(value, Exception):
            for inner, member in sorted(vars(value).items()):
                function = inspect.unwrap(getattr(member, "__func__", member))
                if inner.startswith("_") or not inspect.isfunction(function):
                    continue
                out += [
                    "",
                    f"### {name}.{inner}",
                    "",
                    "```python",
                    f"def {inner}{_signature(function)}",
                    "```",
                    "",
                ]
                out += _doc(function)
    return "\n".join(out) + "\n"


def _kind(value: object) -> str:
    return "class" if inspect.isclass(value) else "def"


def _signature(value: Callable[..., object]) -> str:
    try:
        shown = str(inspect.signature(value))
    except (TypeError, ValueError):
        return ""
    return (
        shown.replace("'", "").replace(" -> None", "") if inspect.isclass(value) else shown.replace("'", "")
    )


def _doc(value: object) -> list[str]:
    """A docstring of the Google style as Markdown: its sections become lists."""
    out: list[str] = []
    section = ""
    for line in inspect.cleandoc(value.__doc__ or "").splitlines():
        if re.fullmatch(r"(Args|Returns|Raises|Attributes|Yields):", line):
            section = line
            out += ["", f"*{line[:-1]}*", ""]
        elif section and (entry := re.match(r" {4}([\w*, ]+): (.*)", line)):
            out.append(f"- `{entry[1]}`: {entry[2]}")
        elif section and line.startswith("    "):
            out.append("  " + line.strip())
        else:
            section = ""
            out.append(line)
    return [line.replace("<", "&lt;") for line in out]


def facts() -> str:
    """Types, subtypes and roles, with what their frame files say."""
    out = [
        "# What a fact can be",
        "",
        "Field by field: the classes Fact and Filler in [the Python interface](python.md).",
    ]
    out += [
        "",
        f"- `status`: {', '.join(f'`{s}`' for s in STATUSES)}",
        f"- `sphere`: {', '.join(f'`{s}`' for s in SPHERES)}",
    ]
    out += ["", "## Events", "", "| type | what | subtypes | roles |", "| --- | --- | --- | --- |"]
    for name, (subtypes, roles) in EVENT_TYPES.items():
        path = ROOT / "src" / "elshi" / "frames" / name / "frame.yaml"
        # A frame file begins with what the frame is, as a comment.
        lines = path.read_text("utf-8").splitlines() if path.is_file() else []
        what = " ".join(
            line.lstrip("# ") for line in itertools.takewhile(lambda one: one.startswith("#"), lines)
        )
        listed = (", ".join(f"`{one}`" for one in some) for some in (subtypes, roles))
        out.append(f"| `{name}` | {what} | {' | '.join(listed)} |")
    out += ["", "## Figures", "", ", ".join(f"`{one}`" for one in FIGURE_TYPES) + ".", ""]
    return "\n".join(out)


def main() -> int:
    """Builds; 1 where a link leads nowhere."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "docs"
    site = Site()
    for problem in site.problems:
        print(problem, file=sys.stderr)
    if site.problems:
        return 1
    out.mkdir(parents=True, exist_ok=True)
    number = site.write(out)
    print(f"{number} pages; open {out / elshi.__version__ / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
