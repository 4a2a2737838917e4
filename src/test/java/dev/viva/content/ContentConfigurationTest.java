package dev.viva.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ContentConfigurationTest {
    private final JsonMapper json = new JsonMapper();

    @Test
    void readsTheBuiltInContentByDefault() throws Exception {
        assertThat(json.readValue("{}", ContentConfiguration.class)).isEqualTo(ContentConfiguration.builtIn());
    }

    @Test
    void readsAFolder() throws Exception {
        assertThat(json.readValue("{\"dir\": \"my/cases\"}", ContentConfiguration.class)
                        .dir())
                .isEqualTo(Path.of("my/cases"));
    }

    @Test
    void refusesAnUnknownKeyByName() {
        assertThatThrownBy(() -> json.readValue("{\"folder\": \"x\"}", ContentConfiguration.class))
                .hasMessageContaining("folder");
    }
}
