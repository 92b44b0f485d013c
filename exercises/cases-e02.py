# %% [markdown]
# Write up a case from a place that you know, in the fields of the template. Keep apart what happened, what somebody
# thinks of it, and what was measured. Say who looked, compared with what, and whether the case was chosen because it
# went well. Finish with what a reader may **not** conclude. Use no names of people.

# %% tags=["given"]
import pandas as pd

from nmc_evidence import display

fields = [
    "where and when",
    "what happened",
    "who looked, from inside or outside",
    "what was measured, compared with what",
    "what people say of it, and who",
    "why this case was chosen",
    "what did not work",
    "what you may not conclude",
]
template = pd.DataFrame({"field": fields, "our case": ""})
display.table(template, caption="A case that others can judge")

# %% [markdown] tags=["hint"]
# If the field on what did not work stays empty, ask somebody who left.

# %% tags=["solution"]
case = template.assign(
    **{
        "our case": [
            "a made-up town, last winter",
            "ward and home care held a joint meeting each week",
            "from inside: the ward manager",
            "nothing was measured",
            "two nurses say that they call each other sooner; no patient was asked",
            "because it went well: there were two other wards, and theirs stopped",
            "the doctors came only at first",
            "that joint meetings help patients, or that they would last elsewhere",
        ]
    }
)
display.table(case, caption="A made-up case, told so that others can judge it")

# %% [markdown] tags=["solution"]
# The case is made up. Two of its lines make it useful: that it was chosen because it went well, and that others
# stopped. Without them it would read like a recipe.
#
# “Nothing was measured” is no disgrace in a case. It only has to be said. What nurses tell is evidence of how *they*
# found it. And a case from one place, seen from inside, shows that something can happen. It does not show that it
# will.

# %% [markdown] tags=["trainer"]
# Let each group read out only the last field and let the others guess the case. Ask next: which sentence of your case
# would a press office take, and what would then be missing?

# %% tags=["check"]
assert case["field"].tolist() == fields
assert (case["our case"] != "").all()
told = case.set_index("field")["our case"]
assert "made-up" in told["where and when"]
assert told["who looked, from inside or outside"].startswith(("from inside", "from outside"))
assert "because" in told["why this case was chosen"]
assert told["what you may not conclude"].startswith("that ")
