"""The notebooks of the pack: one folder for learners, one with solutions, notes and timings for trainers.

Both hold every notebook of the book, in its folders, so that links between chapters hold. The first page moves into
a folder like the others, since what a notebook shows links to other pages as seen from there; a signpost stands in its
old place. Pages that are no notebooks are linked in the copy of the book.
"""

import re
from pathlib import Path

import nbformat
from tidy_notebooks import METADATA

import exercises
import nmc_evidence as nmc
from nmc_evidence.charts import listed, plural
from nmc_evidence.tables import lesson_minutes

ROOT = Path.cwd()
NOTEBOOKS = ROOT / "book"
EDITIONS = ("learner", "trainer")
# The first page of the book, and where it is in the pack
FIRST, MOVED = "index", "start/index"
LINK = re.compile(r"(?<=\]\()(?P<path>[\w./-]+)\.(?P<suffix>ipynb|md)(?P<anchor>#[^)]*)?(?=\))")


def pages() -> list[str]:
    """Return the notebooks of the book without suffix, as in "findings/workforce", sorted."""
    found = (path.relative_to(NOTEBOOKS) for path in NOTEBOOKS.rglob("*.ipynb"))
    return sorted(path.with_suffix("").as_posix() for path in found if ".ipynb_checkpoints" not in path.parts)


def notebook(page: str, edition: str) -> nbformat.NotebookNode:
    """Return a notebook of the pack, without outputs.

    Parameters
    ----------
    page : str
        As `pages` returns it.
    edition : str
        "learner", or "trainer": then exercises have their solutions, and chapters end with a note on time.

    Returns
    -------
    nbformat.NotebookNode
    """
    folder, _, name = page.rpartition("/")
    if edition == "trainer" and folder == "exercises":
        made = exercises.part_notebook(name, for_trainer=True)
    else:
        made = nbformat.read(NOTEBOOKS / f"{page}.ipynb", as_version=4)
    made.metadata = nbformat.from_dict(METADATA)
    for cell in made.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        else:
            cell.source = LINK.sub(lambda link: _in_pack(link, is_first=not folder), cell.source)
    note = _note(page) if edition == "trainer" else ""
    if note:
        made.cells.append(nbformat.v4.new_markdown_cell(note, id="for-the-trainer"))
    return made


def _in_pack(link: re.Match[str], *, is_first: bool) -> str:
    """Return where a link of a notebook leads in the pack."""
    path = f"../{link['path']}" if is_first else link["path"]
    if link["suffix"] == "md":
        return f"../../../book/book/{path.removeprefix('../')}.html{link['anchor'] or ''}"
    if path == f"../{FIRST}":
        path = f"../{MOVED}"
    return f"{path}.ipynb{link['anchor'] or ''}"


def _note(page: str) -> str:
    """Write what a trainer wants to know of a chapter: its minutes, its solutions, and the plans that use it."""
    lessons = lesson_minutes(nmc.load("lessons"), nmc.load("exercises")).set_index("page")
    if page not in lessons.index:
        return ""
    lesson, folder = lessons.loc[page], page.split("/")[0]
    note = f"## For the trainer\n\nAbout {plural(int(lesson['minutes_read']), 'minute')} to read."
    mine = nmc.load("exercises").query("page == @page")
    if len(mine):
        titles = listed([f"“{row.title}” ({plural(int(row.minutes), 'minute')})" for row in mine.itertuples()])
        note += f" [Exercises with solutions](../exercises/{folder}.ipynb): {titles}."
    plans = nmc.load("session_plans").set_index("plan_id")["title"]
    steps = nmc.load("session_steps")
    used = steps[steps["page"] == page].drop_duplicates("plan_id")["plan_id"]
    if len(used):
        named = [f"[{plans[plan]}](../teach/{plan}.ipynb)" for plan in used]
        note += f" It has a place in the session plan {listed(named)}."
    return note


def write_notebooks(folder: Path) -> None:
    """Write the notebooks of both editions.

    Parameters
    ----------
    folder : Path
        Where to; each edition gets a folder of its own there.
    """
    for edition in EDITIONS:
        signpost = nbformat.v4.new_notebook(
            metadata=METADATA,
            cells=[nbformat.v4.new_markdown_cell(f"# First page\n\nIt is [here]({MOVED}.ipynb).", id="signpost")],
        )
        (folder / edition).mkdir(parents=True, exist_ok=True)
        (folder / edition / f"{FIRST}.ipynb").write_text(nbformat.writes(signpost) + "\n", encoding="utf-8")
        for page in pages():
            path = folder / edition / f"{MOVED if page == FIRST else page}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(nbformat.writes(notebook(page, edition)) + "\n", encoding="utf-8")


def dead_links(folder: Path) -> list[str]:
    """Return the links in the text of notebooks that lead to no file.

    Parameters
    ----------
    folder : Path
        The notebooks of the pack, in the unpacked pack.

    Returns
    -------
    list of str
        The notebook and the link; empty if all is well.
    """
    dead = []
    for path in sorted(folder.rglob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            for address in re.findall(r"\]\(([^)\s]+)\)", cell.source) if cell.cell_type == "markdown" else []:
                if not re.match(r"https?:|mailto:|#", address) and not (path.parent / address.split("#")[0]).is_file():
                    dead.append(f"{path.relative_to(folder)}: {address}")
    return dead
