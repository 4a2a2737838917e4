package dev.viva.review;

import dev.viva.model.ReviewQuote;
import dev.viva.model.Turn;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a closed session as a model sees them: labelled L1, L2 and so on, without ids, times and names of
 * participants. Prints nothing, so that no log contains them.
 *
 * @param digest of the transcript
 */
record Lines(String digest, List<Turn> turns) {
    private static final Pattern LABEL = Pattern.compile("L([1-9]\\d{0,5})");
    /** A shorter quote would be found in nearly every line. */
    private static final int MIN_QUOTE = 2;

    static String label(int index) {
        return "L" + (index + 1);
    }

    int characters() {
        return turns.stream().mapToInt(turn -> turn.text().length()).sum();
    }

    /** The quote with its line, if these words stand in it exactly. */
    Optional<ReviewQuote> find(@Nullable String label, @Nullable String quote) {
        if (label == null || quote == null || quote.strip().length() < MIN_QUOTE) {
            return Optional.empty();
        }
        var number = LABEL.matcher(label);
        if (!number.matches()) {
            return Optional.empty();
        }
        int index = Integer.parseInt(number.group(1)) - 1;
        return index < turns.size() && turns.get(index).text().contains(quote)
                ? Optional.of(new ReviewQuote(turns.get(index).itemId(), quote))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "Lines[" + turns.size() + "]";
    }
}
