# %% [markdown]
# The draft lists claims on pace and on understanding one another under the heading “The study found”. Change the code
# so that claims which the article states itself stand apart from those which it reports as somebody's words or
# account. Show for the second group what the source says of who is speaking. Write a heading for each group.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

article = nmc.select_findings(
    nmc.load_findings(), page="findings/relationships-and-trust", source_id="kf-trust", kind="finding"
)
claims = nmc.select_findings(article, theme=["Pace", "Understanding one another"])
display.table(claims[["statement"]], caption="Draft: the study found")

# %% [markdown] tags=["hint"]
# One code of `certainty` marks what the source reports as somebody's view. The column `basis` holds the source's words
# for who or what is behind it.

# %% tags=["solution"]
reported = nmc.select_findings(claims, certainty="opinion")
stated = claims[~claims["finding_id"].isin(reported["finding_id"])]
shown = reported[["finding_id", "statement"]].assign(who=reported["basis"].fillna("the source does not say"))
(
    display.table(stated[["finding_id", "statement", "hedge"]], caption="What the article itself says")
    + display.table(shown, caption="What people told the authors, and who they are")
)

# %% [markdown] tags=["solution"]
# Almost everything in the two themes is what people said. Some of the speakers are “individuals”, and for some the
# article prints nothing about who they are. How many said the same is not told. What the article says in its own name
# is that it is early days.
#
# People's accounts are evidence of what they lived through and how they see it. They are no measurement of pace or of
# trust. “Individuals described new ways of managing finances” is faithful; “finances are managed better” is not.

# %% [markdown] tags=["trainer"]
# Do not let the group throw the quotations away: they are what interviews are for. Ask what each can show and what
# not. Next: whom did the interviews reach, and whose view of “too fast” is missing?

# %% tags=["check"]
assert len(stated) + len(reported) == len(claims)
assert stated["finding_id"].tolist() == ["kf-trust-52"]
assert stated["hedge"].item() == "still early days"
assert {"Individuals", "They described", "the source does not say"} <= set(shown["who"])
assert set(reported["kind"]) == {"finding"}
finances = reported[reported["finding_id"] == "kf-trust-48"]
assert "not said" in finances["note"].item()
