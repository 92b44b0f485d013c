# %% [markdown]
# The claims in the table come from two places in the same chapter of the same source. Both are about what evaluations
# of integrated care look at. Set them against each other: who is said to do it, what is looked at, and how sure is
# each? Then say which picture a reader gets who reads the bullet alone, and what you would quote.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

wanted = ["rapid-scan-measuring-002", "rapid-scan-measuring-033", "rapid-scan-measuring-034"]
claims = nmc.select_findings(nmc.load_findings(), finding_id=wanted)
display.table(claims[["finding_id", "locator", "statement"]], caption="What evaluations look at, in two places")

# %% [markdown] tags=["hint"]
# Underline every word that says how many, and every word that says “beginning”.

# %% [markdown] tags=["solution"]
# The bullet says that *many* evaluations are starting to take in *some* of the main elements. The text says that
# *some* evaluations are beginning to use lists of key principles, and goes on: international evidence *suggests* that
# such elements are *not commonly* looked at.
#
# Who reads the bullet alone sees a field on the move. Who reads the text sees the same field mostly standing still.
# Quote the text, or both with their places.
#
# “Not commonly” is not “never”, and what is seldom evaluated is not thereby unimportant. It is a gap in what is known.

# %% [markdown] tags=["trainer"]
# Nobody lied here: a summary left out the second half. Ask what the group would have kept with room for one line only.
# Next: are main elements and key principles the same? The source does not say.

# %% tags=["check"]
by_id = claims.set_index("finding_id")
assert by_id.loc["rapid-scan-measuring-002", "basis"] == "Many evaluations"
assert by_id.loc["rapid-scan-measuring-002", "locator"].startswith("bullet")
assert by_id.loc["rapid-scan-measuring-033", "basis"] == "some evaluations"
assert by_id.loc["rapid-scan-measuring-034", "certainty"] == "suggested"
assert by_id.loc["rapid-scan-measuring-034", "hedge"] == "suggests such elements are not commonly"
assert by_id["section"].nunique() == 1
