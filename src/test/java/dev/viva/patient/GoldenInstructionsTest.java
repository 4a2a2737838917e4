package dev.viva.patient;

import static dev.viva.library.TestContent.SHIPPED;
import static dev.viva.patient.Occasions.ALONE;
import static dev.viva.patient.Occasions.SIDEBAND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.Phase;
import dev.viva.model.Scenario;
import dev.viva.model.ScenarioRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The instructions of every shipped case in full text, so that a change of case or wording shows what the voice is told.
 * A file has what lasts once, then what each phase adds, then what a call without a sideband has in its place.
 * {@code -Dviva.goldens.update=true} writes the files.
 */
class GoldenInstructionsTest {
    private static final Path FOLDER = Path.of("src/test/resources/instructions");
    private static final boolean UPDATE = Boolean.getBoolean("viva.goldens.update");

    @ParameterizedTest
    @MethodSource("pairs")
    void areAsRecorded(CasePair pair) throws IOException {
        String text = text(pair);
        Path file = FOLDER.resolve(name(pair));
        if (UPDATE) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, text);
        }

        assertThat(file).as("run with -Dviva.goldens.update=true").content().isEqualTo(text);
    }

    @Test
    void haveNoFileWithoutACase() throws IOException {
        List<String> names = pairs().map(GoldenInstructionsTest::name).sorted().toList();
        List<Path> files;
        try (Stream<Path> all = Files.list(FOLDER)) {
            files = all.sorted().toList();
        }
        if (UPDATE) {
            for (Path file : files) {
                if (!names.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
            return;
        }

        assertThat(files).extracting(file -> file.getFileName().toString()).containsExactlyElementsOf(names);
    }

    /** Each case with the first patient that fits, and each of its roles. */
    static Stream<CasePair> pairs() {
        return SHIPPED.scenarios().stream().flatMap(GoldenInstructionsTest::pairs);
    }

    private static Stream<CasePair> pairs(Scenario scenario) {
        String persona = SHIPPED.fitting(scenario).getFirst();
        var roles = Objects.requireNonNullElse(scenario.roles(), List.<ScenarioRole>of());
        return Stream.concat(Stream.of((String) null), roles.stream().map(ScenarioRole::roleId))
                .map(role -> SHIPPED.pair(scenario.scenarioId(), persona, role));
    }

    private static String name(CasePair pair) {
        return pair.reference().replace('/', '.') + ".txt";
    }

    private static String text(CasePair pair) {
        List<String> phases = Arrays.stream(Phase.values())
                .map(phase -> Instructions.compose(pair, phase, SIDEBAND))
                .toList();
        String alone = Instructions.compose(pair, Phase.SUBJECTIVE, ALONE);
        int lasting = lasting(Stream.concat(phases.stream(), Stream.of(alone)).toList());
        var text = new StringBuilder(alone.substring(0, lasting));
        for (Phase phase : Phase.values()) {
            part(text, phase.toString(), phases.get(phase.ordinal()), lasting);
        }
        part(text, "without a sideband", alone, lasting);
        return text.toString();
    }

    private static void part(StringBuilder text, String title, String whole, int lasting) {
        text.append("=== %s: about %d tokens in all%n".formatted(title, Instructions.estimatedTokens(whole)))
                .append(whole.substring(lasting));
    }

    /** The length of the sections with which all texts begin. */
    private static int lasting(List<String> texts) {
        String first = texts.getFirst();
        int end = first.lastIndexOf("\n# ") + 1;
        while (!startAlike(texts, first.substring(0, end))) {
            end = first.lastIndexOf("\n# ", end - 2) + 1;
        }
        return end;
    }

    private static boolean startAlike(List<String> texts, String start) {
        return texts.stream().allMatch(text -> text.startsWith(start));
    }
}
