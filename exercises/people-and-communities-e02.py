# %% [markdown]
# Think of a group or meeting in which patients or families help to shape a service that you know. Go through the
# claims in the template. For each one write whether it applies in your place, what you do about it now, and whom you
# would ask to find out more. Do not change the claim's words or its doubt.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

claims = nmc.select_findings(
    nmc.load_findings(), page="findings/people-and-communities", theme=["Help to take part", "Self-care and burden"]
)
template = claims[["finding_id", "statement", "certainty", "hedge"]].assign(applies="", we_do="", we_ask="")
display.table(template, caption="Claims on taking part, held against our own place")

# %% [markdown] tags=["hint"]
# The claims say “may” and “some”. Your own column may say “not known”: that is an answer.

# %% tags=["solution"]
checked = template.assign(applies="not known", we_do="nothing yet", we_ask="people who stopped coming")
rides = checked["statement"].str.contains("transport")
checked.loc[rides, ["applies", "we_do", "we_ask"]] = [
    "yes (made up)",
    "we pay for the bus (made up)",
    "those who drive",
]
display.table(checked, caption="A made-up checklist: the claims are the summary's, the last columns are ours")

# %% [markdown] tags=["solution"]
# The last three columns are made up. The first four are the summary's claims, unchanged, with their doubt.
#
# To pay for the bus fits a claim. It is not shown to work by it: the claim says that such help “may be required”. And
# “not known” in many rows is an honest start. Ask people who do *not* come, because those who come can tell you least
# about what keeps others away.

# %% [markdown] tags=["trainer"]
# People rewrite the claims while they copy them, mostly by dropping “may” and “some”. Compare a few copies aloud.
# Next: which row would a patient answer in another way than you did?

# %% tags=["check"]
shipped = nmc.load_findings().set_index("finding_id").loc[checked["finding_id"]]
assert checked["statement"].tolist() == shipped["statement"].tolist()
assert checked["certainty"].astype(str).tolist() == shipped["certainty"].astype(str).tolist()
assert rides.sum() == 1
assert checked.loc[rides, "hedge"].item() == "may be required"
assert checked.loc[rides, "we_do"].str.contains("made up").all()
assert (checked[["applies", "we_do", "we_ask"]] != "").all(axis=None)
