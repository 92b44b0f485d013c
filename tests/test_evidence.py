"""An evidence base of somebody else gets its own words, sources, authors and licence everywhere, and none of ours."""

import csv
import json
import re
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import nmc_evidence as nmc
from nmc_evidence import charts, citations, display, schema
from nmc_evidence.charts.layout import layers_of, refuse_lost_rows
from nmc_evidence.display import figures
from nmc_evidence.evidence import UNKNOWN
from nmc_evidence.validation import find_problems

# Ids that coincide with ours (a source, a domain, a claim, a work), under words of their own
SOURCES = ["mcp-poster", "night-audit"]
DOMAINS = ["workforce", "night_rounds"]
CERTAINTIES = ["we are sure", "perhaps", "nobody knows", "we feel"]
DIRECTIONS = ["pushes", "pulls", "turns"]
GROUPS = {
    "plain": {"label": "is sure", "words": "no doubt", "values": ["we are sure"]},
    "hedged": {"label": "doubts", "words": "perhaps", "values": ["perhaps"]},
    "open": {"label": "does not know", "words": "nobody knows", "values": ["nobody knows"]},
    "view": {"label": "feels", "words": "a feeling", "values": ["we feel"]},
}
MARKS = {
    "pushes": {"side": "helps", "sign": "↑", "shape": "arrow", "colour": "other"},
    "pulls": {"side": "hinders", "sign": "↓", "shape": "wedge", "colour": "obstacle"},
    "turns": {"side": "neither", "sign": "↻", "shape": "M-1,0H1V1H-1Z", "colour": "neither"},
}
BIBTEX = """@article{baxter-2018,
  author = {Owl, Olga and others},
  title = {Counting lamps},
  year = {1999},
  journal = {Annals of the Dark},
}

@misc{night-audit-2001,
  author = {{Moth Society}},
  title = {The audit of the lamps},
  year = {2001},
}
"""


def field(name: str, enum: list[str] | None = None, kind: str = "string", **more: Any) -> dict[str, Any]:
    """Describe a column."""
    constraints = {"enum": enum} if enum else {}
    if more.pop("is_key", False):
        constraints |= {"required": True, "unique": True}
    return {"name": name, "type": kind, "description": f"Meaning of {name}.", "constraints": constraints} | more


def words(names: str) -> list[dict[str, Any]]:
    """Describe columns of free text."""
    return [field(name) for name in names.split()]


SOURCE, DOMAIN, OUTCOME = field("source_id", SOURCES), field("domain_id", DOMAINS), field("outcome_id", ["sleep"])
ASSIGNED = [field(f"{what}_assigned_by", ["source", "our reading"]) for what in ("domain", "outcome")]
CERTAINTY = field("certainty", CERTAINTIES, groups=GROUPS, can_be_left_out={"we feel": "feelings"})
DIRECTION = field("direction", DIRECTIONS, marks=MARKS)
TABLES: dict[str, list[dict[str, Any]]] = {
    "sources": [field("source_id", SOURCES, is_key=True), *words("label date_printed reference_id")],
    "domains": [field("domain_id", DOMAINS, is_key=True), field("label")],
    "outcomes": [field("outcome_id", ["sleep"], is_key=True), field("label")],
    "findings": [
        field("finding_id", is_key=True),
        SOURCE,
        field("kind", ["finding", "chat"]),
        *words("section locator also_at theme statement hedge weight basis emphasis same_as page note"),
        *(DOMAIN, OUTCOME, *ASSIGNED, CERTAINTY, DIRECTION),
        field("is_key_message", kind="boolean"),
    ],
    "citations": [
        field("citation_id", is_key=True),
        SOURCE,
        field("place", ["text", "list"]),
        *words("finding_id reference_id printed_as locator cited_via"),
    ],
    "mechanisms": [
        *(field("mechanism_id", is_key=True), SOURCE, field("row_no", kind="integer"), DOMAIN),
        field("pairing_certainty", ["high", "low"]),
        *words("section locator domain_certainty intervention mechanism page note"),
    ],
    "programme_theories": [
        *(field("theory_id", is_key=True), SOURCE, DOMAIN),
        *words("section locator heading statement read_by page note"),
    ],
    "effects": [
        *(field("effect_id", is_key=True), SOURCE, field("value", kind="number")),
        *words("programme measure subgroup sign unit status comparator period"),
    ],
    "timescales": [
        *(field("timescale_id", is_key=True), SOURCE, field("certainty", CERTAINTIES)),
        *(field("lower_years", kind="number"), field("upper_years", kind="number")),
        *words("subject until bound_kind kind statement hedge page"),
    ],
    "events": [
        *(field("event_id", is_key=True), SOURCE, field("year", kind="integer"), field("month", kind="integer")),
        *words("event date_text page"),
    ],
    "frameworks": [
        *(field("framework_id", ["owl-list"], is_key=True), SOURCE, field("is_complete", kind="boolean")),
        *words(
            "label kind author_printed cited_via section locator stated_size printed_size last_printed_no page note"
        ),
    ],
    "framework_items": [
        *(field("item_id", is_key=True), field("framework_id", ["owl-list"]), field("item_no", kind="integer")),
        *words("printed_no parent_item_id label detail note"),
    ],
    "crosswalk": [
        *(field("crosswalk_id", is_key=True), DOMAIN, field("assigned_by", ["source", "our reading"])),
        field("item_id"),
    ],
}
CLAIM = {"kind": "finding", "section": "Lamps", "locator": "p. 1", "theme": "Lamps", "page": "lamps/all"}
ROWS: dict[str, list[dict[str, Any]]] = {
    "sources": [
        {"source_id": "mcp-poster", "label": "Lamp notice", "date_printed": "May 1999", "reference_id": "baxter-2018"},
        {"source_id": "night-audit", "label": "Lamp audit", "reference_id": "night-audit-2001"},
    ],
    "domains": [
        {"domain_id": "workforce", "label": "People who carry lamps"},
        {"domain_id": "night_rounds", "label": "Rounds at night"},
    ],
    "outcomes": [{"outcome_id": "sleep", "label": "Good sleep"}],
    "findings": [
        CLAIM
        | {"finding_id": "nmc-summary-workforce-01", "source_id": "mcp-poster", "statement": "Lamps wake owls."}
        | {"domain_id": "workforce", "domain_assigned_by": "source", "outcome_id": "sleep"}
        | {"outcome_assigned_by": "our reading", "certainty": "we are sure", "direction": "pushes"}
        | {"is_key_message": "true"},
        CLAIM
        | {"finding_id": "owl-lamps-02", "source_id": "night-audit", "statement": "Lamps may help owls."}
        | {"domain_id": "night_rounds", "domain_assigned_by": "our reading", "certainty": "perhaps", "hedge": "may"}
        | {"direction": "pulls", "is_key_message": "false"},
        CLAIM
        | {"finding_id": "owl-lamps-03", "source_id": "night-audit", "statement": "Owls are a riddle."}
        | {"domain_id": "night_rounds", "domain_assigned_by": "source", "certainty": "nobody knows", "hedge": "riddle"}
        | {"direction": "turns", "is_key_message": "false"},
        CLAIM
        | {"finding_id": "owl-lamps-04", "source_id": "night-audit", "statement": "Owls feel well."}
        | {"domain_id": "workforce", "domain_assigned_by": "source", "certainty": "we feel", "hedge": "feel"}
        | {"direction": "pushes", "is_key_message": "false"},
        CLAIM
        | {"finding_id": "owl-lamps-05", "source_id": "night-audit", "statement": "Owls feel well."}
        | {"domain_id": "workforce", "domain_assigned_by": "source", "certainty": "we feel", "hedge": "feel"}
        | {"direction": "pushes", "is_key_message": "false", "same_as": "owl-lamps-04"},
    ],
    "citations": [
        {"citation_id": "c1", "source_id": "mcp-poster", "finding_id": "nmc-summary-workforce-01"}
        | {"reference_id": "baxter-2018", "place": "text", "printed_as": "a"},
        {"citation_id": "c2", "source_id": "night-audit", "reference_id": "night-audit-2001", "place": "list"},
    ],
    "mechanisms": [
        {"mechanism_id": "m1", "source_id": "mcp-poster", "row_no": "1", "domain_id": "workforce", "section": "Lamps"}
        | {"locator": "row 1", "domain_certainty": "sure", "intervention": "Lamps", "mechanism": "Light"}
        | {"pairing_certainty": "low", "page": "lamps/all"},
    ],
    "programme_theories": [
        {"theory_id": "t1", "source_id": "mcp-poster", "domain_id": "workforce", "section": "Lamps", "locator": "top"}
        | {"heading": "LAMPS", "statement": "Light helps.", "read_by": "us", "page": "lamps/all"},
    ],
    "effects": [
        {
            "effect_id": "e1",
            "source_id": "night-audit",
            "programme": "Lamps",
            "measure": "owls woken",
            "sign": "increase",
        }
        | {"value": "3", "unit": "%", "status": "reported"},
    ],
    "timescales": [
        {"timescale_id": "s1", "source_id": "night-audit", "subject": "Lamps", "until": "dawn", "lower_years": "2"}
        | {"bound_kind": "at least", "kind": "span", "statement": "Two years.", "certainty": "perhaps", "hedge": "may"},
    ],
    "events": [{"event_id": "v1", "source_id": "mcp-poster", "year": "1999", "event": "First lamp"}],
    "frameworks": [
        {"framework_id": "owl-list", "source_id": "mcp-poster", "label": "List of owls", "kind": "list"}
        | {"author_printed": "Olga Owl", "cited_via": "baxter-2018", "section": "Lamps", "locator": "box"}
        | {"printed_size": "1", "is_complete": "true", "page": "lamps/all"},
    ],
    "framework_items": [{"item_id": "owl-1", "framework_id": "owl-list", "item_no": "1", "label": "Barn owl"}],
    "crosswalk": [
        {"crosswalk_id": "x1", "item_id": "owl-1", "domain_id": "night_rounds", "assigned_by": "our reading"},
    ],
}


def write_folder(folder: Path, *, tables: dict[str, Any] = TABLES, **about: Any) -> Path:
    """Write an evidence base of its own, made from scratch."""
    folder.mkdir(parents=True, exist_ok=True)
    resources = [
        {
            "name": name,
            "path": f"{name}.csv",
            "schema": {"fields": fields, "primaryKey": fields[0]["name"], "missingValues": [""]},
        }
        for name, fields in tables.items()
    ]
    descriptor = {
        "name": "lamps",
        "title": "Lamps and owls",
        "created": "1999-12-31T00:00:00Z",
        "version": "7",
        "contributors": [{"title": "The Lamp Club"}],
        "licenses": [{"name": "OGL-UK-3.0", "title": "Open Lamp Licence"}],
        "resources": resources,
    }
    (folder / "datapackage.json").write_text(json.dumps(descriptor | about) + "\n", encoding="utf-8")
    for name, fields in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [field["name"] for field in fields], lineterminator="\n", restval="")
            writer.writeheader()
            writer.writerows(ROWS.get(name, []))
    (folder / "references.bib").write_text(BIBTEX, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> nmc.Evidence:
    return nmc.Evidence(write_folder(tmp_path_factory.mktemp("own") / "lamps"))


def charts_of(evidence: nmc.Evidence) -> dict[str, tuple[Any, pd.DataFrame, dict[str, Any]]]:
    """Return every chart with the frame that it draws."""
    pairs = evidence.load("mechanisms")
    return {
        "certainty_units": (charts.certainty_units, evidence.findings, {}),
        "claims_by_direction": (charts.claims_by_direction, evidence.findings, {}),
        "crosswalk_dots": (charts.crosswalk_dots, evidence.load("crosswalk"), {}),
        "evidence_map": (charts.evidence_map, evidence.findings, {}),
        "lists_side_by_side": (charts.lists_side_by_side, evidence.load("framework_items"), {}),
        "mechanism_strands": (charts.mechanism_strands, pairs, {}),
        "named_grid": (charts.named_grid, pairs, {"rows": "domain_id", "columns": "source_id"}),
        "policy_timeline": (charts.policy_timeline, evidence.load("events"), {}),
        "reported_changes": (charts.reported_changes, evidence.load("effects"), {}),
        "timescale_spans": (charts.timescale_spans, evidence.load("timescales"), {}),
        "who_cites_whom": (charts.who_cites_whom, evidence.citations, {}),
    }


def all_of(piece: display.Html) -> str:
    """Return what a piece of a page shows and all that it brings along, in files as well."""
    return piece.text + json.dumps(piece.parts, ensure_ascii=False)


def views_of(evidence: nmc.Evidence) -> dict[str, str]:
    """Return everything that can be shown of an evidence base, as text."""
    findings = evidence.findings
    shown = {
        "cards": display.cards(findings).text,
        "statements": display.statements(findings, has_source=True).text,
        "left_open": display.left_open(findings).text,
        "nothing left open": display.left_open(findings.iloc[:1]).text,
        "claim_map": display.claim_map(findings, name="map").text,
        "claim_table": all_of(display.claim_table(findings, name="claims")),
        "mechanism_cards": display.mechanism_cards(evidence.load("mechanisms")).text,
        "theory_cards": display.theory_cards(evidence.load("programme_theories")).text,
        "published_list": display.published_list(
            "owl-list", evidence.load("frameworks"), evidence.load("framework_items")
        ).text,
        "reference_list": display.reference_list(evidence=evidence).text,
        "wordings": display.wordings(findings).text,
        "judge_first": display.judge_first(
            findings, pd.DataFrame({"finding_id": findings["finding_id"], "question": "Owls?"})
        ).text,
        "source_line": display.source_line(findings),
        "bibtex": " ".join(citations.to_bibtex(evidence.references)),
        "ris": " ".join(citations.to_ris(evidence.references)),
        "summary": nmc.summarise_findings(findings, by="domain_id").to_string(),
    }
    for name, (draw, frame, options) in charts_of(evidence).items():
        for width in (charts.WIDE, charts.NARROW):
            shown[f"{name} at {width}"] = json.dumps(draw(frame, width=width, **options).to_dict(), default=str)
        if "source_id" in frame:
            figure = display.figure(draw, frame, name=name.replace("_", "-"), caption="Owls.", **options)
            shown[f"figure of {name}"] = all_of(figure)
    return shown


@pytest.fixture(scope="module")
def shown(own) -> dict[str, str]:
    return views_of(own)


def words_of_ours() -> set[str]:
    """Return what only the shipped evidence says of itself: labels, titles, authors, codes, name and licence."""
    ours = nmc.Evidence()
    found = {"nmc-evidence", "The nmc-evidence contributors", "CC BY 4.0", "CC-BY-4.0", str(ours.title), str(ours.year)}
    for table in ("sources", "domains", "outcomes", "frameworks"):
        found |= set(ours.load(table)["label"])
    found |= set(ours.sources["title"].dropna()) | set(ours.references["title"].dropna())
    found |= {name for author in ours.references["author"].dropna() for name in citations._families(author)}
    found |= {code for kind in ours.groups for code in ours.codes_of(kind)} | set(ours.directions)
    # words that a page says without meaning our evidence
    return found - {"others", "Other", "other", "mixed", "concern", "opinion", "unclear", "neutral", "positive"}


def test_nothing_of_ours_stands_in_a_view_of_somebody_elses_evidence(shown):
    ours = words_of_ours()
    assert len(ours) > 100
    pattern = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, sorted(ours, key=len, reverse=True)))})(?![\w-])")
    found = {name: sorted(set(pattern.findall(text))) for name, text in shown.items()}
    assert not {name: words for name, words in found.items() if words}


def test_its_own_words_stand_in_every_view(shown):
    for name, expected in {
        "cards": ["Lamp audit", "Rounds at night", "Good sleep", "↑ pushes", "Owl et al. (1999)"],
        "claim_map": ["Rounds at night", "Lamp notice", "feelings"],
        "claim_table": ["Rounds at night", "↻ turns", "Annals of the Dark", "Moth Society"],
        "left_open": ["Owls are a riddle."],
        "nothing left open": ["nobody knows"],
        "judge_first": ["is sure", "a feeling"],
        "source_line": ["Sources: Lamp notice (May 1999); Lamp audit (undated)."],
        "figure of certainty_units": [
            "Sources: Lamp notice (May 1999); Lamp audit (undated).",
            "lamps (1999), figure “certainty-units”, from: Lamp notice and Lamp audit",
            "Owl Olga et al. (1999). Counting lamps. Annals of the Dark.",
            "As shown in: The Lamp Club (1999). Lamps and owls, version 7, figure “certainty-units”: Owls. OGL-UK-3.0.",
            "Open Lamp Licence",
        ],
        "lists_side_by_side at 680": ["List of owls", "through Owl et al. (1999)"],
        "who_cites_whom at 340": ["Lamp notice", "Moth Society (2001)"],
    }.items():
        for text in expected:
            assert text in shown[name], f"{name} lacks {text!r}"


def test_an_evidence_base_made_from_scratch_has_no_problem(own):
    assert find_problems(own.folder).empty


# --- what a frame belongs to


def test_a_frame_keeps_its_evidence_through_everyday_work(own):
    findings = own.findings
    for frame in (
        findings[findings["kind"] == "finding"],
        findings.assign(more=1).sort_values("statement").head(2),
        nmc.select_findings(findings, domain_id="workforce"),
        nmc.count_findings(findings, by="domain_id"),
        findings.copy().drop(columns="note"),
    ):
        assert nmc.Evidence.of(frame) is own


def test_a_frame_that_does_not_say_where_it_belongs_gets_no_name_date_author_or_licence_of_ours(own):
    frame = pd.DataFrame(nmc.load_findings().to_dict("list"))
    assert nmc.Evidence.of(frame) is UNKNOWN
    assert display.source_line(frame.head(1)) == "Source: Kf measures."
    cited = figures.cite_figure("own", "C.", frame.head(1))
    assert cited == {
        "short": "Figure “own”, from: Kf measures",
        "full": "Kf measures. Figure “own”: C.",
        "sources": [],
        "licences": [],
    }
    assert "Cites" not in display.cards(frame).text
    assert "bibliography" in display.cards(nmc.load_findings()).text
    with pytest.raises(ValueError, match=r"unknown direction .*evidence=nmc\.Evidence\(\)"):
        charts.certainty_units(forget(nmc.load_findings()))
    assert len(charts.certainty_units(forget(own.findings), evidence=own).data) == len(own.findings)


def forget(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame that no longer says where it belongs."""
    frame = frame[frame["certainty"].notna()].copy()
    frame.attrs = {}
    return frame


def test_claims_of_two_evidence_bases_together_are_shown_under_neither_name(own):
    both = pd.concat([own.findings, nmc.load_findings().head(3)])
    assert nmc.Evidence.of(both) is UNKNOWN
    shown = display.cards(both).text + display.statements(both, has_source=True).text
    assert "Lamp audit" not in shown
    assert "Night audit" in shown


def test_a_source_that_the_evidence_does_not_know_is_named_and_nothing_of_ours_is_added():
    findings = nmc.load_findings().head(2).assign(source_id=pd.Categorical(["my-scan", "my-scan"]))
    cited = figures.cite_figure("own", "C.", findings)
    assert cited["full"] == "My scan. Figure “own”: C."
    assert cited["licences"] == []
    assert display.source_line(findings) == "Source: My scan."


def test_a_folder_without_a_descriptor_borrows_neither_title_nor_author_nor_licence(data_copy):
    (data_copy / "datapackage.json").unlink()
    evidence = nmc.Evidence(data_copy)
    assert (evidence.title, evidence.authors, evidence.licence, evidence.version) == (None, None, None, None)
    assert "CC BY" not in figures.cite_figure("own", "C.", evidence.findings)["full"]


def test_what_changes_on_disk_is_read_again(tmp_path):
    folder = write_folder(tmp_path / "lamps")
    evidence = nmc.Evidence(folder)
    findings = evidence.findings
    assert charts.labels_of(findings, "domain_id")["workforce"] == "People who carry lamps"
    domains = folder / "domains.csv"
    domains.write_text(domains.read_text(encoding="utf-8").replace("carry lamps", "carry torches"), encoding="utf-8")
    assert charts.labels_of(findings, "domain_id")["workforce"] == "People who carry torches"
    descriptor = folder / "datapackage.json"
    descriptor.write_text(descriptor.read_text(encoding="utf-8").replace("Lamps and owls", "Torches"), encoding="utf-8")
    assert evidence.title == "Torches"


def test_a_table_is_read_once_and_what_is_handed_out_can_be_changed(own, monkeypatch):
    display.cards(own.findings)
    monkeypatch.setattr(type(own.folder / "findings.csv"), "read_bytes", lambda path: pytest.fail(f"{path} read again"))
    mine = own.load("findings")
    mine.loc[0, "statement"] = "changed"
    assert "changed" not in set(own.load("findings")["statement"])
    nmc.Evidence(own.folder).load("findings")
    display.cards(own.findings)
    display.claim_map(own.findings, name="map")


def test_a_descriptor_that_is_handed_out_can_be_changed():
    changed = schema.read_descriptor()
    changed["title"] = "changed"
    schema.get_table("findings")["schema"]["fields"].clear()
    nmc.Evidence().descriptor["resources"].clear()
    assert nmc.Evidence().title != "changed"
    assert nmc.load_findings().shape[1] > 1


# --- vocabularies


def descriptor_with(change: Any) -> dict[str, Any]:
    """Return the tables with a change in the columns of the findings."""
    tables = json.loads(json.dumps(TABLES))
    change({field["name"]: field for field in tables["findings"]})
    return tables


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda fields: fields["direction"]["marks"].pop("turns"), "the direction 'turns' has no side, no sign"),
        (lambda fields: fields["direction"]["marks"]["turns"].pop("side"), "the direction 'turns' has no side;"),
        (lambda fields: fields["direction"]["marks"]["turns"].update(side="up"), "unknown side of the .*'turns'"),
        (lambda fields: fields["direction"]["marks"]["turns"].update(colour="red"), "unknown colour of the .*'turns'"),
        (lambda fields: fields["direction"]["marks"]["turns"].update(shape="star"), "unknown shape of the .*'turns'"),
        (lambda fields: fields["direction"]["marks"]["turns"].update(sign="↑"), "'pushes' and 'turns' have the same"),
        (lambda fields: fields["direction"]["marks"].update(goes=MARKS["turns"]), "unknown direction.*'goes'|same"),
        (lambda fields: fields["certainty"]["groups"].pop("view"), "'we feel' in no group"),
        (lambda fields: fields["certainty"]["groups"].update(odd=GROUPS["view"]), "unknown group .*'odd'"),
        (lambda fields: fields["certainty"]["groups"]["open"]["values"].append("we feel"), "'we feel' stands in"),
        (lambda fields: fields["certainty"]["groups"]["open"]["values"].append("who knows"), "unknown .*'who knows'"),
        (
            lambda fields: fields["certainty"].update(warnings=["beware"]),
            "unknown certainty under 'warnings' .*'beware'",
        ),
    ],
)
def test_a_code_that_cannot_be_drawn_or_sorted_is_refused_by_name(tmp_path, change, message):
    folder = write_folder(tmp_path / "lamps", tables=descriptor_with(change))
    findings = nmc.load_findings(data_dir=folder)
    with pytest.raises(ValueError, match=message):
        charts.claims_by_direction(findings, by="source_id"), nmc.summarise_findings(findings, by="source_id")
    assert find_problems(folder)["expected"].str.contains(message).any()


def test_a_new_direction_needs_no_line_of_code(tmp_path):
    def add(fields: dict[str, Any]) -> None:
        fields["direction"]["constraints"]["enum"].append("stalls")
        mark = {"side": "hinders", "sign": "■", "shape": "square", "colour": "unwanted"}
        fields["direction"]["marks"]["stalls"] = mark

    folder = write_folder(tmp_path / "lamps", tables=descriptor_with(add))
    path = folder / "findings.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",turns,", ",stalls,"), encoding="utf-8")
    findings = nmc.load_findings(data_dir=folder)
    drawn = charts.claims_by_direction(findings).data
    assert len(drawn) == len(findings)
    assert drawn.loc[drawn["direction"] == "stalls", "side"].tolist() == ["hinders"]
    assert "■ stalls" in display.cards(findings).text


def test_the_kinds_of_certainty_add_up_and_agree(own):
    for evidence in (own, nmc.Evidence()):
        findings = nmc.select_findings(evidence.findings, kind="finding")
        summary = nmc.summarise_findings(findings, by="source_id")
        kinds = {"plain": "stated_plainly", "hedged": "hedged", "open": "left_open", "view": "views"}
        for kind, column in kinds.items():
            assert summary[column].sum() == findings["certainty"].map(evidence.kind_of).eq(kind).sum()
        assert summary[list(kinds.values())].to_numpy().sum() == findings["certainty"].notna().sum()
        listed = display.left_open(findings).text.count("<li>")
        assert listed == findings["certainty"].isin(evidence.open_or_warning).sum() >= summary["left_open"].sum()


# --- no mark is lost


CHARTS = [
    "certainty_units",
    "claims_by_direction",
    "crosswalk_dots",
    "evidence_map",
    "lists_side_by_side",
    "mechanism_strands",
    "named_grid",
    "policy_timeline",
    "reported_changes",
    "timescale_spans",
    "who_cites_whom",
]


def test_every_chart_is_looked_at(own):
    assert set(CHARTS) == set(charts_of(own))
    returns = {name: getattr(getattr(charts, name), "__annotations__", {}).get("return") for name in charts.__all__}
    assert set(CHARTS) == {name for name, returned in returns.items() if returned == "alt.LayerChart"}


@pytest.mark.parametrize("name", CHARTS)
def test_every_row_has_its_mark_and_a_chart_that_loses_one_is_refused(own, name, monkeypatch):
    draw, frame, options = charts_of(own)[name]
    draw(frame, **options)

    def losing(drawn: pd.DataFrame, *parts: Any, given: pd.DataFrame, by: list[str]) -> Any:
        """Lose the mark of the last row, as a chart with a fault would."""
        is_last = (drawn[by].astype(str) == given[by].astype(str).iloc[-1]).all(axis=1)
        assert is_last.any()
        return layers_of(drawn[~is_last], *parts, given=given, by=by)

    monkeypatch.setattr(sys.modules[draw.__module__], "layers_of", losing)
    with pytest.raises(ValueError, match=rf"would not be drawn: .*{frame.iloc[-1, 0]}"):
        draw(frame, **options)


def test_two_rows_with_one_id_need_two_marks():
    rows = pd.DataFrame({"finding_id": ["a", "b", "b"]})
    with pytest.raises(ValueError, match="1 of 3 rows would not be drawn: b"):
        refuse_lost_rows(rows, rows.iloc[:2].assign(x=1, y=1), ["finding_id"])
    with pytest.raises(ValueError, match="1 of 3 rows would not be drawn: a"):
        refuse_lost_rows(rows, rows.assign(x=[None, 1, 1], y=1), ["finding_id"])


# --- paths and descriptors


@pytest.mark.parametrize(
    "path",
    [
        "../secret.csv",
        "/etc/hostname",
        "a/../../secret.csv",
        "C:\\secret.csv",
        "..\\secret.csv",
        "https://example.org/secret.csv",
        "",
        "link.csv",
    ],
)
def test_a_path_that_leaves_the_folder_is_refused_and_its_content_is_not_quoted(tmp_path, path):
    folder = write_folder(tmp_path / "lamps")
    (tmp_path / "secret.csv").write_text("the secret words\n", encoding="utf-8")
    (folder / "link.csv").symlink_to(tmp_path / "secret.csv")
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"][1]["path"] = path
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    with pytest.raises(ValueError, match="leaves the folder") as error:
        nmc.load("domains", data_dir=folder)
    problems = find_problems(folder)
    assert problems["expected"].str.contains("leaves the folder").any()
    assert "secret words" not in str(error.value) + problems.to_string()


def cycle(descriptor: dict[str, Any]) -> None:
    tables = {resource["name"]: resource["schema"] for resource in descriptor["resources"]}
    for one, other in (("domains", "outcomes"), ("outcomes", "domains")):
        column = "label"
        tables[one]["foreignKeys"] = [{"fields": [column], "reference": {"resource": other, "fields": [column]}}]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda descriptor: cycle(descriptor), "lead in a circle: domains.label → outcomes.label → domains.label"),
        (lambda descriptor: descriptor["resources"][1].pop("schema"), "table 'domains': no 'schema'"),
        (lambda descriptor: descriptor["resources"][1].pop("path"), "table 'domains': no 'path'"),
        (lambda descriptor: descriptor["resources"][1].pop("name"), "table 2 has no 'name'"),
        (
            lambda descriptor: descriptor["resources"][1]["schema"]["fields"][0].pop("type"),
            "column 'domain_id': the type",
        ),
        (lambda descriptor: descriptor["resources"][1]["schema"]["fields"][0].pop("name"), "column 1 has no 'name'"),
        (lambda descriptor: descriptor["resources"][1]["schema"].update(foreignKeys=[{}]), "foreign key .* incomplete"),
        (lambda descriptor: descriptor["resources"][1]["schema"].update(primaryKey=["id"]), "'primaryKey' is"),
        (
            lambda descriptor: descriptor["resources"][1]["schema"]["fields"][1].update(constraints={"pattern": "("}),
            "column 'label': 'pattern' is no regular expression",
        ),
        (lambda descriptor: descriptor["resources"].append(descriptor["resources"][1]), "two tables are called"),
        (lambda descriptor: descriptor.pop("resources"), "no list of 'resources'"),
    ],
)
def test_a_damaged_descriptor_is_named_by_loader_and_check(tmp_path, damage, message):
    folder = write_folder(tmp_path / "lamps")
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    damage(descriptor)
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        nmc.load("domains", data_dir=folder)
    assert find_problems(folder)["expected"].str.contains(message).any()


def test_what_the_standard_forbids_in_a_descriptor_is_a_problem_and_no_traceback(tmp_path):
    folder = write_folder(tmp_path / "lamps", created="yesterday")
    assert find_problems(folder)["expected"].str.contains("created").any()


@pytest.mark.parametrize("text", ["[]", "null", '"words"', "{", "[" * 100_000])
def test_a_descriptor_that_is_no_object_is_named(tmp_path, text):
    folder = write_folder(tmp_path / "lamps")
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"datapackage\.json"):
        nmc.load("domains", data_dir=folder)
    assert (find_problems(folder)["file"] == "datapackage.json").any()


# --- selecting


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"page": "lamps/al"}, "unknown page 'lamps/al'. Did you mean 'lamps/all'"),
        ({"section": "Owls"}, "unknown section 'Owls'"),
        ({"theme": ["Lamps", "Lamp"]}, "unknown theme 'Lamp'"),
        ({"same_as": 3}, "unknown same_as 3"),
    ],
)
def test_a_value_that_cannot_occur_in_a_column_of_text_is_refused(own, wanted, message):
    with pytest.raises(ValueError, match=message):
        nmc.select_findings(own.findings, **wanted)


def test_a_value_that_can_occur_may_have_no_row_in_a_part(own):
    assert nmc.select_findings(own.findings.iloc[:0], theme="Lamps").empty


def test_a_missing_value_can_be_asked_for(own):
    findings = own.findings
    assert len(nmc.select_findings(findings, outcome_id=None)) == findings["outcome_id"].isna().sum()
    assert len(nmc.select_findings(findings, outcome_id=["sleep", None])) == len(findings)
    assert len(nmc.select_findings(findings, hedge=[None, "may"])) == (findings["hedge"].isna().sum() + 1)


def test_numbers_are_not_looked_for_in_quotes(own):
    with pytest.raises(ValueError, match="unknown row_no '1': the column holds numbers"):
        nmc.select_findings(own.load("mechanisms"), row_no="1")


def test_counting_by_words_says_what_to_do(own):
    with pytest.raises(ValueError, match=r"value_counts\(\)"):
        nmc.count_findings(own.findings, by="theme")


# --- checking


def test_single_tables_can_be_checked(tmp_path):
    folder = write_folder(tmp_path / "lamps")
    for name in ("events", "effects"):
        path = folder / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8").replace("mcp-poster", "x").replace("night-audit", "x"))
    assert set(find_problems(folder, tables=["events"])["file"]) == {"events.csv"}
    assert set(find_problems(folder)["file"]) == {"events.csv", "effects.csv"}
    assert find_problems(folder, tables=["findings"]).empty
    with pytest.raises(ValueError, match="unknown table 'event'"):
        find_problems(folder, tables=["event"])


# --- old names


def test_an_old_name_works_and_says_what_to_write():
    with pytest.warns(DeprecationWarning, match=r'write nmc_evidence.load\("mechanisms"\)'):
        old = nmc.load_mechanisms()
    pd.testing.assert_frame_equal(old, nmc.load("mechanisms"))
    with pytest.warns(DeprecationWarning, match="from nmc_evidence.tables import session_agenda"):
        nmc.session_agenda  # noqa: B018
    with pytest.warns(DeprecationWarning, match="labels_of"):
        assert charts.labels_of("domain_id", ["workforce"]) == {"workforce": "Workforce"}
    with pytest.raises(AttributeError, match="no attribute 'load_nothing'"):
        nmc.load_nothing  # noqa: B018
