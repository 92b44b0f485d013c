"""What other people made and the pages load stands in the list of licences, in the version that is shipped."""

import mmap
import re
from fnmatch import fnmatch
from pathlib import Path

import book_licences
import vl_convert

ROOT = Path(__file__).parents[1]
OWN = [ROOT / "book" / "_static", ROOT / "src" / "nmc_evidence" / "assets"]
NOTICES = book_licences.notices()
NPM = dict(
    package.rsplit(" ", 1) for notice in NOTICES for package in notice.packages if re.search(r" \d[\d.]*$", package)
)


def test_every_file_that_pages_load_is_ours_or_has_a_notice(built):
    static = built / "_static"
    ours = {path.name for folder in OWN for path in folder.iterdir() if path.is_file()}
    vendored = {"vendor/LIBRARIES.txt", *(f"vendor/{path.name}" for path in book_licences.VENDOR.glob("*-LICENSE.txt"))}
    patterns = [pattern for notice in NOTICES for pattern in notice.files]
    files = [path.relative_to(static).as_posix() for path in static.rglob("*") if path.is_file()]
    assert [
        file
        for file in files
        if file not in ours | vendored and not any(fnmatch(file, pattern) for pattern in patterns)
    ] == []
    assert [pattern for pattern in patterns if not any(fnmatch(file, pattern) for file in files)] == []


def test_every_notice_has_a_name_a_licence_and_a_text():
    assert [
        notice.packages for notice in NOTICES if not (notice.packages and notice.licence and len(notice.text) > 500)
    ] == []


def test_the_parts_of_vega_are_those_that_are_installed():
    newest = max(vl_convert.get_vegalite_versions(), key=lambda version: [int(part) for part in version.split(".")])
    assert NPM["vega"] == vl_convert.get_vega_version()
    assert NPM["vega-embed"] == vl_convert.get_vega_embed_version()
    assert NPM["vega-themes"] == vl_convert.get_vega_themes_version()
    assert NPM["vega-lite"].startswith(f"{newest}.")
    # the library holds the addresses of the modules that it bundles, with their versions
    (library,) = (path for path in Path(vl_convert.__file__).parent.iterdir() if path.suffix in {".so", ".pyd"})
    with library.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
        bundled = set(re.findall(rb"/npm/([a-z0-9.-]+)@([0-9.]+)/\+esm", held))
    listed = {name: version for name, version in NPM.items() if any(name.encode() == known for known, _ in bundled)}
    missing = {name.decode() for name, _ in bundled} - listed.keys()
    assert missing == set()
    assert {(name, version) for name, version in listed.items()} <= {(n.decode(), v.decode()) for n, v in bundled}


def test_versions_that_shipped_files_name_are_those_of_the_list(built):
    static = built / "_static"
    for file, pattern, package in [
        ("clipboard.min.js", r"clipboard\.js v([\d.]+)", "clipboard"),
        ("scripts/bootstrap.js.LICENSE.txt", r"Bootstrap v([\d.]+)", "bootstrap"),
        ("styles/pydata-sphinx-theme.css", r"Bootstrap +v([\d.]+)", "bootstrap"),
        ("scripts/fontawesome.js.LICENSE.txt", r"Font Awesome Free ([\d.]+)", "@fortawesome/fontawesome-free"),
        ("vendor/jquery.min.js", r"jQuery v([\d.]+)", "jquery"),
        ("vendor/dataTables.min.js", r"DataTables ([\d.]+)", "datatables.net"),
    ]:
        (version,) = set(re.findall(pattern, (static / file).read_text(encoding="utf-8"))) or {"none"}
        assert version == NPM[package], file


def test_the_book_holds_the_list_and_leads_to_it(built):
    text = (built / book_licences.NAME).read_text(encoding="utf-8")
    assert text == book_licences.licences()
    for notice in NOTICES:
        assert notice.text in text
    page = built / "book" / "references" / "accessibility.html"
    (address,) = re.findall(rf'href="([^"]*/{re.escape(book_licences.NAME)})"', page.read_text(encoding="utf-8"))
    assert (page.parent / address).resolve() == (built / book_licences.NAME).resolve()
