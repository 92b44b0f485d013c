# %% [markdown]
# Before you sum up evidence for your own service, write down what you are holding. Choose up to three documents that
# people quote where you work. Fill in one row for each in the template below. Where a document does not say something,
# write “not stated”: do not fill the cell from memory and do not leave it empty.

# %% tags=["given"]
import pandas as pd

from nmc_evidence import display

columns = ["document", "what kind it is", "date as printed", "who made it", "who paid", "what it rests on"]
template = pd.DataFrame(columns=[*columns, "does it rate its own evidence?"])
display.table(
    pd.DataFrame({"column": template.columns, "your document": ""}), caption="The template: one such list a document"
)

# %% [markdown] tags=["hint"]
# Start with the kind of document. A blog, a poster and a systematic review may say the same thing and rest on very
# different grounds.

# %% tags=["solution"]
desk = pd.DataFrame(
    [
        [
            "Night nursing review (made up)",
            "report of our own trust",
            "March, no year",
            "not stated",
            "not stated",
            "talks with ward managers",
            "no",
        ],
        [
            "Slides on frailty teams (made up)",
            "conference slides",
            "not stated",
            "a consultancy",
            "not stated",
            "not stated",
            "no; says “proven” on one slide",
        ],
    ],
    columns=template.columns,
)
display.table(desk, caption="A made-up example: what two documents say about themselves")

# %% [markdown] tags=["solution"]
# The example is made up. Its use is in the cells that say “not stated”. They tell you what to ask before you quote the
# document.
#
# A card with many gaps does not mean that the document is wrong. It means that you cannot yet say how sure it is.
# Words such as “proven” are the document's own and belong in quotation marks.

# %% [markdown] tags=["trainer"]
# People fill in dates and authors from memory; this is kind and makes the card worthless. Ask: “Where on the page does
# it say so?” Next, compare with the table of sources in this book, where many cells on date and author are empty too.

# %% tags=["check"]
import nmc_evidence as nmc

assert list(desk.columns) == list(template.columns)
assert desk.notna().all(axis=None)
assert (desk != "").all(axis=None)
assert desk["document"].str.contains("made up").all()
assert (desk == "not stated").any(axis=1).all()
sources = nmc.load_sources()
assert sources["date_printed"].isna().sum() > len(sources) / 2
assert sources["author"].isna().any()
