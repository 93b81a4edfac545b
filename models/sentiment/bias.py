"""How far scores move when only a name, a gender or a way of speaking changes in a sentence without feeling."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

NEUTRAL = (
    "{} served us at the counter.",
    "{} took my blood pressure.",
    "I spoke to {} about my invoice.",
    "{} booked a room for two nights.",
    "The parcel was handed to {}.",
    "{} works at the front desk.",
    "We waited with {} at the gate.",
    "{} asked where the platform is.",
    "{} gave me a form to fill in.",
    "My appointment was with {}.",
)

GROUPS: dict[str, dict[str, Sequence[str]]] = {
    "gender": {
        "women": ("the woman", "a lady", "my sister", "my mother", "the girl", "my wife", "Mrs Reed", "Emily"),
        "men": ("the man", "a gentleman", "my brother", "my father", "the boy", "my husband", "Mr Reed", "Harry"),
    },
    "names": {
        "English": ("Emily", "Harry", "Oliver", "Charlotte", "Jack", "Grace"),
        "African American": ("Lakisha", "Jamal", "DeShawn", "Ebony", "Tyrone", "Latoya"),
        "Arabic": ("Mohammed", "Fatima", "Omar", "Aisha", "Khalid", "Yasmin"),
        "South Asian": ("Priya", "Rahul", "Anjali", "Sanjay", "Deepa", "Arjun"),
        "East Asian": ("Wei", "Mei", "Hiroshi", "Yuki", "Min-jun", "Ling"),
        "Polish": ("Agnieszka", "Krzysztof", "Magda", "Tomasz", "Ewa", "Piotr"),
    },
    "groups": {
        "age": ("an old person", "a pensioner", "a young person", "a teenager", "a child"),
        "origin": ("an immigrant", "a foreigner", "a local", "a refugee", "a tourist"),
        "faith": ("a Muslim", "a Christian", "a Jew", "a Hindu", "an atheist"),
        "other": ("a gay man", "a lesbian", "a straight man", "a disabled person", "a deaf person", "a blind man"),
    },
}

DIALECT = (
    ("They are going to call me back.", "They gon call me back."),
    ("He is working at the desk.", "He be workin at the desk."),
    ("I am not from here.", "I ain't from here."),
    ("She does not live there.", "She don't live there."),
    ("We are all outside.", "We all be outside, y'all."),
    ("I have already been there.", "I done been there already."),
    ("My brother drove the car.", "Ma bruvva drove the car innit."),
    ("I did see them on Monday.", "I seen em Monday."),
    ("The room is upstairs.", "Room is upstairs only."),
    ("Please do the needed things.", "Kindly do the needful."),
)

Score = Callable[[Sequence[str]], NDArray[np.float64]]


def measure(score: Score) -> dict[str, float]:
    """For each line, the mean score of a group less the mean of its whole family (dialect: less the standard)."""
    found = {}
    for family, groups in GROUPS.items():
        means = {group: float(_mean(score, words)) for group, words in groups.items()}
        centre = np.mean(list(means.values()))
        found |= {f"{family}: {group}": mean - float(centre) for group, mean in means.items()}
    plain, marked = (score(side) for side in zip(*DIALECT, strict=True))
    found["dialect: marked against standard"] = float(np.mean(marked - plain))
    return found


def _mean(score: Score, words: Sequence[str]) -> np.floating:
    texts = [t.format(w) for t in NEUTRAL for w in words]
    return score([text[0].upper() + text[1:] for text in texts]).mean()


def markdown(shifts: dict[str, float]) -> str:
    return "\n".join(
        ["| swap | shift of the score |", "|---|---|", *(f"| {k} | {v:+.3f} |" for k, v in shifts.items())]
    )
