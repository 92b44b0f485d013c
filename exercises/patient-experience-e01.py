# %% [markdown]
# Read the claims. Then judge four sentences that we made up. Which one is faithful? For each of the others name the
# step that goes too far.
#
# 1. “Carers are less satisfied than patients.”
# 2. “Integrated care makes no difference to carers.”
# 3. “In one study, carers did not always share patients' greater satisfaction.”
# 4. “Studies show that patients gain while carers lose.”

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

claims = nmc.select_findings(nmc.load_findings(), page="outcomes/patient-experience")
display.table(
    claims[["finding_id", "statement", "hedge", "basis"]], caption="What the summary says on patient experience"
)

# %% [markdown] tags=["hint"]
# Count the studies. Then look at the word “always”.

# %% [markdown] tags=["solution"]
# The third is faithful: one study, and “not always”.
#
# - The first drops “not always” and “in one study” and makes a rule of it.
# - The second turns a difference that is only suggested into no effect. Nothing like that is said.
# - The fourth makes many studies of one, makes plain what is hedged for patients too, and turns “not shared” into a
#   loss. Carers were not said to be dissatisfied.
#
# One study is a reason to look. It is not a reason to plan for carers' discontent, nor to forget them.

# %% [markdown] tags=["trainer"]
# The fourth sentence makes the best headline, which is why it deserves time. Ask what is said of patients: “some
# evidence to suggest”, and in which ways. Next: how does your own service hear carers, apart from patients?

# %% tags=["check"]
by_id = claims.set_index("finding_id").rename(index=lambda name: name[-2:])
assert by_id.loc["05", ["basis", "hedge", "certainty"]].tolist() == ["one study", "not always", "suggested"]
assert by_id.loc["04", "certainty"] == "suggested"
assert set(by_id.loc[["01", "02", "03"], "hedge"]) == {"some evidence to suggest"}
assert not by_id["direction"].eq("negative").any()
assert "not said to be dissatisfied" in by_id.loc["05", "note"]
