# %% [markdown]
# The claims in the first table speak of data that are lacking, used or shared. Draw up a list of the data that two
# organisations which you know would need in order to look after the same patients. Use the second table as a template:
# who holds the data, who else can see them today, what stands in the way, and how you know. In the last column write
# “tried it”, “was told” or “guess”.

# %% tags=["given"]
import pandas as pd

import nmc_evidence as nmc
from nmc_evidence import display

claims = nmc.select_findings(
    nmc.load_findings(), page="findings/information-knowledge-and-learning", theme="Data: lacking, used, shared"
)
template = pd.DataFrame({"data": [""], "held by": [""], "seen by": [""], "in the way": [""], "how we know": [""]})
(display.statements(claims) + display.table(template, caption="Our data: one line like this for each kind"))

# %% [markdown] tags=["hint"]
# Start with one patient who moved between the two, and follow the paper.

# %% tags=["solution"]
ours = pd.DataFrame(
    [
        ["medication list (made up)", "the GP practice", "the ward, by fax", "no shared record", "tried it"],
        ["falls at home (made up)", "home care", "nobody else", "we think: the law", "guess"],
        ["who is the main carer (made up)", "nobody writes it down", "nobody", "no field in the form", "was told"],
    ],
    columns=template.columns,
)
display.table(ours, caption="A made-up example: what two services know of each other's data")

# %% [markdown] tags=["solution"]
# The example is made up. It shows three different things: data that exist and travel badly, data that exist and stay
# at home, and data that nobody holds. The summary has claims on data that are lacking and on data that are hard to
# share; they are not the same trouble.
#
# The guess in the last column matters. “The law forbids it” is often heard. Before it goes into a plan, somebody has
# to look it up. Your list says nothing about whether more sharing would make care better.

# %% [markdown] tags=["trainer"]
# The columns “in the way” and “how we know” are filled at once with the law. Ask who checked. Next: which line could
# be mended without any new system?

# %% tags=["check"]
assert list(ours.columns) == list(template.columns)
assert (ours != "").all(axis=None)
assert ours["data"].str.contains("made up").all()
assert set(ours["how we know"]) == {"tried it", "was told", "guess"}
barriers = nmc.select_findings(claims, direction="barrier")
assert barriers["statement"].str.contains("lack of data").any()
assert barriers["statement"].str.contains("still a challenge").any()
