package dev.viva.debrief.language;

import java.util.regex.Pattern;

/** Whether somebody breaks off and begins anew, as people do when they speak: "how long, how long has it been". */
public final class Restarts {
    private static final Pattern HESITATION = Pattern.compile(
            "\\b(?:er|erm|um|uh|ah|hm|hmm|mm)(?: |$)|^(?:(?:and|so|but|okay|ok|right|well|then|now) )+");

    private Restarts() {}

    /**
     * Whether words begin or end the next ones, or end with the word that begins them: "have you had any, any fever".
     *
     * @param words in lower case and without marks
     */
    public static boolean begin(String words, String next) {
        String start = HESITATION.matcher(words).replaceAll("").strip();
        String whole = HESITATION.matcher(next).replaceAll("").strip();
        return !start.isEmpty()
                && ((whole + " ").startsWith(start + " ")
                        || (" " + whole).endsWith(" " + start)
                        || start.substring(start.lastIndexOf(' ') + 1).equals(whole.split(" ", 2)[0]));
    }
}
