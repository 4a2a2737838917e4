package dev.viva.session;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions that were used recently on this replica: by a request with their grant, or by speech in their call.
 * Thread-safe.
 */
public final class RecentActivity {
    private volatile Set<String> seen = ConcurrentHashMap.newKeySet();

    /** The session is in use. */
    public void seen(String sessionId) {
        seen.add(sessionId);
    }

    /** The sessions used since the last call, which starts a new set. */
    public Set<String> take() {
        Set<String> taken = seen;
        seen = ConcurrentHashMap.newKeySet();
        return taken;
    }
}
