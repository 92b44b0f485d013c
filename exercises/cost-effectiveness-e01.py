# %% [markdown]
# The table shows the claims without our code for how sure they are. For each claim choose one of these:
# *inconclusive*, *limited evidence*, *unclear*, *some evidence*, *stated plainly*. Then say what is wrong with two
# sentences that we made up: “A&E attendances fell”, and “Pathways did not change how services are delivered.”

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

claims = nmc.select_findings(nmc.load_findings(), page="outcomes/cost-effectiveness", source_id="nmc-summary")
display.table(claims[["finding_id", "statement"]], caption="What the summary says on cost effectiveness")

# %% [markdown] tags=["hint"]
# Ask of each claim: is there some, is there little, does it point nowhere, or has nobody been able to tell yet?

# %% [markdown] tags=["solution"]
# - **Inconclusive:** `nmc-summary-cost-effectiveness-01`. There is evidence on use; it allows no conclusion.
# - **Limited evidence:** `nmc-summary-cost-effectiveness-02`, `nmc-summary-cost-effectiveness-03` and
#   `nmc-summary-cost-effectiveness-08`.
# - **Unclear:** `nmc-summary-cost-effectiveness-04`, on overall spending: “not yet clear”.
# - **Some evidence:** `nmc-summary-cost-effectiveness-07`, on process outcomes of pathways.
# - **Stated plainly:** `nmc-summary-cost-effectiveness-05` and `nmc-summary-cost-effectiveness-06`. They say that
#   savings are hard to locate and how pathways were put in place. Neither is an effect.
#
# The first sentence drops “limited evidence” and speaks of attendances, where the summary has A&E *admissions*. The
# second makes evidence of no change out of little evidence of change.
#
# The codes index the source's words. They are not steps of a scale: one cannot say that “unclear” is worse than
# “limited”.

# %% [markdown] tags=["trainer"]
# People argue over limited or some. Let them: then show the hedge, which ends it. Ask next why the two plain claims
# are the least useful to a finance director, or perhaps the most useful.

# %% tags=["check"]
by_id = claims.set_index("finding_id")["certainty"].rename(index=lambda name: name[-2:])
assert by_id.astype(str).to_dict() == {
    "01": "inconclusive",
    "02": "limited evidence",
    "03": "limited evidence",
    "04": "unclear",
    "05": "stated plainly",
    "06": "stated plainly",
    "07": "some evidence",
    "08": "limited evidence",
}
statements = claims.set_index("finding_id")["statement"]
assert "A&E admissions" in statements["nmc-summary-cost-effectiveness-02"]
assert not statements.str.contains("attendances").any()
assert claims["hedge"].notna().sum() == (claims["certainty"] != "stated plainly").sum()
