"""Lines of many lengths, and text that no author wrote."""

GUIDED = (
    "I am here with you. Let us take this one breath at a time. Nothing has to be solved tonight. "
    "Notice the weight of your body where it meets the bed, and let your shoulders come down a "
    "little. When a worry comes, you can let it stand there. What would you say to a friend?"
)

LINES = (
    "Breathe in.",
    "Rest.",
    "Hello.",
    "Let your shoulders drop.",
    "Nothing has to be solved tonight.",
    "What would you say to a friend who had this thought?",
    "On a scale of zero to ten, how strong is the feeling right now?",
    "You can say stop, pause, slower, faster, repeat, skip, louder, or quieter.",
    "Catastrophizing and generalizing are extraordinarily common.",
    "I did not catch that. You can say stop at any time. Or, if you like, we can just rest.",
    "Zero. One. Two. Three.",
    "Straightforward strengths stretched through months.",
)

HOSTILE = (
    "",
    " \n\t ",
    "...",
    "\U0001f600\U0001f622",
    "\x00\x07\x1b[31m",
    "-v --help",
    "$(reboot) `reboot` ; reboot & 'x' \"y\"",
    '<speak><break time="9999s"/></speak> &amp;',
    "[[h@'loU]] {curly} \\backslash",
    "\ud800 broken",
    "line one\nline two\r\n- line three",
    "\u4f60\u597d, \u043f\u0440\u0438\u0432\u0435\u0442, caf\u00e9",
    "a" * 300,
)
