package dev.viva.limits;

import java.time.Duration;
import java.util.List;

/**
 * Whether a request may pass, and the state of each limit of its policy afterwards.
 *
 * @param standings one per limit, in the policy's order, at least one
 */
public record Verdict(List<Standing> standings) {
    /**
     * The state of a limit.
     *
     * @param name the limit's name in replies
     * @param quota the requests that it allows this subject in a window
     * @param window the length of the window
     * @param remaining the requests that remain in the current window
     * @param reset the time until the current window ends
     * @param refused whether this limit refuses the request
     */
    public record Standing(String name, long quota, Duration window, long remaining, Duration reset, boolean refused) {
        private boolean isTighterThan(Standing other) {
            if (refused != other.refused) {
                return refused;
            }
            return refused ? reset.compareTo(other.reset) > 0 : remaining < other.remaining;
        }

        /** With other remaining requests. With none it refuses. */
        Standing withRemaining(long left) {
            return new Standing(name, quota, window, left, reset, left == 0);
        }

        private Standing after(Duration time) {
            Duration left = reset.minus(time);
            return left.isPositive()
                    ? new Standing(name, quota, window, remaining, left, refused)
                    : new Standing(name, quota, window, quota, window, false);
        }
    }

    /** The same refusal some time later. A limit whose window has ended since refuses nothing. */
    Verdict after(Duration time) {
        return new Verdict(standings.stream().map(s -> s.after(time)).toList());
    }

    public boolean allowed() {
        for (Standing standing : standings) {
            if (standing.refused()) {
                return false;
            }
        }
        return true;
    }

    /** The names of the limits that refuse. */
    List<String> violated() {
        return standings.stream().filter(Standing::refused).map(Standing::name).toList();
    }

    /** Of the limits that refuse, the one that refuses longest; else the one with the fewest remaining requests. */
    public Standing tightest() {
        Standing tightest = standings.getFirst();
        for (Standing standing : standings) {
            tightest = standing.isTighterThan(tightest) ? standing : tightest;
        }
        return tightest;
    }
}
