# %% [markdown]
# The draft counts the claims of one page by how sure they sound. Somebody reads the table as “all of this is stated
# plainly, so the evidence is strong”. Change the code so that it counts the claims by their **kind** as well. Then say
# in one sentence what the plain wording is about.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

claims = nmc.select_findings(nmc.load_findings(), page="purpose/six-sources")
draft = nmc.count_findings(claims, by="certainty")
display.table(draft[draft["count"] > 0], caption="Draft: claims of the page by certainty")

# %% [markdown] tags=["hint"]
# `count_findings` takes a list of columns. Look for the row that you would need if the sentence were to be true.

# %% tags=["solution"]
by_kind = nmc.count_findings(claims, by=["kind", "certainty"])
findings_here = nmc.select_findings(claims, kind="finding")
(
    display.table(by_kind[by_kind["count"] > 0], caption="Claims of the page by kind and certainty")
    + display.Html(f"<p>Claims of the kind “finding” on this page: {len(findings_here)}.</p>")
)

# %% [markdown] tags=["solution"]
# No claim on this page is a finding. The plain wording is about how a review and a study were made, who took part,
# what was published and who is thanked. One can be quite sure that a workshop took place and know nothing about
# whether integrated care works.
#
# The table counts sentences. It does not measure strength, and a long list of thanks makes no evidence stronger.

# %% [markdown] tags=["trainer"]
# “Stated plainly” is the code for a sentence without a word of doubt, whatever it is about. Ask for a sentence about a
# project that is surely true and says nothing on its effect. Next: which kinds would you filter for before you draw a
# chart on certainty?

# %% tags=["check"]
assert findings_here.empty
assert by_kind["count"].sum() == len(claims)
plain = nmc.select_findings(claims, certainty="stated plainly")
assert len(plain) == len(claims)
assert {"method", "notice", "background", "purpose"} <= set(plain["kind"])
