# %% [markdown]
# The rapid scan says it twice: in a bullet at the head of a chapter, and in the body of the text. The first table
# holds the bullets, the second the body. Compare them. What does the bullet add, what does it leave out, and what
# limits does the bullet itself name? Say which of the two you would quote, and how.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

claims = nmc.select_findings(nmc.load_findings(), page="outcomes/what-other-sources-report")
bullet = nmc.select_findings(claims, theme="Effects, in short")
body = nmc.select_findings(claims, theme="Effects on quality of care")
(
    display.table(bullet[["finding_id", "statement"]], caption="In the bullet")
    + display.table(body[["finding_id", "statement"]], caption="In the body")
)

# %% [markdown] tags=["hint"]
# Look for a small word in the body that is not in the bullet. Then look for a benefit in the bullet that is not in the
# body.

# %% [markdown] tags=["solution"]
# **Left out:** in the body programmes only *seem to* have positive effects. The bullet says that in general the
# evidence shows benefits.
#
# **Added:** the bullet counts a reduction in healthcare resources among the benefits. The body's list has an effect on
# hospitalisation and does not speak of resources.
#
# **Limits:** the bullet says in the same breath that much of the evidence is small local evaluations and that few
# compare. The body's sentence has no such clause.
#
# Quote the body with “seem to”, and add the bullet's limit. Never quote the bullet without its second half. Both come
# from one source, so the two together make nothing surer.

# %% [markdown] tags=["trainer"]
# This is how a claim gains strength on its way from the text to the front page. Ask for a summary that the group wrote
# itself: did anything get lost? Next: is the bullet wrong? We cannot tell; we can only say that it is worded
# differently.

# %% tags=["check"]
assert set(body["hedge"]) == {"seem to have positive effects"}
assert set(body["certainty"]) == {"suggested"}
assert set(bullet["certainty"]) == {"stated plainly"}
assert set(bullet["hedge"]) == {"In general"}
assert bullet["statement"].str.contains("small evaluations of local initiatives, few of which include").all()
assert bullet["statement"].str.contains("reduce healthcare resources").any()
assert not body["statement"].str.contains("resources|small|comparative").any()
assert body["statement"].str.contains("hospitalisation").any()
assert set(bullet["source_id"]) | set(body["source_id"]) == {"rapid-scan"}
