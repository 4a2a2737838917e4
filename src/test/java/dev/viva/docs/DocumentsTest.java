package dev.viva.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents name only tests that exist, link only to files that exist, and are wrapped at 120 columns. */
class DocumentsTest {
    private static final int MAX_COLUMNS = 120;
    private static final Map<String, Path> FILES = files();

    /** A Java test, optionally with a member whose name may end with an ellipsis, or a test file of page or client. */
    private static final Pattern TEST = Pattern.compile(
            "`(?:\\w+/)?([A-Z]\\w+Test)(?:\\.(\\w+)…?)?`|`(?:[\\w/-]+/)?(\\w+\\.(?:test\\.ts|e2e\\.mjs))`");

    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)[^)]*\\)");

    private static final Pattern INVARIANT = Pattern.compile(" invariant(\\d+)[A-Z]\\w+\\(");
    private static final Pattern ROW = Pattern.compile("\\n\\| (\\d+) \\|");

    static Stream<Path> documents() {
        return Stream.of(
                        "ACCESSIBILITY.md",
                        "README.md",
                        "ARCHITECTURE.md",
                        "CONTRIBUTING.md",
                        "PRODUCTION_READINESS.md",
                        "SECURITY.md",
                        "api/README.md",
                        "client/README.md",
                        "deploy/METRICS.md",
                        "deploy/README.md",
                        "deploy/RUNBOOK.md",
                        "soak-tests/FINDINGS.md",
                        "soak-tests/README.md",
                        "src/test/resources/realtime/README.md")
                .map(Path::of);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void namesOnlyTestsThatExist(Path document) {
        assertThat(missingTests(text(document))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksOnlyToFilesThatExist(Path document) {
        assertThat(LINK.matcher(text(document)).results().map(link -> link.group(1)))
                .filteredOn(link -> !Files.exists(document.resolveSibling(link)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void wrapsProseAt120Columns(Path document) {
        assertThat(prose(text(document)))
                .filteredOn(line -> line.codePointCount(0, line.length()) > MAX_COLUMNS)
                .isEmpty();
    }

    @Test
    void findsTestsThatDoNotExist() {
        assertThat(missingTests("`NoSuchTest` · `DocumentsTest.noSuchMethod…` · `noSuch.test.ts`"))
                .containsExactly("`NoSuchTest`", "`DocumentsTest.noSuchMethod…`", "`noSuch.test.ts`");
        assertThat(missingTests("`docs/DocumentsTest` · `DocumentsTest.findsTests…`"))
                .isEmpty();
    }

    @Test
    void invariant13EachInvariantIsNamedByATest() {
        var named = FILES.values().stream()
                .filter(file -> file.toString().endsWith("Test.java"))
                .flatMap(file -> INVARIANT.matcher(text(file)).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        var listed = ROW.matcher(text(Path.of("ARCHITECTURE.md")).replaceFirst("(?s).*## Invariants", ""))
                .results()
                .map(found -> found.group(1));
        assertThat(listed).hasSizeGreaterThan(12).allMatch(named::contains);
    }

    private static List<String> missingTests(String text) {
        return TEST.matcher(text)
                .results()
                .filter(test -> !exists(test.group(1), test.group(2), test.group(3)))
                .map(test -> test.group())
                .toList();
    }

    private static boolean exists(String type, String member, String script) {
        Path file = FILES.get(script != null ? script : type + ".java");
        return file != null && (member == null || text(file).contains(" " + member));
    }

    /** The lines outside code blocks and tables, which cannot be wrapped. */
    private static List<String> prose(String text) {
        var lines = new ArrayList<String>();
        boolean code = false;
        for (String line : text.lines().toList()) {
            if (line.strip().startsWith("```")) {
                code = !code;
            } else if (!code && !line.startsWith("|")) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static Map<String, Path> files() {
        var found = new HashMap<String, Path>();
        for (String folder : List.of("src/test/java", "api/checks/src", "client/src", "frontend/src", "frontend/e2e")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.forEach(file -> found.put(file.getFileName().toString(), file));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return found;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
