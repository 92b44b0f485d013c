# %% [markdown]
# The scan prints one demand twice: once among the bullets at the head of the chapter, once in the text. The draft
# shows the bullet. Change the code to set both side by side, with section and place, certainty and hedge, and with the
# work that each cites, if any. Then say which words a careful quotation must keep.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

claims = nmc.select_findings(nmc.load_findings(), page="measuring/how-to-evaluate", theme="What evaluation needs")
draft = claims.head(1)
display.table(draft[["statement"]], caption="Draft: what evaluation needs")

# %% [markdown] tags=["hint"]
# `load_citations` holds one row for each place where a work is cited; `finding_id` links it to the claim. A left merge
# keeps the claims that cite nothing.

# %% tags=["solution"]
cited = nmc.load_citations()[["finding_id", "reference_id"]]
both = claims.merge(cited, on="finding_id", how="left")
columns = ["statement", "locator", "certainty", "hedge", "reference_id"]
display.table(both[columns], caption="One demand in two places of the same source")

# %% [markdown] tags=["solution"]
# In the text it is Shaw and colleagues who *suggest* it. In the bullet the author and “suggest” are gone, and the
# demand is stated plainly, without a citation. A careful quotation keeps both: “Shaw and colleagues suggest …, as the
# rapid scan reports.”
#
# Two places in one source are not two voices. And a demand for certain methods is advice. It reports no result of
# using them.

# %% [markdown] tags=["trainer"]
# Ask which of the two the group would have copied; most take the bullet, because it is shorter. Next: find a sentence
# in your own guidance that begins “It is essential to” and trace who first said so.

# %% tags=["check"]
by_id = both.set_index("finding_id")
bullet, text = by_id.loc["rapid-scan-measuring-001"], by_id.loc["rapid-scan-measuring-020"]
assert len(both) == 2
assert bullet["certainty"] == "stated plainly"
assert by_id["hedge"].isna()["rapid-scan-measuring-001"]
assert by_id["reference_id"].isna()["rapid-scan-measuring-001"]
assert (text["certainty"], text["hedge"]) == ("suggested", "suggest")
assert text["reference_id"].startswith("shaw")
assert text["statement"].startswith("Shaw and colleagues suggest")
assert set(both["kind"]) == {"recommendation"}
