"""The words that give a name away: titles, people, verbs of speech, greetings and farewells."""

from __future__ import annotations

from cxtext.text.gazetteer import FIRST_NAMES, WORD_NAMES


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


TITLES = _set("mr mrs ms mx dr prof messrs mister missus rev")
# Titles that are words too: only a capital behind them makes a name.
COLD_TITLES = _set(
    "miss doctor professor nurse sister matron midwife officer sergeant captain father reverend sir madam lady lord "
    "madame monsieur herr frau señor señora don doña uncle aunt auntie"
)
KIN_AND_STAFF = _set(
    "agent advisor adviser assistant manager supervisor rep representative technician engineer driver courier "
    "receptionist "
    "waiter waitress server bartender barista consultant surgeon physio physiotherapist dentist therapist pharmacist "
    "cashier steward stewardess concierge instructor teacher tutor porter operator colleague "
    "son daughter husband wife mum mom dad brother sister friend partner grandson granddaughter nephew niece"
)
PEOPLE = KIN_AND_STAFF | _set(
    "lady ladies man guy woman girl boy gentleman gent chap lad bloke nurse doctor midwife person someone "
    "somebody employee "
    "staff member staffer attendant trainer helper student volunteer salesman saleswoman salesperson specialist "
    "individual "
    "carer hca paramedic host hostess officer team leader clerk associate lead rep worker"
)
GREETINGS = _set("dear hi hello hey")
SIGN_OFFS = _set("regards sincerely cheers faithfully truly signed wishes thanks love thankyou you xx")
# Farewells that stand at the end of a comment only; the others are farewells anywhere.
LATE_SIGN_OFFS = _set("cheers truly signed wishes thanks love thankyou you xx")
SPEECH_VERBS = _set(
    "spoke speak speaking spoken talked talk talking talks dealt dealing deal chatted chat chatting met worked working "
    "complained explained thanks thank shout shout-out shoutout kudos grateful credit"
)
# Said of persons alone; companies are dealt with and complained to as well.
FACE_TO_FACE = _set("spoke speak speaking spoken talked talk talking chatted chat chatting thanks")
HANDS_ON = _set("seen helped assisted treated greeted examined welcomed fitted")
AGENT_PARTICIPLES = _set(
    "served seen helped assisted treated advised told greeted informed handled answered signed written examined "
    "welcomed "
    "supported looked promised given contacted called met cared trained fixed sorted resolved diagnosed"
)
WARM_WORDS = _set("thanks thank thankyou dear hi hello hey bless met asked told ask tell cheers")
# Before a listed name without a capital, besides the warm ones.
NEAR_LISTED = _set("to with by from called for saw and & especially both love loved via miss")
AFTER_VERBS = _set(
    "helped said told explained answered assisted advised promised apologised apologized listened served replied "
    "informed "
    "offered refused hung transferred checked sorted rang phoned greeted welcomed reassured smiled treated deserves "
    "deserved knew kept understood called emailed assured admitted claimed insisted suggested examined looked made "
    "gave took went who really"
)
FACE_VERBS = _set("explained smiled listened apologised apologized reassured greeted")
WORK_PLACES = _set(
    "billing sales support customer reception accounts claims returns complaints technical tech management hr "
    "housekeeping "
    "your yours our front radiology maternity physio a&e"
)
PERSON_ADJECTIVES = _set(
    "helpful kind rude friendly patient polite professional knowledgeable attentive caring courteous understanding "
    "unhelpful dismissive reassuring efficient thoughtful considerate gentle abrupt arrogant impatient compassionate "
    "accommodating respectful sympathetic supportive welcoming honest able unable"
)
WARM_ADJECTIVES = _set("kind patient gentle caring polite courteous rude compassionate friendly")
STRENGTHENERS = _set(
    "very so really extremely incredibly super absolutely most always quite particularly especially too not just"
)
ACCOUNTS = _set("account user id screen file brand product app company domain network")
DETERMINERS = _set(
    "the a an this that these those each every your our no any last next early late mid in since until during"
)
PLACE_NOUNS = _set(
    "street road avenue lane drive close court hospital ward park airport station university college school "
    "church clinic "
    "centre center square hotel lounge terminal building house hall bridge beach island county bank airlines airways "
    "restaurant cafe bar theatre theater museum stadium arena mall store suite unit wing infirmary surgery award "
    "cup foundation "
    "theory edition models model phone laptop"
    "camera cakes cake pizza kitchen diner grill pub deli bakery salon spa forest valley funding associates "
    "capital llc inc ltd plc limited corp company group representative representatives staff customer customers "
    "passengers app account mortgage loan insurance financial services"
)
PLACE_FRONTS = _set(
    "st saint queen king prince princess san santa sao são los las el la north south east west port mount lake fort new"
)
# Surnames that are words too: in small letters they continue no name.
WORD_SURNAMES = _set("das de le mark day long may will")
_EXACT = (
    TITLES
    | COLD_TITLES
    | KIN_AND_STAFF
    | SPEECH_VERBS
    | _set(
        "regards sincerely faithfully truly name named called served seen helped assisted treated looked asked ask "
        "dear hi hello hey thanks thank"
    )
)


def _spelt(words: frozenset[str]) -> frozenset[str]:
    return frozenset(form for word in words for form in (word, word.capitalize(), word.upper()))


# A text without one of these words, in this spelling, holds no name that could be told; the cues need
# a word beside them that is none of the language.
NAME_TRIGGERS = (
    _spelt(FIRST_NAMES | TITLES) | frozenset(form for w in WORD_NAMES for form in (w.capitalize(), w.upper()))
) - _set("Do Go An He So To In")
CUE_TRIGGERS = _spelt(_EXACT)
