"""Sentences that say nothing of anybody, for pages that only measure a program."""

PAGES = {
    "introduction": "Introduction",
    "10-first-sample": "First sample page",
    "20-second-sample": "Second sample page",
}
LEADS = (
    "This page holds sentences that were put together by chance, so that a program has something to set.",
    "Nothing on this page is about an area, a person or a year; it is as long as a page of a report.",
    "Words in an order without meaning take as much time to set as words with one.",
)
SENTENCES = (
    "The board met in a room with good light, and each agency brought what it had promised.",
    "Every plan names the person who carries it out and the day on which it is looked at again.",
    "Staff from several services shared what they knew before they decided what to do.",
    "A short course for new chairs was held twice, and those who came asked for a longer one.",
    "Meetings were shorter than before, because papers were sent round a week ahead.",
    "One list now shows who is asked to each meeting, and nobody is asked who is not needed.",
    "The group read a sample of records and found that most were complete.",
    "Where a record lacked a date, the team that keeps it was told and put it right.",
    "New staff spend a day with each of the other services in their first month.",
    "A leaflet explains in plain words what is done, by whom, and whom to ask.",
    "People who had been through a course before helped to write the next one.",
    "The lay advisers asked questions that the professionals had stopped asking.",
    "Two services moved into one building, and their staff now speak every day.",
    "A telephone line is answered by a person in working hours and by a rota at night.",
    "The board looked at what other areas do and took over what would work here.",
    "Every quarter, one theme is chosen and followed through all services.",
    "Housing was the theme of the spring, and learning was that of the autumn.",
    "What was learned is written on one page, so that it is read.",
    "A meeting that had nothing new to decide was ended after ten minutes.",
    "Risks are written down with what would make them larger and what would make them smaller.",
    "Each service says what it can do at once and what takes longer.",
    "The administrators keep a calendar that all agencies can see.",
    "A survey of those who take part had more answers than ever, and most were content.",
    "Those who were not content said that travel takes too long, so every other meeting is now held online.",
    "The plan for training was agreed by all partners and paid for by all of them.",
    "No decision waits for a meeting if a telephone call can settle it.",
    "A new form has half the questions of the old one, and fewer are left empty.",
    "The group that looks at data found one error and mended the rule that let it through.",
    "Victims are told what they want to know, in the way they choose, by one person.",
    "The next step is to ask every partner which part of the work helps them most.",
)
