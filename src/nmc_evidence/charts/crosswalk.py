"""Which items touch which domains: a published list crossed with the domains."""

from __future__ import annotations

from textwrap import wrap

import altair as alt
import pandas as pd

from nmc_evidence import theme
from nmc_evidence.charts.layout import (
    NARROW_BELOW,
    WIDE,
    dots,
    in_order,
    key_of,
    labels_of,
    layers_of,
    listed,
    numbered,
    place_of,
    plural,
    refuse_undrawable,
    row_lines,
    title_of,
    turned_heads,
    write,
)
from nmc_evidence.evidence import Evidence
from nmc_evidence.schema import check_allowed

# Who made the link, in words, and the mark for it
MADE_BY = {"source": "stated by the source", "our reading": "our reading"}
LINK_MARKS = {
    "stated by the source": {"shape": "circle", "fill": theme.MARK},
    "our reading": {"shape": "circle", "fill": theme.PAPER},
}
NO_LINK = "no link"


def crosswalk_dots(
    links: pd.DataFrame,
    *,
    items: pd.DataFrame | None = None,
    frameworks: pd.DataFrame | None = None,
    title: str = "Which items touch which domains",
    width: int = WIDE,
    evidence: Evidence | None = None,
) -> alt.LayerChart:
    """Draw a dot where an item of a published list is linked to a domain, filled if the source says so.

    Every item of the lists keeps its row and every domain its column, "other" included. No mark is larger
    than another, and neither rows nor columns are sorted by the number of links.

    Parameters
    ----------
    links : pandas.DataFrame
        Links, as `load("crosswalk")` returns them, or those of some lists.
    items : pandas.DataFrame, optional
        Items of the lists, as `load("framework_items")` returns them. Default: those of the evidence.
    frameworks : pandas.DataFrame, optional
        The lists, as `load("frameworks")` returns them. Default: those of the evidence.
    title : str
        Title of the chart.
    width : int
        Room in pixels. On a narrow chart an item stands above its dots.
    evidence : Evidence, optional
        What the rows belong to, if the frame does not say so.

    Returns
    -------
    altair.LayerChart
        Its `data` has one row per cell: `crosswalk_id` (missing where there is no link), `list`, `item`,
        `domain`, `mark` ("stated by the source", "our reading" or "no link"), `sentence`, `link`, `x` and
        `y` in pixels. A dot links to the row of the crosswalk on the same page.

    Raises
    ------
    ValueError
        If there is no link, a link has no item, domain or maker, its item or maker is unknown, or a cell
        has two links.

    Notes
    -----
    A dot matrix after Bertin's reorderable matrix (1967), with the order kept fixed: presence and absence in
    equal cells, since how often a domain occurs says nothing of its importance.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import charts
    >>> links = nmc.load("crosswalk")
    >>> steps = links[links["item_id"].str.startswith("rapid-scan-ham-walsh-steps")]
    >>> cells = charts.crosswalk_dots(steps).data
    >>> sorted(cells["mark"].unique())
    ['no link', 'our reading']
    """
    refuse_undrawable(links, ["item_id", "domain_id", "assigned_by"])
    evidence = Evidence.of(links, evidence)
    items = evidence.load("framework_items") if items is None else items
    named = (evidence.load("frameworks") if frameworks is None else frameworks).set_index("framework_id")["label"]
    known = items.set_index("item_id")["framework_id"].astype(str)
    made = {}
    for link in links.itertuples():
        check_allowed(link.item_id, known.index, "item_id")
        check_allowed(link.assigned_by, MADE_BY, "assigned_by for a chart")
        if (link.item_id, link.domain_id) in made:
            raise ValueError(
                f"{link.crosswalk_id!r} links {link.item_id!r} to {link.domain_id!r} a second time: keep one link"
            )
        made[link.item_id, link.domain_id] = link
    drawn = in_order(items[items["framework_id"].astype(str).isin(known[links["item_id"]])])
    domains = labels_of(links, "domain_id", evidence=evidence)
    narrow = width < NARROW_BELOW
    label_room = 0 if narrow else 268
    cell = (width - label_room) / len(domains)
    across = {domain: label_room + (place + 0.5) * cell for place, domain in enumerate(domains)}
    heads_lines = {domain: wrap(label, 16 if cell > 42 else 24) for domain, label in domains.items()}
    heads_height = 8 + 7 * max(len(line) for lines in heads_lines.values() for line in lines)
    marks, key_height = key_of(LINK_MARKS | {NO_LINK: {}}, width, -8)
    rows, titles, heads, words, lines, said, y = [], [], [], [], [], [], key_height + 10
    for framework_id, members in drawn.groupby("framework_id", sort=False, observed=True):
        list_name = named.get(framework_id, framework_id)
        # a wide chart has room for the name of the list beside the turned headings
        name_lines = wrap(list_name, (width if narrow else label_room - 16) // 8)
        titles.append({"x": 0, "y": y, "text": name_lines})
        y = y + 17 * len(name_lines) + heads_height - 4 if narrow else y + max(heads_height, 17 * len(name_lines))
        heads += [{"x": across[domain], "y": y - 8, "text": heads_lines[domain]} for domain in domains]
        for item in members.itertuples():
            lines.append({"x": 0, "y": y, "end": width})
            indent = 14 * item.depth
            label = wrap(numbered(item), int(((width if narrow else label_room - 8) - indent) / 6.5))
            words.append({"x": indent, "y": y + 14, "text": label})
            text_height = 16 * len(label)
            dot_y: float
            if narrow:
                dot_y, next_y = y + text_height + 18, y + text_height + 34
            else:
                dot_y, next_y = y + 6 + text_height / 2, y + text_height + 12
                dot_y = max(dot_y, y + 14)
            there = [domain for domain in domains if (item.item_id, domain) in made]
            said.append(
                (
                    list_name,
                    numbered(item).removeprefix("• "),
                    [(domains[domain], MADE_BY[made[item.item_id, domain].assigned_by]) for domain in there],
                )
            )
            for domain in domains:
                link = made.get((item.item_id, domain))
                where = f"{list_name}, {place_of(item)}, {item.label}"
                rows.append(
                    {
                        "crosswalk_id": None if link is None else link.crosswalk_id,
                        "list": list_name,
                        "item": numbered(item),
                        "domain": domains[domain],
                        "mark": NO_LINK if link is None else MADE_BY[link.assigned_by],
                        "sentence": f"{where}: no link to {domains[domain]}"
                        if link is None
                        else f"{where}: {domains[domain]} ({MADE_BY[link.assigned_by]})",
                        "link": None if link is None else f"#{link.crosswalk_id}",
                        "x": across[domain],
                        "y": dot_y,
                    }
                )
            y = next_y
        lines.append({"x": 0, "y": y, "end": width})
        y += 24
    height = y - 16
    frame = pd.DataFrame(rows)
    linked, empty = frame[frame["mark"] != NO_LINK], frame[frame["mark"] == NO_LINK]
    dashes = pd.concat([empty, marks[marks["mark"] == NO_LINK]])[["x", "y"]].assign(text="–")
    layers = [
        row_lines(pd.DataFrame(lines), width, height),
        write(pd.DataFrame(titles), width, height, fontWeight="bold", lineHeight=17),
        turned_heads(pd.DataFrame(heads), width, height),
        write(pd.DataFrame(words), width, height, lineHeight=16),
        write(dashes, width, height, color=theme.MUTED, align="center"),
        dots(linked, LINK_MARKS, width, height, href="link:N", tooltip="sentence:N", description="sentence:N"),
        dots(marks[marks["mark"] != NO_LINK], LINK_MARKS, width, height),
        write(marks.assign(x=marks["x"] + 12), width, height, color=theme.MUTED),
    ]
    is_one = linked["mark"].nunique() == 1
    by_list: dict[str, list[str]] = {list_name: [] for list_name in frame["list"].unique()}
    for list_name, item_label, pairs in said:
        placed = [domain if is_one else f"{domain} ({mark})" for domain, mark in pairs]
        by_list[list_name].append(f"{item_label}: {listed(placed) if placed else NO_LINK}")
    made_by = (
        "Every dot is our reading: no author sorted the items by these domains."
        if (linked["mark"] == "our reading").all()
        else "An open dot is our reading, not the author's."
    )
    description = (
        f"{title}. {plural(len(linked), 'link')} between {plural(len(drawn), 'item')} and {len(domains)} columns. "
        f"{made_by} "
        + " ".join(f"{list_name}: {'; '.join(texts)}." for list_name, texts in by_list.items())
        + " How often a domain occurs says nothing of its importance, and no dot is the size of an effect."
    )
    note = (
        f"{made_by} Many dots do not make a domain important, and no dot is the size of an effect. Numbers as printed."
    )
    return layers_of(frame, layers, title_of(title, width, note), description, given=links, by=["crosswalk_id"])
