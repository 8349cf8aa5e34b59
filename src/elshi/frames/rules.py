"""Rule files: what they may hold, and how they are read and checked.

`frames/<type>/frame.yaml` says what a fact type is; `frames/<type>/<language>.yaml` how one language says
it; `frames/words/<language>.yaml` holds the word sets, role markers, carriers and status cues that all
frames of a language share. docs/rules.md describes every key. Everything is checked when loaded, and the
message names file and line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from elshi.errors import RuleError
from elshi.frames.patterns import Pattern, parse
from elshi.frames.yamlfile import YamlFile
from elshi.model import EVENT_TYPES, FIGURE_TYPES, SPHERES, STATUSES

__all__ = ["Example", "Frame", "LanguageRules", "Marker", "Rule", "Slot", "Words", "load", "rule_files"]

LANGUAGES = ("kk", "ru", "en")

#: Kinds that may fill a role when neither frame nor rule says otherwise.
DEFAULT_KINDS = frozenset({"state", "igo", "programme", "person", "organisation", "office", "nationality"})

#: Confidence of a rule that states none; replaced by calibrated values where measured.
DEFAULT_CONFIDENCE = 0.7

MARKER_KEYS = {"case", "prep", "post", "side", "kinds", "attach", "near", "voice", "cost", "head", "through"}
RULE_KEYS = {
    "id", "when", "unless", "subtype", "type", "roles", "need", "status", "confidence", "title", "examples",
    "date", "value", "unit", "split", "sphere", "note", "context", "default", "place", "sides",
    "sentence_sides", "without", "once", "reports",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Marker:
    """How a phrase must stand to fill a slot.

    Attributes:
        cases: Universal Dependencies cases, one of which it must be able to have (empty: any).
        preps: prepositions, one of which must govern it; empty with `bare` True: none may.
        posts: Kazakh postpositions, one of which must follow it.
        side: `before`, `after` or `any`, relative to the head.
        kinds: kinds it may be, or None for the slot's.
        attach: `genitive`, `adjective`, `any`: it must modify a word of the trigger; None: no matter.
        heads: it must modify one of these lemmas («делегация»), or empty.
        near: greatest number of tokens between it and the trigger.
        voice: the head's voice this marker is for, or None.
        through: the phrase stands through a noun that it modifies («российскую инфраструктуру»).
        cost: added to the cost of every phrase it takes.
    """

    cases: frozenset[str] = frozenset()
    preps: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()
    side: str = "any"
    kinds: frozenset[str] | None = None
    attach: str | None = None
    heads: frozenset[str] = frozenset()
    near: int = 60
    voice: str | None = None
    cost: float = 0.0
    through: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A role of a rule: its markers in order of preference.

    Attributes:
        role, markers, kinds: which role, how its phrases stand, what they may be.
        many: takes several phrases.
        share: takes phrases that fill another role, too.
        context: may be filled from the sentence before.
        coded: takes only phrases that name or belong to a state or an organisation with a code.
    """

    role: str
    markers: tuple[Marker, ...]
    kinds: frozenset[str]
    many: bool = False
    share: bool = False
    context: bool = False
    coded: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with the facts of this frame that it must give (none: it must give nothing)."""

    text: str
    facts: tuple[Mapping[str, Any], ...]
    published: str | None
    where: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which one language states one fact type. `id` is `<type>/<language>/<name>`.

    `sides` and `sentence_sides`: how many different states and organisations must at least stand in its roles
    and in its sentence. `without`: patterns that may stand nowhere in the sentence.
    `once`: a mere mention; it says nothing new where the article has told the same before.
    `reports`: no fact by itself; it only tells whose the quotation beside it is («…», – сказал министр).
    """

    id: str
    frame: str
    type: str
    patterns: tuple[Pattern, ...]
    vetoes: tuple[Pattern, ...]
    slots: tuple[Slot, ...]
    need: tuple[frozenset[str], ...]
    subtype: str | None
    cue_subtype: bool
    status: str | None
    confidence: float
    title: str | None
    date: str | None
    unit: str | None
    value: str | None
    split: str | None
    sphere: str | None
    default: Mapping[str, str]
    examples: tuple[Example, ...]
    where: str
    sides: int = 0
    sentence_sides: int = 0
    without: tuple[Pattern, ...] = ()
    once: bool = False
    reports: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """One fact type: its kind, roles and defaults, from `frame.yaml`."""

    name: str
    kind: str
    roles: Mapping[str, frozenset[str]]
    need: tuple[frozenset[str], ...]
    split: str | None
    sphere: str | None
    partners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grammar:
    """Function words of one language that the engine itself goes by; `frames/words/grammar.yaml` explains each."""

    relatives: frozenset[str] = frozenset()
    link: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    origin: frozenset[str] = frozenset()
    local: frozenset[str] = frozenset()
    topic: frozenset[str] = frozenset()
    after_dative: frozenset[str] = frozenset()
    possessive: tuple[str, ...] = ()
    attribute_endings: tuple[str, ...] = ()
    ongoing_endings: tuple[str, ...] = ()
    attribute_before: frozenset[str] = frozenset()
    perfect: frozenset[str] = frozenset()
    achieving: frozenset[str] = frozenset()
    official: tuple[str, ...] = ()
    first_person: frozenset[str] = frozenset()
    source_before: tuple[str, ...] = ()
    connectives: tuple[str, ...] = ()
    source_after: tuple[str, ...] = ()
    sent: frozenset[str] = frozenset()
    seated: frozenset[str] = frozenset()
    unseated: frozenset[str] = frozenset()
    contrast: frozenset[str] = frozenset()
    conditions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Words:
    """Shared vocabulary of one language for all frames."""

    code: str
    sets: Mapping[str, frozenset[str]]
    markers: Mapping[str, tuple[Marker, ...]]
    carriers: frozenset[str]
    coordinators: frozenset[str]
    prepositions: frozenset[str]
    postpositions: frozenset[str]
    fillwords: frozenset[str]
    pronouns: frozenset[str]
    status: Mapping[str, tuple[Pattern, ...]]
    vetoes: tuple[Pattern, ...]
    #: Frames whose happenings lie ahead when told in the present («ертең барады», "leaves on Monday").
    present_ahead: frozenset[str]
    #: Types that a text naming fewer than two sides does not state («the president threatened to resign»).
    two_sided: frozenset[str]
    spheres: Mapping[str, frozenset[str]]
    #: Status cues by the key of their anchor word, and a cache of them by word form.
    cue_index: Mapping[str, tuple[tuple[str, Pattern], ...]]
    grammar: Grammar
    form_keys: dict[str, frozenset[str]] = field(default_factory=dict, compare=False)
    cue_forms: dict[str, tuple[tuple[str, Pattern], ...]] = field(default_factory=dict, compare=False)


@dataclass(slots=True)
class LanguageRules:
    """All rules of one language, indexed by the words that can set them off."""

    code: str
    words: Words
    rules: list[Rule] = field(default_factory=list)
    index: dict[str, list[tuple[Rule, Pattern]]] = field(default_factory=dict)
    subtypes: dict[str, dict[str, tuple[Pattern, ...]]] = field(default_factory=dict)

    def add(self, rule: Rule) -> None:
        """Adds a rule to the index under the keys of its patterns."""
        self.rules.append(rule)
        for pattern in rule.patterns:
            for key in sorted(pattern.keys):
                self.index.setdefault(key, []).append((rule, pattern))


def _root() -> Traversable:
    return files("elshi.frames")


def rule_files() -> Iterator[Traversable]:
    """All frame folders' YAML files, in a fixed order."""
    for folder in sorted(_root().iterdir(), key=lambda p: p.name):
        if folder.is_dir() and folder.joinpath("frame.yaml").is_file():
            for name in ("frame", *LANGUAGES):
                path = folder.joinpath(f"{name}.yaml")
                if path.is_file():
                    yield path


@cache
def frames() -> Mapping[str, Frame]:
    """All fact types by folder name."""
    out = {}
    for folder in sorted(_root().iterdir(), key=lambda p: p.name):
        path = folder.joinpath("frame.yaml") if folder.is_dir() else None
        if path is not None and path.is_file():
            out[folder.name] = _frame(folder.name, YamlFile(path))
    return out


def _frame(name: str, file: YamlFile) -> Frame:
    data = file.mapping()
    kind = data.get("kind", "event")
    file.check(kind in ("event", "figure"), "kind must be event or figure", "kind")
    file.check(kind == "figure" or name in EVENT_TYPES, f"unknown event type {name}")
    known = set(EVENT_TYPES[name][1]) if kind == "event" else {"subject", "from", "to", "donor", "recipient"}
    roles = {}
    for role, spec in (data.get("roles") or {}).items():
        file.check(role in known, f"unknown role {role}; one of {sorted(known)}", "roles", role)
        kinds = (spec or {}).get("kinds")
        roles[role] = frozenset(kinds) if kinds else DEFAULT_KINDS
    file.check(bool(roles), "names no roles", "roles")
    sphere = data.get("sphere")
    file.check(sphere is None or sphere in SPHERES, f"unknown sphere {sphere}", "sphere")
    return Frame(
        name,
        kind,
        roles,
        _need(data.get("need"), roles, file),
        data.get("split"),
        sphere,
        tuple(_strings(data.get("partners") or [], file, "partners")),
    )


def _need(value: Any, roles: Mapping[str, Any], file: YamlFile, *path: Any) -> tuple[frozenset[str], ...]:
    """`[visitor, host]` (both) or `[[visitor], [host]]` (either) as alternatives of role sets."""
    if not value:
        return ()
    groups = value if isinstance(value[0], list) else [value]
    for group in groups:
        for role in group:
            file.check(role in roles, f"need names the unknown role {role}", *path, "need")
    return tuple(frozenset(g) for g in groups)


def _strings(value: Any, file: YamlFile, *path: Any) -> list[str]:
    items = value if isinstance(value, list) else [value]
    file.check(all(isinstance(v, str) for v in items), "expects words or a list of words", *path)
    return items


def _marker(data: Mapping[str, Any], file: YamlFile, *path: Any) -> Marker:
    unknown = set(data) - MARKER_KEYS
    file.check(not unknown, f"unknown marker key {sorted(unknown)}; one of {sorted(MARKER_KEYS)}", *path)
    many = {
        k: frozenset(_strings(data[k], file, *path, k))
        for k in ("case", "prep", "post", "kinds", "head")
        if k in data
    }
    side = data.get("side", "any")
    file.check(side in ("before", "after", "any"), f"side must be before, after or any, not {side}", *path)
    return Marker(
        many.get("case", frozenset()),
        many.get("prep", frozenset()),
        many.get("post", frozenset()),
        side,
        many.get("kinds"),
        data.get("attach"),
        many.get("head", frozenset()),
        int(data.get("near", 60)),
        data.get("voice"),
        float(data.get("cost", 0.0)),
        bool(data.get("through", False)),
    )


@cache
def grammar(code: str) -> Grammar:
    """The function words of a language."""
    file = YamlFile(_root().joinpath("words", "grammar.yaml"))
    data = file.mapping().get(code) or {}
    known = {f.name: f.type for f in fields(Grammar)}
    for key in data:
        file.check(key in known, f"unknown key {key}; one of {sorted(known)}", code, key)
    values: dict[str, Any] = {
        key: (tuple if "tuple" in str(known[key]) else frozenset)(_strings(value, file, code, key))
        for key, value in data.items()
    }
    return Grammar(**values)


@cache
def words(code: str) -> Words:
    """The shared vocabulary of a language."""
    file = YamlFile(_root().joinpath("words", f"{code}.yaml"))
    data = file.mapping()
    sets: dict[str, frozenset[str]] = {}
    for name, value in (data.get("sets") or {}).items():
        lemmas: set[str] = set()
        for word in _strings(value, file, "sets", name):
            if word.startswith("$"):
                file.check(word[1:] in sets, f"unknown word set {word}", "sets", name)
                lemmas |= sets[word[1:]]
            else:
                lemmas.add(word.lower())
        sets[name] = frozenset(lemmas)
    markers: dict[str, tuple[Marker, ...]] = {}
    for name, specs in (data.get("markers") or {}).items():
        out: list[Marker] = []
        for i, spec in enumerate(specs):
            if isinstance(spec, str):
                file.check(spec in markers, f"unknown marker {spec}", "markers", name, i)
                out.extend(markers[spec])
            else:
                out.append(_marker(spec, file, "markers", name, i))
        markers[name] = tuple(out)
    status = {}
    for name, patterns in (data.get("status") or {}).items():
        file.check(name in STATUSES, f"unknown status {name}", "status", name)
        status[name] = tuple(parse(p, sets, file.where("status", name, i)) for i, p in enumerate(patterns))
    vetoes = tuple(parse(p, sets, file.where("vetoes", i)) for i, p in enumerate(data.get("vetoes") or ()))

    def bag(key: str) -> frozenset[str]:
        return frozenset(w.lower() for w in _strings(data.get(key) or [], file, key))

    spheres = {k: frozenset(_strings(v, file, "spheres", k)) for k, v in (data.get("spheres") or {}).items()}
    for name in spheres:
        file.check(name in SPHERES, f"unknown sphere {name}", "spheres", name)
    index: dict[str, list[tuple[str, Pattern]]] = {}
    for name, cues in status.items():
        for pattern in cues:
            for key in sorted(pattern.keys):
                index.setdefault(key, []).append((name, pattern))
    return Words(
        code, sets, markers, bag("carriers"), bag("coordinators"), bag("prepositions"), bag("postpositions"),
        bag("fillwords"), bag("pronouns"), status, vetoes, bag("present_ahead"),
        bag("two_sided"), spheres,
        {key: tuple(found) for key, found in index.items()}, grammar(code),
    )  # fmt: skip


def _slot(role: str, spec: Any, frame: Frame, vocabulary: Words, file: YamlFile, *path: Any) -> Slot:
    options: Mapping[str, Any] = {}
    if isinstance(spec, Mapping) and "by" in spec:
        options, spec = spec, spec["by"]
    markers: list[Marker] = []
    for i, item in enumerate(spec if isinstance(spec, list) else [spec]):
        if isinstance(item, str):
            file.check(
                item in vocabulary.markers,
                f"unknown marker {item!r} (frames/words/{vocabulary.code}.yaml)",
                *path,
            )
            markers.extend(vocabulary.markers[item])
        else:
            file.check(isinstance(item, Mapping), "a marker is a name or a mapping", *path)
            markers.append(_marker(item, file, *path, *((i,) if isinstance(spec, list) else ())))
    kinds = frozenset(options["kinds"]) if "kinds" in options else frame.roles[role]
    return Slot(
        role, tuple(markers), kinds, bool(options.get("many", False)), bool(options.get("share", False)),
        bool(options.get("context", False)), bool(options.get("coded", False)),
    )  # fmt: skip


def _examples(items: Any, file: YamlFile, *path: Any) -> tuple[Example, ...]:
    out = []
    for i, item in enumerate(items or ()):
        file.check(
            isinstance(item, Mapping) and "text" in item and "facts" in item, "needs text and facts", *path, i
        )
        out.append(
            Example(item["text"], tuple(item["facts"] or ()), item.get("published"), file.where(*path, i))
        )
    return tuple(out)


def either_order(source: str, vocabulary: Words) -> tuple[str, ...]:
    """A Russian verb and its noun stand in either order: «наградили орденом», «орденом награждён»."""
    parts = source.split()
    if len(parts) != 3 or parts[1] != ".." or parts[2][0] in "<^" or parts[0][0] not in "^$":
        return (source,)
    words = {w.split(":")[0].lstrip("=") for w in parts[2].rstrip("?").split("|")}
    if words & (vocabulary.prepositions | vocabulary.sets.get("common", frozenset())) or parts[2].endswith(
        "?"
    ):
        return (source,)
    # The head stays the head: without a mark it is the last word.
    turned = parts[2] if parts[0].startswith("^") else "^" + parts[2]
    return source, f"{turned} .. {parts[0]}"


def _rule(
    data: Mapping[str, Any], frame: Frame, code: str, vocabulary: Words, file: YamlFile, i: int
) -> Rule:
    path = ("rules", i)
    unknown = set(data) - RULE_KEYS
    file.check(not unknown, f"unknown key {sorted(unknown)}; one of {sorted(RULE_KEYS)}", *path)
    file.check("id" in data and "when" in data, "a rule needs id and when", *path)
    types = FIGURE_TYPES if frame.kind == "figure" else (frame.name,)
    type_ = data.get("type", frame.name if frame.kind == "event" else None)
    file.check(type_ in types, f"type {type_!r} is not one of {list(types)}", *path, "type")
    subtype = data.get("subtype", "cue")
    allowed = EVENT_TYPES[frame.name][0] if frame.kind == "event" else ()
    file.check(
        subtype in ("cue", None) or subtype in allowed, f"unknown subtype {subtype!r}", *path, "subtype"
    )
    status = data.get("status")
    file.check(status is None or status in STATUSES, f"unknown status {status!r}", *path, "status")
    slots = []
    for role, spec in (data.get("roles") or {}).items():
        file.check(
            role in frame.roles, f"unknown role {role}; one of {sorted(frame.roles)}", *path, "roles", role
        )
        slots.append(_slot(role, spec, frame, vocabulary, file, *path, "roles", role))
    patterns = tuple(
        parse(p, vocabulary.sets, file.where(*path, "when", k))
        for k, source in enumerate(_strings(data["when"], file, *path, "when"))
        for p in (either_order(source, vocabulary) if code == "ru" else (source,))
        if p == source or p not in data["when"]
    )
    vetoes = tuple(
        parse(p, vocabulary.sets, file.where(*path, "unless", k))
        for k, p in enumerate(_strings(data.get("unless") or [], file, *path, "unless"))
    )
    without = tuple(
        parse(p, vocabulary.sets, file.where(*path, "without", k))
        for k, p in enumerate(_strings(data.get("without") or [], file, *path, "without"))
    )
    need = _need(data.get("need"), frame.roles, file, *path) if "need" in data else frame.need
    return Rule(
        id=f"{frame.name}/{code}/{data['id']}",
        frame=frame.name,
        type=type_,
        patterns=patterns,
        vetoes=vetoes,
        slots=tuple(slots),
        need=need,
        subtype=None if subtype == "cue" else subtype,
        cue_subtype=subtype == "cue",
        status=status,
        confidence=float(data.get("confidence", DEFAULT_CONFIDENCE)),
        title=data.get("title"),
        date=data.get("date"),
        unit=data.get("unit"),
        value=data.get("value"),
        split=data.get("split", frame.split),
        sphere=data.get("sphere"),
        default=data.get("default") or {},
        examples=_examples(data.get("examples"), file, *path, "examples"),
        where=file.where(*path),
        sides=int(data.get("sides", 0)),
        sentence_sides=int(data.get("sentence_sides", 0)),
        without=without,
        once=bool(data.get("once", False)),
        reports=bool(data.get("reports", False)),
    )


@cache
def load(code: str) -> LanguageRules:
    """All rules of one language.

    Raises:
        RuleError: a file does not hold together; the message begins with file and line.
    """
    vocabulary = words(code)
    out = LanguageRules(code, vocabulary)
    seen: dict[str, str] = {}
    for name, frame in frames().items():
        path = _root().joinpath(name, f"{code}.yaml")
        if not path.is_file():
            continue
        file = YamlFile(path)
        data = file.mapping()
        for i, item in enumerate(data.get("rules") or ()):
            rule = _rule(item, frame, code, vocabulary, file, i)
            if rule.id in seen:
                raise RuleError(f"{rule.where}: rule id {rule.id} is already used at {seen[rule.id]}")
            seen[rule.id] = rule.where
            out.add(rule)
        cues = {}
        for subtype, patterns in (data.get("subtypes") or {}).items():
            file.check(
                frame.kind == "event" and subtype in EVENT_TYPES[name][0],
                f"unknown subtype {subtype}",
                "subtypes",
            )
            cues[subtype] = tuple(
                parse(p, vocabulary.sets, file.where("subtypes", subtype, k)) for k, p in enumerate(patterns)
            )
        out.subtypes[name] = cues
    return out
