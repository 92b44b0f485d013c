"""Notebooks that run anywhere: their first cell, links to Binder and Colab, the line under the title, downloads."""

import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from types import SimpleNamespace

import book_notebooks
import clean_environment
import first_cell
import nbformat
import pytest
import repository
from bs4 import BeautifulSoup
from cases import each
from IPython.core.inputtransformer2 import TransformerManager
from nbclient.exceptions import CellExecutionError

import exercises

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted(path for path in (ROOT / "book").rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
PAGES = [path.relative_to(ROOT).with_suffix("").as_posix() for path in NOTEBOOKS]
SOMEWHERE = repository.Repository("someone", "evidence", "main")
every_notebook = each("path", NOTEBOOKS)
every_page = each("page", PAGES)


def text_of(cells: list) -> str:
    return "\n".join(cell.source for cell in cells)


# --- the one address


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/someone/evidence",
        "https://github.com/someone/evidence/",
        "https://github.com/someone/evidence.git",
        "https://github.com/someone/evidence/tree/main",
    ],
)
def test_an_address_is_read_as_the_address_bar_shows_it(address):
    assert repository.read(address) == SOMEWHERE


def test_a_branch_can_be_named():
    assert repository.read("https://github.com/someone/evidence/tree/course/2026").branch == "course/2026"


@pytest.mark.parametrize(
    "address",
    [
        "https://gitlab.com/someone/evidence",
        "github.com/someone/evidence",
        "https://github.com/someone",
        "https://github.com/someone/evidence/blob/main/README.md",
        'https://github.com/someone/evidence"',
    ],
)
def test_a_wrong_address_is_named_with_what_is_expected(address):
    with pytest.raises(
        ValueError, match=r"nmc_repository in _config\.yml is .*expected https://github\.com/OWNER/NAME"
    ):
        repository.read(address)


def test_no_address_is_invented():
    assert repository.read("") is repository.read(None) is None
    assert repository.archive(None) == ""


def test_links_lead_to_the_notebook():
    page = "book/findings/workforce.ipynb"
    assert (
        repository.binder(SOMEWHERE, page)
        == f"https://mybinder.org/v2/gh/someone/evidence/main?urlpath=lab/tree/{page}"
    )
    assert (
        repository.colab(SOMEWHERE, page)
        == f"https://colab.research.google.com/github/someone/evidence/blob/main/{page}"
    )
    branched = SOMEWHERE._replace(branch="course/2026")
    assert "/course%2F2026?" in repository.binder(branched, page), "Binder takes what comes after a slash as a file"
    assert "/blob/course/2026/" in repository.colab(branched, page)
    assert repository.archive(branched).endswith("/archive/refs/heads/course/2026.zip")


# --- the first cell


@every_notebook
def test_every_notebook_has_the_one_first_cell_behind_its_title(path):
    cells = nbformat.read(path, as_version=4).cells
    assert cells[1] == first_cell.first_cell(repository.configured()), "run `make tidy`"
    assert first_cell.SOURCE[:40] not in text_of(first_cell.without(cells))


@pytest.mark.parametrize("for_trainer", [False, True])
def test_both_editions_of_the_exercises_have_it(for_trainer):
    for part in exercises.parts():
        cells = exercises.part_notebook(part, for_trainer=for_trainer).cells
        assert cells[1] == first_cell.first_cell(repository.configured())


def test_it_stands_on_no_built_page(built):
    for page in PAGES:
        assert "find_spec" not in (built / f"{page}.html").read_text(encoding="utf-8")


def test_a_notebook_without_a_title_is_refused():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
    with pytest.raises(ValueError, match="no title; expected a first cell in Markdown"):
        first_cell.put(notebook, None)


def test_an_older_first_cell_is_replaced():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A title")])
    first_cell.put(notebook, None)
    first_cell.put(notebook, SOMEWHERE)
    _, cell = notebook.cells
    assert repository.archive(SOMEWHERE) in cell.source


def in_a_browser(cell: str) -> SimpleNamespace:
    """Run the cell as a browser's Python would, without the package to be seen, and return what it installed."""
    asked = []
    code = TransformerManager().transform_cell(cell).replace("import sys\n", "")
    names = {
        "sys": SimpleNamespace(platform="emscripten"),
        "get_ipython": lambda: SimpleNamespace(run_line_magic=lambda *given: asked.append(given)),
    }
    exec(code.replace('find_spec("nmc_evidence")', 'find_spec("nmc_evidence_is_absent")'), names)
    return SimpleNamespace(asked=asked)


def test_in_a_browser_nothing_is_installed():
    assert in_a_browser(first_cell.first_cell(SOMEWHERE).source).asked == []


@pytest.fixture(scope="module")
def bare(tmp_path_factory) -> Path:
    """Return the Python of an environment that can run notebooks but lacks the package.

    What the package needs is lent by a path file, so that nothing has to be fetched; the editable install of the
    checkout, which is a path file itself, stays out.
    """
    python = clean_environment.make(tmp_path_factory.mktemp("bare"))
    (site,) = python.parents[1].glob("lib/python*/site-packages")
    (site / "lent.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return python


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
    subprocess.run(build, check=True, capture_output=True, cwd=ROOT)
    return next(folder.glob("nmc_evidence-*.whl"))


def put_notebook(folder: Path, *cells: str) -> Path:
    """Write a notebook with the given code into a folder two steps down."""
    path = folder / "notebooks" / "findings" / "short.ipynb"
    path.parent.mkdir(parents=True)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbformat.write(notebook, path)
    return path


# A stand-in for pip, which fetches nothing and says what it was asked for
STAND_IN = """
from IPython import get_ipython
get_ipython().register_magic_function(lambda asked: print("asked for", asked), "line", "pip")
"""
BARE_CELL = first_cell.first_cell(None).source


def test_without_package_and_wheel_it_says_what_to_do_and_the_notebook_stays_as_it_was(bare, tmp_path):
    path = put_notebook(tmp_path, BARE_CELL, "print('my own work')")
    before = path.read_bytes()
    with pytest.raises(CellExecutionError) as raised:
        clean_environment.run(bare, path)
    said = clean_environment.said(raised.value)
    assert "ModuleNotFoundError: The package nmc_evidence is missing" in said
    assert "Copy that file from the folder “install” of the course's pack" in said
    assert "Nothing that you wrote is lost." in said
    assert path.read_bytes() == before


def test_with_an_address_pip_is_asked_for_it_and_a_failure_is_named(bare, tmp_path):
    path = put_notebook(tmp_path, STAND_IN, first_cell.first_cell(SOMEWHERE).source)
    with pytest.raises(CellExecutionError) as raised:
        clean_environment.run(bare, path)
    assert f"ModuleNotFoundError: pip could not install {repository.archive(SOMEWHERE)}" in clean_environment.said(
        raised.value
    )


@pytest.mark.parametrize("place", ["install", "notebooks/findings"])
def test_a_wheel_nearby_is_preferred_to_the_address(bare, tmp_path, place):
    path = put_notebook(tmp_path, STAND_IN, first_cell.first_cell(SOMEWHERE).source)
    (tmp_path / place).mkdir(exist_ok=True)
    (tmp_path / place / "nmc_evidence-0.0.1-py3-none-any.whl").touch()
    (tmp_path / place / "nmc_evidence-0.0.2-py3-none-any.whl").touch()
    with pytest.raises(CellExecutionError, match=r"could not install \S+nmc_evidence-0\.0\.2-py3-none-any\.whl"):
        clean_environment.run(bare, path)


def test_with_the_package_pip_is_not_asked(tmp_path):
    path = put_notebook(tmp_path, STAND_IN, first_cell.first_cell(SOMEWHERE).source, "import nmc_evidence")
    assert all(cell.outputs == [] for cell in clean_environment.run(Path(sys.executable), path).cells)


def test_a_chapter_runs_in_a_bare_environment_with_a_wheel_two_folders_up(bare, wheel, tmp_path):
    """The last to use the environment, which has the package afterwards."""
    folder = tmp_path / "notebooks" / "findings"
    folder.mkdir(parents=True)
    path = Path(shutil.copy(ROOT / "book" / "findings" / "management.ipynb", folder))
    shutil.copytree(wheel.parent, tmp_path / "install")
    shown = clean_environment.run(bare, path, {"PIP_NO_INDEX": "1"}).cells
    assert "nmc-figure" in str(shown)
    asks = "import importlib.util as u; print(u.find_spec('nmc_evidence').origin)"
    origin = subprocess.run([bare, "-c", asks], check=True, capture_output=True, text=True, cwd="/").stdout
    assert origin.startswith(str(bare.parents[1]))


# --- the line under the title


@pytest.fixture(scope="module")
def pages(built) -> dict[str, BeautifulSoup]:
    return {page: BeautifulSoup((built / f"{page}.html").read_text(encoding="utf-8"), "html.parser") for page in PAGES}


@every_page
def test_every_page_of_a_notebook_offers_it_right_under_its_title(built, pages, page):
    (line,) = pages[page].select("ul.nmc-notebook")
    assert line.find_previous_sibling().name == "h1"
    files = [link["href"] for link in line.find_all("a", download=True)]
    assert [Path(file).name for file in files] == [book_notebooks.download_name(page)]
    assert all((built / page).parent.joinpath(file).is_file() for file in files)


def test_pages_that_are_no_notebooks_have_no_such_line(built):
    for path in (ROOT / "book").rglob("*.md"):
        page = path.relative_to(ROOT).with_suffix(".html")
        assert "nmc-notebook" not in (built / page).read_text(encoding="utf-8")


@every_page
def test_the_themes_button_leads_to_the_same_download(built, pages, page):
    (button,) = pages[page].select("a.btn-download-source-button")
    assert button["href"].endswith(f"downloads/{book_notebooks.download_name(page)}")
    assert not pages[page].select('a[href*="_sources"]')


def test_binder_and_colab_are_offered_where_an_address_is_configured_and_nowhere_else(pages):
    with_address = book_notebooks.line("book/findings/workforce", SOMEWHERE, has_lite=False)
    links = {link.text: link["href"] for link in BeautifulSoup(with_address, "html.parser").find_all("a")}
    assert links["Binder"] == repository.binder(SOMEWHERE, "book/findings/workforce.ipynb")
    assert links["Colab"] == repository.colab(SOMEWHERE, "book/findings/workforce.ipynb")
    assert "Colab" not in book_notebooks.line("book/exercises/findings", SOMEWHERE, has_lite=False), "not in git"
    where = repository.configured()
    for page, shown in pages.items():
        hosts = {link.text: link["href"] for link in shown.select('.nmc-notebook a[href^="https:"]')}
        path = f"{page}.ipynb"
        assert hosts == (
            {"Binder": repository.binder(where, path), "Colab": repository.colab(where, path)} if where else {}
        ) or page.startswith("book/exercises/")


def test_the_build_stops_at_a_wrong_address_and_at_first_cells_made_for_another():
    app = SimpleNamespace(srcdir=ROOT)
    book_notebooks.check_address(app, SimpleNamespace(nmc_repository=""))
    with pytest.raises(ValueError, match=r"expected https://github\.com/OWNER/NAME"):
        book_notebooks.check_address(app, SimpleNamespace(nmc_repository="https://example.org/evidence"))
    with pytest.raises(ValueError, match="run `make tidy`"):
        book_notebooks.check_address(app, SimpleNamespace(nmc_repository="https://github.com/someone/evidence"))


def test_running_in_the_browser_is_offered_only_where_the_book_can_do_so(built, pages):
    without = book_notebooks.line("book/findings/workforce", None, has_lite=False)
    assert "Run in the browser" not in without
    within = BeautifulSoup(book_notebooks.line("book/findings/workforce", None, has_lite=True), "html.parser")
    assert within.a.text == "Run in the browser"
    assert within.a["href"] == "../../lite/notebooks/index.html?path=findings/workforce.ipynb"
    has_lite = (built / "lite" / "notebooks" / "index.html").is_file()
    for page, shown in pages.items():
        (run,) = shown.select(".nmc-notebook .nmc-run a") if has_lite else [None]
        if run:
            target, _, notebook = run["href"].partition("?path=")
            assert (built / f"{page}.html").parent.joinpath(target).is_file()
            assert (built / "lite" / "files" / notebook).is_file()
        else:
            assert not shown.select(".nmc-run")


@pytest.fixture(scope="module")
def offering(built, tmp_path_factory) -> Path:
    """Return a copy of a page in a book that offers to run notebooks."""
    folder = tmp_path_factory.mktemp("offering")
    for name in ("_static", "figures"):
        shutil.copytree(built / name, folder / name)
    (folder / "book" / "findings").mkdir(parents=True)
    page = folder / "book" / "findings" / "management.html"
    text = (built / "book" / "findings" / "management.html").read_text(encoding="utf-8")
    line = book_notebooks.line("book/findings/management", None, has_lite=True)
    text, count = re.subn(r'<ul class="nmc-notebook".*?</ul>', lambda _: line, text, flags=re.DOTALL)
    assert count == 1
    page.write_text(text, encoding="utf-8")
    return page


def test_opened_as_a_file_the_page_says_that_it_cannot_run_notebooks(chromium, offering):
    page = chromium.new_page()
    page.goto(offering.as_uri())
    assert page.locator(".nmc-run").inner_text() == "Runs in the browser only from a web server"
    assert page.locator(".nmc-run a").count() == 0
    page.close()


def test_without_scripts_running_is_not_offered_and_downloads_are(chromium, offering):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(offering.as_uri())
    assert not page.locator(".nmc-run").is_visible()
    assert page.locator(".nmc-notebook a[download]").first.is_visible()
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_line_is_reached_by_keyboard_large_enough_and_not_printed(chromium, offering, width):
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.goto(offering.as_uri())
    links = page.locator(".nmc-notebook a")
    for link in links.all():
        assert link.bounding_box()["height"] >= 24
        assert link.bounding_box()["width"] >= 24
        link.focus()
        assert link.evaluate("one => one === document.activeElement")
    title = page.locator("h1").bounding_box()
    assert 0 < page.locator(".nmc-notebook").bounding_box()["y"] - title["y"] - title["height"] < 40
    page.emulate_media(media="print")
    assert not links.first.is_visible()
    page.close()


# --- the downloads


@pytest.fixture(scope="module")
def downloads(built) -> dict[str, nbformat.NotebookNode]:
    return {path.name: nbformat.read(path, as_version=4) for path in (built / "downloads").iterdir()}


def test_there_is_one_download_for_each_page_and_no_other(downloads):
    assert set(downloads) == {book_notebooks.download_name(page) for page in PAGES}
    assert len(downloads) == len(PAGES), "two pages share a name"


def test_the_downloads_hold_the_code_of_the_page_no_outputs_and_no_link_that_leads_nowhere(downloads):
    for page in PAGES:
        notebook, taken = (
            nbformat.read(ROOT / f"{page}.ipynb", as_version=4),
            downloads[book_notebooks.download_name(page)],
        )
        nbformat.validate(taken)
        assert taken.metadata.kernelspec.name == "python3"
        codes = [[cell.source for cell in one.cells if cell.cell_type == "code"] for one in (notebook, taken)]
        assert codes[0] == codes[1], page
        assert len(taken.cells) == len(notebook.cells), page
        for cell in taken.cells:
            if cell.cell_type == "code":
                assert (cell.outputs, cell.execution_count) == ([], None), page
            else:
                assert not re.search(r"^:::|^`{3,}\{|\{[\w:-]+\}`|^\(.+\)=$", cell.source, re.MULTILINE), (
                    "raw directive"
                )
                assert not re.search(r"\]\((?!https://)", cell.source), page


def test_links_are_whole_where_the_book_has_an_address_and_words_where_it_has_none():
    page, base = "book/findings/workforce", "https://books.example/care/"
    cell = nbformat.v4.new_markdown_cell(
        "See the [glossary](../references/glossary.ipynb#trust) and [it](https://a.example/)."
    )
    notebook = nbformat.v4.new_notebook(cells=[cell])
    assert book_notebooks.download(notebook, page).cells[0].source == "See the glossary and [it](https://a.example/)."
    whole = book_notebooks.download(notebook, page, base).cells[0].source
    assert "[glossary](https://books.example/care/book/references/glossary.html#trust)" in whole
    assert notebook.cells[0] == cell, "the book's own notebook stays as it is"
