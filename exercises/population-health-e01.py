# %% [markdown]
# The draft picks the positive claims on patient outcomes for a poster. Change the code so that nothing is shown
# without the claims that limit it: keep the whole theme, in the source's order, and show how sure the source is. Then
# write the one sentence that you would put on the poster.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

claims = nmc.select_findings(nmc.load_findings(), page="outcomes/population-health", theme="Patient outcomes")
draft = nmc.select_findings(claims, direction="positive")
display.table(draft[["statement"]].map(lambda said: said.split(",")[0]), caption="Draft for the poster")

# %% [markdown] tags=["hint"]
# The draft does two things wrong: it filters, and it cuts each sentence short.

# %% tags=["solution"]
(
    display.statements(claims)
    + display.Html(
        "<p>For the poster: evidence on what new care models do to patient outcomes is inconclusive for now. "
        "Some studies show gains, such as better quality of life; few have looked at the long term.</p>"
    )
)

# %% [markdown] tags=["solution"]
# The draft cut away the half of each sentence that says that the evidence is inconclusive as a whole, and it dropped
# the claim that says so first. What was left read like a result. This is among the worst errors that one can make with
# this summary, because one of the claims is about mortality.
#
# *Inconclusive* does not mean that there is no effect. It means that the evidence, taken together, allows no
# conclusion. The reason that the summary gives is that few studies have looked at long-term impacts.

# %% [markdown] tags=["trainer"]
# Ask what a reader of the draft would do next, and what a reader of the corrected poster would. Some find the
# correction useless because it settles nothing. Reply: it tells a commissioner what to measure. Next: may the poster
# name a single study's result at all?

# %% tags=["check"]
overall = claims[claims["direction"] == "not stated"]
assert overall["finding_id"].tolist() == ["nmc-summary-population-health-04", "nmc-summary-population-health-05"]
assert overall["certainty"].tolist() == ["inconclusive", "limited evidence"]
assert claims["finding_id"].iloc[0] == "nmc-summary-population-health-04"
assert set(draft["certainty"]) == {"inconclusive"}
assert draft["statement"].str.contains("the evidence as a whole is currently inconclusive").all()
assert not draft["statement"].map(lambda said: said.split(",")[0]).str.contains("inconclusive").any()
assert draft["statement"].str.contains("mortality").any()
