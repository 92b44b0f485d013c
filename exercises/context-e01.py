# %% [markdown]
# The table lists claims that the rapid scan makes in its opening pages. Sort them into three heaps: what is hoped or
# believed of integration, what is said about policy and programmes or advised by somebody, and what a study has found.
# Write down the ids in each heap. Then say which words of a claim told you where it belongs.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

opening = nmc.select_findings(nmc.load_findings(), page="purpose/context", source_id="rapid-scan")
display.table(opening[["finding_id", "statement"]], caption="Claims from the opening of the rapid scan")

# %% [markdown] tags=["hint"]
# Look at the verb. Somebody *holds*, somebody *suggests*, somebody *found*: these are different things.

# %% [markdown] tags=["solution"]
# **Hoped or believed:** `rapid-scan-context-01` to `rapid-scan-context-05`. Integration “is considered” to help. The
# source names nobody who considers it so and gives no grounds.
#
# **Policy, programmes, advice:** all the others. Some say why integration is asked for, some say what policy pushes
# forward or what drives programmes, and the last ones are advice by Ham and Walsh.
#
# **Found by a study:** none. Not one claim on this list is of the kind *finding*.
#
# This does not mean that integration fails to do these things. It means that this passage is no evidence that it does.
# For results you have to go to the part on outcomes.

# %% [markdown] tags=["trainer"]
# Many people put the first claims under “found”, because they have heard the sentence so often. Ask: who found it,
# where, compared with what? Then ask the group for a sentence from their own strategy that starts the same way.

# %% tags=["check"]
hoped = [f"rapid-scan-context-0{number}" for number in range(1, 6)]
believed = opening[opening["finding_id"].isin(hoped)]
assert len(believed) == len(hoped)
assert set(believed["kind"]) == {"premise"}
assert set(believed["certainty"]) == {"opinion"}
assert believed["basis"].isna().all()
rest = opening[~opening["finding_id"].isin(hoped)]
assert set(rest["kind"]) == {"background", "recommendation"}
advice = rest[rest["kind"] == "recommendation"]
assert len(advice) == 2
assert advice["statement"].str.startswith("Ham and Walsh").all()
