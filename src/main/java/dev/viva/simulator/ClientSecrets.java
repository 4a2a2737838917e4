package dev.viva.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.problem.Secret;
import dev.viva.simulator.conversation.ProviderIds;
import dev.viva.simulator.conversation.Refusal;
import dev.viva.simulator.conversation.ServerEvents;
import dev.viva.simulator.conversation.SessionShape;
import java.io.IOException;
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
    /** Of the sessions of all secrets that can begin a call. */
    private static final long MAX_BYTES = 64L * 1024 * 1024;

    private static final Set<String> FIELDS = Set.of("expires_after", "session");

    /** A call outlives its secret, which still opens the call's sideband. */
    private static final Duration REMEMBERED = Duration.ofHours(2);

    /** How often at most the sessions of expired secrets are dropped, as another is minted. */
    private static final Duration SWEEP = Duration.ofSeconds(1);

    /** @param session as JSON; empty from when it expired */
    private record Minted(byte[] session, Instant expiresAt) {
        private boolean isExpired(Instant now) {
            return !now.isBefore(expiresAt);
        }

        private Minted withoutSession() {
            return new Minted(new byte[0], expiresAt);
        }
    }

    private final InstantSource clock;
    private final Map<Secret, Minted> secrets = new ConcurrentHashMap<>();
    private long bytes;
    private Instant sweepAt = Instant.MIN;

    ClientSecrets(InstantSource clock) {
        this.clock = clock;
    }

    /** Mints a secret and returns the provider's reply. */
    ObjectNode mint(JsonNode wish) throws IOException {
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
                ? wish.path("session")
                : ServerEvents.object().put("type", "realtime");
        ObjectNode echo = SessionShape.create(session, ProviderIds.next("sess_"), 0);
        String value = ProviderIds.next("ek_");
        Instant now = clock.instant();
        Instant expiresAt = now.plusSeconds(seconds);
        keep(new Secret(value), new Minted(ServerEvents.JSON.writeValueAsBytes(session), expiresAt), now);
        return ServerEvents.object()
                .put("value", value)
                .put("expires_at", expiresAt.getEpochSecond())
                .set("session", echo);
    }

    /** The session of a call that begins with this secret. */
    JsonNode session(Secret secret) throws IOException {
        Minted minted = secrets.get(secret);
        if (minted == null || minted.isExpired(clock.instant())) {
            throw Refusal.unauthorised();
        }
        return ServerEvents.JSON.readTree(minted.session());
    }

    boolean knows(Secret secret) {
        return secrets.containsKey(secret);
    }

    private synchronized void keep(Secret secret, Minted minted, Instant now) {
        if (!now.isBefore(sweepAt)) {
            sweep(now);
        }
        if (secrets.size() >= MAX_SECRETS || bytes + minted.session().length > MAX_BYTES) {
            throw Refusal.limited("rate_limit_exceeded", Duration.ofSeconds(5));
        }
        secrets.put(secret, minted);
        bytes += minted.session().length;
    }

    private void sweep(Instant now) {
        Instant forgotten = now.minus(REMEMBERED);
        secrets.values().removeIf(minted -> minted.expiresAt().isBefore(forgotten));
        secrets.replaceAll((secret, minted) -> minted.isExpired(now) ? minted.withoutSession() : minted);
        bytes = secrets.values().stream()
                .mapToLong(minted -> minted.session().length)
                .sum();
        sweepAt = now.plus(SWEEP);
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
