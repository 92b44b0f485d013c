# %% [markdown]
# A slide reads: “The principles of integrated care are the domains of the summary, and AQuA's tool measures them.” The
# tables show the lists of principles and of domains that are stated to have one and the same length, the summary's
# domains and the items of AQuA's list. Say which parts of the slide the sources bear out and which they do not.
# Rewrite it.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

domains = nmc.load_domains()
lists = nmc.load("frameworks")
same_length = lists[(lists["stated_size"] == len(domains)) & lists["kind"].isin(["principles", "domains"])]
aqua = nmc.select_findings(nmc.load("framework_items"), framework_id="rapid-scan-aqua-domains")
(
    display.table(same_length[["label", "author_printed", "stated_size", "printed_size"]], caption="The lists")
    + display.table(domains[["label"]], caption="The domains of the summary")
    + display.table(aqua[["label"]], caption="The domains of AQuA")
)

# %% [markdown] tags=["hint"]
# Compare how many items a list is stated to have with how many are printed. Then compare the labels one by one.

# %% [markdown] tags=["solution"]
# The slide has to go. Three points:
#
# - The blog announces principles and prints none of them. Nobody can say from our sources what they are.
# - AQuA's list and the summary's have labels in common, but only a few, and most differ. A shared label does not make
#   two items the same.
# - No source says that any of these lists is another one under a new name. The only thing they share for certain is
#   their length.
#
# A slide that may stand: “The summary groups its findings by domains. The blog speaks of principles and does not list
# them. AQuA's tool has domains of its own. Whether they hang together is not said.”

# %% [markdown] tags=["trainer"]
# Equal numbers are a trap: lists of the same length are taken for the same list. Ask for the evidence that they are
# *different*; there is none for the blog's list either. “We do not know” is the answer.

# %% tags=["check"]
principles = same_length.set_index("framework_id").loc["mcp-blog-principles"]
assert principles["printed_size"] == 0
assert principles["stated_size"] == len(domains)
assert len(aqua) == len(domains)
shared = set(aqua["label"]) & set(domains["label"])
assert 0 < len(shared) < len(domains) / 2
