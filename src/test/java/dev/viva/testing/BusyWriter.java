package dev.viva.testing;

import dev.viva.storage.GroupCommit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Blocks the writer so that all writes meanwhile form one batch. */
public final class BusyWriter {
    private BusyWriter() {}

    /** @return the latch that releases the writer, which is blocked when this returns */
    public static CountDownLatch hold(GroupCommit commits, ExecutorService callers) throws InterruptedException {
        var running = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        callers.submit(() -> commits.commit("hold", transaction -> {
            running.countDown();
            try {
                return release.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        if (!running.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the writer was not free within 60 s");
        }
        return release;
    }
}
