package dev.viva.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.contract.Contract;
import dev.viva.contract.SchemaValidator;
import dev.viva.model.ProblemCode;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FailureTest {
    private static final Contract CONTRACT = Contract.load();

    @Test
    void contractListsExactlyTheFailureCodes() {
        assertThat(Stream.of(ProblemCode.values()).map(Object::toString))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Failure.values()).map(Failure::code).toList());
    }

    @Test
    void contractExamplesMatchTheAnswers() {
        var schemas = new SchemaValidator(CONTRACT);
        assertThat(examples()).isNotEmpty().allSatisfy((code, example) -> {
            Failure failure = Failure.ofCode(code).orElseThrow();
            assertThat(schemas.validate("Problem", example)).isEmpty();
            assertThat(example.path("type").asText()).isEqualTo("/docs/problems/" + code);
            assertThat(example.path("code").asText()).isEqualTo(code);
            assertThat(example.path("status").asInt()).isEqualTo(failure.status());
            assertThat(example.path("title").asText()).isEqualTo(failure.title());
            assertThat(example.path("detail").asText()).isEqualTo(failure.advice());
        });
    }

    /** Refusals by HTTP itself belong to no operation, so the contract declares no reply for them. */
    @Test
    void contractHasAnExampleOfEveryFailure() {
        assertThat(Stream.of(Failure.values()).filter(failure -> !examples().containsKey(failure.code())))
                .containsExactlyInAnyOrder(
                        Failure.METHOD_NOT_ALLOWED,
                        Failure.REQUEST_TIMEOUT,
                        Failure.URI_TOO_LONG,
                        Failure.HEADERS_TOO_LARGE);
    }

    private static Map<String, JsonNode> examples() {
        var found = new TreeMap<String, JsonNode>(Comparator.naturalOrder());
        CONTRACT.json()
                .at("/components/responses")
                .forEach(reply -> reply.at("/content/application~1problem+json/examples")
                        .properties()
                        .forEach(example ->
                                found.put(example.getKey(), example.getValue().path("value"))));
        return found;
    }
}
