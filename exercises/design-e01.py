# %% [markdown]
# The table holds what the summary says on the size of the population served. Below are three sentences from the
# minutes of a meeting; we made them up. Judge each: is it covered by a claim, does it say more than the claims, or
# does it say something else?
#
# 1. “The evidence puts the right size somewhere between that of a GP practice and that of an Emergency Department.”
# 2. “Research has shown that size makes no difference.”
# 3. “Which services were on offer influenced how many people were served.”

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

claims = nmc.select_findings(nmc.load_findings(), page="findings/design", theme="Size of population")
display.table(claims[["finding_id", "statement", "hedge"]], caption="What the summary says on size")

# %% [markdown] tags=["hint"]
# “Served” and “should serve” are different verbs. And ask what a missing proof proves.

# %% [markdown] tags=["solution"]
# 1. **Says something else.** The figures are populations that were served. They are not recommended sizes, and no
#    claim makes a range of them. Only the figure for GP practices carries the word “around”.
# 2. **Says something else.** “No direct evidence being found” is a gap. It does not show that size makes no
#    difference; it says that nothing direct turned up on the largest or the smallest size that can work.
# 3. **Covered**, by `nmc-summary-design-16`. Keep the verb: to influence is not to decide.
#
# What may be said on the right size is short: the summary found no direct evidence.

# %% [markdown] tags=["trainer"]
# Two numbers in a text look like a range, and an empty search looks like a “no”. Ask the group for a decision they
# would take *without* evidence on size, and how they would word it so that nobody takes it for evidence.

# %% tags=["check"]
by_id = claims.set_index("finding_id")
assert set(by_id.loc[["nmc-summary-design-14", "nmc-summary-design-15"], "certainty"]) == {"no direct evidence"}
assert by_id.loc["nmc-summary-design-16", "certainty"] == "stated plainly"
assert "influenced" in by_id.loc["nmc-summary-design-16", "statement"]
assert by_id.loc["nmc-summary-design-17", "hedge"] == "around"
assert by_id["hedge"].isna()["nmc-summary-design-18"]
assert (
    by_id.loc[["nmc-summary-design-17", "nmc-summary-design-18"], "note"].str.contains("not a recommended size").all()
)
