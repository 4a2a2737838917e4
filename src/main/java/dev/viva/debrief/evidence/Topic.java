package dev.viva.debrief.evidence;

import dev.viva.model.Disclosure;
import java.util.List;

/**
 * One thing that the patient of a case can tell.
 *
 * @param id its natural name, such as {@code history/when-it-started}
 * @param title what it is about, as the case's author wrote it
 * @param replies what the patient says of it; more than one where the opening line tells it too
 * @param questions how students ask for it
 */
public record Topic(
        String id, Part part, String title, List<String> replies, List<String> questions, Disclosure disclosure) {
    /** Where the case has it. */
    public enum Part {
        /** Of the case's history. */
        HISTORY,
        /** Of the patient's medical life, which the case does not override. */
        BASELINE,
        /** What the patient keeps back. */
        HIDDEN,
        /** Something that every patient may be asked and that belongs to no item: the name, the age. */
        OTHER
    }

    /** Whether the debrief has an item for it. */
    public boolean isItem() {
        return part != Part.OTHER;
    }
}
