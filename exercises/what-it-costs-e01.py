# %% [markdown]
# Take a case for money that you know: a business case, a bid, a report on savings. Fill in the template with each
# sentence on money. Mark whether it is expected or observed, whose money it is, compared with what, and over which
# time; write “not stated” where nothing is said. Then mark any sentence that says “cost-effective” and is used as if
# it said “saves money”.

# %% tags=["given"]
import pandas as pd

import nmc_evidence as nmc
from nmc_evidence import display

claims = nmc.select_findings(
    nmc.load_findings(), page="outcomes/what-it-costs", theme="Cost-effective, not cost saving"
)
columns = [
    "sentence on money",
    "expected or observed",
    "whose money",
    "compared with",
    "over which time",
    "saves or is worth it?",
]
template = pd.DataFrame([[""] * len(columns)] * 3, columns=columns)
(display.statements(claims) + display.table(template, caption="Sentences on money in our case"))

# %% [markdown] tags=["hint"]
# “Will”, “expects” and “could” are expected. “Fell” and “saved” are observed: but by whom, and against what?

# %% tags=["solution"]
case = pd.DataFrame(
    [
        ["“The team will save a ward” (made up)", "expected", "the hospital", "not stated", "not stated", "saves"],
        ["“Visits cost less than last year” (made up)", "observed", "home care", "last year", "one year", "saves"],
        ["“The team is cost-effective” (made up)", "not stated", "not stated", "not stated", "not stated", "worth it"],
    ],
    columns=columns,
)
display.table(case, caption="A made-up business case, sentence by sentence")

# %% [markdown] tags=["solution"]
# The case is made up. The first sentence is a hope with a verb in the future. The second has been seen, but against
# last year only; other things may have changed. The third says that something may be worth its price. An intervention
# may turn out cost-effective and yet not necessarily save money: so says `rapid-scan-cost-effectiveness-22`.
#
# A table full of “not stated” does not show that there are no savings. It shows that nobody can tell from the text.

# %% [markdown] tags=["trainer"]
# Expected and observed slide into each other when they stand in one column of a slide. Ask for two slides. Next: the
# claims above say that integrated care may reveal unmet needs. Where would that show in your case?

# %% tags=["check"]
assert (case != "").all(axis=None)
assert case["sentence on money"].str.contains("made up").all()
assert {"expected", "observed", "not stated"} == set(case["expected or observed"])
by_id = claims.set_index("finding_id")
assert by_id.loc["rapid-scan-cost-effectiveness-22", "hedge"] == "but not necessarily cost saving"
assert by_id["statement"].str.contains("reveal").any()
assert by_id.loc["rapid-scan-cost-effectiveness-24", "certainty"] == "suggested"
effects = nmc.load("effects")
assert set(effects["status"]) == {"reported", "expected"}
