# %% [markdown]
# The first table shows the measures that partners in Northumbria agreed on. Choose two or three measures for a service
# that you know, from this list or from elsewhere. Fill in one row for each: who is asked or counted, whether it sees
# one service or several working together, how often, and what it **cannot** tell. At least one measure should come
# from patients or carers themselves.

# %% tags=["given"]
import pandas as pd

import nmc_evidence as nmc
from nmc_evidence import display

agreed = nmc.select_findings(nmc.load("framework_items"), framework_id="rapid-scan-northumbria-metrics")
columns = ["measure", "who is asked or counted", "one service or several", "how often", "what it cannot tell"]
template = pd.DataFrame([[""] * len(columns)] * 3, columns=columns)
(
    display.table(agreed[["label", "detail"]], caption="Measures agreed in Northumbria; no values are reported")
    + display.table(template, caption="Our measures")
)

# %% [markdown] tags=["hint"]
# Write the last column first. A measure about which you can say nothing there is one that you do not know well enough.

# %% tags=["solution"]
sheet = pd.DataFrame(
    [
        [
            "care home admissions",
            "residents of our area, from records (made up)",
            "several",
            "each month",
            "whether an admission was right for the person",
        ],
        [
            "“Did the services know of each other?” (made up)",
            "patients with two or more services, by telephone",
            "several",
            "twice a year",
            "what people think who do not answer",
        ],
        [
            "days from referral to first visit (made up)",
            "home care, from records",
            "one",
            "each week",
            "whether the visit was of use",
        ],
    ],
    columns=columns,
)
display.table(sheet, caption="A made-up measuring sheet")

# %% [markdown] tags=["solution"]
# The sheet is made up; one of its measures is on Northumbria's list. That partners there agreed on measures does not
# show that the measures are good ones, or that anything got better: the scan reports no values.
#
# The last measure sees one service only. It may be useful and still says little about how services work together.
# Measures that patients report are called important in the scan; it also says that many existing ones do not wholly
# fit integrated care.

# %% [markdown] tags=["trainer"]
# Ask how many of the measures could get better while patients are worse off. Next: who would have to give time to
# collect them, and would he or she see the result?

# %% tags=["check"]
assert list(sheet.columns) == columns
assert (sheet != "").all(axis=None)
assert sheet["measure"].isin(agreed["label"]).sum() == 1
assert sheet["who is asked or counted"].str.contains("patients").any()
assert {"one", "several"} == set(sheet["one service or several"])
said = nmc.load_findings().set_index("finding_id")
assert "no values are reported" in said.loc["rapid-scan-measuring-045", "note"]
assert said.loc["rapid-scan-measuring-011", "hedge"] == "not totally applicable"
assert said.loc["rapid-scan-measuring-009", "weight"] == "are important"
