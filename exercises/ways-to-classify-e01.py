# %% [markdown]
# The draft joins two published lists of types and drops the labels that occur twice. Change the code so that nothing
# is dropped: each item keeps its list and its author, and a table shows the labels that stand in **both** lists, with
# what each author says of them. Then say whether you would merge them.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

wanted = ["rapid-scan-shaw-types", "rapid-scan-valentijn-dimensions"]
items = nmc.select_findings(nmc.load("framework_items"), framework_id=wanted)
authors = nmc.load("frameworks")[["framework_id", "author_printed"]]
draft = items["label"].str.replace(" integration", "").drop_duplicates()
display.table(draft.to_frame("type"), caption="Draft: types of integration")

# %% [markdown] tags=["hint"]
# `merge` brings the author to each item. `duplicated(keep=False)` marks every row whose value occurs more than once.

# %% tags=["solution"]
named = items.assign(name=items["label"].str.replace(" integration", "")).merge(authors, on="framework_id")
in_both = named[named["name"].duplicated(keep=False)].sort_values(["name", "framework_id"])
display.table(
    in_both[["name", "author_printed", "detail"]], caption="Labels that stand in both lists", row_header="name"
)

# %% [markdown] tags=["solution"]
# Labels stand in both lists, and we should not merge them. For the items of Shaw and colleagues the scan says what is
# meant. For those of Valentijn and colleagues it prints the bare label. Whether they mean the same cannot be told from
# what we have.
#
# *Systemic* and *System* come close and are not the same word. The draft kept both and dropped the others: it took
# spelling for meaning.
#
# To keep them apart does not mean that they differ. It means that we do not know.

# %% [markdown] tags=["trainer"]
# In a crosswalk somebody has to say “same”, “near” or “not known”, and sign it. Ask who could answer the question for
# good (the authors, or their full texts) and how a table could mark *our reading* until then.

# %% tags=["check"]
assert len(named) == len(items)
assert set(in_both["name"]) == {"Organisational", "Normative", "Clinical"}
assert (in_both.groupby("name")["framework_id"].nunique() == 2).all()
valentijn = in_both["framework_id"] == "rapid-scan-valentijn-dimensions"
assert in_both.loc[valentijn, "detail"].isna().all()
assert in_both.loc[~valentijn, "detail"].notna().all()
assert {"System", "Systemic"} <= set(draft)
assert len(draft) < len(items)
