"""What a sentence tells: plain news, something of someone's mind, a guess, a blame, a hope."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.dialogue.lexicon import AUXILIARIES, ING, PAST, base, is_adverb, listed
from assistant.dialogue.syntax import Sentence

LOADED, STATE, NEUTRAL = map(listed, ("loaded", "state", "neutral"))
ABSOLUTE = frozenset("never always everything every everyone everybody nobody nothing".split())
NO = frozenset({"not", "never", "nobody", "nothing", "no"})
VAGUE = frozenset(
    "not no only nothing more less than too enough sad much other else rather better talk".split()
)
_REFUSED, _BODY = map(listed, ("refused", "body"))
_BAD, _HOPED, _SELF_BLAME, _BODILY, _EVERYDAY = map(
    listed, ("bad", "hoped", "self_blame", "bodily", "everyday")
)
_TESTED, _OFFSPRING, _USUAL, _TIMES = map(listed, ("tested", "offspring", "usual", "times"))
_KIN = listed("many") | {"friend"}
DONE = (listed("participles") | PAST.keys()) - {"been", "had", "got", "become", "forgiven"}
"""Forms after "has" that tell what was done."""
_TO_BE = frozenset(
    "is are am was has have will would going to be been do does did might may not".split()
)
_POINTERS = frozenset({"it", "that", "this"})
_SAID_THAT = {("that", "to"), ("that", "about")}
_RIVALS = frozenset({"her", "him", "ex", "his"})
_SAYS_ENOUGH = frozenset(
    "something fault over enough late end happen last work get ruin change awful terrible "
    "horrible".split()
)
""" "it's over": what can be said of "it" all the same."""
_ELSEWHERE = frozenset(ING) | {"on", "away", "caring", "me"}
"""After "has moved", "has stopped": what makes it less than plain news."""
_OTHERS = frozenset("other others someone somebody anyone else ex".split())
_MOTIVE = re.compile(
    r"\b(?:because of me|on purpose|deliberately|out of (?:pity|habit|guilt|spite|duty)|"
    r"to be (?:nice|polite|kind)|"
    r"to (?:punish|spite|annoy|test|avoid|get (?:at|rid of|away from)|shut) (?:me|us))\b"
)
"""What one took part in, or why others did a thing: a guess, however it is told."""
_BLAMED = frozenset({"fault", "blame", "caused"})
_SENSED = frozenset("feel know see sense hear tell".split())
_PEOPLE = frozenset("he she they we people everyone everybody nobody i".split())
_AFTER_LOOK = frozenset("like at for after forward up down back out away into to through".split())
_VERDICT = re.compile(
    r"missed (?:the boat|my chance)|left it too late|had my chance|burnt my bridges|"
    r"th(?:rew|rown) (?:it|my \w+|everything) away|let (?:it|him|her|them) slip"
)
"""What is told of oneself as over and done with."""
_MINDS = frozenset("bored sick tired ashamed fed disappointed embarrassed annoyed".split())
_MINDFUL = frozenset("stand be love trust help live bear take forgive handle cope".split())
"""After "can't" of others these tell of a mind; all else could be seen."""
_RECEIVED = frozenset("got found heard said saw had".split())
_FOOLS = frozenset({"fool", "idiot", "failure", "mess"})


def lasts(said: Sentence) -> bool:
    """Tell whether what has been is told of someone's mind or worth, or as what always was."""
    rated = "than" in said.words or said.after[0] in _MINDS or "prettier" in said.words
    if said.verb in ("was", "were") and rated:
        return True
    main = base(said.after[0] if said.verb == "did" else said.verb)
    stopped = "never" in said.words and main in ("stop", "change")
    always = not {"always", "ever"}.isdisjoint(said.words)
    return stopped or always or main in STATE - {"see", "mean", "have", "feel"}


def _is_event(said: Sentence) -> bool:
    """Tell whether it is told what takes place at a set time, or in the life of kin or friends."""
    verb, after, words = said.verb, said.after, {*said.words}
    if verb in ("is", "are") and after[0] in ING and _TIMES & words:
        return True
    kin = _KIN & {*said.words[1 : said.at]} and "me" not in words
    forms = {"has": DONE, "is": ING.keys()}.get(verb, frozenset())
    return bool(kin) and after[0] in forms and after[:2] != ["going", "to"]


def says_enough(said: Sentence) -> bool:
    """Tell whether it is clear without what went before what "it" stands for."""
    told = said.words[said.at : said.at + 4]
    moves = said.words[said.at + 1 : said.at + 3] in (["me", "that"], ["me", "how"])
    return moves or "fault" in said.words or not _SAYS_ENOUGH.isdisjoint({*told, *map(base, told)})


def is_look(said: Sentence) -> bool:
    """Tell whether it is told how someone looks or sounds: "they don't look fine"."""
    helped = said.verb in ("do", "does")
    look = said.after if helped else [said.verb, *said.after]
    return base(look[0]) in ("look", "sound") and look[1:2] != [] and look[1] not in _AFTER_LOOK


def is_unable(said: Sentence) -> bool:
    """Tell whether what cannot be done is a plain fact: sleeping, paying, having children."""
    no = said.verb in ("can", "could") and "not" in said.words[said.at : said.at + 2]
    if no and not said.own:
        return base(said.after[0]) not in _MINDFUL
    moved = (
        base(said.after[0]) == "get" and said.after[1:2] and said.after[1] in ("up", "to", "out")
    )
    return no and (
        bool(moved) or base(said.after[0]) in _BODILY or not _OFFSPRING.isdisjoint(said.words)
    )


def drives_off(said: Sentence) -> bool:
    """Tell whether "drive" is used of someone who is driven away, not of a van."""
    return bool({"away", "off", "mad", "crazy"} & set(said.words))


def is_self_blame(said: Sentence) -> bool:
    """Tell whether what was done or been is told as one's fault."""
    if (_FOOLS & set(said.words) and "like" not in said.words) or _VERDICT.search(
        " ".join(said.words)
    ):
        return True
    done = said.after[0] if said.verb in ("have", "had") else said.verb
    if base(done) == "fail" and not _TESTED.isdisjoint(said.words):
        return False
    drove = base(done) != "drive" or drives_off(said)
    judged = {said.verb, done}.isdisjoint(_RECEIVED) and ABSOLUTE & set(said.words)
    if (base(done) in _SELF_BLAME and drove) or judged:
        return True
    after = said.after
    undergone = after[0] == "been" and after[1:2] and after[1] in DONE and "out" not in after
    is_so = said.verb in ("was", "have") and after[0] not in PAST and after[0] != "no"
    return is_so and not undergone and said.has(LOADED - VAGUE)


def is_welcome(said: Sentence) -> bool:
    """Tell whether a sentence says what is hoped for, so that nobody is afraid of it."""
    words = said.words
    for at, word in enumerate(words):
        near = words[at + 1 : at + 3]
        if word in ("not", "never") and any({one, base(one)} & _BAD for one in near):
            return True
    main = [word for word in words[said.at : said.at + 5] if not is_adverb(word)]
    main = [word for word in main if word not in _TO_BE]
    wished = bool(main) and base(main[0]) in _HOPED
    free = NO.isdisjoint(words) and _RIVALS.isdisjoint(words[said.at + 1 :])
    return wished and free and not said.has(LOADED)


def is_guess(said: Sentence) -> bool:
    """Tell whether someone is blamed, or it is said why others did a thing."""
    return bool(_BLAMED & set(said.words) or _MOTIVE.search(" ".join(said.words)))


def is_refusal(said: Sentence) -> bool:
    """Tell whether "won't" is what someone refuses now: "they still won't look at me"."""
    if said.verb not in ("will", "would") or "not" not in said.words[said.at : said.at + 3]:
        return False
    if said.verb == "would":
        return said.after[0] in ("look", "talk", "speak", "answer", "listen", "let")
    now = not {"still", "even"}.isdisjoint(said.words)
    gone = ("any", "more") in pairwise(said.words) and base(said.after[0]) not in STATE
    later = not {"ever", "again", "never"}.isdisjoint(said.words)
    return now or gone or (base(said.after[0]) in _REFUSED and not later)


def is_having(said: Sentence) -> bool:
    """Tell whether someone plainly has a thing: "my ex has a new girlfriend"."""
    owned = said.after[1:] if said.after[0] == "got" else said.after
    a_thing = said.verb in ("has", "have") and owned[:1] in (["a"], ["an"])
    judged = {*said.after} & (LOADED - VAGUE - _OTHERS - {"without", "friend"})
    return a_thing and not judged and NO.isdisjoint(said.words[: said.at + 4])


def is_said_as_it_is(said: Sentence) -> bool:
    """Tell whether it names its own doubt or its own feeling: "something feels off"."""
    unsure = said.verb == "am" and said.after[0] in ("sure", "certain") and "not" in said.words
    lifeless = base(said.verb) == "feel" and said.words[0] not in _PEOPLE
    body = said.words[0] == "my" and said.words[1] in _BODY
    moves = (
        said.words[0] == "it"
        and said.verb not in AUXILIARIES
        and not said.is_to_come
        and "me" in said.words[said.at + 1 : -1]
    )
    return unsure or body or moves or lifeless or base(said.verb) == "seem"


def is_pointing_back(said: Sentence) -> bool:
    """Tell whether others know or see what was only said before: "everyone can see it"."""
    helped = said.verb in ("can", "could", "do", "does", "would", "must")
    main = said.after[0] if helped else said.verb
    if said.own:
        return len(said.words) == said.at + 2 and said.words[-1] == "it" and base(main) in _SENSED
    if said.verb in ("do", "does") and said.after[0] in _POINTERS and not said.after[1:]:
        return True
    if base(main) == "say" and _SAID_THAT & set(pairwise(said.words)):
        return True
    told = base(main) in ("know", "see", "get", "tell", "notice", "mean")
    return told and (said.words[-1] in ("it", "that", "this") or said.words[-2:-1] == ["that"])


def is_settled(said: Sentence) -> bool:
    """Tell whether what has been done, or takes place, is told as plain news."""
    verb, after, dreaded = said.verb, said.after, said.has(LOADED)
    denied = "not" in said.words[said.at : said.at + 3]
    bereft = after[0] == "lost" and after[1:2] != ["interest"]
    moved = after[0] in ("moved", "stopped", "taken") and not _ELSEWHERE & {*after[1:2]}
    done = verb in ("has", "have") and after[0] in DONE
    return _is_event(said) or (done and (not dreaded or denied or bereft or moved))


def is_usual(said: Sentence) -> bool:
    """Tell whether it is told what someone does from day to day, or where they are."""
    main, never, mine = base(said.verb), "never" in said.words, "me" in said.words
    at_work = said.words[-1] in _EVERYDAY and not mine
    placed = said.verb in ("is", "are") and said.after[0] in NEUTRAL
    placed = placed and (not said.has(LOADED - {"not"}) or said.after[:2] == ["moving", "to"])
    plain = said.has(LOADED) and not said.has(LOADED - _OTHERS) and not mine
    does = main in _USUAL or (plain and main not in STATE | AUXILIARIES)
    return main in _EVERYDAY or at_work or placed or (does and not never)
