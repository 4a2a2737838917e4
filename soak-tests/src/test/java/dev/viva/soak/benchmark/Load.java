package dev.viva.soak.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;

/** Connections that send one request after the other. */
final class Load {
    private Load() {}

    /** Sends the next request of a connection. */
    interface Next<T> {
        /** @return whether the reply is what it should be */
        boolean send(T connection) throws IOException, InterruptedException;
    }

    /** All connections at once, for the time; one stops at its first failure. */
    static <T> Figures measure(List<T> connections, Duration time, Next<T> next)
            throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + time.toNanos();
        return measure(connections, sent -> System.nanoTime() < end, next);
    }

    /** All connections at once, each as many requests; one stops at its first failure. */
    static <T> Figures measure(List<T> connections, int requests, Next<T> next)
            throws InterruptedException, ExecutionException {
        return measure(connections, (int sent) -> sent < requests, next);
    }

    /** @param goOn by the number of requests that a connection has sent */
    private static <T> Figures measure(List<T> connections, IntPredicate goOn, Next<T> next)
            throws InterruptedException, ExecutionException {
        long begin = System.nanoTime();
        List<Future<long[]>> runs = new ArrayList<>();
        // Of the platform, a few: the thread that reads is woken by the kernel, without a poller in between.
        try (var threads = Executors.newThreadPerTaskExecutor(Executors.defaultThreadFactory())) {
            for (T connection : connections) {
                runs.add(threads.submit(() -> send(goOn, connection, next)));
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        List<long[]> all = new ArrayList<>();
        for (Future<long[]> run : runs) {
            all.add(run.get());
        }
        return Figures.of(all.stream().flatMapToLong(Arrays::stream).toArray(), took);
    }

    /** @return the nanoseconds of each request, or 0 if it failed */
    private static <T> long[] send(IntPredicate goOn, T connection, Next<T> next)
            throws IOException, InterruptedException {
        long[] nanos = new long[1024];
        int count = 0;
        boolean good = true;
        while (good && goOn.test(count)) {
            long begin = System.nanoTime();
            good = next.send(connection);
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = good ? System.nanoTime() - begin : 0;
        }
        return Arrays.copyOf(nanos, count);
    }
}
