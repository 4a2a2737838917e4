package dev.viva.limits;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Whether a request may pass, and how each limit of its policy stands after it.
 *
 * @param standings one per limit, in the policy's order, at least one
 */
public record Verdict(List<Standing> standings) {
    private static final Comparator<Standing> TIGHTEST_FIRST = Comparator.comparing((Standing s) -> !s.refused())
            .thenComparing(s -> s.refused() ? s.left().negated() : Duration.ZERO)
            .thenComparingLong(Standing::remaining);

    /**
     * How a limit stands.
     *
     * @param name the limit's name in replies
     * @param quota what it allows this subject in a window
     * @param window how long a window is
     * @param remaining what is left in the present one
     * @param left how long the present one still lasts
     * @param refused whether this limit refuses the request
     */
    public record Standing(String name, long quota, Duration window, long remaining, Duration left, boolean refused) {}

    public boolean allowed() {
        return standings.stream().noneMatch(Standing::refused);
    }

    /** The names of the limits that refuse. */
    List<String> violated() {
        return standings.stream().filter(Standing::refused).map(Standing::name).toList();
    }

    /** The limit to watch: of those that refuse the one that does so longest, else the one with least left. */
    public Standing tightest() {
        return standings.stream().min(TIGHTEST_FIRST).orElseThrow();
    }
}
