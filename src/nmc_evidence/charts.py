"""Draw the evidence: frame in, Altair chart out.

Each function counts first and draws second. The frame it drew is the chart's `data`, so that it can be
tested and shown as a table; the chart's `description` says in full sentences what the picture shows;
`width` is the room in pixels, and below `NARROW_BELOW` the chart is laid out for a phone.
Marks link to the claims behind them. None of the charts shows the size of an effect.
"""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap

import altair as alt
import pandas as pd

from nmc_evidence import theme
from nmc_evidence.datasets import load_domains, load_outcomes, load_sources
from nmc_evidence.schema import check_allowed
from nmc_evidence.tables import count_findings

WIDE = 680
NARROW = 340
NARROW_BELOW = 500

# Which claims help, which hinder, and which do neither; a result that is wanted stands with what helps.
SIDES = {
    "barrier": "hinders",
    "negative": "hinders",
    "enabler": "helps",
    "positive": "helps",
    "mixed": "neither",
    "neutral": "neither",
    "not stated": "neither",
}
UNIT_NOTE = "One mark is one claim, not the size of an effect."


def labels_of(column: str, values: list[str]) -> dict[str, str]:
    """Return the words to print for the ids or codes of a column.

    Parameters
    ----------
    column : str
        A column such as "domain_id", "outcome_id", "source_id" or "certainty".
    values : list of str
        Its allowed values.

    Returns
    -------
    dict
        Value to label: the printed heading of a domain or outcome, the short name of a source, otherwise
        the value itself. An id that the shipped tables do not know is made readable.

    Examples
    --------
    >>> from nmc_evidence import charts
    >>> charts.labels_of("domain_id", ["workforce", "night_care"])
    {'workforce': 'Workforce', 'night_care': 'Night care'}
    """
    loaders = {"domain_id": load_domains, "outcome_id": load_outcomes, "source_id": load_sources}
    if column not in loaders:
        return {value: value for value in values}
    known = loaders[column]().set_index(column)["label"]
    return {value: known.get(value, value.replace("_", " ").replace("-", " ").capitalize()) for value in values}


def page_link(page: object, anchor: str) -> str:
    """Return the address of an anchor on a page of the book, as seen from another page of the book.

    Parameters
    ----------
    page : str or missing
        The `page` of a claim: folder and name. Missing: the claim stands on the page itself.
    anchor : str
        The claim's id.

    Returns
    -------
    str

    Examples
    --------
    >>> from nmc_evidence import charts
    >>> charts.page_link("findings/workforce", "nmc-summary-workforce-01")
    '../findings/workforce.html#nmc-summary-workforce-01'
    """
    return f"#{anchor}" if pd.isna(page) else f"../{page}.html#{anchor}"


def plural(count: int, noun: str) -> str:
    """Return a count with its noun.

    Parameters
    ----------
    count : int
        How many.
    noun : str
        The noun in the singular, with a regular plural.

    Returns
    -------
    str

    Examples
    --------
    >>> from nmc_evidence import charts
    >>> charts.plural(1, "claim"), charts.plural(0, "claim")
    ('1 claim', '0 claims')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _title(text: str, width: int, note: str = UNIT_NOTE) -> alt.Title:
    return alt.Title(wrap(text, width // 9), subtitle=wrap(note, width // 7))


def _quoted(hedge: object) -> str:
    return "no word of doubt" if pd.isna(hedge) else f"“{hedge}”"


def _direction_scales() -> tuple[alt.Scale, alt.Scale]:
    order = list(theme.DIRECTION_COLOURS)
    colours = alt.Scale(domain=order, range=[theme.DIRECTION_COLOURS[name] for name in order])
    shapes = alt.Scale(domain=order, range=[theme.DIRECTION_SHAPES[name] for name in order])
    return colours, shapes


def _in_pixels(frame: pd.DataFrame, width: int, height: int) -> tuple[alt.Chart, alt.X, alt.Y]:
    """Start a chart whose columns `x` and `y` are pixels from the top left."""
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, width], nice=False, zero=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False, zero=False))
    return alt.Chart(frame, width=width, height=height), x, y


def _unit_marks(base: alt.Chart, x: alt.X, y: alt.Y) -> alt.Chart:
    """Draw one mark per claim: shape and colour say the direction, a click leads to the claim."""
    colours, shapes = _direction_scales()
    return base.mark_point(filled=True, size=95, stroke=theme.INK, strokeWidth=1, opacity=1).encode(
        x,
        y,
        shape=alt.Shape("direction:N", scale=shapes, legend=None),
        fill=alt.Fill("direction:N", scale=colours, legend=None),
        href="link:N",
        tooltip="sentence:N",
        description="sentence:N",
    )


def _write(frame: pd.DataFrame, width: int, height: int, **mark: object) -> alt.Chart:
    """Write the words of a column `text` at `x` and `y`."""
    base, x, y = _in_pixels(frame, width, height)
    return base.mark_text(**{"align": "left", "baseline": "middle", "aria": False, **mark}).encode(x, y, text="text:N")


def _legend(directions: list[str], width: int, top: int) -> tuple[pd.DataFrame, int]:
    """Lay out a key of shapes: one row per direction with `x`, `y` and `text`, and the height it takes."""
    rows, x, y = [], 8, top + 12
    for name in directions:
        room = 30 + 8 * len(name)
        if x + room > width:
            x, y = 8, y + 22
        rows.append({"direction": name, "x": x, "y": y, "text": name})
        x += room
    return pd.DataFrame(rows), y - top + 14


def _draw_legend(directions: list[str], width: int, height: int, top: int) -> list[alt.Chart]:
    key, _ = _legend(directions, width, top)
    base, x, y = _in_pixels(key, width, height)
    colours, shapes = _direction_scales()
    marks = base.mark_point(filled=True, size=95, stroke=theme.INK, strokeWidth=1, opacity=1, aria=False).encode(
        x,
        y,
        shape=alt.Shape("direction:N", scale=shapes, legend=None),
        fill=alt.Fill("direction:N", scale=colours, legend=None),
    )
    return [marks, _write(key.assign(x=key["x"] + 12), width, height, color=theme.MUTED)]


def _layers(frame: pd.DataFrame, layers: list[alt.Chart], title: alt.Title, description: str) -> alt.LayerChart:
    """Compose layers into one chart that carries the calculated frame and its description."""
    return alt.layer(*layers, data=frame).properties(title=title, description=description)


def claims_by_direction(
    findings: pd.DataFrame,
    *,
    by: str = "domain_id",
    title: str = "What helps, what hinders, what does neither",
    width: int = WIDE,
) -> alt.LayerChart:
    """Draw one mark per claim, to the left what hinders, to the right what helps, apart what does neither.

    Nothing is netted: a barrier does not cancel an enabler. A group without claims keeps its row.

    Parameters
    ----------
    findings : pandas.DataFrame
        Findings with a direction, as `load_findings` returns them.
    by : str
        A column with allowed values: "domain_id", "outcome_id", "source_id" …
    title : str
        Title of the chart.
    width : int
        Room in pixels.

    Returns
    -------
    altair.LayerChart
        Its `data` has one row per claim: `finding_id`, `group`, `direction`, `side` ("hinders", "helps",
        "neither"), `sentence`, `link`, `x` and `y` in pixels.

    Raises
    ------
    ValueError
        If the column is unknown or has no allowed values, or a row has no direction or no group.

    Notes
    -----
    A diverging unit chart: counts stay countable, and each mark is one claim.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import charts
    >>> findings = nmc.select_findings(nmc.load_findings(), kind="finding", domain_id="leadership")
    >>> charts.claims_by_direction(findings).data["side"].value_counts().to_dict()
    {'helps': 8, 'hinders': 2}
    """
    counted = count_findings(findings, by=[by, "direction"])
    _refuse_missing(findings, [by, "direction"])
    labels = labels_of(by, list(findings[by].cat.categories))
    narrow = width < NARROW_BELOW
    counted["side"] = counted["direction"].astype(str).map(SIDES)
    per_side = counted.groupby([by, "side"], observed=False)["count"].sum().unstack()
    step, gap = 15, 26
    most = per_side.max()
    left = 0 if narrow else 176
    middle = left + int(most["hinders"]) * step + 24
    right = middle + int(most["helps"]) * step + 24 + gap
    row_height, text_height = (54, 20) if narrow else (44, 0)
    head = 40
    order = list(findings[by].cat.categories)

    placed = findings.sort_values([by, "direction", "finding_id"], kind="stable")
    rows, words = [], []
    for place, group in enumerate(order):
        y = head + place * row_height + text_height + 14
        words.append({"x": 0, "y": y - 20 if narrow else y, "text": labels[group] if narrow else wrap(labels[group], 24)})
        members = placed[placed[by] == group]
        for side, start, sign in (("hinders", middle, -1), ("helps", middle, 1), ("neither", right, 1)):
            claims = members[members["direction"].astype(str).map(SIDES) == side]
            for number, claim in enumerate(claims.itertuples()):
                rows.append(
                    {
                        "finding_id": claim.finding_id,
                        "group": labels[group],
                        "direction": claim.direction,
                        "side": side,
                        "sentence": f"{claim.statement} ({claim.direction}; {claim.certainty})",
                        "link": page_link(claim.page, claim.finding_id),
                        "x": start + sign * (12 + number * step),
                        "y": y,
                    }
                )
            count = len(claims)
            words.append({"x": start + sign * (count * step + 12) - (6 if sign < 0 else 2), "y": y, "text": str(count)})
    height = head + len(order) * row_height
    directions = [name for name in theme.DIRECTION_COLOURS if (findings["direction"] == name).any()]
    _, key_height = _legend(directions, width, height)
    total_height = height + key_height
    frame = pd.DataFrame(rows)
    base, x, y = _in_pixels(frame, width, total_height)
    heads = pd.DataFrame(
        [
            {"x": middle - 10, "y": 8, "text": ["hinders,", "unwanted"]},
            {"x": middle + 8, "y": 8, "text": ["helps,", "wanted"]},
            {"x": right + 4, "y": 8, "text": ["neither"]},
        ]
    )
    tops = [head + place * row_height + text_height for place in range(len(order))]
    # on a phone the line leaves room for the label above each row
    lines = pd.DataFrame({"x": middle, "y": tops, "end": [top + row_height - text_height - (6 if narrow else 0) for top in tops]})
    rule_base, rule_x, rule_y = _in_pixels(lines, width, total_height)
    rule = rule_base.mark_rule(color=theme.LINE, aria=False).encode(rule_x, rule_y, y2="end:Q")
    layers = [
        rule,
        _write(pd.DataFrame(words), width, total_height, lineHeight=15),
        _write(heads.iloc[1:], width, total_height, color=theme.MUTED, fontStyle="italic"),
        _write(heads.iloc[:1], width, total_height, color=theme.MUTED, fontStyle="italic", align="right"),
        _unit_marks(base, x, y),
        *_draw_legend(directions, width, total_height, height),
    ]
    said = [
        f"{labels[group]}: " + _listed([f"{row.count} {row.direction}" for row in some.itertuples() if row.count] or ["no claim"])
        for group, some in counted.groupby(by, observed=False)
    ]
    description = f"{title}. Claims by direction. {'. '.join(said)}. A mark is a claim, not the size of an effect."
    return _layers(frame, layers, _title(title, width), description)


def _refuse_missing(frame: pd.DataFrame, columns: list[str]) -> None:
    """Raise where a row cannot be drawn, so that no row is left out in silence."""
    for column in columns:
        if frame[column].isna().any():
            row = frame[frame[column].isna()].iloc[0]
            raise ValueError(
                f"column {column!r} is empty for {row.iloc[0]!r}: the chart has no place for it; "
                f"draw only rows that have a {column}"
            )


def certainty_units(
    findings: pd.DataFrame,
    *,
    has_labels: bool = True,
    title: str = "How sure is the source?",
    width: int = WIDE,
) -> alt.LayerChart:
    """Draw one mark per claim under the wording of certainty it has, with its hedge in words.

    Parameters
    ----------
    findings : pandas.DataFrame
        Findings with a certainty, as `load_findings` returns them.
    has_labels : bool
        Whether each claim has a line of its own with its hedge and theme. Without, the marks of a wording
        stand side by side: for many claims.
    title : str
        Title of the chart.
    width : int
        Room in pixels.

    Returns
    -------
    altair.LayerChart
        Its `data` has one row per claim: `finding_id`, `certainty`, `hedge`, `theme`, `direction`,
        `sentence`, `link`, `x` and `y` in pixels. Wordings without a claim are named below the marks.

    Raises
    ------
    ValueError
        If a row has no certainty or no direction.

    Notes
    -----
    A unit chart: no bar of strength and no average, since the wordings are not steps of a scale.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import charts
    >>> findings = nmc.select_findings(nmc.load_findings(), kind="finding", domain_id="workforce")
    >>> charts.certainty_units(findings).data["certainty"].value_counts().to_dict()
    {'stated plainly': 12, 'suggested': 2}
    """
    _refuse_missing(findings, ["certainty", "direction"])
    order = list(findings["certainty"].cat.categories)
    counts = count_findings(findings, by="certainty").set_index("certainty")["count"]
    narrow = width < NARROW_BELOW
    step, line = 17, 22
    per_line = (width - 16) // step
    placed = findings.sort_values(["certainty", "direction", "finding_id"], kind="stable")
    rows, heads, words, y = [], [], [], 10
    for wording in order:
        claims = placed[placed["certainty"] == wording]
        if claims.empty:
            continue
        heads.append({"x": 0, "y": y, "text": f"{wording}: {plural(len(claims), 'claim')}"})
        y += line
        for number, claim in enumerate(claims.itertuples()):
            column = 0 if has_labels else number % per_line
            if number and (has_labels or column == 0):
                y += line
            said = f"{claim.direction}, {_quoted(claim.hedge)}"
            rows.append(
                {
                    "finding_id": claim.finding_id,
                    "certainty": wording,
                    "hedge": _quoted(claim.hedge),
                    "theme": claim.theme,
                    "direction": claim.direction,
                    "sentence": f"{claim.statement} ({wording}; {said})",
                    "link": page_link(claim.page, claim.finding_id),
                    "x": 10 + column * step,
                    "y": y,
                }
            )
            if has_labels:
                about = claim.theme if pd.isna(claim.hedge) else f"{_quoted(claim.hedge)} · {claim.theme}"
                words.append({"x": 24, "y": y, "text": _cut(about, int((width - 30) / 6.4))})
        y += line + 8
    empty = [wording for wording in order if not counts[wording]]
    if empty:
        for part in wrap(f"No claim here is worded as: {', '.join(empty)}.", width // 7):
            words.append({"x": 0, "y": y, "text": part})
            y += 18
    height = y + 4
    directions = [name for name in theme.DIRECTION_COLOURS if (findings["direction"] == name).any()]
    _, key_height = _legend(directions, width, height)
    total_height = height + key_height
    frame = pd.DataFrame(rows)
    base, x, y_channel = _in_pixels(frame, width, total_height)
    layers = [
        _write(pd.DataFrame(heads), width, total_height, fontWeight="bold"),
        *([_write(pd.DataFrame(words), width, total_height, color=theme.MUTED)] if words else []),
        _unit_marks(base, x, y_channel),
        *_draw_legend(directions, width, total_height, height),
    ]
    present = [f"{wording}: {counts[wording]}" for wording in order if counts[wording]]
    hedges = sorted({claim.hedge for claim in placed.itertuples() if not pd.isna(claim.hedge)})
    description = f"{title} {plural(len(frame), 'claim')}, by wording. {_listed(present)}."
    if has_labels and hedges:
        description += f" Words of doubt or limit: {_listed([f'“{hedge}”' for hedge in hedges])}."
    if empty:
        description += f" No claim: {', '.join(empty)}."
    return _layers(frame, layers, _title(title, width - (0 if not narrow else 8)), description)


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - 1].rstrip(" ·,") + "…"


def evidence_map(
    findings: pd.DataFrame,
    *,
    rows: str = "domain_id",
    columns: str = "certainty",
    name: str = "",
    title: str = "Where the claims are",
    labels: Mapping[str, str] | None = None,
    width: int = WIDE,
) -> alt.LayerChart:
    """Draw a tile for each combination of two columns, with the number of claims in it.

    The order of rows and columns is that of the allowed values, never that of the counts. An empty tile
    stays, with a dash in it.

    Parameters
    ----------
    findings : pandas.DataFrame
        Findings, as `load_findings` returns them.
    rows, columns : str
        Two columns with allowed values.
    name : str
        Name of the figure: a tile links to the list `{name}-{row}-{column}` below it. Empty: no links.
    title : str
        Title of the chart.
    labels : mapping of str to str, optional
        Words to print for values; by default see `labels_of`.
    width : int
        Room in pixels. On a narrow chart the shorter side becomes the columns.

    Returns
    -------
    altair.LayerChart
        Its `data` has one row per tile: `row`, `column` (values), `row_label`, `column_label`, `count`,
        `text`, `sentence`, `link`.

    Raises
    ------
    ValueError
        If a column is unknown or has no allowed values, or a claim has no place in the map.

    Notes
    -----
    After the evidence and gap maps of 3ie and the EPPI-Centre: an empty tile is a result.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import charts
    >>> findings = nmc.select_findings(nmc.load_findings(), kind="finding", domain_id="workforce")
    >>> tiles = charts.evidence_map(findings).data
    >>> len(tiles), int(tiles["count"].sum())
    (96, 14)
    """
    tiles = count_findings(findings, by=[rows, columns])
    _refuse_missing(findings, [rows, columns])
    printed = {
        side: {**labels_of(side, list(findings[side].cat.categories)), **(labels or {})} for side in (rows, columns)
    }
    frame = pd.DataFrame(
        {
            "row": tiles[rows].astype(str),
            "column": tiles[columns].astype(str),
            "row_label": tiles[rows].astype(str).map(printed[rows]),
            "column_label": tiles[columns].astype(str).map(printed[columns]),
            "count": tiles["count"],
        }
    )
    frame["text"] = frame["count"].map(lambda count: str(count) if count else "–")
    frame["sentence"] = [
        f"{tile.row_label}, {tile.column_label}: {plural(tile.count, 'claim')}" for tile in frame.itertuples()
    ]
    frame["link"] = [
        f"#{cell_anchor(name, tile.row, tile.column)}" if name and tile.count else None for tile in frame.itertuples()
    ]
    across, down, across_by, down_by = "column_label", "row_label", columns, rows
    if width < NARROW_BELOW and frame["column"].nunique() > frame["row"].nunique():
        across, down, across_by, down_by = down, across, down_by, across_by
    order = {by: list(printed[by].values()) for by in (rows, columns)}
    lines = {down: 24 if width >= NARROW_BELOW else 18, across: 24}
    for side, room in lines.items():
        frame[f"{side}_lines"] = frame[side].map(lambda label, room=room: "|".join(wrap(label, room)))
    split = "split(datum.value, '|')"
    cell = (width - (190 if width >= NARROW_BELOW else 130)) / len(order[across_by])
    base = alt.Chart(frame).encode(
        x=alt.X(
            f"{across}_lines:O",
            sort=["|".join(wrap(label, lines[across])) for label in order[across_by]],
            axis=alt.Axis(orient="top", labelAngle=-90, labelExpr=split, title=None, labelAlign="left", labelLineHeight=14),
        ),
        y=alt.Y(
            f"{down}_lines:O",
            sort=["|".join(wrap(label, lines[down])) for label in order[down_by]],
            axis=None,
        ),
    )
    # an axis would centre the first line of a label on its row, not the label
    row_labels = base.transform_filter(alt.datum[across] == order[across_by][0]).mark_text(
        align="right",
        baseline="middle",
        lineBreak="|",
        lineHeight=14,
        dx=-8,
        dy=alt.expr(f"-7 * (length(split(datum.{down}_lines, '|')) - 1)"),
        aria=False,
    ).encode(x=alt.value(0), text=f"{down}_lines:N")
    tile_marks = base.mark_rect(stroke=theme.LINE, strokeWidth=1).encode(
        fill=alt.condition(
            alt.datum.count > 0,
            alt.Fill("count:Q", scale=alt.Scale(range=theme.COUNT_RAMP, domainMin=1), legend=None),
            alt.value(theme.PAPER),
        ),
        href="link:N",
        tooltip="sentence:N",
        description="sentence:N",
    )
    counts = base.mark_text(fontSize=14, aria=False).encode(
        text="text:N",
        color=alt.condition(alt.datum.count > 0, alt.value(theme.INK), alt.value(theme.MUTED)),
        href="link:N",
    )
    filled = [f"{tile.sentence}" for tile in frame.itertuples() if tile.count]
    description = (
        f"{title}. {plural(len(frame), 'tile')}, {(frame['count'] == 0).sum()} of them empty. "
        f"{'. '.join(filled)}. A count of claims is not the size or the strength of an effect."
    )
    return (
        alt.layer(tile_marks, counts, row_labels, data=frame)
        .properties(
            width=round(cell * len(order[across_by])),
            height=(38 if width >= NARROW_BELOW else 34) * len(order[down_by]),
            title=_title(title, width, "A number counts claims. It says nothing of the size or strength of an effect."),
            description=description,
        )
    )


def cell_anchor(name: str, row: str, column: str) -> str:
    """Return the anchor of the list of claims behind a tile of an evidence map.

    Parameters
    ----------
    name : str
        Name of the figure.
    row, column : str
        The values of the tile.

    Returns
    -------
    str

    Examples
    --------
    >>> from nmc_evidence import charts
    >>> charts.cell_anchor("map", "workforce", "stated plainly")
    'map-workforce-stated-plainly'
    """
    return f"{name}-{row}-{column}".replace("_", "-").replace(" ", "-")


def mechanism_strands(
    mechanisms: pd.DataFrame,
    *,
    title: str = "Which mechanism stands beside which intervention",
    width: int = WIDE,
) -> alt.LayerChart:
    """Draw a strand from each intervention to the mechanism in its row, dashed where the pairing is doubtful.

    All strands have one width: a row of the table claims a pairing, not a strength.

    Parameters
    ----------
    mechanisms : pandas.DataFrame
        Rows of the poster's table, as `load_mechanisms` returns them.
    title : str
        Title of the chart.
    width : int
        Room in pixels. On a narrow chart the mechanism stands below its intervention.

    Returns
    -------
    altair.LayerChart
        Its `data` has one row per row of the table: `mechanism_id`, `row_no`, `domain`, `intervention`,
        `mechanism`, `pairing_certainty`, `sentence`, `link`, `x`, `x2`, `y`, `y2` in pixels.

    Raises
    ------
    ValueError
        If a row has no domain or no pairing certainty.

    Notes
    -----
    Parallel strands bound by row, not a Sankey diagram: merged nodes would draw paths that no row claims.

    Examples
    --------
    >>> import nmc_evidence as nmc
    >>> from nmc_evidence import charts
    >>> strands = charts.mechanism_strands(nmc.load_mechanisms()).data
    >>> strands["pairing_certainty"].value_counts().to_dict()
    {'high': 15, 'medium': 6, 'low': 5}
    """
    _refuse_missing(mechanisms, ["domain_id", "pairing_certainty"])
    narrow = width < NARROW_BELOW
    labels = labels_of("domain_id", list(mechanisms["domain_id"].cat.categories))
    room = (width - 34) // 7 if narrow else 40
    strand_start, strand_end = (8, 8) if narrow else (width * 0.44, width * 0.54)
    rows, heads, words, empties, y = [], [], [], [], 34 if narrow else 12
    last = None
    if not narrow:
        heads += [{"x": 0, "y": y, "text": "Intervention"}, {"x": strand_end + 8, "y": y, "text": "Mechanism"}]
        y += 26
    else:
        heads.append({"x": 0, "y": 10, "text": "Intervention, then its mechanism"})
    for row in mechanisms.sort_values("row_no").itertuples():
        if row.domain_id != last:
            heads.append({"x": 0, "y": y, "text": labels[row.domain_id]})
            y += 22
            last = row.domain_id
        has_mechanism = not pd.isna(row.mechanism)
        mechanism = row.mechanism if has_mechanism else "(empty in the printed table)"
        left, right = wrap(row.intervention, room), wrap(mechanism, room)
        if narrow:
            top, bottom = y, y + 16 * len(left) + 4
            words += [{"x": 24, "y": top, "text": left}]
            (words if has_mechanism else empties).append({"x": 24, "y": bottom, "text": right})
            end_y, next_y = bottom + 16 * (len(right) - 1), bottom + 16 * len(right) + 14
        else:
            words += [{"x": 10, "y": y, "text": left}]
            (words if has_mechanism else empties).append({"x": strand_end + 8, "y": y, "text": right})
            top = end_y = y + 8 * (max(len(left), len(right)) - 1)
            next_y = y + 16 * max(len(left), len(right)) + 10
        rows.append(
            {
                "mechanism_id": row.mechanism_id,
                "row_no": row.row_no,
                "domain": labels[row.domain_id],
                "intervention": row.intervention,
                "mechanism": mechanism,
                "pairing_certainty": row.pairing_certainty,
                "sentence": f"Row {row.row_no}: {row.intervention} stands beside {mechanism} "
                f"(pairing: {row.pairing_certainty})",
                "link": page_link(row.page, row.mechanism_id),
                "x": strand_start,
                "x2": strand_end,
                "y": top,
                "y2": end_y,
            }
        )
        y = next_y
    key_top = y + 6
    levels = list(theme.PAIRING_DASHES)
    key_step = (width - 20) // len(levels)
    key = pd.DataFrame(
        [
            {"pairing_certainty": level, "x": 8 + place * key_step, "x2": 40 + place * key_step, "y": key_top, "y2": key_top,
             "text": f"pairing: {level}" if not narrow else level}
            for place, level in enumerate(levels)
        ]
    )
    height = key_top + 16
    frame = pd.DataFrame(rows)

    def strands(data: pd.DataFrame, **encodings: str) -> alt.Chart:
        base, x, y_channel = _in_pixels(data, width, height)
        return base.mark_rule(strokeWidth=2.5, color=theme.INK).encode(
            x,
            y_channel,
            x2="x2:Q",
            y2="y2:Q",
            strokeDash=alt.StrokeDash(
                "pairing_certainty:N",
                scale=alt.Scale(domain=levels, range=list(theme.PAIRING_DASHES.values())),
                legend=None,
            ),
            **encodings,
        )

    layers = [
        _write(pd.DataFrame(heads), width, height, fontWeight="bold"),
        _write(pd.DataFrame(words), width, height, lineHeight=16, fontSize=12.5),
        strands(frame, href="link:N", tooltip="sentence:N", description="sentence:N"),
        strands(key),
        _write(key.assign(x=key["x2"] + 8), width, height, color=theme.MUTED),
    ]
    if empties:
        layers.append(_write(pd.DataFrame(empties), width, height, color=theme.MUTED, fontStyle="italic", lineHeight=16))
    how_sure = count_findings(mechanisms, by="pairing_certainty")
    counted = _listed([f"{row.count} {row.pairing_certainty}" for row in how_sure.itertuples()])
    description = (
        f"{title}. {plural(len(frame), 'row')} of the poster's table, an intervention on the left and a mechanism on the right. "
        f"How sure the pairing is, in our judgement: {counted}. A row claims a pairing; it claims no effect."
    )
    note = "A row pairs; it claims no effect. The dashes are our judgement of how sure the pairing is."
    return _layers(frame, layers, _title(title, width, note), description)
