"""Who cites whom: works by source."""

from __future__ import annotations

from textwrap import wrap

import altair as alt
import pandas as pd

from nmc_evidence import theme
from nmc_evidence.charts.layout import (
    NARROW_BELOW,
    WIDE,
    dots,
    key_of,
    labels_of,
    layers_of,
    listed,
    page_link,
    plural,
    refuse_undrawable,
    row_lines,
    title_of,
    turned_heads,
    write,
)
from nmc_evidence.citations import author_year
from nmc_evidence.evidence import Evidence
from nmc_evidence.schema import check_allowed

CITED, THROUGH, LISTED = "cited in the text", "cited through another work", "only listed"
CITING_MARKS = {
    CITED: {"shape": "circle", "fill": theme.MARK},
    THROUGH: {"shape": "circle", "fill": theme.PAPER},
    LISTED: {"shape": "square", "fill": theme.PAPER},
}
NOT_NAMED = "not named"
# A phone repeats the headings after so many works
WORKS_PER_SCREEN = 24


def who_cites_whom(
    citations: pd.DataFrame,
    *,
    references: pd.DataFrame | None = None,
    title: str = "Who cites whom",
    width: int = WIDE,
    evidence: Evidence | None = None,
) -> alt.LayerChart:
    """Draw a mark where a source names a work: cited in its text, cited through another work, or only listed.

    Works stand by author and year, never by how often they are cited. A source that names no work keeps
    its column.

    Parameters
    ----------
    citations : pandas.DataFrame
        Citations, as `load_citations` returns them.
    references : pandas.DataFrame, optional
        The works, as `load_references` returns them. Default: those of the evidence.
    title : str
        Title of the chart.
    width : int
        Room in pixels. A wide chart has two columns of works.
    evidence : Evidence, optional
        What the rows belong to, if the frame does not say so.

    Returns
    -------
    altair.LayerChart
        Its `data` has one row per work and source that names it: `reference_id`, `work`, `source`, `mark`
        ("cited in the text", "cited through another work" or "only listed"), `through`, `sentence`, `link`,
        `x` and `y` in pixels. A mark links to the bibliography.

    Raises
    ------
    ValueError
        If there is no citation, one has no source, work or place, or a work is unknown.

    Notes
    -----
    A citation matrix, as in studies of how reviews overlap (Pieper et al. 2014), without their index of
    overlap: the sources differ in kind, and a citation is no vote for a finding.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import charts
    >>> drawn = charts.who_cites_whom(nmc.load_citations()).data
    >>> drawn.loc[drawn["mark"] == "cited through another work", ["work", "through"]].iloc[0].tolist()
    ['Hollander and Prince (undated)', 'Macadam (2011)']
    """
    refuse_undrawable(citations, ["source_id", "reference_id", "place"])
    evidence = Evidence.of(citations, evidence)
    cited = author_year(evidence.references if references is None else references)
    for reference_id in [*citations["reference_id"], *citations["cited_via"].dropna()]:
        check_allowed(reference_id, cited.index, "reference_id")
    sources = labels_of(citations, "source_id", evidence=evidence)
    rows = []
    for (reference_id, source_id), places in citations.groupby(["reference_id", "source_id"], observed=True):
        in_text = places[places["place"] == "text"]
        mark = LISTED if in_text.empty else CITED if in_text["cited_via"].isna().any() else THROUGH
        works = sorted(cited[via] for via in in_text["cited_via"].dropna().unique()) if mark == THROUGH else []
        how = f"cited through {listed(works)}" if works else mark
        rows.append(
            {
                "reference_id": reference_id,
                "work": cited[reference_id],
                "source": sources[source_id],
                "mark": mark,
                "through": listed(works) if works else None,
                "sentence": f"{sources[source_id]}: {cited[reference_id]}, {how}",
                "link": page_link("references/bibliography", f"reference-{reference_id}"),
            }
        )
    frame = pd.DataFrame(rows)
    frame = frame.sort_values("work", key=lambda works: works.str.lower(), kind="stable").reset_index(drop=True)
    works = list(frame["work"].unique())
    narrow = width < NARROW_BELOW
    columns, gap = (1, 0) if narrow else (2, 28)
    room = (width - gap * (columns - 1)) / columns
    step = 22
    label_room = room - step * len(sources) - 6
    head_lines = {label: [label] for label in sources.values()}
    heads_height = 8 + 7 * max(len(label) for label in head_lines)
    per_block = WORKS_PER_SCREEN if narrow else -(-len(works) // columns)
    marks, key_height = key_of(CITING_MARKS | {NOT_NAMED: {}}, width, -8)
    places, heads, words, lines, blank, bottom = {}, [], [], [], [], key_height
    through = frame.dropna(subset="through").set_index("work")["through"].to_dict()
    present = set(zip(frame["work"], frame["source"], strict=True))
    x: float = 0
    y = 0
    for place, work in enumerate(works):
        if place % per_block == 0:
            x, y = (0, bottom) if narrow else (place // per_block * (room + gap), key_height)
            y += heads_height
            across = {
                label: x + label_room + 6 + (number + 0.5) * step for number, label in enumerate(sources.values())
            }
            heads += [{"x": across[label], "y": y - 6, "text": head_lines[label]} for label in across]
        lines.append({"x": x, "y": y, "end": x + room})
        label = wrap(work, int(label_room / 6.4))
        words.append({"x": x, "y": y + 14, "text": label, "is_work": True})
        row_height = 16 * len(label) + 10
        if work in through:
            via = wrap(f"through {through[work]}", int((label_room - 12) / 6.4))
            words.append({"x": x + 12, "y": y + 14 + 16 * len(label), "text": via, "is_work": False})
            row_height += 16 * len(via)
        for source in across:
            at = {"x": across[source], "y": y + 14}
            if (work, source) in present:
                places[work, source] = at
            else:
                blank.append(at | {"text": "–"})
        y += row_height
        bottom = max(bottom, y + 14)
    for axis in ("x", "y"):
        frame[axis] = [places[row.work, row.source][axis] for row in frame.itertuples()]
    height = bottom
    blank += marks.loc[marks["mark"] == NOT_NAMED, ["x", "y"]].assign(text="–").to_dict("records")
    written = pd.DataFrame(words)
    notes = written[~written["is_work"]]
    layers = [
        row_lines(pd.DataFrame(lines), width, height),
        turned_heads(pd.DataFrame(heads), width, height),
        write(written[written["is_work"]], width, height, lineHeight=16),
        *([write(notes, width, height, lineHeight=16, color=theme.MUTED, fontStyle="italic")] if len(notes) else []),
        write(pd.DataFrame(blank), width, height, color=theme.MUTED, align="center"),
        dots(frame, CITING_MARKS, width, height, href="link:N", tooltip="sentence:N", description="sentence:N"),
        dots(marks[marks["mark"] != NOT_NAMED], CITING_MARKS, width, height),
        write(marks.assign(x=marks["x"] + 12), width, height, color=theme.MUTED),
    ]
    said = []
    for source in sources.values():
        counted = frame.loc[frame["source"] == source, "mark"].value_counts()
        parts = [f"{plural(counted[mark], 'work')} {mark}" for mark in CITING_MARKS if mark in counted]
        said.append(f"{source}: {listed(parts) if parts else 'names no work'}")
    shared = [work for work, count in frame["work"].value_counts(sort=False).items() if count > 1]
    description = (
        f"{title}. {plural(len(works), 'work')} by {plural(len(sources), 'source')}. {'. '.join(said)}. "
        f"Named by more than one source: {listed(shared) if shared else 'none'}. "
        "To cite a work is not to agree with it, and no mark is the size of an effect."
    )
    note = "To cite is not to agree. How often a work is cited is not shown, and no mark is the size of an effect."
    named = citations.assign(source=citations["source_id"].map(sources)).drop_duplicates(["reference_id", "source_id"])
    return layers_of(
        frame, layers, title_of(title, width, note), description, given=named, by=["reference_id", "source"]
    )
