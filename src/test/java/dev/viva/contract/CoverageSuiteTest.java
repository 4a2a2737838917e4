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
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Runs after all other parts of the suite: every status of every operation was produced, or {@code not-exercised.yml}
 * lists it with a reason.
 */
@ContractSuite
@Order(Integer.MAX_VALUE)
class CoverageSuiteTest {
    private static final Path PARTS = Path.of("src/test/java/dev/viva/contract");

    /** Statuses of a closed session, which need control of the service's clock. */
    private static final Set<String> ONCE_CLOSED = Set.of(
            "reportTranscriptError 409",
            "streamEvents 204",
            "streamEvents 409",
            "getTranscript 409",
            "listTurns 409",
            "listNotes 409",
            "getMedia 409");

    /** Needs the model of {@link ReviewSuiteTest}, which only a service in this process has. */
    private static final String WITH_A_REVIEWER = "reviewSession 200";

    private final Deployment service;

    CoverageSuiteTest(Deployment service) {
        this.service = service;
    }

    @Test
    void everyStatusOfEveryOperationIsExercisedOrListedWithAReason() throws IOException {
        assertThat(service.exercised().parts())
                .as("only after the whole suite: -Dtest=WholeContractTest")
                .containsAll(parts());
        Set<String> declared = declared();
        Set<String> exercised = service.exercised().seen();
        Set<String> listed = listed();
        print(declared, exercised, listed);

        assertThat(declared).as("statuses of unknown operations").containsAll(exercised);
        var open = new TreeSet<>(declared);
        open.removeAll(exercised);
        if (service.remote()) {
            // The other statuses need control of clock, limits, database or provider.
            open.removeIf(this::needsAHand);
        }
        assertThat(open).as("exercise these, or list them with a reason").isEqualTo(listed);
    }

    private boolean needsAHand(String operationAndStatus) {
        String[] parts = operationAndStatus.split(" ");
        boolean nobodyMay = Draft.forFaculty(Draft.operation(parts[0]))
                && service.knownFaculty().isBlank();
        return nobodyMay
                || ONCE_CLOSED.contains(operationAndStatus)
                || operationAndStatus.equals(WITH_A_REVIEWER)
                || Integer.parseInt(parts[1]) >= 429;
    }

    private static Set<String> declared() {
        return Draft.operations()
                .flatMap(o -> o.statuses().stream().map(status -> o.id() + " " + status))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Logs one line per operation, with missing statuses in parentheses. */
    private static void print(Set<String> declared, Set<String> exercised, Set<String> listed) {
        System.out.printf(
                "== contract: %d operations, %d statuses: %d exercised, %d listed with a reason%n",
                Draft.operations().count(), declared.size(), exercised.size(), listed.size());
        Draft.operations()
                .forEach(operation -> System.out.printf(
                        "   %-24s %s%n",
                        operation.id(),
                        operation.statuses().stream()
                                .sorted()
                                .map(status -> exercised.contains(operation.id() + " " + status)
                                        ? String.valueOf(status)
                                        : "(" + status + ")")
                                .collect(Collectors.joining(" "))));
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
