package dev.viva.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityTagsTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                              | false
            "v1"              | true
            W/"v1"            | true
            "v0", "v1"        | true
            "v0","a,b", "v1"  | true
            *                 | true
            "v0"              | false
            "v11"             | false
            v1                | false
            "*"               | false
            junk              | false
            """)
    void comparesWeaklyAndReadsLists(@Nullable String ifNoneMatch, boolean matches) {
        assertThat(EntityTags.matches(ifNoneMatch, "v1")).isEqualTo(matches);
    }
}
