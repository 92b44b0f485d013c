# %% [markdown]
# Collect three promises about time from a plan that you know, or make some up and say so. Fill in the template: what
# takes the time, until what, the length as written, whether it is a minimum, a range or a deadline, and who says so on
# what ground. Add an early sign that patients or staff would notice. Do not add the lengths up and do not join them.

# %% tags=["given"]
import pandas as pd

from nmc_evidence import display

columns = ["what takes the time", "until what", "length as written", "kind of figure", "who says so", "early sign"]
template = pd.DataFrame([[""] * len(columns)] * 3, columns=columns)
display.table(template, caption="Promises about time in our plan")

# %% [markdown] tags=["hint"]
# If “until what” stays empty, the promise cannot be kept and cannot be broken.

# %% tags=["solution"]
promises = pd.DataFrame(
    [
        [
            "setting up the joint team (made up)",
            "all posts are filled",
            "by the autumn",
            "deadline",
            "the plan",
            "a rota",
        ],
        [
            "trust between ward and home care (made up)",
            "not said",
            "no figure",
            "none",
            "the ward manager",
            "they ring",
        ],
        [
            "fewer repeat visits (made up)",
            "a fall in the monthly count",
            "at least a year",
            "minimum",
            "our guess",
            "none",
        ],
    ],
    columns=columns,
)
display.table(promises, caption="A made-up plan: three promises about time, kept apart")

# %% [markdown] tags=["solution"]
# The plan is made up. Its rows cannot be added up: they run side by side, and they wait for different things. A
# deadline is what somebody wants. A minimum is what somebody expects at the least. Neither has been observed.
#
# The row without a figure is not a fault. Several claims in this chapter say that something takes time and give no
# number; none was added to them.

# %% [markdown] tags=["trainer"]
# Look at the column “who says so”. “The plan” is not a ground; ask what the plan rests on. Next: show the table to
# somebody who has to wait, and ask which early sign would matter to him or her.

# %% tags=["check"]
import nmc_evidence as nmc

assert list(promises.columns) == columns
assert (promises != "").all(axis=None)
assert promises["what takes the time"].str.contains("made up").all()
assert promises["kind of figure"].nunique() == len(promises)
all_times = nmc.select_findings(nmc.load("timescales"), kind="how long it takes")
assert all_times["lower_years"].isna().sum() > 1
