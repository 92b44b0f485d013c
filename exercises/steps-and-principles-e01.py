# %% [markdown]
# Hold a service that you know against the steps of Ham and Walsh. The template gives each step with its real and its
# printed number. For every step write “in place”, “not in place”, “not known” or “not for us”, and who says so. Choose
# one step to talk about next month, and give your own reason. Count nothing.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

steps = nmc.select_findings(nmc.load("framework_items"), framework_id="rapid-scan-ham-walsh-steps")
template = steps[["item_no", "printed_no", "label"]].assign(state="", who_says_so="")
display.table(template, caption="The steps of Ham and Walsh, for our own service", row_header="label")

# %% [markdown] tags=["hint"]
# Begin with “not known”. And if you quote a step by its number, say which number you mean.

# %% tags=["solution"]
mirror = template.assign(state="not known", who_says_so="nobody asked yet (made up)")
told = {
    "Pool resources": ["not in place", "the finance lead (made up)"],
    "Time and space": ["in place", "the team, about its monthly meeting (made up)"],
    "Establish shared leadership": ["in place", "the managers; the nurses disagree (made up)"],
}
for label, answer in told.items():
    mirror.loc[mirror["label"] == label, ["state", "who_says_so"]] = answer
display.table(mirror, caption="A made-up service, held against a published list", row_header="label")

# %% [markdown] tags=["solution"]
# The service is made up. The steps are the authors' view of what a successful service needs, as the scan reports it.
# They are no test that one can pass. A service with all steps in place has not been shown to succeed, and the list
# does not weigh its items.
#
# The printed numbers and the real ones part company where one printed number holds more than one step. Quote a step by
# its name.

# %% [markdown] tags=["trainer"]
# Somebody will count the steps in place and compare with the neighbours. Ask what the count would mean if one step
# mattered more than all others. Next: where the managers and the nurses disagree, who is right? The mirror cannot say.

# %% tags=["check"]
assert mirror["label"].tolist() == steps["label"].tolist()
assert set(mirror["state"]) <= {"in place", "not in place", "not known", "not for us"}
assert mirror["who_says_so"].str.contains("made up").all()
assert mirror["label"].isin(list(told)).sum() == len(told)
doubled = steps[steps["printed_no"].duplicated(keep=False)]
assert len(doubled) == 2
assert "Pool resources" in set(doubled["label"])
assert (steps["item_no"].astype(str) != steps["printed_no"]).any()
