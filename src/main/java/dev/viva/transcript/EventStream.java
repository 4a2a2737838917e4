package dev.viva.transcript;

import static java.util.Objects.requireNonNull;

import dev.viva.limits.StreamSlots;
import dev.viva.model.EventType;
import dev.viva.model.Gap;
import dev.viva.model.SessionEvent;
import dev.viva.storage.StorageErrors;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One follower's stream, as server-sent events (WHATWG HTML, section 9.2). A plain loop sends new events until the
 * session is closed or erased, the grant expires, the service stops or the reader disconnects. It runs on a virtual
 * thread of its own.
 */
final class EventStream implements StreamSlots.Stream {
    private static final Logger log = LoggerFactory.getLogger(EventStream.class);
    private static final int MAX_PAGE = 200;
    /** The most that is sent at once, unless one event is longer: it stays in memory until a slow reader has it. */
    private static final int PAGE_CHARACTERS = 128 * 1024;
    /** Less than the 30 s after which the connector closes an idle connection. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** How soon a stream reads again after a database error. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** How soon, in milliseconds, a reader comes back at the earliest. */
    private static final int MIN_PAUSE = 1000;
    /** A replica that stops ends all its streams, and the others must take them. */
    private static final Duration AFTER_A_STOP = Duration.ofSeconds(9);

    private static final String CLOSED = EventType.CLOSED.toString();

    private final TranscriptLog transcript;
    private final EventHub hub;
    private final EventJson json;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final From from;
    private @Nullable Subscription subscription; // from its opening to its close
    // Used on one thread at a time, the request's and then the stream's own:
    private @Nullable Long wokenAt; // when it was first woken for events that were not sent yet
    private long seen; // the last event that was sent
    private int page = MAX_PAGE; // how many events are read next
    private Duration announced = Duration.ZERO; // within which the reader comes back
    private long sentAt; // when anything was last sent, by nanoTime

    /**
     * Where a stream starts and when it must end.
     *
     * @param asked the last sequence number that the reader has; 0 for none
     * @param lastSeq the log's last sequence number at the time of the request
     * @param closed whether the session is closed, so that no event follows
     * @param reader whom it is for
     */
    record From(String sessionId, long asked, long lastSeq, boolean closed, Reader reader) {}

    /**
     * Whom a stream is for.
     *
     * @param expires when the stream must end
     * @param observer whether its streams may take the place of other observers' alone
     */
    record Reader(Instant expires, boolean observer) {}

    /** What a reading of the log found. */
    private enum Reading {
        /** Everything that is stored was sent. */
        CURRENT,
        /** A full page was sent. */
        MORE,
        /** The database is out. */
        FAILED,
        /** No event follows. */
        OVER
    }

    /** @param nanoTime a monotonic clock, for the heartbeats */
    EventStream(TranscriptLog transcript, EventHub hub, EventJson json, Clock clock, LongSupplier nanoTime, From from) {
        this.transcript = transcript;
        this.hub = hub;
        this.json = json;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.from = from;
    }

    /**
     * Begins the reply, which tells the reader that the stream is open: from now on, partial lines reach it and it counts
     * as a follower.
     */
    @Override
    public void open(OutputStream out) throws IOException {
        subscription = hub.subscribe(from.sessionId(), from.reader().observer());
        send(out, retry(hub.comeBackWithin()) + "\n");
    }

    /** Writes events until the stream ends. */
    @Override
    public void write(OutputStream out) {
        // Subscribed before reading: an event stored in between wakes the loop again, so nothing is missed.
        Subscription open = requireNonNull(subscription, "it was opened");
        try {
            seen = begin(out);
            open.sent(seen);
            follow(open, out);
        } catch (IOException e) {
            log.debug("event stream: reader disconnected: {}", e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (subscription != null) {
            subscription.close();
            subscription = null;
        }
    }

    /** A reader ahead of the log gets one {@code gap} event. */
    private long begin(OutputStream out) throws IOException {
        if (from.asked() <= from.lastSeq()) {
            return from.asked();
        }
        send(out, frame(Events.gap(from.sessionId(), new Gap(from.asked(), from.lastSeq()), clock.instant())));
        // A stream of a closed session must end with its last event.
        return from.closed() ? from.lastSeq() - 1 : from.lastSeq();
    }

    /**
     * Reads the log at the beginning and when the stream is woken. A stream without news reads nothing: a wake follows
     * each commit, and {@link LogPoll} makes up for a lost one.
     */
    private void follow(Subscription subscription, OutputStream out) throws IOException, InterruptedException {
        Reading reading = read(subscription, out);
        while (reading != Reading.OVER) {
            Duration maxWait = reading == Reading.FAILED ? RETRY_AFTER : untilHeartbeat();
            if (reading != Reading.MORE && !pause(subscription, out, maxWait)) {
                return;
            }
            if (reading != Reading.CURRENT || wokenAt != null) {
                reading = read(subscription, out);
            }
        }
    }

    /** Sends what the log has after the last event that was sent. */
    private Reading read(Subscription subscription, OutputStream out) throws IOException {
        List<EventDao.Row> rows;
        boolean more;
        try {
            List<EventDao.Row> found = transcript.eventsAfter(from.sessionId(), seen, page);
            rows = sentAtOnce(found);
            more = rows.size() < found.size() || found.size() == page;
            // After long events, few are read at once: the rest would be read again.
            page = Math.min(MAX_PAGE, 2 * (rows.size() < found.size() ? rows.size() : page));
            if (rows.isEmpty()) {
                wokenAt = null;
                return transcript.isErased(from.sessionId()) ? Reading.OVER : Reading.CURRENT;
            }
        } catch (JdbiException e) {
            if (!StorageErrors.isTransient(e)) {
                throw e;
            }
            return Reading.FAILED; // the reader stays and catches up once the database is back
        }
        send(out, frames(rows));
        measure();
        seen = rows.getLast().seq();
        subscription.sent(seen);
        if (rows.getLast().type().equals(CLOSED)) {
            return Reading.OVER;
        }
        return more ? Reading.MORE : Reading.CURRENT;
    }

    /** As many of the rows as are sent at once, at least one. */
    private static List<EventDao.Row> sentAtOnce(List<EventDao.Row> rows) {
        int characters = 0;
        for (int i = 0; i < rows.size(); i++) {
            characters += rows.get(i).payload().length();
            if (i > 0 && characters > PAGE_CHARACTERS) {
                return List.copyOf(rows.subList(0, i));
            }
        }
        return rows;
    }

    /** Waits for news and sends partial lines; false when the stream must end. */
    private boolean pause(Subscription subscription, OutputStream out, Duration maxWait)
            throws IOException, InterruptedException {
        Duration remaining = Duration.between(clock.instant(), from.reader().expires());
        if (!remaining.isPositive()) {
            return false;
        }
        var news = subscription.await(remaining.compareTo(maxWait) < 0 ? remaining : maxWait);
        wokenAt = wokenAt == null ? news.wokenAt() : wokenAt; // the first one counts after a failed reading
        if (news.shut()) {
            Duration within = hub.comeBackWithin();
            send(out, retry(within.compareTo(AFTER_A_STOP) < 0 ? AFTER_A_STOP : within) + "\n");
            return false;
        }
        if (news.quiet() || !untilHeartbeat().isPositive()) { // a wake may bring no event
            send(out, heartbeat());
        }
        for (Subscription.Partial partial : news.partials()) {
            send(out, partial.frame(this::frame));
        }
        return true;
    }

    /** A reader that gets nothing for longer takes the connection for dead. */
    private Duration untilHeartbeat() {
        return HEARTBEAT.minusNanos(nanoTime.getAsLong() - sentAt);
    }

    /** Also tells the reader to come back later than it was told, when many more streams were opened since. */
    private String heartbeat() {
        Duration within = hub.comeBackWithin();
        boolean grown = within.toMillis() > announced.toMillis() + announced.toMillis() / 2;
        return (grown ? retry(within) : "") + ":\n\n";
    }

    /**
     * When the reader is to come back once the connection is lost: at some moment, so that readers who were all cut at
     * once do not come back at once.
     */
    private String retry(Duration within) {
        announced = within;
        return "retry: " + (MIN_PAUSE + ThreadLocalRandom.current().nextLong(within.toMillis())) + "\n";
    }

    private void measure() {
        if (wokenAt != null) {
            hub.sent(wokenAt);
            wokenAt = null;
        }
    }

    private static String frames(Iterable<EventDao.Row> rows) {
        var frames = new StringBuilder();
        for (var row : rows) {
            frames.append("id: ").append(row.seq()).append("\nevent: ").append(row.type());
            frames.append("\ndata: ").append(row.payload()).append("\n\n");
        }
        return frames.toString();
    }

    /** An event that is not stored has no id, so that no reader resumes from it. */
    private String frame(SessionEvent event) {
        return "event: " + event.type() + "\ndata: " + json.write(event) + "\n\n";
    }

    private void send(OutputStream out, String frames) throws IOException {
        out.write(frames.getBytes(StandardCharsets.UTF_8));
        out.flush();
        sentAt = nanoTime.getAsLong();
    }
}
