# %% [markdown]
# Fill in the template for a service that you know: one row a domain. Write what is known *there*, who says so, and the
# words of doubt that he or she used. In the last column tell two kinds of empty apart: “nobody looked” and “looked,
# nothing found”. Leave no cell blank, and write “does not apply” where there is nothing to tell apart.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

template = nmc.load_domains()[["label"]].assign(known_here="", who_says_so="", words_of_doubt="", kind_of_empty="")
display.table(template, caption="What we know in our own place, domain by domain")

# %% [markdown] tags=["hint"]
# Begin with the domain of which you know least. “Everybody says so” is not a person.

# %% tags=["solution"]
silent = ["nothing", "nobody", "none", "nobody looked"]
answers = {
    "Design": ["one plan for both wards (made up)", "the head of nursing", "“as far as I know”", "does not apply"],
    "Workforce": ["two posts are vacant (made up)", "the rota", "none", "does not apply"],
    "Leadership": ["nothing", "nobody", "none", "looked, nothing found"],
}
rows = [answers.get(label, silent) for label in template["label"]]
filled = template.copy()
filled[list(template.columns[1:])] = rows
display.table(filled, caption="A made-up example: what one service knows about itself")

# %% [markdown] tags=["solution"]
# The example is made up. Most of its rows say “nobody looked”. That is a result: it tells where to look next.
#
# “Looked, nothing found” is another answer. It does not mean that there is nothing. It depends on how well one looked,
# so write down how.
#
# Your table is about one place and rests on who happened to be asked. It is not evidence on integrated care.

# %% [markdown] tags=["trainer"]
# Groups fill the cells with plans instead of knowledge. Ask: “Is this so today, or is it meant to be?” Next, lay the
# table beside the chapter on a domain: is the summary silent where you are, or only you?

# %% tags=["check"]
assert len(filled) == len(nmc.load_domains())
assert (filled != "").all(axis=None)
assert set(filled["kind_of_empty"]) == {"nobody looked", "looked, nothing found", "does not apply"}
known = filled[filled["kind_of_empty"] == "does not apply"]
assert known["known_here"].str.contains("made up").all()
assert (known["who_says_so"] != "nobody").all()
