package dev.viva.openai;

import dev.viva.realtime.CallEnd;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallListener;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A listener that queues its events for a test. */
public final class ReceivedEvents implements CallListener {
    private final LinkedBlockingQueue<Object> received = new LinkedBlockingQueue<>();

    @Override
    public void on(CallEvent event) {
        received.add(event);
    }

    @Override
    public void ended(CallEnd why) {
        received.add(why);
    }

    /** The next event, or the end of the call. */
    public Object next() throws InterruptedException {
        Object next = received.poll(60, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no event came");
        }
        return next;
    }

    /** Whether the queue is empty. */
    public boolean none() {
        return received.isEmpty();
    }
}
