package dev.viva.soak.benchmark;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.viva.soak.benchmark.Api.Session;
import dev.viva.soak.benchmark.Row.Bar;
import dev.viva.soak.machine.Replica;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Idle event streams, ten on each session, within a heap. Each must have a heartbeat, and then its session's line. A
 * stream takes a file handle in the service and one here, so a machine with few of them is measured with fewer streams.
 */
final class StreamsBenchmark implements Benchmark {
    private static final int EACH = 10;
    /** For everything that is not a stream. */
    private static final int OTHER_HANDLES = 500;

    /** An address has fewer ports than there may be streams. */
    private static final int EACH_ADDRESS = 10_000;

    /** KiB. What all streams take has no bar: the heap's bound makes them fit or fail. */
    private static final Bar EACH_STREAM = Bar.atMost(16);

    private static final Duration OPEN = Duration.ofMinutes(5);
    private static final Duration DELIVER = Duration.ofMinutes(5);

    /** The readers of all sessions. */
    private static final class Readers implements AutoCloseable {
        private final AtomicInteger open = new AtomicInteger();
        private final AtomicInteger beaten = new AtomicInteger();
        private final AtomicInteger delivered = new AtomicInteger();
        private final AtomicInteger lost = new AtomicInteger();
        private final List<EventReader> readers = new ArrayList<>();
        private volatile boolean closing;

        private void follow(URI url, Session session) throws IOException {
            var first = new AtomicBoolean(true);
            String local = "127.0.4." + (readers.size() / EACH_ADDRESS);
            InetAddress from = readers.size() < EACH_ADDRESS ? null : InetAddress.getByName(local);
            readers.add(EventReader.open(url, from, session, 0, new EventReader.Events() {
                @Override
                public void opened() {
                    open.incrementAndGet();
                }

                @Override
                public void heartbeat() {
                    beaten.addAndGet(first.getAndSet(false) ? 1 : 0);
                }

                @Override
                public void event(String seq, String type, String data) {
                    delivered.addAndGet(type.equals("turn") ? 1 : 0);
                }

                @Override
                public void ended(String why) {
                    if (!closing && lost.incrementAndGet() <= 10) {
                        System.err.println("a stream: " + why);
                    }
                }
            }));
        }

        private void await(String what, Duration within, AtomicInteger number) throws InterruptedException {
            Wait.until(what, within, () -> number.get() == readers.size() || lost.get() > 0);
            if (lost.get() > 0) {
                throw new IllegalStateException(lost + " of " + readers.size() + " streams ended");
            }
        }

        @Override
        public void close() {
            closing = true;
            readers.forEach(EventReader::close);
        }
    }

    @Override
    public List<Row> run(Path folder, Length length) throws Exception {
        List<Row> rows = new ArrayList<>();
        rows.add(measure(folder.resolve("few"), 5000, 512));
        if (!length.isShort()) {
            rows.add(measure(folder.resolve("many"), 20_000, 1024));
        }
        return rows;
    }

    private static Row measure(Path folder, int wanted, int heap) throws Exception {
        int streams = Math.min(wanted, (handles() - OTHER_HANDLES) / EACH * EACH);
        if (streams < wanted) {
            System.out.printf(
                    "benchmark: %,d file handles allow %,d streams, not %,d: raise the limit (ulimit -Hn)%n",
                    handles(), streams, wanted);
        }
        var environment = new HashMap<>(RelayBenchmark.NO_LIMITS);
        environment.put("JDK_JAVA_OPTIONS", "-Xmx" + heap + "m");
        try (var replica = Replica.start(folder, environment);
                var readers = new Readers()) {
            Footprint before = Footprint.of(replica);
            var api = new Api(replica.url());
            List<Session> sessions = api.begin(streams / EACH);
            for (Session session : sessions) {
                for (int i = 0; i < EACH; i++) {
                    readers.follow(replica.url(), session);
                }
                // In turn: how many can come at once is measured by the storm.
                readers.await("streams open", OPEN, readers.open);
            }
            readers.await("streams have a heartbeat", OPEN, readers.beaten);
            Footprint idle = Footprint.of(replica);
            for (Session session : sessions) {
                if (!api.relay(session)) {
                    throw new IllegalStateException("a relay failed");
                }
            }
            readers.await("streams have their line", DELIVER, readers.delivered);
            return new Row(
                    String.format("heap of each of %,d idle streams, -Xmx%dm", streams, heap),
                    idle.text(),
                    "no stream: " + before.text(),
                    (idle.heap() - before.heap()) * 1024 / streams,
                    "KiB",
                    EACH_STREAM);
        }
    }

    private static int handles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? (int) Math.min(Integer.MAX_VALUE, unix.getMaxFileDescriptorCount())
                : Integer.MAX_VALUE;
    }
}
