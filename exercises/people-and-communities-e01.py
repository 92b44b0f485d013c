# %% [markdown]
# The draft counts the chapter's claims by direction. Change the code so that it crosses direction with how sure the
# source is. Then list the claims that point to a result nobody wants, each with its hedge. Answer in one sentence: are
# the warnings worded as surely as the encouragement?

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

claims = nmc.select_findings(nmc.load_findings(), page="findings/people-and-communities", kind="finding")
draft = nmc.count_findings(claims, by="direction")
display.table(draft[draft["count"] > 0], caption="Draft: claims by direction")

# %% [markdown] tags=["hint"]
# `count_findings` takes a list of columns. For the second step, one value of `direction` is enough.

# %% tags=["solution"]
crossed = nmc.count_findings(claims, by=["direction", "certainty"])
unwanted = nmc.select_findings(claims, direction="negative")
(
    display.table(crossed[crossed["count"] > 0], caption="Claims by direction and by how sure the source is")
    + display.statements(unwanted)
)

# %% [markdown] tags=["solution"]
# They are not. Every warning in this chapter is only suggested: “could create”, “could”, “may lead to”. Among the
# claims on what helps, many are stated plainly and some are suggested, too.
#
# The difference is one of wording. It does not show that unwanted effects are rare, and it does not show that they are
# common. And mind the warnings that are about *some* patients: drop the word, and you have made a new claim.

# %% [markdown] tags=["trainer"]
# Two errors go in opposite directions: to drop the warnings because they are hedged, and to print them without the
# hedge because they are interesting. Ask for a sentence on burden that a patient leaflet could carry.

# %% tags=["check"]
assert not unwanted.empty
assert set(unwanted["certainty"]) == {"suggested"}
assert set(unwanted["hedge"]) == {"could create", "could", "may lead to"}
encouraging = nmc.select_findings(claims, direction="enabler")
assert {"stated plainly", "suggested"} <= set(encouraging["certainty"])
assert (encouraging["certainty"] == "stated plainly").sum() > (encouraging["certainty"] == "suggested").sum()
assert crossed["count"].sum() == len(claims)
assert unwanted["statement"].str.contains("some patients", case=False).sum() == 2
