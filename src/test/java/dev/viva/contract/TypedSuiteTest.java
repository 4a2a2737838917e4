package dev.viva.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Until;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Typed lines, which the patient answers without a voice call. */
@ContractSuite
class TypedSuiteTest {
    private final Deployment service;
    private final Api api;
    private final Api.Opened session;

    TypedSuiteTest(Deployment service) {
        this.service = service;
        this.api = service.api();
        this.session = api.open();
    }

    private Api.Reply say(String item, String text) {
        return api.post(
                session.path("/say"), session.grant(), "{\"item_id\":\"" + item + "\",\"text\":\"" + text + "\"}");
    }

    @Test
    void answersARepeatedLineOnce() {
        if (service.remote()) {
            return; // answers may cost money there
        }
        var first = say("typed-1", "Good morning, what brings you in?");
        assertThat(first.status()).isEqualTo(201);
        String answer = first.json().path("answer_item_id").asText();
        var again = Until.present("the line is answered", () -> {
            var reply = say("typed-1", "Good morning, what brings you in?");
            assertThat(reply.status()).isEqualTo(200);
            return reply.json().path("answered").asBoolean() ? reply.json() : null;
        });
        assertThat(again.path("seq")).isEqualTo(first.json().path("seq"));
        assertThat(api.get(session.path("/turns"), session.grant())
                        .json()
                        .path("turns")
                        .findValuesAsText("item_id"))
                .containsExactly("typed-1", answer);
        assertThat(say("typed-1", "Other words").status()).isEqualTo(409);
        api.send("POST", session.path("/end"), session.grant(), null, Map.of());
    }

    @Test
    void storesALateLineWithoutAnsweringIt() {
        api.send("POST", session.path("/end"), session.grant(), null, Map.of());

        var late = say("typed-late", "Thank you for coming in");
        assertThat(late.status()).isEqualTo(201);
        assertThat(late.json().path("late").asBoolean()).isTrue();
        assertThat(say("typed-late", "Thank you for coming in").status()).isEqualTo(200);
        assertThat(say("typed-late", "Other words").status()).isEqualTo(409);
    }
}
