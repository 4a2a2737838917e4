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
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the hubs of all replicas one: what wakes listeners here wakes them everywhere, and lines that are still being
 * said are passed on. A message that is lost delays listeners of another replica until {@link LogPoll} looks.
 * Thread-safe.
 */
final class Replicas {
    private static final Logger log = LoggerFactory.getLogger(Replicas.class);
    private static final String TOPIC = "viva:wake";
    /** How many follow is said again after this, while somebody speaks. */
    private static final Duration SAY_AGAIN = Duration.ofSeconds(10);

    private static final int MAX_SAID = 100_000;

    private final EventHub hub;
    private final Broadcast broadcast;
    private final ObjectMapper json;
    private final ObjectReader reader;
    private final Cache<String, Integer> said = Caffeine.newBuilder()
            .expireAfterWrite(SAY_AGAIN)
            .maximumSize(MAX_SAID)
            .build();
    private final String self = UUID.randomUUID().toString();

    /**
     * What is said among replicas.
     *
     * @param from who says it, so that nobody hears itself
     * @param wake sessions with new events in the log
     * @param partial a line that is still being said
     * @param followed a session of which such a line was heard, and how many streams follow it at who says it
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
        this.hub = hub;
        this.broadcast = broadcast;
        this.json = json;
        // A newer version says more, while replicas are exchanged one by one.
        this.reader = json.readerFor(Message.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        hub.onPartial(this::tell);
        broadcast.listen(TOPIC, this::onMessage);
    }

    /** Says that these sessions have new events in the log. */
    void wake(Collection<String> sessionIds) {
        hub.wake(sessionIds);
        send(new Message(self, List.copyOf(sessionIds), null, null));
    }

    private void tell(SessionEvent partial) {
        send(new Message(self, null, partial, null));
    }

    /** Told where the line came from, so that its sender need not send on when nobody follows anywhere. */
    private void sayHowManyFollow(String sessionId) {
        int streams = hub.followersHere(sessionId);
        Integer before = said.getIfPresent(sessionId);
        if (before == null ? streams > 0 : before != streams) {
            said.put(sessionId, streams);
            send(new Message(self, null, null, new Followed(sessionId, streams)));
        }
    }

    private void send(Message message) {
        try {
            broadcast.send(TOPIC, json.writeValueAsString(message));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message that cannot be written", e);
        }
    }

    private void onMessage(String text) {
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
                sayHowManyFollow(message.partial().sessionId());
            }
            if (message.followed() != null) {
                hub.followedElsewhere(
                        message.from(),
                        message.followed().session(),
                        message.followed().streams());
            }
        } catch (JsonProcessingException e) {
            // Another version speaks another way; its words may be somebody's, so none of them are logged.
            log.warn("a message of another replica cannot be read");
        }
    }
}
