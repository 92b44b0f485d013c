# %% [markdown]
# The draft ranks the domains by their number of claims and calls the result “Where the evidence is strongest”. Change
# the code so that the table keeps the summary's own order and shows, for each domain, the claims, the claims counted
# once each, those that are hedged and those left open. Write a caption that promises no more than the table holds.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

claims = nmc.select_findings(nmc.load_findings(), kind="finding", source_id="nmc-summary")
in_domains = claims[claims["domain_id"].notna()]
draft = nmc.count_findings(in_domains, by="domain_id").sort_values("count", ascending=False)
display.table(draft, caption="Draft: where the evidence is strongest")

# %% [markdown] tags=["hint"]
# One helper of the package counts all of this at once and keeps the order. Its name says what it does to findings.

# %% tags=["solution"]
overview = nmc.summarise_findings(in_domains, by="domain_id")
columns = ["domain_id", "claims", "distinct_claims", "hedged", "left_open"]
display.table(overview[columns], caption="How many claims the summary makes in each domain, and how many with doubt")

# %% [markdown] tags=["solution"]
# A long row means that much was written under a heading. It does not mean that much is known, nor that the heading
# matters most. How finely we split sentences into claims changes the count as well.
#
# The last columns do not measure strength either. They say how often the summary hedges or leaves something open. A
# domain without an open claim may simply not have asked hard questions.
#
# There is no table of the strongest evidence: the summary rates nothing.

# %% [markdown] tags=["trainer"]
# The word “strongest” comes by itself as soon as something is sorted. Ask what the order of the rows tells a hurried
# reader. Next: which column would you show a board, and what would you say with it?

# %% tags=["check"]
order = list(in_domains["domain_id"].cat.categories)
assert overview["domain_id"].tolist() == order
assert draft["domain_id"].tolist() != order
assert overview["claims"].sum() == len(in_domains)
repeated = in_domains["same_as"].notna().sum()
assert repeated > 0
assert overview["claims"].sum() - overview["distinct_claims"].sum() == repeated
assert (overview["left_open"] == 0).any()
assert (overview["left_open"] > 0).any()
