package dev.viva.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.problem.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintoutTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Door(
            @JsonProperty("label") String label,
            @JsonProperty("opens_with") Secret opensWith) {}

    private record House(
            @JsonProperty("front") Door front,
            @JsonProperty("others") List<Door> others,
            @JsonProperty("spare_ones") List<Secret> spareOnes) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"front\": {\"label\": \"red\", \"opens_with\": \"hush\"}}",
                "{\"others\": [{\"label\": \"red\", \"opens_with\": \"hush\"}, {\"label\": \"red\", \"opens_with\": \"hush\"}]}",
                "{\"server\": {\"doors\": [{\"label\": \"red\", \"lock\": {\"keyStorePassword\": \"hush\"}}]}}"
            })
    void hidesSecretsByTypeAndByNameWhereverTheyStand(String tree) throws Exception {
        List<String> lines = printed(tree);

        assertThat(lines).anyMatch(line -> line.contains("red")).anyMatch(line -> line.contains("[secret]"));
        assertThat(String.join("\n", lines)).doesNotContain("hush");
    }

    @Test
    void hidesAListOfSecrets() throws Exception {
        assertThat(printed("{\"spare_ones\": [\"hush\", \"hush\"]}")).containsExactly("spare_ones: [secret]");
    }

    private static List<String> printed(String tree) throws Exception {
        var resolution = new Resolution((ObjectNode) JSON.readTree(tree), Map.of(), List.of());
        return Printout.of(resolution, House.class, JSON);
    }
}
