# %% [markdown]
# The table lists claims from the chapter on management. Put each claim into one of four heaps: it says that something
# helps, it says what is being done, it voices a worry, or it says that something is not known. Then look at the one
# that the source prints in bold. Which heap is it in, and what does the bold type tell you?

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

claims = nmc.select_findings(
    nmc.load_findings(), page="findings/management", theme=["Shared accountability", "Outcome-based commissioning"]
)
display.table(claims[["finding_id", "statement", "emphasis"]], caption="Claims on accountability and commissioning")

# %% [markdown] tags=["hint"]
# “Many are doing it” and “it works” belong in different heaps.

# %% [markdown] tags=["solution"]
# - **Helps:** `nmc-summary-management-04`. Mind its “can help”.
# - **Is being done:** `nmc-summary-management-07` and `nmc-summary-management-08`. They say where commissioning is
#   going and nothing about what it brings. “Many” is not “most”.
# - **A worry:** `nmc-summary-management-05` and `nmc-summary-management-06`. Some concern is voiced. No failure is
#   reported.
# - **Not known:** `nmc-summary-management-09`. This is the one in bold.
#
# Bold type shows what the makers wanted readers to notice. It does not make a claim surer; here it stresses that the
# effect is “unclear yet”. Unclear does not mean that there is no effect.

# %% [markdown] tags=["trainer"]
# The trend is often read as a recommendation: if many do it, it must work. Ask: what would the summary have to say for
# that? Next, ask for a practice in their own place that spread before anybody knew whether it helped.

# %% tags=["check"]
by_id = claims.set_index("finding_id").rename(index=lambda name: name.removeprefix("nmc-summary-management-"))
assert set(by_id.index) == {"04", "05", "06", "07", "08", "09"}
assert by_id.loc["04", "direction"] == "enabler"
assert by_id.loc["04", "hedge"] == "can help"
assert set(by_id.loc[["05", "06"], "certainty"]) == {"concern"}
assert set(by_id.loc[["07", "08"], "direction"]) == {"neutral"}
assert by_id.loc["09", ["certainty", "hedge"]].tolist() == ["unclear", "unclear yet"]
assert by_id.index[by_id["emphasis"] == "bold"].tolist() == ["09"]
