# %% [markdown]
# The table lists claims from Wellings's article. Put each into one of these heaps: something exists, something is
# missing or wanted, somebody hopes or thinks. Then judge a sentence that we made up: “With the Integration index, the
# NHS now measures whether care is joined up.”

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

wanted = [f"kf-measures-{number}" for number in (17, 19, 22, 23, 24, 29, 30, 31, 39, 46)]
claims = nmc.select_findings(nmc.load_findings(), finding_id=wanted)
display.table(claims[["finding_id", "statement"]], caption="From Wellings's article on measures")

# %% [markdown] tags=["hint"]
# Ask of each claim: could I ask for the results today?

# %% [markdown] tags=["solution"]
# - **Exists:** `kf-measures-19`, `kf-measures-22` and `kf-measures-23`, and, as a limit of what exists,
#   `kf-measures-24`. Surveys hear many people and measure experience of single services.
# - **Missing or wanted:** `kf-measures-17`, `kf-measures-29` and `kf-measures-30`. The right measures are not there.
#   The long-term plan outlines the *need* for the index and says what it is meant to show.
# - **Hoped or thought:** `kf-measures-31`, `kf-measures-39` and `kf-measures-46`. It seems, it might just work, it is
#   promising.
#
# The sentence is wrong twice: “now” and “measures”. In the article the index is an outlined need. What came of it
# after the article was written, our sources do not tell.

# %% [markdown] tags=["trainer"]
# People who know of later developments will say that the index exists by now. That may be so; our claim is about what
# this source says. Ask: how would you add newer knowledge without putting it into Wellings's mouth?

# %% tags=["check"]
by_id = claims.set_index("finding_id")
assert len(by_id) == len(wanted)
assert by_id.loc["kf-measures-29", "hedge"] == "outlines the need for"
assert "not a measure that exists" in by_id.loc["kf-measures-29", "note"]
assert by_id.loc["kf-measures-30", "kind"] == "purpose"
assert by_id.loc["kf-measures-17", "direction"] == "barrier"
hoped = by_id.loc[["kf-measures-31", "kf-measures-39", "kf-measures-46"]]
assert set(hoped["certainty"]) == {"suggested", "opinion"}
assert hoped["hedge"].tolist() == ["It seems", "might just work", "promising"]
assert "single services" in by_id.loc["kf-measures-23", "statement"]
