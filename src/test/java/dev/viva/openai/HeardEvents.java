package dev.viva.openai;

import dev.viva.realtime.CallEnd;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallListener;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A listener that keeps what it is told, for a test to take in turn. */
public final class HeardEvents implements CallListener {
    private final LinkedBlockingQueue<Object> told = new LinkedBlockingQueue<>();

    @Override
    public void on(CallEvent event) {
        told.add(event);
    }

    @Override
    public void ended(CallEnd why) {
        told.add(why);
    }

    /** The next event, or the end. */
    public Object next() throws InterruptedException {
        Object next = told.poll(60, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was told");
        }
        return next;
    }

    /** Whether there is nothing to take yet. */
    public boolean none() {
        return told.isEmpty();
    }
}
