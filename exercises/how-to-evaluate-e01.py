# %% [markdown]
# The scan says that those who use AQuA's tool score themselves in each of its domains, from low to high. Ask three
# people who know a service for a score in each domain, or make the scores up and say so. Show every score, the median
# and a mark where the views lie far apart. Give no total and no ranking. Write one sentence on the domain with the
# widest gap.

# %% tags=["given"]
import pandas as pd

import nmc_evidence as nmc
from nmc_evidence import display

items = nmc.select_findings(nmc.load("framework_items"), framework_id="rapid-scan-aqua-domains")
rule = nmc.select_findings(nmc.load_findings(), finding_id="rapid-scan-measuring-032")
template = pd.DataFrame({"domain": items["label"].to_list(), "nurse": "", "manager": "", "carer": ""})
(display.statements(rule) + display.table(template, caption="Scores of three people, domain by domain"))

# %% [markdown] tags=["hint"]
# `median(axis="columns")` works along a row. Decide what “far apart” means *before* you see the scores, and write it
# down.

# %% tags=["solution"]
scores = template.assign(
    nurse=[2, 1, 1, 2, 3, 4, 1, 4],
    manager=[4, 3, 2, 3, 3, 4, 4, 4],
    carer=[2, 1, 0, 2, 3, 3, 0, 2],
)
people = ["nurse", "manager", "carer"]
gap = scores[people].max(axis=1) - scores[people].min(axis=1)
far_apart = 3  # our choice, made before the scores were in
shown = scores.assign(
    median=scores[people].median(axis=1), views=gap.ge(far_apart).map({True: "split", False: "near one another"})
)
widest = scores.loc[gap == gap.max(), "domain"].tolist()
display.table(shown, caption="Made-up scores of three made-up people")

# %% [markdown] tags=["solution"]
# People and scores are made up. Look first at the split: in the made-up case the manager and the carer see service
# user and carer engagement very differently. The median hides that, which is why it must not stand alone.
#
# Only the headings are AQuA's; this is not its tool. The scan speaks of no total, no average over domains and no
# ranking, and it gives no meaning to the steps between low and high. So a middle score means what the person meant by
# it. The table shows what some people think of their own service. It measures nothing about patients' outcomes.

# %% [markdown] tags=["trainer"]
# The first wish is for a total, the second for a comparison with the neighbours. Neither has a basis here. Ask the two
# who differ most to tell of one day that explains their score. Next: whose score is missing?

# %% tags=["check"]
assert rule["statement"].item().endswith("from 0 (low) to 5 (high).")
assert "no total" in rule["note"].item()
assert scores["domain"].tolist() == items["label"].tolist()
assert scores[people].ge(0).all(axis=None)
assert scores[people].le(5).all(axis=None)
assert widest == ["Service user and carer engagement"]
assert shown.loc[shown["domain"].isin(widest), "views"].item() == "split"
assert (shown["views"] == "near one another").any()
assert "total" not in shown.columns
