package dev.viva.assessment;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What must stand for a write to happen (RFC 9110, 13.1): of two who change one draft at the same time, the later one is
 * told. Compared strongly, so that a weak tag never matches.
 *
 * @param ifMatch the tags of what the caller changed; null for whatever stands
 * @param ifNew whether nothing may stand
 */
record Precondition(@Nullable String ifMatch, boolean ifNew) {
    private static final Pattern TAG = Pattern.compile("(W/)?\"([^\"]*)\"");

    /** @param ifNoneMatch null, or an asterisk */
    static Precondition of(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
        return new Precondition(ifMatch, ifNoneMatch != null);
    }

    /**
     * @param standing the tag of what is stored; empty when nothing is
     * @throws ProblemException {@code assessment_changed}
     */
    void require(Optional<String> standing) {
        boolean wanted = standing.map(this::allows).orElse(ifMatch == null);
        if (!wanted) {
            throw new ProblemException(Failure.ASSESSMENT_CHANGED);
        }
    }

    private boolean allows(String tag) {
        if (ifNew) {
            return false;
        }
        return ifMatch == null
                || ifMatch.strip().equals("*")
                || TAG.matcher(ifMatch)
                        .results()
                        .anyMatch(one -> one.group(1) == null && one.group(2).equals(tag));
    }
}
