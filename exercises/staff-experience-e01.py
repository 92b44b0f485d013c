# %% [markdown]
# The summary ties its gains for staff to conditions. Read the claims. Then take an enhanced role that exists, or is
# planned, in a service that you know. Fill in the template: one row for each condition, with what is in place, what is
# missing, who says so, and when you will ask again. Write at the end what you may promise the person who takes the
# role.

# %% tags=["given"]
import pandas as pd

import nmc_evidence as nmc
from nmc_evidence import display

claims = nmc.select_findings(nmc.load_findings(), page="outcomes/staff-experience")
template = pd.DataFrame({"condition": [""] * 3, "in place": "", "missing": "", "who says so": "", "ask again": ""})
(display.statements(claims) + display.table(template, caption="The role and its conditions"))

# %% [markdown] tags=["hint"]
# The conditions are named in one of the claims. The person in the role and the manager may give different answers:
# write down both.

# %% tags=["solution"]
role = template.assign(
    **{
        "condition": ["responsibilities clearly understood", "ongoing support", "training"],
        "in place": [
            "a job description (made up)",
            "a mentor for the first weeks (made up)",
            "two study days (made up)",
        ],
        "missing": ["the doctors have not read it", "nobody is named after that", "a course on prescribing"],
        "who says so": ["the nurse in the role; the manager disagrees", "the nurse and the manager", "the manager"],
        "ask again": ["in a month", "before the mentor leaves", "when the budget is set"],
    }
)
display.table(role, caption="A made-up role, held against the conditions that the summary names")

# %% [markdown] tags=["solution"]
# The role is made up. The conditions are those of `nmc-summary-staff-experience-04`, and the summary names them
# together without weighing them. All but one is not “mostly met”: the claim says nothing about that case.
#
# Even with all conditions met, the claim is that enhanced roles *can* lead to better job satisfaction and better
# figures for absenteeism and turnover. You may promise the conditions. You may not promise the result.

# %% [markdown] tags=["trainer"]
# Groups score the conditions. Stop them: the source gives no weights. Where nurse and manager differ, the difference
# is the finding. Next: what would you expect to see if the conditions are missing? The summary does not say.

# %% tags=["check"]
conditions = claims.set_index("finding_id").loc["nmc-summary-staff-experience-04", "statement"]
assert "a clear understanding of responsibilities, ongoing support, and training" in conditions
assert len(role) == len(template)
assert (role != "").all(axis=None)
assert role["in place"].str.contains("made up").all()
gains = nmc.select_findings(claims, direction="positive")
assert set(gains["hedge"]) == {"can lead to"}
