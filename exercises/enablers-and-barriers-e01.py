# %% [markdown]
# The draft counts enablers and barriers, takes one from the other and says how “favourable” the picture is. Change the
# code so that it counts every direction that occurs, without netting. Then list the findings whose direction is *not
# stated* or *mixed*. Say what these have in common and why they may not be counted on either side.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

claims = nmc.select_findings(nmc.load_findings(), page="lessons/enablers-and-barriers", kind="finding")
helps = nmc.select_findings(claims, direction="enabler")
hinders = nmc.select_findings(claims, direction="barrier")
display.Html(f"<p>Draft: the balance of enablers over barriers is {len(helps) - len(hinders)}.</p>")

# %% [markdown] tags=["hint"]
# `count_findings` counts what is there, empty groups included. The meaning of each direction is in
# `nmc.value_meanings("findings", "direction")`.

# %% tags=["solution"]
counted = nmc.count_findings(claims, by="direction")
neither_side = nmc.select_findings(claims, direction=["not stated", "mixed"])
(
    display.table(counted[counted["count"] > 0], caption="Findings of the chapter by direction, without netting")
    + display.statements(neither_side)
)

# %% [markdown] tags=["solution"]
# Most of these claims name an issue, such as leadership or resources, among barriers *and* facilitators, and do not
# say which way it works. “Leadership” on a list of barriers and facilitators is neither. To count it as an enabler
# because it sounds like one would be our invention.
#
# The balance in the draft has no meaning. A barrier does not cancel an enabler, the numbers depend on how sentences
# were split, and the claims without a direction were dropped in silence. They are a good part of the chapter, as the
# table shows.

# %% [markdown] tags=["trainer"]
# “Adequate resources” sounds good and “financial uncertainty” sounds bad: ask whether the label already says which way
# a factor worked in a study. Next: draw `charts.claims_by_direction(claims, by="source_id")` and talk about what
# stands on neither side.

# %% tags=["check"]
assert counted["count"].sum() == len(claims)
assert len(helps) + len(hinders) < len(claims)
assert len(neither_side) >= len(helps)
issues = neither_side[neither_side["statement"].str.contains("are among the barriers and facilitators")]
assert len(issues) > len(neither_side) / 2
assert issues["note"].str.contains("does not say which way").all()
assert not set(neither_side["finding_id"]) & (set(helps["finding_id"]) | set(hinders["finding_id"]))
