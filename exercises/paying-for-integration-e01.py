# %% [markdown]
# Read what the scan says on payment schemes. Then judge four sentences that we made up: is each covered, too strong,
# or about something else? Rewrite the ones that go too far.
#
# 1. “Few places use special payment schemes for integrated care.”
# 2. “Blended payment overcomes the barriers of single schemes.”
# 3. “National payment schemes have worked in several European countries.”
# 4. “The schemes in the review were each unique, and yet often met with similar facilitators and barriers.”

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

claims = nmc.select_findings(nmc.load_findings(), page="lessons/paying-for-integration", theme="Payment schemes")
display.table(claims[["finding_id", "statement", "hedge", "basis"]], caption="What the scan says on payment schemes")

# %% [markdown] tags=["hint"]
# “Not reported” is about writing, “in place” is about doing, and “works” is about neither.

# %% [markdown] tags=["solution"]
# 1. **About something else.** The schemes are not widely *reported*. How many places use them is not said.
# 2. **Too strong.** A small European literature review *proposes* that a blended scheme *may* overcome them. Both
#    words have to stay, and so has the review's size.
# 3. **Too strong.** The review identified countries that had such schemes in place at national level. That they worked
#    is not said.
# 4. **Covered**, by `rapid-scan-approaches-40` and `rapid-scan-approaches-41`. What the facilitators and barriers were
#    is not told.
#
# That the small review and the review by Tsiachristas and colleagues are one and the same is our inference. Do not add
# them up as two.

# %% [markdown] tags=["trainer"]
# The third sentence is the one that travels: “it works in” where the source has “it is used in”. Ask for other cases.
# Next: what would one need to know about a country before borrowing its scheme? One claim in the table speaks to that.

# %% tags=["check"]
by_id = claims.set_index("finding_id").rename(index=lambda name: name.removeprefix("rapid-scan-approaches-"))
assert by_id.loc["14", ["certainty", "hedge"]].tolist() == ["limited evidence", "not widely reported"]
assert by_id.loc["16", ["certainty", "hedge"]].tolist() == ["suggested", "may overcome"]
assert by_id.loc["16", "basis"] == "a small European literature review"
assert "not that they worked" in by_id.loc["38", "note"]
assert set(by_id.loc[["40", "41"], "certainty"]) == {"stated plainly"}
assert by_id.loc["41", "direction"] == "mixed"
assert "our inference" in by_id.loc["16", "note"]
assert not by_id["direction"].eq("positive").any()
