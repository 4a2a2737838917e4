package dev.viva;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LayersTest {
    /** A row of the diagram: the layer's name, then its packages. */
    private static final Pattern ROW = Pattern.compile("^ [a-z]+(?: [a-z]+)? {2,}([a-z.]+(?: {2,}[a-z.]+)*)$");

    @Test
    void architectureDiagramShowsEachLayerWithItsPackages() throws Exception {
        String guide = Files.readString(Path.of("ARCHITECTURE.md"));
        String diagram = guide.substring(guide.indexOf("## Layers")).split("```", 3)[1];

        assertThat(drawn(diagram)).isEqualTo(handWritten());
    }

    private static List<Set<String>> drawn(String diagram) {
        return diagram.lines()
                .map(ROW::matcher)
                .filter(row -> row.matches())
                .map(row -> Stream.of(row.group(1).split(" +"))
                        .map("dev.viva."::concat)
                        .collect(Collectors.toSet()))
                .toList();
    }

    /** The layers below the application and above the generated packages. */
    private static List<Set<String>> handWritten() {
        var layers = Layers.OF_VIVA.layers();
        return layers.subList(1, layers.size() - Layers.GENERATED.length);
    }
}
