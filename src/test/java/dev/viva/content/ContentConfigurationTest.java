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
    void leavesOutTheBuiltInCasesOnDemand() throws Exception {
        var content = json.readValue("{\"dir\": \"my/cases\", \"built_in\": false}", ContentConfiguration.class);

        assertThat(content).isEqualTo(ContentConfiguration.only(Path.of("my/cases")));
    }

    @Test
    void readsChangesOnDemandAlone() throws Exception {
        assertThat(json.readValue("{}", ContentConfiguration.class).reload()).isFalse();
        assertThat(json.readValue("{\"reload\": true}", ContentConfiguration.class)
                        .reload())
                .isTrue();
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
