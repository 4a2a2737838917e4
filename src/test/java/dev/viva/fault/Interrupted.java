package dev.viva.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.history.History;
import dev.viva.history.History.Erased;
import dev.viva.history.History.Line;
import dev.viva.history.History.Outcome;
import dev.viva.history.History.Relay;
import dev.viva.history.History.Span;
import dev.viva.history.History.Step;
import dev.viva.history.History.Summed;
import dev.viva.history.StoredEvents;
import dev.viva.testing.Api;
import dev.viva.testing.Offer;
import dev.viva.testing.Until;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One operation that a kill interrupts, on its own session, and what must be true after the restart. */
final class Interrupted {
    private static final String JSON = "application/json";

    private final CrashPoint point;
    private final Api.Opened session;
    private final List<Relay> relays = new ArrayList<>();
    private final List<Step> phases = new ArrayList<>();
    private final List<Summed> ends = new ArrayList<>();
    private String rtcToken = "";
    private CompletableFuture<Api.@Nullable Reply> answer = CompletableFuture.completedFuture(null);

    /** Creates the session in its state before the operation. */
    Interrupted(CrashPoint point, Api api) {
        this.point = point;
        this.session = point.operation() == CrashPoint.Operation.ERASE_WITH_KEY ? openWithKey(api) : api.open();
        relayed(api.relay(session, "before", "student", "Where?"), "before", "Where?");
        if (point.operation() == CrashPoint.Operation.CALL) {
            rtcToken = Offer.mint(api, session).json().path("rtc_token").asText();
        }
    }

    private static Api.Opened openWithKey(Api api) {
        var headers = Map.of(
                "Content-Type", JSON, "Idempotency-Key", UUID.randomUUID().toString());
        JsonNode created =
                api.send("POST", "/api/v1/sessions", null, Api.CASE, headers).json();
        return new Api.Opened(
                created.at("/session/session_id").asText(),
                created.path("access_token").asText());
    }

    CrashPoint point() {
        return point;
    }

    /** Does the same without a kill, to warm up the code. */
    static void warmUp(CrashPoint point, Api api) {
        var one = new Interrupted(point, api);
        one.request(api, Map.of("Content-Type", one.contentType()));
    }

    private String contentType() {
        return point.operation() == CrashPoint.Operation.CALL ? "application/sdp" : JSON;
    }

    String id() {
        return session.id();
    }

    /** Sends the request; either the answer or the kill ends it. */
    void send(Api api, Executor people) {
        // After an answer without a body a connection looks idle to its client although its thread is blocked.
        Api apart = api.apart();
        answer = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return request(
                                apart,
                                Map.of(
                                        StopFilter.NAME,
                                        point.toString(),
                                        StopFilter.PLACE,
                                        point.place(),
                                        "Content-Type",
                                        contentType()));
                    } catch (UncheckedIOException killed) {
                        return null;
                    }
                },
                people);
    }

    private Api.Reply request(Api api, Map<String, String> headers) {
        return switch (point.operation()) {
            case CREATE -> {
                var all = new HashMap<>(headers);
                all.put("Idempotency-Key", "key-of-" + session.id());
                yield api.send("POST", "/api/v1/sessions", null, Api.CASE, all);
            }
            case RELAY ->
                api.send("POST", session.path("/transcript"), session.grant(), line("new", "It hurts"), headers);
            case RELAY_AGAIN ->
                api.send("POST", session.path("/transcript"), session.grant(), line("before", "Where?"), headers);
            case PHASE ->
                api.send("POST", session.path("/phase"), session.grant(), "{\"phase\":\"objective\"}", headers);
            case CALL -> {
                var all = new HashMap<>(headers);
                all.put("X-Rtc-Token", rtcToken);
                yield api.send("POST", session.path("/voice/sdp"), session.grant(), Offer.TEXT, all);
            }
            case END -> api.send("POST", session.path("/end"), session.grant(), null, headers);
            case ERASE, ERASE_WITH_KEY -> api.send("DELETE", session.path(""), Api.FACULTY, null, headers);
            case CLOSE -> {
                var armed = api.send("GET", session.path(""), session.grant(), null, headers);
                api.send("POST", session.path("/end"), session.grant(), null, Map.of());
                yield armed;
            }
        };
    }

    private static String line(String item, String text) {
        return Api.line(item, "student", text);
    }

    /** After the restart: the answers were true, and the same request now gets the right answer. */
    void retry(Api api, StoredEvents stored) throws SQLException {
        Api.Reply before = answer.join();
        if (point.operation().erases()) {
            eraseAgain(api, before, stored);
            return;
        }
        switch (point.operation()) {
            case CREATE -> createAgain(api, before);
            case RELAY -> {
                relayed(before, "new", "It hurts");
                relayed(api.relay(session, "new", "student", "It hurts"), "new", "It hurts");
            }
            case RELAY_AGAIN -> relayed(before, "before", "Where?");
            case PHASE -> {
                phased(before);
                phased(api.post(session.path("/phase"), session.grant(), "{\"phase\":\"objective\"}"));
            }
            case CALL -> assertThat(Offer.call(api, session)).isEqualTo(201);
            case END -> {
                ended(before);
            }
            case CLOSE, ERASE, ERASE_WITH_KEY -> {}
        }
        relayed(api.relay(session, "before", "student", "Where?"), "before", "Where?");
        ended(api.send("POST", session.path("/end"), session.grant(), null, Map.of()));
        Until.isTrue("the session is closed", () -> state(api).equals("closed"));
    }

    /** The session is complete or completely erased, and erased if that was answered; a repeat erases it. */
    private void eraseAgain(Api api, Api.@Nullable Reply before, StoredEvents stored) throws SQLException {
        boolean gone = api.get(session.path(""), session.grant()).status() == 404;
        if (before != null) {
            assertThat(before.status()).isEqualTo(204);
            assertThat(gone).isTrue();
        }
        assertThat(stored.of(id())).hasSize(gone ? 0 : 1);
        if (!gone) {
            relayed(api.relay(session, "before", "student", "Where?"), "before", "Where?");
        }
        assertThat(api.erase(id()).status()).isEqualTo(204);
        assertThat(api.get(session.path(""), session.grant()).status()).isEqualTo(404);
        assertThat(stored.of(id())).isEmpty();
        relays.clear(); // acknowledged lines must be erased
    }

    private String state(Api api) {
        return api.get(session.path(""), session.grant()).json().path("state").asText();
    }

    private void createAgain(Api api, Api.@Nullable Reply before) {
        var again = request(api, Map.of("Content-Type", JSON));
        assertThat(again.status()).isEqualTo(201);
        JsonNode json = again.json();
        if (before != null && before.status() == 201) {
            assertThat(json.at("/session/session_id")).isEqualTo(before.json().at("/session/session_id"));
        }
        var made = new Api.Opened(
                json.at("/session/session_id").asText(),
                json.path("access_token").asText());
        assertThat(api.relay(made, "first", "student", "Where?").status()).isEqualTo(201);
    }

    private void relayed(Api.@Nullable Reply reply, String item, String text) {
        var span = new Span(System.nanoTime(), System.nanoTime());
        var line = new Line(item, "student", text, null);
        if (reply == null) {
            relays.add(new Relay(span, line, Outcome.UNKNOWN, 0, false));
            return;
        }
        assertThat(reply.status()).isIn(200, 201);
        relays.add(new Relay(
                span,
                line,
                Outcome.AGAIN,
                reply.json().path("seq").asLong(),
                reply.json().path("late").asBoolean()));
    }

    private void phased(Api.@Nullable Reply reply) {
        if (reply != null) {
            assertThat(reply.status()).isEqualTo(200);
            phases.add(new Step(new Span(0, 0), reply.json().path("phase").asText()));
        }
    }

    private void ended(Api.@Nullable Reply reply) {
        if (reply != null) {
            assertThat(reply.status()).isEqualTo(200);
            ends.add(new Summed(new Span(0, 0), History.sum(reply.json())));
        }
    }

    History history() {
        return new History(id(), relays, phases, ends, List.of(), List.of(), List.of(), Erased.NEVER, List.of());
    }
}
