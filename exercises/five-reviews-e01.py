# %% [markdown]
# A colleague wants to write: “Bunn and colleagues show that trust is a key element of engaging patients and
# communities.” The claim itself is in the summary. The first table gives the claim, the second gives every place where
# the summary names a review. Decide whether the sentence may stand, and write one that may.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

claim = nmc.select_findings(nmc.load_findings(), finding_id="nmc-summary-people-and-communities-07")
named = nmc.select_findings(nmc.load_citations(), source_id="nmc-summary")
(
    display.table(claim[["finding_id", "statement", "weight", "section"]], caption="The claim")
    + display.table(
        named[["reference_id", "finding_id", "locator"]],
        caption="Where the summary names a review",
        row_header="locator",
    )
)

# %% [markdown] tags=["hint"]
# Look at the column that would link a review to a claim.

# %% [markdown] tags=["solution"]
# The sentence may not stand. The column `finding_id` is empty in every row of the second table: the summary lists the
# reviews and never says which of them supports which finding.
#
# A sentence that may stand: “The summary of the evidence reviews calls trust a ‘key element’ of engaging patients and
# communities; it does not say which review this comes from.”
#
# That a review deals with a neighbouring subject makes a link plausible. It does not make it true. To find out, you
# would have to read the review itself.

# %% [markdown] tags=["trainer"]
# The wish to name a study is a good one, and here it leads astray. Ask: how would you find the true source, and what
# would you write until you have it? Watch for “the reviews agree”: that is not said either.

# %% tags=["check"]
assert len(claim) == 1
assert claim["weight"].item() == "key element"
assert claim["statement"].item().startswith("Trust is a key element of engaging")
assert not named.empty
assert named["finding_id"].isna().all()
assert "bunn-2018" in set(named["reference_id"])
