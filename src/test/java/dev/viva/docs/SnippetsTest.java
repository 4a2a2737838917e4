package dev.viva.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.contract.Contract;
import dev.viva.contract.SchemaValidator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each curl request and JSON document in the documentation matches the contract. */
class SnippetsTest {
    private static final Contract CONTRACT = Contract.load();
    private static final SchemaValidator SCHEMAS = new SchemaValidator(CONTRACT);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Path> PAGES = List.of(
            Path.of("README.md"),
            Path.of("CONTRIBUTING.md"),
            Path.of("api/README.md"),
            Path.of("client/README.md"),
            Path.of("deploy/README.md"),
            Path.of("soak-tests/README.md"));

    static Stream<CurlSnippet> requests() {
        var ofPages = PAGES.stream()
                .flatMap(page -> Stream.of("", "sh").flatMap(language -> CurlSnippet.blocks(text(page), language)));
        return Stream.concat(ofPages, ofTheContractsPage()).flatMap(CurlSnippet::in);
    }

    /** The blocks of {@code /docs}, as readers copy them; none if the service was built without its pages. */
    private static Stream<String> ofTheContractsPage() {
        return Pattern.compile("(?s)<pre><code>(.*?)</code></pre>")
                .matcher(new Docs(CONTRACT).page())
                .results()
                .map(block -> block.group(1)
                        .replace("&#x27;", "'")
                        .replace("&quot;", "\"")
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&amp;", "&"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void requestsMatchTheContract(CurlSnippet request) throws Exception {
        JsonNode operation = operation(request);
        assertThat(request.headers().containsKey("Authorization"))
                .as("authorization")
                .isEqualTo(isGuarded(operation.path("security")));
        assertThat(mediaTypes(operation.path("responses")))
                .as("accepted media type")
                .contains(request.headers().getOrDefault("Accept", "application/problem+json"));
        JsonNode taken = operation.at("/requestBody/content");
        if (taken.isMissingNode()) {
            assertThat(request.headers()).doesNotContainKey("Content-Type");
            return;
        }
        JsonNode content = taken.path(request.headers().get("Content-Type"));
        assertThat(content.has("schema")).as("body media type").isTrue();
        if (request.body() != null) {
            String component = content.at("/schema/$ref").asText().replaceFirst(".*/", "");
            assertThat(SCHEMAS.validate(component, JSON.readTree(request.body())))
                    .isEmpty();
        }
    }

    @Test
    void findsRequestsInEveryDocumentWithSnippets() {
        assertThat(requests())
                .hasSizeGreaterThanOrEqualTo(5)
                .extracting(CurlSnippet::method)
                .contains("DELETE", "POST");
    }

    @Test
    void jsonSnippetsAreContractExamples() throws Exception {
        Set<JsonNode> examples = new HashSet<>();
        CONTRACT.json().findValues("example").forEach(examples::add);
        CONTRACT.json().findValues("value").forEach(examples::add);
        for (Path page : PAGES) {
            for (String block : CurlSnippet.blocks(text(page), "json").toList()) {
                assertThat(examples).as(page + " shows " + block).contains(JSON.readTree(block));
            }
        }
    }

    /** Whether every security alternative requires credentials. */
    private static boolean isGuarded(JsonNode security) {
        return !security.isEmpty()
                && StreamSupport.stream(security.spliterator(), false).noneMatch(JsonNode::isEmpty);
    }

    private static JsonNode operation(CurlSnippet request) {
        var found = CONTRACT.operations().stream()
                .filter(operation -> operation.method().equals(request.method()) && request.addresses(operation.path()))
                .toList();
        assertThat(found).as("%s %s", request.method(), request.path()).hasSize(1);
        return CONTRACT.json()
                .path("paths")
                .path(found.getFirst().path())
                .path(request.method().toLowerCase(Locale.ROOT));
    }

    private static Set<String> mediaTypes(JsonNode replies) {
        var types = new HashSet<>(Set.of("application/problem+json"));
        replies.forEach(reply -> reply.path("content").fieldNames().forEachRemaining(types::add));
        return types;
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
