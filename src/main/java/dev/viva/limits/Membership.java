package dev.viva.limits;

import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Whose buckets a request is charged to. Both checks run before authentication and refuse nothing. They must be cheap,
 * because any client can trigger them.
 *
 * @param admits whether an {@code Authorization} header carries a valid grant for the session in the path; only then
 *     the request is charged to that session
 * @param isFaculty whether such a header carries the faculty key; only then the request is charged to faculty
 */
public record Membership(BiPredicate<String, String> admits, Predicate<String> isFaculty) {
    boolean admits(String sessionId, String authorization) {
        return admits.test(sessionId, authorization);
    }

    boolean isFaculty(String authorization) {
        return isFaculty.test(authorization);
    }
}
