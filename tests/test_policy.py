"""The policy of the pages: it names scripts that are known, and the pages ask for nothing that it forbids."""

import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from html import unescape
from pathlib import Path

import book_policy
import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup

ROOT = Path(__file__).parents[1]
# What browsers fetch for a link in the head, and the part of the policy that decides; what they do not fetch is None
FETCHED = {
    "icon": "img-src",
    "stylesheet": "style-src",
    "preload script": "script-src",
    "modulepreload": "script-src",
    "prefetch": "default-src",
    "next": "default-src",
    "prev": "default-src",
    "manifest": "manifest-src",
    "index": None,
    "search": None,
    "canonical": None,
}


def policy_in(page: str) -> dict[str, list[str]]:
    """Return the parts of a page's policy."""
    (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    return {words[0]: words[1:] for words in (part.split() for part in unescape(policy).split(";"))}


def hash_of(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


@pytest.fixture
def build(tmp_path):
    """Return a function that builds a book of one notebook with our theme, templates and policy."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["sphinx"]["config"]
    settings = {name: config[name] for name in ("html_sidebars", "html_theme_options", "html_context")} | {
        "extensions": ["sphinx_togglebutton", "sphinx_copybutton", "myst_nb", "sphinx_book_theme", "book_policy"],
        "html_theme": "sphinx_book_theme",
        "templates_path": [str(ROOT / "book" / "_templates")],
        "nb_execution_mode": "off",
        "suppress_warnings": ["config.cache"],
    }
    lines = [f"import sys\nsys.path.insert(0, {str(ROOT / 'tools')!r})"]
    lines += [f"{name} = {value!r}" for name, value in settings.items()]
    (tmp_path / "conf.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "index.rst").write_text("A book\n======\n\n.. toctree::\n\n   planted\n", encoding="utf-8")

    def run(markdown: str) -> subprocess.CompletedProcess[str]:
        cell = nbformat.v4.new_markdown_cell(f"# A page\n\n{markdown}")
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "planted.ipynb")
        command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", str(tmp_path), str(tmp_path / "html")]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return run


def test_a_page_with_no_code_of_its_own_is_built_with_the_hashes_of_the_framework(build, tmp_path):
    done = build("Text, and data: <script type='application/json'>{}</script>")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "html" / "planted.html").read_text(encoding="utf-8")
    scripts = [
        script.string
        for script in BeautifulSoup(page, "html.parser").find_all("script", src=False)
        if script.get("type") not in book_policy.DATA_TYPES
    ]
    hashes = [source for source in policy_in(page)["script-src"] if source.startswith("'sha256-")]
    assert len(scripts) > 1
    assert set(hashes) == {hash_of(script) for script in scripts}


PLANTED = [
    ("<script>alert('planted')</script>", "an inline script that is not on the list"),
    ("<div><SCRIPT\ntype=module>import './x.js'</SCRIPT></div>", "an inline script that is not on the list"),
    ('<p onclick="go()">Here</p>', '<p onclick="go()"> holds code'),
    ("<svg><a onload = 'go()'></a></svg>", '<a onload="go()"> holds code'),
    ("<p><img src=x onerror=go()></p>", '<img onerror="go()"> holds code'),
    ("<p><a href=' JavaScript:go()'>Here</a></p>", '<a href=" JavaScript:go()"> holds code'),
]


@pytest.mark.parametrize(("planted", "message"), [PLANTED[0], PLANTED[3]])
def test_code_that_a_notebook_brings_into_a_page_stops_the_build(build, planted, message):
    done = build(planted)
    assert done.returncode != 0
    assert f"planted.html: {message}" in done.stderr


@pytest.mark.parametrize(("planted", "message"), PLANTED)
def test_code_in_a_page_is_found_in_whatever_form_it_is_written(planted, message):
    with pytest.raises(ValueError, match=re.escape(f"a.html: {message}")):
        book_policy.policy_of(f"<body>{planted}</body>", name="a.html", known=book_policy.known_scripts("a"))


def test_a_script_in_our_templates_is_known(tmp_path, monkeypatch):
    monkeypatch.setattr(book_policy, "TEMPLATES", tmp_path)
    page = "<head>\n  <script>\n    first();\n    second();\n  </script></head>"
    with pytest.raises(ValueError, match="not on the list"):
        book_policy.policy_of(page, name="a.html", known=book_policy.known_scripts("a"))
    (tmp_path / "first.js").write_text("first();\nsecond();\n", encoding="utf-8")
    policy = book_policy.policy_of(page, name="a.html", known=book_policy.known_scripts("a"))
    assert hash_of("\n    first();\n    second();\n  ") in policy


def test_every_known_script_stands_in_a_page(page_files):
    standing = "\n".join(book_policy._unindented(path.read_text(encoding="utf-8")) for path in page_files)
    unused = [
        script for script in book_policy.known_scripts("search") if book_policy._unindented(script) not in standing
    ]
    assert unused == []


def test_no_link_in_a_head_asks_for_what_the_policy_forbids(page_files):
    refused = []
    for path in page_files:
        page = path.read_text(encoding="utf-8")
        policy = policy_in(page)
        for link in BeautifulSoup(page, "html.parser").head.find_all("link"):
            kind = " ".join([*link["rel"], *([link["as"]] if "as" in link.attrs else [])])
            decides = FETCHED[kind]
            is_data = link["href"].startswith("data:")
            allowed = policy.get(decides, policy["default-src"])
            if decides and ("data:" if is_data else "'self'") not in allowed:
                refused.append(f"{path.name}: {link}")
    assert refused == []
