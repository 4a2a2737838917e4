package dev.viva.session;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which sessions were used in this process of late, by a request with their grant or by a word in their call. A set of
 * ids that is taken and begun anew every few seconds. Thread-safe.
 */
public final class RecentActivity {
    private volatile Set<String> seen = ConcurrentHashMap.newKeySet();

    /** Somebody is there in the session. */
    public void seen(String sessionId) {
        seen.add(sessionId);
    }

    /** The sessions that were seen since this was last asked. */
    public Set<String> take() {
        Set<String> taken = seen;
        seen = ConcurrentHashMap.newKeySet();
        return taken;
    }
}
