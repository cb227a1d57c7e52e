"""What a clause is led in with, and the words that stand before its core when it is said back."""

from __future__ import annotations

import re

from assistant.dialogue.lexicon import listed

AFRAID, FEELS, THINK, SURE = "you're afraid", "it feels like", "you think", "you feel sure"
ON_MIND, WONDER = "it's on your mind that", "you wonder if"
FELT, HURTS, UNFAIR = "it felt like", "it hurts that", "it doesn't feel fair that"
SHORTER = {FEELS: "you feel", ON_MIND: "you're thinking"}
"""What may be said instead where a frame makes it too long."""
_FEARS = "|".join(sorted(listed("fears")))
_DEGREES = f"(?:(?:{'|'.join(sorted(listed('degrees')))}) )*"
_OFTEN = r"(?:\w+ly |always |still |only |do |keep |kept |can not stop |can not help )*"
_WH = "(?:if|why|whether|what|how|who|when|where)"
_INVERTED = rf"{_WH} (?:is|are|was|does|do|did|has|will) (?:i|he|she|they|we)\b"
OPENING = re.compile(
    r"^(?:(?:now|and|but|so|well|look|yeah|yes|okay|no(?! one)|even(?= (?:my|his|her) )|"
    r"or|like|oh|then|plus|also|sometimes|"
    r"lowkey|mate|bro|dude|to be honest|the worst (?:part|thing) is|another thing(?: is)?|"
    rf"i mean|i guess|i suppose|i do not know(?! (?!{_INVERTED}){_WH} \w)|"
    r"the (?:thing|truth|problem) is|it is(?: only)? that|"
    r"part of me (?:thinks|feels|believes|is sure)|it is(?: only)? like|that is why|in my head|"
    r"it is(?= (?:i|he|she|they) )|that(?= (?:i|he|she|they|we|my|nobody) )|deep down|one day|"
    r"obviously|clearly|at the moment|these days|today|tonight|lately|all the time|every day|"
    r"last night|this morning|yesterday)(?: that(?! is))? )+"
)
LEADS = tuple(
    (re.compile(rf"^{lead} (?P<core>.+)$"), frame)
    for lead, frame in (
        (r"what if", AFRAID),
        (r"(?:i (?:think|guess|suppose|feel like) )?(?:maybe|perhaps)(?: that)?", WONDER),
        (r"(?:my (?:biggest |worst )?fear is|i have (?:this|a) fear) that", AFRAID),
        (rf"i am {_DEGREES}(?:{_FEARS})(?: that)?", AFRAID),
        (rf"i {_OFTEN}(?:worry|worrying|fear)(?: that)?", AFRAID),
        (
            rf"i {_OFTEN}(?:know|bet)"
            r"(?: in my (?:gut|heart|bones)| for (?:sure|a fact))?(?: that)?",
            SURE,
        ),
        (rf"i am {_DEGREES}(?:\w+ly )?(?:sure|convinced|certain|positive)(?: that)?", SURE),
        (r"i (?:can|could) (?:\w+ly )?(?:tell|see|sense)(?: that)?", SURE),
        (
            r"(?:which |that |this |it )?(?:\w+ly |only |must )*(?:means?|proves|shows)(?: that)?",
            FEELS,
        ),
        (r"i (?:can not shake|have|have got) (?:the|this|a) feeling(?: that| like)?", FEELS),
        (r"(?:it|this) (?:\w+ly |really )?felt (?:like|as if|as though)", FELT),
        (r"it (?:\w+ly |really |still |kind of )?hurts that", HURTS),
        (r"it is (?:so |really )?(?:not fair|unfair) that", UNFAIR),
        (rf"i {_OFTEN}(?:feel|feeling)(?: like| as if| as though| that)*", FEELS),
        (rf"(?:it|this) {_OFTEN}(?:feels|seems|looks) (?:like|as if|as though|that)", FEELS),
        (
            rf"i (?:am )?{_OFTEN}(?:think|thinking|believe|guess|guessing|assuming|suppose|"
            r"suspect|reckon|imagine)(?: that)?",
            THINK,
        ),
        (r"i am (?:\w+ly )?starting to (?:think|believe|feel)(?: that| like)*", THINK),
        (r"(?:my|the) (?:thought|worry) is(?: that)?", THINK),
    )
)
NAMED_FEAR = re.compile(rf"i am ({_DEGREES}(?:{_FEARS}))\b")
