"""Survey questions: what "nothing" and a bare "the waiting time" say hangs on what was asked."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from cxtext.text.clean import comparison_key
from cxtext.text.contrast import judges
from cxtext.text.noise import LONGEST_STOCK, NOTHING, is_nothing

Asked = Literal["faults", "praise"]
Verdict = Literal["positive", "negative"]

BARE_WORDS = 5  # a longer answer says by itself whether it praises or blames
WISH_WORDS = 6
LONGEST_QUESTION = 500  # characters that are looked at

# What a question holds that asks for neither, though its words are in the lists below.
_ASIDE = re.compile(
    r"\A(?:on a scale|how (?!could|can|should|might|may|do|did|to|else|would)).*"  # "How satisfied …", "How easy was …"
    r"|\bcomments?(?: and/or | or | and |/| & )suggestions?\b|\bwould (?:you |customers )?recommend\b"
)
_FAULTS = re.compile(
    r"\b(?:improv\w*|better(?! than)|change[ds]?|differently|dislike[ds]?|least|like (?:us|to see|more)"
    r"|(?:not|\w+n.t) (?:you )?(?:like|enjoy|happy|satisfied|pleased|work|go well)"
    r"|wrong|problems?|issues?|complain\w*|concerns?|disappoint\w*|dissatisf\w*|unsatisf\w*|unhappy|worst|bad|badly"
    r"|poor|poorly|negatives?|fix|lack\w*|missing|frustrat\w*|annoy\w*|barriers?|difficult\w*|weakness\w*"
    r"|stop(?:s|ped)? you|less than|cons|suggest\w*|wish)\b"
)
_PRAISE = re.compile(
    r"\b(?:like[ds]?|enjoy\w*|good|well|best|better than|great|positives?|strengths?|favou?rite|pleased|impress\w*"
    r"|satisf\w*|appreciat\w*|love[ds]?|helpful|worked|happy|pros|stands? out|stood out|value most|delight\w*)\b"
)
_YES_OR_NO = re.compile(
    r"\A(?:how|did|do|does|was|were|is|are|would|will|have|has|can|could)\b(?!.*\b(?:any|what)\w*\b)"
)
# Asked for in one breath: "What did you like or dislike?"
_BOTH = re.compile(r"(?:\bor\b|\band\b|/)\s*(?:\w+ ){0,3}(?:dis|un|not |bad|worst|negative|improv|could|poor|cons)")

_NO_FAULTS = frozenset(
    key.strip()
    for key in """
    no complaints|no complaint|no issues|no problems|no improvement|no improvements|no improvement needed
    no improvements needed|no problem|no changes|not a lot|not much|not a great deal|not really|very little
    not very much|nothing much|nothing to improve|nothing to complain about|nothing needs improving
    nothing needs to change|cannot fault|can t fault|cannot fault it|can t fault it|couldn t fault it|no faults
    """.replace("\n", "|").split("|")
    if key.strip()
)
_NOT_BETTER = re.compile(
    r"(?:i |we |you |they |there |s |is |really |honestly |absolutely |sorry |no ){0,4}"
    r"(?:nothing|cannot|can t|cant|could not|couldn t|couldnt|don t think|do not think)\b.{0,60}"
    r"\b(?:better|improved?(?: on| upon)?(?: it| this)?|more|differently|think of(?: right now| at the moment)?)\Z"
)
_WISH = re.compile(
    r"(?:just |maybe |perhaps |possibly |to |a bit |be |been |be a bit |have |having |provide |got there |c[ao]me "
    r"|arrived? |get |much |with )*"
    r"(?:more|less|fewer|faster|quicker|sooner|earlier|shorter|longer|larger|bigger|better|cheaper|improved?|reduced?"
    r"|increase|speed up|employ|hire|lower|cut|stop|quicken|speedier|clearer|cleaner|warmer)\b"
)
# Words that make an answer a statement: whether it praises or blames is then its own affair.
_STATING = frozenset(
    """
    is are was were am be been it its they he she i we you because thank thanks had has have did does do will would can
    cant cannot could couldnt don dont not no never always keep continue nothing none n na pass sure know unsure yes all
    everything first class previous above response spot
    """.split()
)


# Words of blame that name what an answer is about.
_BLAMED_THINGS = frozenset("wait waits waiting delay delays noise attitude costs complaints".split())


@lru_cache(maxsize=4_096)
def asked(question: str) -> Asked | None:
    """Whether a survey question asks for faults or for praise; None where it asks for both, or for neither.

    "What could we improve?" asks for faults, "What did you like best?" for praise, "Any other comments?" for
    neither.
    """
    low = _ASIDE.sub(" ", " ".join(question[:LONGEST_QUESTION].lower().split()))
    faults = _FAULTS.search(low)
    if faults:
        return None if _BOTH.search(low) and _PRAISE.search(_FAULTS.sub(" ", low)) else "faults"
    return "praise" if _PRAISE.search(low) and not _YES_OR_NO.search(low) else None


def read_under_question(question: str, text: str) -> Verdict | None:
    """What a short answer says that says nothing by itself; None where it does, or the question does not tell.

    Asked for faults, "nothing" praises, and "the waiting time" or "more staff" blames; asked for praise it is
    the other way round, but for wishes.
    """
    if len(text) > LONGEST_STOCK:
        return None
    kind = asked(question)
    if kind is None:
        return None
    key = comparison_key(text)
    if kind == "faults":
        if says_nothing(text) or key in _NO_FAULTS or _NOT_BETTER.match(key):
            return "positive"
        return "negative" if _is_wish(key) or _is_bare(key) else None
    if key not in ("n a", "na") and says_nothing(text):
        return "negative"
    return "positive" if _is_bare(key) else None


def says_nothing(text: str) -> bool:
    """Whether the whole text is "nothing", "none", "n/a" or their like."""
    key = comparison_key(text)
    return key in NOTHING or is_nothing(key)


def _is_wish(key: str) -> bool:
    words = key.split()
    return len(words) <= WISH_WORDS and bool(_WISH.match(key)) and _STATING.isdisjoint(words[1:])


def _is_bare(key: str) -> bool:
    """Whether an answer only names a thing: few words, none of which states or judges."""
    words = key.split()
    return (
        0 < len(words) <= BARE_WORDS
        and _STATING.isdisjoint(words)
        and any(len(word) > 2 and word.isalpha() for word in words)
        and not judges(" ".join(word for word in words if word not in _BLAMED_THINGS))
    )
