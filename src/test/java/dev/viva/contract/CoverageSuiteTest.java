package dev.viva.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Runs after all other parts of the suite: every status of every operation has been brought about, or stands in {@code
 * not-exercised.yml} with the reason.
 */
@ContractSuite
@Order(Integer.MAX_VALUE)
class CoverageSuiteTest {
    private static final Path PARTS = Path.of("src/test/java/dev/viva/contract");

    private final Deployment service;

    CoverageSuiteTest(Deployment service) {
        this.service = service;
    }

    @Test
    void everyStatusOfEveryOperationIsExercisedOrListedWithAReason() throws IOException {
        Set<String> declared = Draft.operations()
                .flatMap(o -> o.statuses().stream().map(status -> o.id() + " " + status))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> exercised = service.exercised().seen();
        Set<String> listed = listed();
        System.out.printf(
                "== contract: %d operations, %d statuses: %d exercised, %d listed with a reason%n",
                Draft.operations().count(), declared.size(), exercised.size(), listed.size());
        Assumptions.assumeFalse(service.remote(), "statuses that need control over the service are not exercised here");
        Assumptions.assumeTrue(
                service.exercised().parts().containsAll(parts()),
                "only after the whole suite: -Dtest='dev.viva.contract.*SuiteTest'");

        var open = new TreeSet<>(declared);
        open.removeAll(exercised);
        assertThat(open).as("exercise these, or list them with a reason").isEqualTo(listed);
    }

    private static Set<String> listed() throws IOException {
        try (var file = CoverageSuiteTest.class.getResourceAsStream("not-exercised.yml")) {
            JsonNode list = new YAMLMapper().readTree(file);
            assertThat(list)
                    .allSatisfy(
                            entry -> assertThat(entry.path("reason").asText()).hasSizeGreaterThan(20));
            return StreamSupport.stream(list.spliterator(), false)
                    .map(entry -> entry.path("operation").asText() + " "
                            + entry.path("status").asText())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> parts() throws IOException {
        try (var files = Files.list(PARTS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("SuiteTest.java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }
}
