# %% [markdown]
# Read how the programmes of Calciolari and Ilinca were chosen and what the analysis says of them. A manager concludes:
# “Whoever copies what these programmes have in common will succeed.” Name two reasons in the claims that stand against
# this. Then say what one would have to look at as well, and what the claims do say about copying.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

claims = nmc.select_findings(nmc.load_findings(), page="lessons/cases", theme="Different paths to success")
display.table(claims[["finding_id", "kind", "statement"]], caption="Calciolari and Ilinca, as the scan reports them")

# %% [markdown] tags=["hint"]
# Think of a programme that failed. Would it be in this study?

# %% [markdown] tags=["solution"]
# **First:** all programmes were picked because they were recognised as successful. A programme that failed may have
# had the same factors in common with them; it was not looked at. So what successes share cannot be told from what
# makes for success.
#
# **Second:** the analysis says that the programmes represent different paths to success, that other factors differed,
# and that local context shapes the paths. That speaks against a recipe.
#
# One would have to look at programmes that failed, too. On copying, the nearest claim is that positive outcomes depend
# on matching the means of operating with each setting's context, culture and organisation.
#
# The study is of use all the same: it shows that there is more than one way.

# %% [markdown] tags=["trainer"]
# This is survivor bias, and the group needs no name for it. Tell of the shop that has been there for a century: do old
# shops show how to survive? Next: which of the cases on this page was *not* chosen as a success, and what does it let
# us learn?

# %% tags=["check"]
by_id = claims.set_index("finding_id")
assert "recognised as successful" in by_id.loc["rapid-scan-learning-035", "statement"]
assert "no unsuccessful case" in by_id.loc["rapid-scan-learning-035", "note"]
assert "different paths to success" in by_id.loc["rapid-scan-learning-038", "statement"]
assert "different specific factors" in by_id.loc["rapid-scan-learning-040", "statement"]
assert "context" in by_id.loc["rapid-scan-learning-041", "statement"]
assert "each setting's context" in by_id.loc["rapid-scan-learning-043", "statement"]
assert "not shown to cause" in by_id.loc["rapid-scan-learning-039", "note"]
