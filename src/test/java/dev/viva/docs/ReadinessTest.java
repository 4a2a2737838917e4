package dev.viva.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every row of PRODUCTION_READINESS.md has something that shows it, and each alert, metric and command that it, the
 * runbook or deploy/README.md names exists. DocumentsTest looks at the names of tests.
 */
class ReadinessTest {
    private static final Path PAGE = Path.of("PRODUCTION_READINESS.md");
    private static final List<String> SECTIONS = List.of(
            "Promises",
            "Dependencies",
            "Capacity",
            "Failure modes",
            "Security and data",
            "Rollout and rollback",
            "Runbooks",
            "What works",
            "Before you open it to students",
            "Missing");

    private static final Pattern ALERT = Pattern.compile("`(Viva[A-Z]\\w+)`");
    private static final Pattern METRIC = Pattern.compile("\\b(viva_[a-z0-9_]+[a-z0-9])");
    /** A file of this repository, or a command of the script viva. */
    private static final Pattern COMMAND = Pattern.compile(
            "`((?:\\.ci|deploy|soak-tests|api|kubernetes)/[\\w./-]+)[^`]*`|`(?:docker [^`]* )?\\./viva ([a-z][a-z-]+)[^`]*`");

    private static final Pattern EVIDENCE = Pattern.compile(
            "\\w+Test\\b|ServerJarCheck|\\.test\\.ts|\\.e2e\\.mjs|`[.\\w/-]*/[\\w.-]+|frontend/e2e|client/e2e|pom\\.xml");

    @Test
    void hasTheSectionsOfAServiceInProduction() throws IOException {
        assertThat(Files.readAllLines(PAGE).stream()
                        .filter(line -> line.startsWith("## "))
                        .map(line -> line.substring(3)))
                .containsExactlyElementsOf(SECTIONS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRODUCTION_READINESS.md", "deploy/RUNBOOK.md", "deploy/README.md", "README.md"})
    void namesOnlyWhatExists(Path document) throws IOException {
        String text = Files.readString(document);
        assertThat(faults(text, document.toString().startsWith("deploy") ? Path.of("deploy") : Path.of("")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            look at `VivaNoSuchAlert`          | no alert VivaNoSuchAlert
            look at `viva_no_such_total` today | no metric viva_no_such_total
            run `deploy/no-such --fast`        | no file deploy/no-such
            run `./viva frobnicate x`          | no command frobnicate
            """)
    void findsWhatDoesNotExist(String text, String fault) throws IOException {
        assertThat(faults(text, Path.of(""))).containsExactly(fault);
    }

    @Test
    void everyRowHasSomethingThatShowsIt() throws IOException {
        assertThat(rows(Files.readString(PAGE)))
                .hasSizeGreaterThan(100)
                .filteredOn(row -> !EVIDENCE.matcher(row).find())
                .isEmpty();
        assertThat(EVIDENCE.matcher("| it is fast | we believe it |").find()).isFalse();
    }

    @Test
    void everyAlertBelongsToAPromiseOrAFailure() throws IOException {
        String text = Files.readString(PAGE);
        assertThat(alerts())
                .hasSizeGreaterThan(20)
                .allSatisfy(alert -> assertThat(text + Files.readString(Path.of("deploy/RUNBOOK.md")))
                        .contains(alert));
    }

    private static List<String> faults(String text, Path folder) throws IOException {
        Set<String> alerts = alerts();
        Set<String> metrics = metrics();
        Set<String> commands = commands();
        var faults = new ArrayList<String>();
        found(ALERT, text)
                .map(alert -> alert.group(1))
                .filter(alert -> !alerts.contains(alert))
                .forEach(alert -> faults.add("no alert " + alert));
        found(METRIC, text)
                .map(metric -> metric.group(1))
                .filter(metric ->
                        !metrics.contains(metric) && metrics.stream().noneMatch(one -> one.startsWith(metric)))
                .forEach(metric -> faults.add("no metric " + metric));
        found(COMMAND, text).forEach(command -> {
            if (command.group(2) != null && !commands.contains(command.group(2))) {
                faults.add("no command " + command.group(2));
            }
            String file = command.group(1);
            if (file != null && !Files.exists(Path.of(file)) && !Files.exists(folder.resolve(file))) {
                faults.add("no file " + file);
            }
        });
        return faults;
    }

    private static Stream<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    private static Set<String> alerts() throws IOException {
        return new HashSet<>(
                new YAMLMapper().readTree(Path.of("deploy/alerts.yml").toFile()).findValuesAsText("alert"));
    }

    /** PublishedMetricsTest holds that page to what a service publishes; a histogram has three series more. */
    private static Set<String> metrics() throws IOException {
        return Files.readAllLines(Path.of("deploy/METRICS.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("`")[1])
                .flatMap(name -> Stream.of(name, name + "_count", name + "_sum", name + "_bucket"))
                .collect(Collectors.toSet());
    }

    /** As the README's table of commands lists them. */
    private static Set<String> commands() throws IOException {
        return found(
                        Pattern.compile("\\./viva ([a-z][a-z-]+)|`([a-z]+) --from"),
                        Files.readString(Path.of("README.md")))
                .map(command -> command.group(1) == null ? command.group(2) : command.group(1))
                .collect(Collectors.toSet());
    }

    /** The rows of all tables that say what is so, without headings and the list of what is missing. */
    private static List<String> rows(String text) {
        return text.substring(0, text.indexOf("## Missing"))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| **"))
                .filter(line -> !line.matches("\\| (promise|what|what happens|step) \\|.*"))
                .toList();
    }
}
