# %% [markdown]
# The chapter on leadership opens with a premise and a guiding question. A training flyer says: “The evidence answers
# the question: leaders should show trust, openness, communication and co-ordination.” The table gives all lines of the
# chapter in order, with their kind. Say which lines are findings, whether any of them answers the question, and how
# you would correct the flyer.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

lines = nmc.select_findings(nmc.load_findings(), page="findings/leadership", source_id="nmc-summary")
display.table(lines[["finding_id", "kind", "statement"]], caption="The chapter's lines, in order")

# %% [markdown] tags=["hint"]
# The question asks what *leaders* ought to show. Who or what is each finding about?

# %% [markdown] tags=["solution"]
# The premise takes it as given that leadership is essential; it is no finding. The question states nothing. All the
# other lines are findings, and they speak of support, culture, trust, local champions, contracts, hierarchies and
# features of success. None of them lists attributes that leaders should show.
#
# The flyer built an answer out of findings that are about something else. That trust is vital if people are to
# co-operate is a claim about co-operation, and not about a leader's character.
#
# A correction: “The summary asks which attributes leaders should show. It does not answer point by point. It does say
# that trust is vital to co-operation.”

# %% [markdown] tags=["trainer"]
# Headings in the form of a question make us read what follows as the answer. Ask for another example. Next: what kind
# of finding *would* answer this one, and who could give it?

# %% tags=["check"]
by_id = lines.set_index("finding_id")
assert by_id.loc["nmc-summary-leadership-01", "kind"] == "premise"
assert by_id.loc["nmc-summary-leadership-02", "kind"] == "guiding question"
rest = by_id.drop(["nmc-summary-leadership-01", "nmc-summary-leadership-02"])
assert set(rest["kind"]) == {"finding"}
assert not rest["statement"].str.contains("attribute").any()
assert "not an answer" in by_id.loc["nmc-summary-leadership-02", "note"]
assert by_id.loc["nmc-summary-leadership-06", "weight"] == "vital"
