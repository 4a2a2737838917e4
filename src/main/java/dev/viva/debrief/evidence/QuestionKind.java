package dev.viva.debrief.evidence;

/** How a line of the student asks. */
public enum QuestionKind {
    /** It asks nothing. */
    NONE,
    /** It invites the patient to tell in their own words. */
    OPEN,
    /** It asks for yes or no, or for one datum. */
    CLOSED,
    /** It suggests its answer. */
    LEADING,
    /** It asks for several things at once. */
    STACKED
}
