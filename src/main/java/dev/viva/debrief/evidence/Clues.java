package dev.viva.debrief.evidence;

/**
 * What speaks for and against a line of the patient telling a topic; all in per mille.
 *
 * @param match how its nearest part is like the topic's reply
 * @param told how much of the reply it tells
 * @param fitting how much of it belongs to the reply
 * @param asked how near the student's lines before are to a question for the topic
 * @param askedAhead how much nearer than to the question for any other topic
 * @param named how near the line is to a question for the topic, since an answer often repeats the question's words
 * @param namedAhead how much nearer than to the question for any other topic
 * @param about how much of question and answer together belongs to what the case says of the topic
 * @param askedConcept whether the question names what the topic is about; the fewer topics are about it, the more
 * @param namedConcept the same of the line
 * @param words how many words the line has; a short one tells nothing by itself
 */
record Clues(
        Answers.Match match,
        int told,
        int fitting,
        int asked,
        int askedAhead,
        int named,
        int namedAhead,
        int about,
        int askedConcept,
        int namedConcept,
        int words) {}
