package dev.viva.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerFailuresTest {
    private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);

    @Test
    void addsTheProblemToTheMessageOfTheFailedTest() {
        var failure = new AssertionError("204 expected");
        ServerFailures.note(answered(404, "not this"));
        assertThat(ServerFailures.explained(failure)).isSameAs(failure);

        ServerFailures.note(answered(503, "{\"code\":\"storage_unavailable\"}"));
        assertThat(ServerFailures.explained(failure))
                .hasMessageContainingAll("204 expected", "DELETE /x → 503 {\"code\":\"storage_unavailable\"}")
                .hasCause(failure);
    }

    private static Exchange answered(int status, String body) {
        var request = new Exchange.Request("DELETE", URI.create("http://localhost/x"), NO_HEADERS, new byte[0]);
        return new Exchange(request, new Exchange.Reply(status, NO_HEADERS, body.getBytes(UTF_8)));
    }
}
