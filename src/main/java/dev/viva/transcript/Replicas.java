package dev.viva.transcript;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.viva.model.SessionEvent;
import dev.viva.redis.Broadcast;
import dev.viva.session.Ids;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the hubs of all replicas: wake-ups and partial lines reach the followers on every replica. When a message is
 * lost, {@link LogPoll} wakes the followers. Thread-safe.
 */
final class Replicas {
    private static final Logger log = LoggerFactory.getLogger(Replicas.class);
    /** While partial lines come, followers are reported again after this. */
    private static final Duration REPEAT_AFTER = Duration.ofSeconds(10);

    private static final int MAX_REMEMBERED = 100_000;
    /**
     * Between two messages with wake-ups. A busy replica commits hundreds of times a second, and each message costs a
     * publication and its reading on every replica. Nobody notices so short a wait.
     */
    static final Duration PAUSE = Duration.ofMillis(10);
    /** What waits for longer than this is sent by whoever comes next. */
    private static final Duration LOST = Duration.ofSeconds(1);

    private final EventHub hub;
    private final Broadcast broadcast;
    private final ObjectMapper json;
    private final ObjectReader reader;
    private final Cache<String, Integer> reported = Caffeine.newBuilder()
            .expireAfterWrite(REPEAT_AFTER)
            .maximumSize(MAX_REMEMBERED)
            .build();
    private final LongSupplier nanoTime;
    private final Function<Duration, Executor> after;
    private final String self = UUID.randomUUID().toString();
    private final String own = "{\"from\":\"" + self + '"'; // how its own messages begin, which need no reading
    private final Set<String> woken = new LinkedHashSet<>(); // to be sent, guarded by itself
    private @Nullable Long sentAt; // by nanoTime, guarded by woken

    /**
     * A message between replicas.
     *
     * @param from the sending replica, which ignores its own messages
     * @param wake sessions with new events in the log
     * @param partial a partial line
     * @param followed a session that had a partial line, and how many of the sender's streams follow it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Message(
            String from,
            @Nullable List<String> wake,
            @Nullable SessionEvent partial,
            @Nullable Followed followed) {}

    /** How many streams of a session a replica has. */
    record Followed(String session, int streams) {}

    Replicas(EventHub hub, Broadcast broadcast, ObjectMapper json) {
        this(
                hub,
                broadcast,
                json,
                System::nanoTime,
                pause -> CompletableFuture.delayedExecutor(
                        pause.toNanos(), TimeUnit.NANOSECONDS, Thread::startVirtualThread));
    }

    /** @param after runs tasks after a time */
    Replicas(
            EventHub hub,
            Broadcast broadcast,
            ObjectMapper json,
            LongSupplier nanoTime,
            Function<Duration, Executor> after) {
        this.hub = hub;
        this.broadcast = broadcast;
        this.json = json;
        this.nanoTime = nanoTime;
        this.after = after;
        // During a rolling update a newer version may send more members.
        this.reader = json.readerFor(Message.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        hub.onPartial(this::sendPartial);
        broadcast.listen(Broadcast.WAKE, this::onMessage);
    }

    /**
     * Wakes the streams of the sessions among the keys of a commit. Other keys are for the database alone: some contain
     * what was made of a teacher's name or key.
     */
    void committed(Collection<String> keys) {
        wake(keys.stream().filter(Ids::isSession).toList());
    }

    /**
     * Wakes the streams of sessions that have new events in the log: here at once, on the other replicas within
     * {@link #PAUSE}. Does not block.
     */
    void wake(Collection<String> sessionIds) {
        hub.wake(sessionIds);
        Duration pause;
        synchronized (woken) {
            Duration since = sentAt == null ? LOST : Duration.ofNanos(nanoTime.getAsLong() - sentAt);
            boolean waiting = !woken.isEmpty() && since.compareTo(LOST) < 0;
            woken.addAll(sessionIds);
            if (waiting || woken.isEmpty()) {
                return;
            }
            pause = PAUSE.minus(since);
        }
        if (pause.isPositive()) {
            after.apply(pause).execute(this::sendWoken);
        } else {
            sendWoken();
        }
    }

    private void sendWoken() {
        List<String> sessionIds;
        synchronized (woken) {
            sessionIds = List.copyOf(woken);
            woken.clear();
            sentAt = nanoTime.getAsLong();
        }
        send(new Message(self, sessionIds, null, null));
    }

    private void sendPartial(SessionEvent partial) {
        send(new Message(self, null, partial, null));
    }

    /** Reports this replica's followers, so that the relaying client can stop when no stream follows the session. */
    private void sendFollowers(String sessionId) {
        int streams = hub.followersHere(sessionId);
        Integer before = reported.getIfPresent(sessionId);
        if (before == null ? streams > 0 : before != streams) {
            reported.put(sessionId, streams);
            send(new Message(self, null, null, new Followed(sessionId, streams)));
        }
    }

    private void send(Message message) {
        try {
            broadcast.send(Broadcast.WAKE, json.writeValueAsString(message));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("replicas: cannot write a message", e);
        }
    }

    private void onMessage(String text) {
        if (text.startsWith(own)) {
            return;
        }
        try {
            Message message = reader.readValue(text);
            if (message.from().equals(self)) {
                return;
            }
            if (message.wake() != null) {
                hub.wake(message.wake());
            }
            if (message.partial() != null) {
                hub.pass(message.partial());
                sendFollowers(message.partial().sessionId());
            }
            if (message.followed() != null) {
                hub.followedElsewhere(
                        message.from(),
                        message.followed().session(),
                        message.followed().streams());
            }
        } catch (JsonProcessingException e) {
            // Another version may use another format. It may contain a line, so none of it is logged.
            log.warn("replicas: cannot read a message from another replica");
        }
    }
}
