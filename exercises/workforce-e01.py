# %% [markdown]
# The draft picks the claims that the source calls “key”, “required” or the like and names them “the surest claims”.
# Change the code: list every claim that has such a word of weight **or** is printed in bold, and show its certainty
# and its hedge beside it. Find the claims that are in bold and yet only suggested. Then say whether any claim on
# training carries a word of doubt.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

claims = nmc.select_findings(nmc.load_findings(), page="findings/workforce", kind="finding")
draft = claims[claims["weight"].notna()]
display.table(draft[["statement", "weight"]], caption="Draft: the surest claims")

# %% [markdown] tags=["hint"]
# Weight, bold type and certainty stand in three different columns. Join the first two with `|`.

# %% tags=["solution"]
stressed = claims[claims["weight"].notna() | claims["emphasis"].notna()]
bold_but_suggested = nmc.select_findings(stressed, emphasis="bold", certainty="suggested")
training = nmc.select_findings(claims, theme="Training")
columns = ["statement", "weight", "emphasis", "certainty", "hedge"]
(
    display.table(stressed[columns], caption="Claims that the source stresses, with how sure it is")
    + display.statements(bold_but_suggested)
    + display.Html(f"<p>Claims on training with a word of doubt: {training['hedge'].notna().sum()}.</p>")
)

# %% [markdown] tags=["solution"]
# The claims on the strain that new roles or new ways of working could put on relationships are in bold and only
# suggested. So a claim can be stressed without being sure.
#
# No claim on training carries a word of doubt. The source says what staff need and whom training should reach. That is
# a plain demand. It is not a measured effect of training: no claim here says what training changed.
#
# “Key”, “require” and “should” say that something matters. They do not say how anybody knows.

# %% [markdown] tags=["trainer"]
# “Should” is heard as “it was shown that”. Ask: what kind of study could show a *should*? Next: read the claim on
# strain to its end, past the bold type. Which condition comes there?

# %% tags=["check"]
assert bold_but_suggested["finding_id"].tolist() == ["nmc-summary-workforce-07", "nmc-summary-workforce-08"]
assert bold_but_suggested["weight"].isna().all()
assert not bold_but_suggested["finding_id"].isin(draft["finding_id"]).any()
assert not training.empty
assert training["hedge"].isna().all()
assert set(training["direction"]) == {"enabler"}
assert bold_but_suggested["statement"].str.contains("where roles and responsibilities are unclear").all()
