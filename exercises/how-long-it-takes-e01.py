# %% [markdown]
# The draft reduces all claims on time to one line: from the smallest number of years to the largest. Change the code
# so that each claim stands by itself, with what takes the time, what it lasts **until**, whether the figure is a
# minimum, the source and its hedge. In a second cell, draw the spans. Then rewrite the line as sentences that keep the
# claims apart.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import charts, display

times = nmc.select_findings(nmc.load("timescales"), kind="how long it takes")
numbered = times[times["lower_years"].notna()]
low, high = numbered["lower_years"].min(), numbered["upper_years"].max()
display.Html(f"<p>Draft: integrated care takes {low:.0f} to {high:.0f} years.</p>")

# %% [markdown] tags=["hint"]
# `charts.timescale_spans` draws one span a claim. The column `bound_kind` tells a range from a minimum.

# %% tags=["solution"]
columns = ["source_id", "subject", "until", "lower_years", "upper_years", "bound_kind", "hedge"]
findings = nmc.load_findings()
worded = findings[findings["statement"].isin(numbered["statement"])]
(
    display.table(numbered[columns], caption="Claims about time, each with its own end")
    + display.statements(worded, has_source=True)
)

# %% tags=["solution"]
spans = charts.timescale_spans(numbered)
spans

# %% [markdown] tags=["solution"]
# The claims come from different sources and wait for different things: measurable effects, an impact on health service
# activity, a change of culture. Some figures are a minimum, and the draft's “to” gave them an end. Every one of them
# is only suggested.
#
# So there is no one length of time for integrated care. A sentence has to name what is waited for: “Commentators
# suggest that measurable effects take this long to appear” is one; the statements under the table are the others.
#
# A minimum is no promise that effects come once it is over.

# %% [markdown] tags=["trainer"]
# Boards want one number. Ask which decision the number is for: that mostly tells which “until” is meant. Next: which
# claims on time give no figure at all, and why would one be tempted to add it?

# %% tags=["check"]
assert numbered["until"].nunique() == len(numbered)
assert numbered["source_id"].nunique() == len(numbered)
assert set(numbered["certainty"]) == {"suggested"}
assert (numbered["bound_kind"] == "at least").any()
assert (numbered["bound_kind"] == "range").any()
assert numbered["upper_years"].isna().any()
assert spans.data["timescale_id"].tolist() == numbered["timescale_id"].tolist()
assert set(worded["statement"]) == set(numbered["statement"])
assert len(times) > len(numbered)
