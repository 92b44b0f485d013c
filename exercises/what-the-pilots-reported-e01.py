# %% [markdown]
# The draft lists changes that the integrated care pilots reported. Change the code so that every reported percentage
# of these pilots is drawn, in printed order; `charts.reported_changes` draws them. In a second cell, make a table with
# the subgroup, the comparator and the period of each figure. Then say what the chart does not allow you to conclude.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import charts, display

effects = nmc.load("effects")
pilots = nmc.select_findings(effects, programme="Sixteen integrated care pilots", unit="%")
draft = nmc.select_findings(pilots, sign="decrease").sort_values("value", ascending=False)
display.table(draft[["measure", "sign", "value", "unit"]], caption="Draft: the pilots brought use down")

# %% [markdown] tags=["hint"]
# Two things were done to the frame before it was shown. Undo both. An empty cell in the table is an answer.

# %% tags=["solution"]
chart = charts.reported_changes(pilots)
chart

# %% tags=["solution"]
display.table(
    pilots[["measure", "subgroup", "sign", "value", "comparator", "period", "hedge"]],
    caption="Every percentage that these pilots reported",
)

# %% [markdown] tags=["solution"]
# Emergency admissions went **up**, and more so in the sites that used case management. The draft left this out and
# sorted the rest by size.
#
# The chart does not let you say that the pilots brought these changes about: the scan gives neither what they were
# compared with nor over which time. It does not let you generalise either; the evaluation stresses how much the sites
# differed. And the figures of the case management sites hold for those sites only: they are not part of an average to
# be struck.

# %% [markdown] tags=["trainer"]
# Ask who would gain from the draft. Then ask how often a chart at work shows only the bars that went the right way.
# Next: is a rise in emergency admissions *bad* here? The source sets it against the falls with a “but”; it gives no
# reason for it.

# %% tags=["check"]
drawn = chart.data
assert drawn["effect_id"].tolist() == pilots["effect_id"].tolist()
assert (drawn["change"] > 0).any()
assert (drawn["change"] < 0).any()
ups = drawn[drawn["change"] > 0]
assert set(ups["measure"]) == {"emergency admissions"}
assert not set(ups["effect_id"]) & set(draft["effect_id"])
by_sites = ups.set_index("effect_id")["change"]
managed = pilots.loc[pilots["subgroup"].notna(), "effect_id"]
assert by_sites[by_sites.index.isin(managed)].item() > by_sites[~by_sites.index.isin(managed)].item()
assert pilots[["comparator", "period"]].isna().all(axis=None)
assert set(pilots["hedge"]) == {"difficult to generalise conclusions"}
