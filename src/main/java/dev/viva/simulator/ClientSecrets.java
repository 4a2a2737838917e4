package dev.viva.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.problem.Secret;
import dev.viva.simulator.conversation.ProviderIds;
import dev.viva.simulator.conversation.Refusal;
import dev.viva.simulator.conversation.ServerEvents;
import dev.viva.simulator.conversation.SessionShape;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Secrets for browsers: each begins any number of calls until it expires. Thread-safe. */
final class ClientSecrets {
    private static final int MIN_SECONDS = 10;
    private static final int MAX_SECONDS = 7_200;
    private static final int DEFAULT_SECONDS = 600;
    private static final int MAX_SECRETS = 100_000;
    private static final Set<String> FIELDS = Set.of("expires_after", "session");

    /** A call outlives its secret, which still opens the call's sideband. */
    private static final Duration REMEMBERED = Duration.ofHours(2);

    private record Minted(JsonNode session, Instant expiresAt) {}

    private final InstantSource clock;
    private final Map<Secret, Minted> secrets = new ConcurrentHashMap<>();

    ClientSecrets(InstantSource clock) {
        this.clock = clock;
    }

    /** Mints a secret and returns the provider's reply. */
    ObjectNode mint(JsonNode wish) {
        if (!wish.isObject()) {
            throw Refusal.wrongType("body", "an object");
        }
        wish.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw Refusal.invalid("unknown_parameter", "Unknown parameter: '" + name + "'.", name);
            }
        });
        int seconds = seconds(wish.path("expires_after"));
        JsonNode session = wish.has("session")
                ? wish.path("session").deepCopy()
                : ServerEvents.object().put("type", "realtime");
        ObjectNode echo = SessionShape.create(session, ProviderIds.next("sess_"), 0);
        makeRoom();
        String value = ProviderIds.next("ek_");
        Instant expiresAt = clock.instant().plusSeconds(seconds);
        secrets.put(new Secret(value), new Minted(session, expiresAt));
        return ServerEvents.object()
                .put("value", value)
                .put("expires_at", expiresAt.getEpochSecond())
                .set("session", echo);
    }

    /** The session of a call that begins with this secret. */
    JsonNode session(Secret secret) {
        Minted minted = secrets.get(secret);
        if (minted == null || !clock.instant().isBefore(minted.expiresAt())) {
            throw Refusal.unauthorised();
        }
        return minted.session();
    }

    boolean knows(Secret secret) {
        return secrets.containsKey(secret);
    }

    private void makeRoom() {
        Instant forgotten = clock.instant().minus(REMEMBERED);
        secrets.values().removeIf(minted -> minted.expiresAt().isBefore(forgotten));
        if (secrets.size() >= MAX_SECRETS) {
            throw Refusal.limited("rate_limit_exceeded", Duration.ofSeconds(5));
        }
    }

    private static int seconds(JsonNode expiresAfter) {
        if (expiresAfter.isMissingNode() || expiresAfter.isNull()) {
            return DEFAULT_SECONDS;
        }
        if (!expiresAfter.isObject()) {
            throw Refusal.wrongType("expires_after", "an object");
        }
        if (!expiresAfter.path("anchor").asText("created_at").equals("created_at")) {
            throw Refusal.invalid("invalid_value", "Supported values are: 'created_at'.", "expires_after.anchor");
        }
        JsonNode seconds = expiresAfter.path("seconds");
        if (seconds.isMissingNode()) {
            return DEFAULT_SECONDS;
        }
        if (!seconds.isInt()) {
            throw Refusal.wrongType("expires_after.seconds", "an integer");
        }
        if (seconds.asInt() < MIN_SECONDS || seconds.asInt() > MAX_SECONDS) {
            throw Refusal.invalid(
                    "invalid_value", "Expected " + MIN_SECONDS + " to " + MAX_SECONDS + ".", "expires_after.seconds");
        }
        return seconds.asInt();
    }
}
