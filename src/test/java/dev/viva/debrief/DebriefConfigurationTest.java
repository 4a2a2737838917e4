package dev.viva.debrief;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.viva.debrief.DebriefConfiguration.Release;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebriefConfigurationTest {
    @Test
    void releasesWithoutAnswersUnlessToldOtherwise() {
        assertThat(DebriefConfiguration.DEFAULTS).isEqualTo(new DebriefConfiguration(Release.IMMEDIATELY, false));
    }

    @ParameterizedTest
    @CsvSource({"immediately,IMMEDIATELY", "after_reflection,AFTER_REFLECTION", "by_faculty,BY_FACULTY"})
    void readsEachRelease(String word, Release release) throws Exception {
        var read = new YAMLMapper().readValue("{release: " + word + ", answers: true}", DebriefConfiguration.class);

        assertThat(read).isEqualTo(new DebriefConfiguration(release, true));
    }
}
