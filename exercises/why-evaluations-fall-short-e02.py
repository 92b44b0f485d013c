# %% [markdown]
# The draft takes the principles that the scan names from a list used by a meta-review, and reports the share that
# reviews “neglect”. Change the code so that it counts with the list's stated length, and keeps three groups apart:
# those of which most reviews covered one or the other, those rarely assessed, and those that the scan does not name.
# Then reword the draft's last line.

# %% tags=["given"]
import pandas as pd

import nmc_evidence as nmc
from nmc_evidence import display

named = nmc.select_findings(nmc.load("framework_items"), framework_id="rapid-scan-suter-principles")
rarely = named["detail"].str.startswith("Rarely")
(
    display.table(named[["label", "detail"]], caption="Draft: the principles")
    + display.Html(f"<p>Draft: reviews neglect {rarely.mean():.0%} of the principles, so these matter less.</p>")
)

# %% [markdown] tags=["hint"]
# The table of lists, `load("frameworks")`, says how many items a list is stated to have and how many are printed.

# %% tags=["solution"]
the_list = nmc.load("frameworks").set_index("framework_id").loc["rapid-scan-suter-principles"]
groups = {
    "most reviews covered one or the other of these": int((~rarely).sum()),
    "rarely assessed": int(rarely.sum()),
    "not named by the scan": int(the_list["stated_size"] - the_list["printed_size"]),
}
shown = pd.DataFrame({"group": list(groups), "principles": list(groups.values())})
display.table(shown, caption="The principles of the list, as far as the scan tells")

# %% [markdown] tags=["solution"]
# The scan names only a part of the list. What the reviews did with the others it does not say, so no share of the
# whole can be worked out. The draft treated “not named” as if it were “not there”.
#
# And “rarely assessed” says that little is known. It does not say that culture, governance or finance matter less. A
# reworded line: “Of the principles that the scan names, these were rarely assessed; on the others it is silent.”

# %% [markdown] tags=["trainer"]
# Shares are made from what is in the table; ask for what is not in it. Next: “most reviews covered one or the other” –
# does that mean that most covered both? The source does not say so.

# %% tags=["check"]
assert sum(groups.values()) == the_list["stated_size"]
assert groups["not named by the scan"] > 0
assert not the_list["is_complete"]
assert named.loc[~rarely, "detail"].str.contains("one or the other").all()
assert set(named.loc[rarely, "label"]) == {"organizational culture", "governance structure", "financial management"}
assert shown["principles"].tolist() == list(groups.values())
