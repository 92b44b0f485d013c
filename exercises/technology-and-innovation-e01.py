# %% [markdown]
# Three slides quote the chapter on technology; we made them up. Compare each with the claims in the table. Say what
# went wrong, and rewrite it so that it is no stronger and no weaker than the source.
#
# 1. “Integrated IT does not help to co-ordinate care.”
# 2. “Patients do not use technology.”
# 3. “Electronic records produce integrated care.”

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

claims = nmc.select_findings(nmc.load_findings(), page="findings/technology-and-innovation", source_id="nmc-summary")
display.table(claims[["finding_id", "statement", "certainty", "hedge"]], caption="What the summary says on technology")

# %% [markdown] tags=["hint"]
# Look for a small word that a slide has dropped, and for a gap that became a fact.

# %% [markdown] tags=["solution"]
# 1. **“On their own” was dropped.** Integrated IT systems *on their own* would not produce co-ordinated systems of
#    care. Other things were likely to be needed as well, such as reworked staff roles and shared space. The same page
#    calls electronic records a key enabler.
# 2. **A gap became a result.** There is limited evidence *about how* patients use technology. Whether they do is
#    another matter, and the claim is silent on it.
# 3. **An enabler became a cause.** To be a key enabler is to help new models of care to work. It is not to produce
#    them.
#
# The first and the third slide can both be put right without a contradiction: records help, and IT alone is not
# enough.

# %% [markdown] tags=["trainer"]
# People see a contradiction between “key enabler” and “not enough”. Ask for something in their daily work that is
# needed and yet not sufficient. Next: which of the slides would do most harm in a business case?

# %% tags=["check"]
by_id = claims.set_index("finding_id").rename(index=lambda name: name[-2:])
assert "on their own" in by_id.loc["05", "statement"]
assert set(by_id.loc[["06", "07"], "hedge"]) == {"likely to be required"}
assert by_id.loc["02", ["weight", "direction"]].tolist() == ["key enabler", "enabler"]
assert by_id.loc["08", ["certainty", "direction"]].tolist() == ["limited evidence", "not stated"]
