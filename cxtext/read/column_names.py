"""What column names say of their columns, in the words that survey, review and ticket exports use."""

from __future__ import annotations

import re


def _listed(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(","))


# Role → names of columns that hold it, the best first. Compared without case, spaces and punctuation.
EXACT = {
    "text": _listed(
        "text, comment, comments, verbatim, review text, review body, review content, review, "
        "feedback, consumer complaint narrative, narrative, comment text, comment body, full "
        "text, body, message, content, description, tweet, tweet text, utterance, complaint, "
        "answer, response, free text, remarks, opinion, transcript, suggestion, suggestions, "
        "notes, reviews, customer feedback, customer comment, kommentar, commentaire, comentario, "
        "commento, opmerking"
    ),
    "rating": _listed(
        "rating, stars, star rating, review rating, overall rating, overall, nps, nps score, nps "
        "rating, likelihood to recommend, ltr, csat, csat score, satisfaction, overall "
        "satisfaction, satisfaction rating, satisfaction score, customer satisfaction, ces, "
        "score, review score, review stars, grade, points, survey score, bewertung"
    ),
    "date": _listed(
        "date, review date, comment date, response date, created at, created, date created, "
        "created date, creation date, submitted, submitted at, submit date, date submitted, date "
        "received, received, timestamp, datetime, date time, recorded date, end date, review "
        "time, unix review time, tweet created, time, day, posted, posted at, published, "
        "published at, at, datum"
    ),
    "id": _listed(
        "id, comment id, review id, response id, ticket id, feedback id, complaint id, record id, "
        "tweet id, submission id, answer id, survey response id, ticket, ticket number, ticket "
        "no, case id, case number, number, reference, ref, uuid, guid, key, respondent, "
        "respondent id, message id"
    ),
    "source": _listed(
        "source, channel, platform, survey, survey name, airline, airline name, product, product "
        "name, store, store name, brand, company, hotel, hotel name, restaurant, app, app name, "
        "branch, site, trust, vendor, provider, market, country, region, location, state"
    ),
    "question": _listed(
        "question, question text, survey question, question asked, question wording, prompt, item text, frage, pregunta"
    ),
}
# Role → words that point to it inside a longer name, such as "What did you like? (open answer)".
WORDS = {
    "text": _listed(
        "text, comment, comments, verbatim, review, feedback, narrative, body, message, content, "
        "description, tweet, complaint, remarks, opinion, transcript, suggestion, suggestions, "
        "answer, response, why, improve, tell, explain, better, reason"
    ),
    "rating": _listed("rating, stars, nps, csat, ces, satisfied, satisfaction, score, recommend, overall, likely, ltr"),
    "date": _listed("date, time, timestamp, created, submitted, received, posted, published, updated, datetime"),
    "id": _listed("id, ticket, number, respondent, reference, uuid, guid, key, case"),
    "source": _listed("source, channel, platform, survey, airline, product, store, brand, company, hotel, app"),
    "question": _listed("question, prompt"),
}
# Role → words by which a column is something else, whatever it holds.
FOREIGN = {
    "text": _listed(
        "sentiment, label, labels, theme, themes, subtheme, topic, topics, category, categories, "
        "subcategory, intent, class, aspect, aspects, split, tag, tags, status, flag, flags, id, "
        "url, link, email, phone, address, language, lang, locale, date, time, timestamp, name, "
        "user, author, username, department, subdepartment, team, brand, source, channel, "
        "country, state, city, region, zip, gold, confidence, title, type, score, rating, count, "
        "length, negativereason, code, timezone, coord, helpful"
    ),
    "rating": _listed(
        "count, votes, vote, number, id, date, time, sd, std, confidence, gold, sentiment, "
        "helpful, length, share, percent, label, predicted, reviews, max, min, scale, text, "
        "comment, why, reason"
    ),
    "date": _listed("zone, timezone, format, spent, duration, taken, count, rating, score"),
    "id": _listed("rating, score, count, stars, phone, age, product, user, author, sku, customer, agent"),
    "source": _listed("id, url, link, sentiment, theme, label, text, comment, review, code, count, date, version"),
    "question": _listed("id, number, no, nr, code, type, count, score, answer, response, order, date"),
}

QUESTION_WORDS = 5  # "What is the main reason for your score?" is a name, too


def words_of(name: str) -> list[str]:
    """The words of a column name: "reviewText", "Review Text" and "review_text" are the same."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return re.findall(r"[^\W_]+", apart.lower())


def exact_rank(role: str, name: str) -> int | None:
    """The place of a name among those known for a role, 0 the best; None where it is not among them."""
    return _RANKS[role].get("".join(words_of(name)))


def points_to(role: str, name: str) -> bool:
    """Whether a longer name holds a word that points to the role, and none that points away."""
    return not is_foreign(role, name) and not set(WORDS[role]).isdisjoint(words_of(name))


def is_foreign(role: str, name: str) -> bool:
    """Whether a name says that its column is something else; the wording of a survey's question does not."""
    words = words_of(name)
    if exact_rank(role, name) is not None or (role == "text" and len(words) >= QUESTION_WORDS):
        return False
    return not set(FOREIGN[role]).isdisjoint(words)


_RANKS = {
    role: {name.replace(" ", ""): rank for rank, name in reversed(list(enumerate(names)))}
    for role, names in EXACT.items()
}
