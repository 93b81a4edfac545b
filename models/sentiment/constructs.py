"""Made-up sentences for what labelled sets hold too rarely: negation, "could not be better", "used to be", emoji.

Each is a template filled with words; none repeats a case of tests/cases/sentiment_pairs.jsonl, but the
constructions are the same, so the pass rates there show what was taught, not what was found out.
"""

import json
from pathlib import Path

import numpy as np
from corpus import Texts
from numpy.typing import NDArray

from cxtext.text.clean import comparison_key

SUBJECTS = (
    "the staff|the service|the food|the room|the app|the website|the delivery|the driver|the nurse|the doctor|"
    "the treatment|the price|the product|the quality|the support|the agent|the hotel|the flight|the course|"
    "the lecturer|the update|the seat|the lounge|the booking|the whole process|this place|this phone|it|they|"
    "the crew|the screen|the battery|the clinic|the ward|the waiting area|the shop|my order|the experience"
).split("|")
PLURAL = frozenset({"they"})
GOOD = (
    "good|great|nice|helpful|friendly|polite|kind|clean|quick|fast|efficient|professional|clear|comfortable|tasty|"
    "fresh|reliable|useful|easy|pleasant|happy|excellent|fair|caring|satisfied|amazing|brilliant|impressive|safe|"
    "worth it|well organised|welcoming|smooth|generous|affordable|responsive|informative"
).split("|")
BAD = (
    "bad|rude|dirty|slow|expensive|terrible|awful|unhelpful|boring|noisy|broken|cold|late|poor|disappointing|painful|"
    "difficult|confusing|stressful|uncomfortable|crowded|unfriendly|horrible|annoying|faulty|stale|rushed|unreliable|"
    "useless|unprofessional|disorganised|overpriced|complicated"
).split("|")
BETTER = (
    "better|nicer|kinder|friendlier|more helpful|easier|smoother|cleaner|faster|quicker|more professional|happier|"
    "more pleased|clearer|more comfortable|more caring"
).split("|")
WORSE = (
    "worse|ruder|slower|dirtier|less helpful|more confusing|more disappointed|more rude|angrier|noisier|more boring"
).split("|")
THINGS = (
    "chairs|staff|parking|time|information|space|seats|choice|signs|toilets|beds|light|nurses|options|food|water|"
    "plugs|copies|communication|training"
).split("|")
BOTHERS = "problems|issues|complaints|trouble|hassle|delays|mistakes|queues|worries|fuss|errors|faults".split("|")
OPENERS = "||||overall |honestly |I have to say |for me |this time |again |sadly |well ".split("|")

POSITIVE, NEGATIVE = (0.03, 0.07, 0.9), (0.9, 0.07, 0.03)
FAIRLY_POSITIVE, WISH = (0.1, 0.25, 0.65), (0.55, 0.37, 0.08)

TEMPLATES: tuple[tuple[str, tuple[float, float, float]], ...] = (
    ("{s} {is} not {good}", NEGATIVE),
    ("{s} {is}n't {good}", NEGATIVE),
    ("{s} {is} never {good}", NEGATIVE),
    ("{s} {is} not very {good}", NEGATIVE),
    ("{s} {is} not at all {good}", NEGATIVE),
    ("I don't think {s} {is} {good}", NEGATIVE),
    ("I wouldn't say {s} {is} {good}", NEGATIVE),
    ("I can't say that {s} {is} {good}", NEGATIVE),
    ("nobody would call {s} {good}", NEGATIVE),
    ("{s} {is} not {bad}", FAIRLY_POSITIVE),
    ("{s} {is}n't {bad}", FAIRLY_POSITIVE),
    ("{s} {is} never {bad}", POSITIVE),
    ("{s} {is} not {bad} at all", POSITIVE),
    ("I didn't find {s} {bad}", FAIRLY_POSITIVE),
    ("I wouldn't call {s} {bad}", FAIRLY_POSITIVE),
    ("no {bothers}", FAIRLY_POSITIVE),
    ("no {bothers} with {s}", POSITIVE),
    ("there were no {bothers}", POSITIVE),
    ("I have no {bothers} about {s}", POSITIVE),
    ("never had any {bothers} with {s}", POSITIVE),
    ("without any {bothers}", POSITIVE),
    ("{s} could not have been {better}", POSITIVE),
    ("{s} couldn't have been {better}", POSITIVE),
    ("{s} couldn't be {better}", POSITIVE),
    ("I could not be {better} with {s}", POSITIVE),
    ("I don't think {s} could have been {better}", POSITIVE),
    ("{s} could not have been {worse}", NEGATIVE),
    ("{s} couldn't be {worse}", NEGATIVE),
    ("I couldn't be {worse} with {s}", NEGATIVE),
    ("{s} could be {better}", WISH),
    ("{s} could have been {better}", WISH),
    ("{s} should be {better}", WISH),
    ("{s} should have been {better}", WISH),
    ("could not fault {s}", POSITIVE),
    ("can't fault {s}", POSITIVE),
    ("cannot fault {s} in any way", POSITIVE),
    ("could not ask for {better} people", POSITIVE),
    ("{s} used to be {good}", NEGATIVE),
    ("{s} used to be so {good}", NEGATIVE),
    ("I used to find {s} {good}", NEGATIVE),
    ("{s} {is} {good} once", NEGATIVE),
    ("{s} {is} no longer {good}", NEGATIVE),
    ("{s} used to be {bad}, now it is {good}", POSITIVE),
    ("{s} {is} no longer {bad}", POSITIVE),
    ("it would be {good} if {s} had more {things}", WISH),
    ("it would be {good} to have more {things}", WISH),
    ("would be {good} if you could improve {s}", WISH),
    ("it would have been {good} to get more {things}", WISH),
    ("I would love to see more {things}", WISH),
    ("I wish {s} {is} {good}", WISH),
    ("please make {s} {better}", WISH),
    ("I hoped {s} would be {good}", WISH),
    ("{better} {things} would be appreciated", WISH),
    ("more {things} would help", WISH),
    ("not enough {things}", NEGATIVE),
    ("there were not enough {things}", NEGATIVE),
    ("{s} {is} too {plain}", NEGATIVE),
    ("{s} {is} far too {plain}", NEGATIVE),
    ("too many people and too few {things}", NEGATIVE),
    ("always enough {things}", FAIRLY_POSITIVE),
    ("plenty of {things}", POSITIVE),
    ("can't thank {s} enough", POSITIVE),
    ("{s} {is} {better} than expected", POSITIVE),
    ("{s} {is} {worse} than expected", NEGATIVE),
    ("{s} {is} not as {good} as before", NEGATIVE),
    ("{s} {is} not as {bad} as I thought", FAIRLY_POSITIVE),
)
PLAIN = (
    "small|big|long|short|loud|hot|cold|dark|bright|hard|soft|tight|heavy|early|late|far|busy|thin|salty|sweet".split(
        "|"
    )
)
EACH = 90  # sentences from each template

GLAD = (
    "😀 😃 😄 😁 😆 😊 🙂 😍 🥰 😘 🤩 😋 😎 🤗 🥳 👍 👏 🙌 💪 🙏 ❤ 💕 💖 💗 💙 💚 💛 💜 🎉 🎊 "
    "🔥 ⭐ 🌟 ✨ 💯 ✅ 👌 🏆 🥇 😇 😻 💐 🌹 😌 ☺"
).split()
SAD = (
    "😡 😠 🤬 😤 👎 😞 😔 😟 🙁 ☹ 😣 😖 😫 😩 😢 😭 💔 🤢 🤮 🙄 😒 😑 😕 😨 😰 😱 🤦 💩 ❌ 😪 "
    "🥺 😾 🤡 🖕 😓 😥 🥱 😵 🤒"
).split()
BESIDE = 14  # carriers for each emoji

PEOPLE = (
    "a blind man|a blind woman|a deaf person|a deaf child|a disabled person|a disabled woman|a wheelchair user|"
    "an autistic boy|a gay man|a gay couple|a lesbian|a straight man|a straight couple|a trans woman|a Muslim|"
    "a Christian|a Jew|a Hindu|a Sikh|a Buddhist|an atheist|an immigrant|a refugee|a foreigner|a local|a tourist|"
    "an asylum seeker|a pensioner|an old person|an old man|a young person|a young woman|a teenager|a child|a baby|"
    "a Black man|a white woman|an Asian man|a Polish woman|an African woman|an Indian man|an Arab|"
    "Sarah|James|Amelia|George|Sophie|Thomas|Hope|Joy|Faith|Rose|Keisha|Malik|Darnell|Imani|Ahmed|Layla|Hassan|Noor|"
    "Sunita|Vikram|Kavita|Imran|Chen|Hana|Kenji|Xiu|Katarzyna|Pawel|Zofia|Marek"
).split("|")
DEEDS = (
    "{} sat by the window.|{} came in at ten.|{} is in room four.|There was {} in the queue.|{} is next.|"
    "{} sent the form on Monday.|{} lives on the second floor.|We met {} at the station.|{} signed for the letter.|"
    "The letter is for {}.|{} asked for the number.|{} drove the bus.|{} works in the kitchen on Fridays.|"
    "I gave the keys to {}.|{} paid by card.|I sat beside {}.|{} rang at noon.|The bag belongs to {}.|"
    "{} read the notice.|It was {} who opened the door.|{} walked past.|The email was from {}.|{} has two bags.|"
    "They asked {} for a name."
).split("|")
PLAINLY = (0.06, 0.88, 0.06)

FACT_TEMPLATES = (
    "{place} opens at {hour}|{place} closes on {day}|{place} is on the {floor} floor|{place} is next to {other}|"
    "there is a lift beside {place}|{place} has {number} rooms|I went to {place} on {day}|we met at {place} at {hour}|"
    "I booked {thing} on {day}|I ordered {number} of them on {day}|{thing} was sent on {day}|{thing} has {number} bits|"
    "{thing} comes in {colour}|{thing} weighs {number} kilos|I paid for {thing} by card|{thing} arrived on {day}|"
    "my appointment is on {day} at {hour}|my son had his check-up in {month}|I have been a customer since {month}|"
    "the next train leaves at {hour}|the journey takes {number} hours|the meeting was moved to {day}|"
    "I rang on {day} and spoke to the office|they asked for my address and number|we sat by the window|"
    "breakfast is from six to {hour}|it is {number} miles from {place} to {other}|I live {number} streets away|"
    "the course has {number} parts|the email came on {day}|I work there on {day}s|my number ends in {number}|"
    "the account was opened in {month}|the contract ends in {month}|we stayed {number} nights in {month}|"
    "{thing} is kept in a {colour} box|the walls of {place} are {colour}|you turn left at {place}"
).split("|")
PLACES = (
    "the office|the shop|the pharmacy|the clinic|the library|the car park|the station|the ward|the reception|the café|"
    "the lounge|the bank|the post office|the gate|the hall|the school"
).split("|")
OBJECTS = (
    "the form|the letter|the parcel|the ticket|the phone|the jacket|the book|the invoice|the laptop|the cable|the card|"
    "the bag|the leaflet|the key"
).split("|")
HOURS = "eight|nine|ten|half past two|quarter to five|noon|6 pm|7.30|11:15".split("|")
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday".split("|")
MONTHS = "January|March|April|June|August|October|December|2019|2021".split("|")
FLOORS, COLOURS = "first|second|third|top".split("|"), "blue|green|grey|black|white|red".split("|")
NUMBERS = "two|three|four|five|six|twelve|twenty|2|3|40".split("|")
EACH_FACT = 25  # sentences from each template


def build(neutral: list[str], *, seed: int, cases: Path, small: bool = False) -> Texts:
    """All sentences; `neutral` are short neutral texts to set emoji beside, `cases` the suite to keep clear of."""
    rng = np.random.default_rng(seed)
    banned = _texts_of(cases)
    found: dict[str, tuple[float, float, float]] = {}
    for template, target in TEMPLATES:
        for _ in range(3 if small else EACH):
            text = _filled(template, rng)
            if comparison_key(text) not in banned:
                found.setdefault(text, target)
    for faces, target in ((GLAD, POSITIVE), (SAD, NEGATIVE)):
        for face in faces:
            found[face] = found[face * 2] = target
            for i in rng.integers(0, len(neutral), 1 if small else BESIDE):
                found.setdefault(f"{neutral[i].rstrip('.')} {face}", target)
    return Texts(list(found), np.array(list(found.values()), np.float32), ["constructs"] * len(found))


def people() -> Texts:
    """Plain facts about people of all kinds, neutral: who somebody is says nothing of how it went.

    `bias.py` measures in other sentences, with other names and mostly the same groups.
    """
    texts = [deed.format(who) for who in PEOPLE for deed in DEEDS]
    texts = [text[:1].upper() + text[1:] for text in texts]
    return Texts(texts, np.tile(np.array(PLAINLY, np.float32), (len(texts), 1)), ["people"] * len(texts))


def facts(*, seed: int, cases: Path) -> Texts:
    """Made-up plain facts of times, places and things, neutral; none repeats a case of the suite."""
    rng = np.random.default_rng(seed)
    banned = _texts_of(cases)
    found: dict[str, None] = {}
    for template in FACT_TEMPLATES:
        for _ in range(EACH_FACT):
            place, other = rng.permutation(len(PLACES))[:2]
            words = {"hour": HOURS, "day": DAYS, "month": MONTHS, "floor": FLOORS, "colour": COLOURS, "number": NUMBERS}
            text = template.format(
                place=PLACES[place],
                other=PLACES[other],
                thing=OBJECTS[int(rng.integers(len(OBJECTS)))],
                **{name: choice[int(rng.integers(len(choice)))] for name, choice in words.items()},
            )
            text = text[:1].upper() + text[1:] if rng.random() < 0.7 else text
            text += "." if rng.random() < 0.7 else ""
            if comparison_key(text) not in banned:
                found.setdefault(text)
    return Texts(list(found), np.tile(np.array(PLAINLY, np.float32), (len(found), 1)), ["facts"] * len(found))


def _texts_of(cases: Path) -> set[str]:
    """Comparison keys of the cases."""
    return {comparison_key(json.loads(line)["text"]) for line in cases.read_text("utf-8").splitlines()}


def _filled(template: str, rng: np.random.Generator) -> str:
    def one(words: list[str]) -> str:
        return words[int(rng.integers(len(words)))]

    subject = one(SUBJECTS)
    past = rng.random() < 0.6
    plural = subject in PLURAL
    text = one(OPENERS) + template.format(
        s=subject,
        **{"is": ("were" if plural else "was") if past else ("are" if plural else "is")},
        good=one(GOOD),
        bad=one(BAD),
        better=one(BETTER),
        worse=one(WORSE),
        bothers=one(BOTHERS),
        things=one(THINGS),
        plain=one(PLAIN),
    )
    text = text[:1].upper() + text[1:] if rng.random() < 0.7 else text
    return text + one(["", ".", ".", "!"])


def neutral_texts(texts: Texts, *, longest: int = 8) -> NDArray[np.int64]:
    """Rows of short texts that are surely neutral."""
    sure = texts.targets[:, 1] > 0.85
    return np.flatnonzero(sure & np.array([len(t.split()) <= longest for t in texts.texts]))
