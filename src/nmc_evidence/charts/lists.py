"""What each list holds: published lists side by side."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

import altair as alt
import pandas as pd

from nmc_evidence import theme
from nmc_evidence.charts.layout import (
    WIDE,
    in_order,
    in_pixels,
    layers_of,
    page_link,
    place_of,
    plural,
    refuse_undrawable,
    title_of,
    write,
)
from nmc_evidence.citations import author_year
from nmc_evidence.evidence import Evidence
from nmc_evidence.schema import check_allowed

NONE_PRINTED = "(no item is printed)"
LEAST_COLUMN = 200  # pixels


def lists_side_by_side(
    items: pd.DataFrame,
    *,
    lists: Sequence[str] | None = None,
    frameworks: pd.DataFrame | None = None,
    title: str = "Published lists side by side",
    width: int = WIDE,
    evidence: Evidence | None = None,
) -> alt.LayerChart:
    """Write published lists beside each other, each in its own order and with its printed numbers.

    Nothing is lined up across the lists: whether two items are the same is not for a chart to say.

    Parameters
    ----------
    items : pandas.DataFrame
        Items, as `load("framework_items")` returns them.
    lists : sequence of str, optional
        The ids of the lists, in the order to show them in; one without items stays. Default: those of the
        items, as they come.
    frameworks : pandas.DataFrame, optional
        The lists, as `load("frameworks")` returns them. Default: those of the evidence.
    title : str
        Title of the chart.
    width : int
        Room in pixels. What does not fit side by side stands below.
    evidence : Evidence, optional
        What the rows belong to, if the frame does not say so.

    Returns
    -------
    altair.LayerChart
        Its `data` has one row per item, and one for a list without items: `item_id`, `list`, `origin`,
        `printed_no`, `item`, `sentence`, `link`, `x` and `y` in pixels.

    Raises
    ------
    ValueError
        If there is no item, an item has no list, a list is unknown, or items belong to a list that is not
        among `lists`.

    Notes
    -----
    A juxtaposed view in the sense of Gleicher et al. (2011): the comparison is left to the reader, since a
    shared axis would claim a correspondence that no author states.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import charts
    >>> items = nmc.load("framework_items")
    >>> types = items[items["framework_id"] == "rapid-scan-shaw-types"]
    >>> charts.lists_side_by_side(types).data["item"].tolist()
    ['Systemic', 'Normative', 'Organisational', 'Administrative', 'Clinical']
    """
    refuse_undrawable(items, ["framework_id", "item_no", "label"])
    evidence = Evidence.of(items, evidence)
    known = (evidence.load("frameworks") if frameworks is None else frameworks).set_index("framework_id")
    given = list(items["framework_id"].astype(str).unique())
    chosen = given if lists is None else list(lists)
    for framework_id in chosen:
        check_allowed(framework_id, known.index, "framework_id")
    for framework_id in given:
        check_allowed(framework_id, chosen, "framework_id among the lists to draw")
    cited = author_year(evidence.references)
    ordered = in_order(items)
    gap = 28
    columns = max(1, min(len(chosen), (width + gap) // (LEAST_COLUMN + gap)))
    room = (width - gap * (columns - 1)) // columns
    rows, heads, origins, numbers, nothing, rules = [], [], [], [], [], []
    top = bottom = 10
    for place, framework_id in enumerate(chosen):
        if place % columns == 0:  # a new band, below the longest list of the last
            top = bottom if place == 0 else bottom + 22
        x, y = place % columns * (room + gap), top
        about = known.loc[framework_id]
        origin = "no author named" if pd.isna(about["author_printed"]) else about["author_printed"]
        if not pd.isna(about["cited_via"]):
            origin += f", through {cited.get(about['cited_via'], about['cited_via'])}"
        if not about["is_complete"]:
            origin += "; not printed in full"
        head, below = wrap(about["label"], int(room / 7.6)), wrap(origin, room // 7)
        heads.append({"x": x, "y": y, "text": head})
        y += 17 * len(head)
        origins.append({"x": x, "y": y, "text": below})
        y += 17 * len(below) + 10
        mine = ordered[ordered["framework_id"].astype(str) == framework_id]
        named = {"list": about["label"], "origin": origin}
        if mine.empty:
            nothing.append({"x": x, "y": y, "text": NONE_PRINTED})
            rows.append(
                {"item_id": None, **named, "printed_no": None, "item": NONE_PRINTED}
                | {"sentence": f"{about['label']}: no item is printed", "link": None, "x": x, "y": y}
            )
            y += 24
        parents = mine.set_index("item_id")["label"]
        for item in mine.itertuples():
            left = x + 14 * item.depth
            text = wrap(item.label, int((room - 24 - 14 * item.depth) / 6.8))
            has_number = not pd.isna(item.printed_no)
            numbers.append({"x": left, "y": y, "text": f"{item.printed_no}." if has_number else "•"})
            under = "" if pd.isna(item.parent_item_id) else f", under {parents[item.parent_item_id]}"
            rows.append(
                {
                    "item_id": item.item_id,
                    **named,
                    "printed_no": item.printed_no if has_number else None,
                    "item": item.label,
                    "sentence": f"{about['label']}, {place_of(item)}{under}: {item.label}",
                    "link": page_link(about["page"], item.item_id),
                    "x": left + 24,
                    "y": y,
                    "text": text,
                }
            )
            y += 16 * len(text) + 8
        bottom = max(bottom, y)
        rules.append({"x": x - gap / 2, "top": top - 8, "band": place // columns, "is_inner": place % columns > 0})
        for rule in rules:
            if rule["band"] == place // columns:
                rule["y"] = bottom - 6
    height = bottom
    frame = pd.DataFrame(rows)
    printed = frame[frame["item_id"].notna()]
    base, x_channel, y_channel = in_pixels(printed, width, height)
    between = pd.DataFrame(rules)
    between = between[between["is_inner"]]
    rule_base, rule_x, rule_y = in_pixels(between, width, height)
    layers = [
        *(
            [rule_base.mark_rule(color=theme.LINE, aria=False).encode(rule_x, rule_y, y2="top:Q")]
            if len(between)
            else []
        ),
        write(pd.DataFrame(heads), width, height, fontWeight="bold", lineHeight=17),
        write(pd.DataFrame(origins), width, height, color=theme.MUTED, fontStyle="italic", lineHeight=17),
        write(pd.DataFrame(numbers), width, height, color=theme.MUTED),
        *([write(pd.DataFrame(nothing), width, height, color=theme.MUTED)] if nothing else []),
        base.mark_text(align="left", baseline="middle", lineHeight=16).encode(
            x_channel, y_channel, text="text:N", href="link:N", tooltip="sentence:N", description="sentence:N"
        ),
    ]
    said = []
    for framework_id in chosen:
        label = known.at[framework_id, "label"]
        mine = frame[frame["list"] == label]
        said.append(f"{label} ({mine['origin'].iloc[0]}): {'; '.join(mine['item'])}.")
    description = (
        f"{title}. {plural(len(chosen), 'list')} with {plural(len(printed), 'item')}, each in its own order; "
        f"no item is lined up with one of another list. {' '.join(said)} No list shows the size of an effect."
    )
    note = (
        "Read down, not across: no item is lined up with one of another list. Numbers as printed; a point where none "
        "is printed. Nothing here is the size of an effect."
    )
    return layers_of(frame, layers, title_of(title, width, note), description, given=items, by=["item_id"])
