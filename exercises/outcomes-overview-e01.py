# %% [markdown]
# The draft counts how many of the summary's claims on outcomes are positive. A newsletter turns the number into “the
# evidence is mostly positive”. Change the code so that it shows, for the positive claims only, under which outcome
# they stand and how sure the source is. Then say for which outcomes a positive claim is stated plainly, and with which
# hedge.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

claims = nmc.select_findings(nmc.load_findings(), kind="finding", source_id="nmc-summary")
on_outcomes = claims[claims["outcome_id"].notna()]
draft = nmc.count_findings(on_outcomes, by="direction")
display.table(draft[draft["count"] > 0], caption="Draft: claims on outcomes by direction")

# %% [markdown] tags=["hint"]
# Direction and certainty are two things. First pick the direction, then count by two other columns, or draw
# `charts.evidence_map`.

# %% tags=["solution"]
positive = nmc.select_findings(on_outcomes, direction="positive")
crossed = nmc.count_findings(positive, by=["outcome_id", "certainty"])
plain = nmc.select_findings(positive, certainty="stated plainly")
(
    display.table(crossed[crossed["count"] > 0], caption="Positive claims: on what, and how surely")
    + display.statements(plain)
)

# %% [markdown] tags=["solution"]
# Only under Staff Experience is a positive claim stated plainly, and even there it reads “can lead to” and depends on
# conditions. All the other positive claims stand as some evidence, as limited evidence, or inside evidence that is
# inconclusive as a whole.
#
# “Mostly positive” counts directions. It hides how sure anybody is, and it counts one sentence as several claims where
# we split it. The newsletter could say: “Much of what the summary says on outcomes points to gains, nearly always with
# doubt.”

# %% [markdown] tags=["trainer"]
# A positive claim within inconclusive evidence is the hardest thing to explain. Try: some studies saw it, all studies
# together settle nothing. Ask next what a claim that is negative and sure would look like here. Is there one?

# %% tags=["check"]
assert set(plain["outcome_id"]) == {"staff_experience"}
assert set(plain["hedge"]) == {"can lead to"}
others = positive[~positive["finding_id"].isin(plain["finding_id"])]
assert set(others["certainty"]) == {"some evidence", "limited evidence", "inconclusive"}
assert crossed["count"].sum() == len(positive)
assert len(positive) > len(on_outcomes) / 2
assert nmc.select_findings(on_outcomes, direction="negative").empty
