"""What the oldest browsers that we promise (Chrome and Edge 92, Safari 15: both of 2021) do not know has a plain form.

A browser drops a value that it does not know, and with a selector that it does not know the whole rule. So a newer
value follows a plain one of the same property (with a variable in it, it stands under `@supports`: such a value is
dropped only when the one before it is forgotten), and a newer selector stands under `@supports`, as an improvement of
what is right without it. A script stops where a function is missing, so that newer ones are not called at all.
"""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import tinycss2

ROOT = Path(__file__).parents[1]
STYLES = [
    path
    for folder in ("book/_static", "src/nmc_evidence/assets", "tools", "lite")
    for path in sorted((ROOT / folder).rglob("*.css"))
    if "vendor" not in path.parts and path.name != "pdf.css"  # with pdf.css prints only the browser that we start
]
SCRIPTS = [
    path
    for folder in ("book/_static", "book/_templates", "src/nmc_evidence/assets", "lite", "tools/pack")
    for path in sorted((ROOT / folder).rglob("*.js"))
    if "vendor" not in path.parts and path.name != "split.js"  # which runs once, where the pack is made
]
TEMPLATES = sorted((ROOT / "book" / "_templates").glob("*.html"))

# --- styles: functions, units and words that came later, with the versions of Chrome / Safari that know them
FUNCTIONS = {
    **dict.fromkeys(("color-mix", "oklch", "oklab", "lab", "lch", "color"), "111 / 15.4"),
    **dict.fromkeys(("light-dark", "linear"), "113 / 17.2"),
    **dict.fromkeys(("round", "mod", "rem", "sin", "cos", "tan", "pow", "sqrt", "hypot", "abs", "sign"), "111 / 15.4"),
    **dict.fromkeys(("hwb", "image-set", "anchor", "calc-size", "if"), "101 / 17"),
}
UNITS = {
    **dict.fromkeys(("cqw", "cqh", "cqi", "cqb", "cqmin", "cqmax"), "105 / 16"),
    **dict.fromkeys(("dvh", "svh", "lvh", "dvw", "svw", "lvw", "dvi", "dvb"), "108 / 15.4"),
    **dict.fromkeys(("lh", "rlh", "cap", "rcap"), "109 / 16.4"),
}
WORDS = {
    ("overflow-wrap", "anywhere"): "80 / 15.4",
    ("display", "grid-lanes"): "not yet / 26",
    ("grid-template-columns", "subgrid"): "117 / 16",
    ("grid-template-rows", "subgrid"): "117 / 16",
    ("width", "stretch"): "138 / not yet",
}
PSEUDO = {
    **dict.fromkeys(("has", "nth-col", "dir"), "105 / 15.4"),
    **dict.fromkeys(("focus-visible", "backdrop", "modal"), "86 / 15.4"),
    **dict.fromkeys(("user-valid", "user-invalid", "popover-open", "open", "state"), "114 / 16.5"),
    **dict.fromkeys(("details-content", "view-transition", "highlight", "target-text"), "131 / 18.4"),
}
AT_RULES = {"container", "layer", "scope", "starting-style", "property", "position-try", "view-transition"}


def tokens_in(tokens: list) -> Iterator:
    """Yield tokens and what stands in their brackets."""
    for token in tokens:
        yield token
        yield from tokens_in(getattr(token, "arguments", None) or getattr(token, "content", None) or [])


def newer_in_value(declaration) -> str | None:
    """Return what in a value is newer than the oldest browsers."""
    for token in tokens_in(declaration.value):
        if token.type == "function" and token.lower_name in FUNCTIONS:
            return f"{token.lower_name}()"
        if token.type == "dimension" and token.lower_unit in UNITS:
            return token.lower_unit
        if token.type == "ident" and (declaration.lower_name, token.lower_value) in WORDS:
            return token.lower_value
    return None


def holds_variable(declaration) -> bool:
    return any(token.type == "function" and token.lower_name == "var" for token in tokens_in(declaration.value))


def newer_in_selector(prelude: list) -> set[str]:
    """Return the newer pseudo-classes and pseudo-elements of a selector."""
    tokens = list(tokens_in(prelude))
    after_colon = [later for one, later in itertools.pairwise(tokens) if one == ":"]
    names = {getattr(token, "lower_name", getattr(token, "lower_value", "")) for token in after_colon}
    return names & PSEUDO.keys()


def faults_of_style(css: str, supported: frozenset[str] = frozenset(), *, rules: list | None = None) -> list[str]:
    """List what the oldest browsers would drop without having anything in its place."""
    faults = []
    if rules is None:
        rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    for rule in rules:
        if rule.type == "at-rule":
            asked = set()
            if rule.lower_at_keyword == "supports":
                functions = {f"{token.lower_name}()" for token in tokens_in(rule.prelude) if token.type == "function"}
                asked = newer_in_selector(rule.prelude) | functions
            if rule.lower_at_keyword in AT_RULES:
                faults.append(f"line {rule.source_line}: @{rule.lower_at_keyword} is newer")
            elif rule.content and rule.lower_at_keyword not in {"page", "font-face"}:
                inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
                faults += faults_of_style(css, supported | asked, rules=inner)
        elif rule.type == "qualified-rule":
            faults += [
                f"line {rule.source_line}: :{name} is newer ({PSEUDO[name]}), and not under @supports selector(…)"
                for name in sorted(newer_in_selector(rule.prelude) - supported)
            ]
            plain = set()
            for part in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
                if part.type == "qualified-rule":
                    faults.append(f"line {part.source_line}: a rule within a rule is newer (112 / 16.5)")
                elif part.type == "declaration":
                    newer = newer_in_value(part)
                    if not newer:
                        plain.add(part.lower_name)
                    elif newer not in supported and holds_variable(part):
                        faults.append(f"line {part.source_line}: {newer} with a variable, and not under @supports")
                    elif newer not in supported and part.lower_name not in plain:
                        faults.append(f"line {part.source_line}: {newer} without a plain {part.lower_name} before it")
        elif rule.type == "error":
            faults.append(f"line {rule.source_line}: {rule.message}")
    return faults


def test_no_style_relies_on_what_the_oldest_browsers_do_not_know():
    assert len(STYLES) >= 5
    faults = {path.name: faults_of_style(path.read_text(encoding="utf-8")) for path in STYLES}
    for path in TEMPLATES:
        for style in re.findall(r"<style>(.*?)</style>", path.read_text(encoding="utf-8"), re.DOTALL):
            faults[path.name] = faults_of_style(style)
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize(
    "css",
    [
        "a { background: color-mix(in srgb, red, blue) }",
        "a { background: color-mix(in srgb, red, blue); background: red }",
        "a { color: red; background: color-mix(in srgb, red, blue) }",
        "a { background: red; background: color-mix(in srgb, red var(--share), blue) }",
        "@supports (color: lab(0 0 0)) { a { background: color-mix(in srgb, red, blue) } }",
        "@media print { a { max-width: calc(100cqi - 1rem) } }",
        "a { overflow-wrap: anywhere }",
        "a:hover, a:focus-visible { color: red }",
        "b:not(:has(p)) { color: red }",
        "@supports selector(:has(a)) { details::details-content { color: red } }",
        "@container (width > 3em) { a { color: red } }",
        "a { b { color: red } }",
    ],
)
def test_a_newer_style_without_a_plain_form_is_found(css):
    assert len(faults_of_style(css)) == 1


@pytest.mark.parametrize(
    "css",
    [
        "a { background: red; background: color-mix(in srgb, red, blue) }",
        "@supports (color: color-mix(in srgb, red, blue)) { a { background: color-mix(in srgb, red var(--a), blue) } }",
        "@supports selector(:has(a)) { @media print { b:not(:has(p)) { color: red } } }",
        "a:is(:hover, :focus) { color: rgb(1 2 3 / 50%); width: min(3em, 100%) }",
    ],
)
def test_a_style_with_a_plain_form_is_not_reported(css):
    assert faults_of_style(css) == []


# --- scripts: what is called, with the versions of Chrome / Safari that know it. `?.` before it asks first
CALLS = {
    r"Object\.hasOwn\(": "93 / 15.4",
    r"\.(findLast|findLastIndex)\(": "97 / 15.4",
    r"\.at\(": "92 / 15.4",
    r"\bstructuredClone\(": "98 / 15.4",
    r"\.(toSorted|toReversed|toSpliced)\(": "110 / 16",
    r"\b(Object|Map)\.groupBy\(": "117 / 17.4",
    r"\bPromise\.(withResolvers|try)\(": "119 / 17.4",
    r"\bArray\.fromAsync\(": "121 / 16.4",
    r"\.(union|intersection|difference|symmetricDifference|isSubsetOf|isSupersetOf|isDisjointFrom)\(": "122 / 17",
    r"\.(isWellFormed|toWellFormed)\(": "111 / 16.4",
    r"\bcrypto\.randomUUID\(": "92 / 15.4",
    r"\bAbortSignal\.(timeout|any)\(": "103 / 16",
    r"\.(showModal|showPopover|hidePopover|togglePopover|checkVisibility|setHTMLUnsafe)\(": "105 / 15.4",
    r"\bstartViewTransition\(": "111 / 18",
    r"\brequestIdleCallback\(": "47 / not yet",
    r"\bstorage\.estimate\(": "61 / 17",
    r"\bURL\.(canParse|parse)\(": "120 / 17",
    r"\bnew (ClipboardItem|CSSStyleSheet|Highlight|Intl\.DurationFormat)\(": "98 / 16.4",
    r"\bIterator\.": "122 / 18.4",
    r"\.(keys|values|entries)\(\)\s*\.(map|filter|take|drop|toArray|some|every|find|forEach|reduce)\(": "122 / 18.4",
    r"\(\?<[=!]": "62 / 16.4",
    r"\bstatic\s*\{": "94 / 16.4",
    r"/[dgimsuy]*v[dgimsuy]*[;,.)]": "112 / 17",
    r"\bcause:": "93 / 15",
    r"\busing\s+\w+\s*=": "134 / not yet",
}


def faults_of_script(script: str) -> list[str]:
    """List what the oldest browsers would stop at. Comments count as well, which harms nobody."""
    return [
        f"line {number}: {found[0]} needs Chrome / Safari {versions}"
        for number, line in enumerate(script.splitlines(), 1)
        for call, versions in CALLS.items()
        if (found := re.search(call, line))
    ]


def test_no_script_calls_what_the_oldest_browsers_do_not_know():
    assert len(SCRIPTS) >= 8
    faults = {path.name: faults_of_script(path.read_text(encoding="utf-8")) for path in SCRIPTS}
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize(
    "script",
    [
        "if (Object.hasOwn(labels, name)) start();",
        "const last = rows.at(-1);",
        "const words = text.split(/(?<=[.])/);",
        "navigator.storage.estimate().then(tell);",
        "const [first] = kept.keys().map(String);",
    ],
)
def test_a_newer_call_is_found(script):
    assert len(faults_of_script(script)) == 1


def test_a_call_that_asks_first_is_not_reported():
    assert (
        faults_of_script("navigator.storage?.estimate?.().then(tell); Object.prototype.hasOwnProperty.call(a, b);")
        == []
    )
