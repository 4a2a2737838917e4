package dev.viva.examination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.content.ContentConfiguration;
import dev.viva.library.CaseLibrary;
import dev.viva.library.TestContent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestNamesTest {
    private static final CaseLibrary LIBRARY = CaseLibrary.load(ContentConfiguration.builtIn(), TestContent.SCHEMAS);
    private static final Tests TESTS = Tests.of(LIBRARY);
    private static final TestNames NAMES =
            TestNames.of(LIBRARY.scenario("knee-after-football").orElseThrow().objective(), TESTS);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lachman                                                  | lachman
            Lachman test                                             | lachman
            the Lachman's test                                       | lachman
            LACHMAN                                                  | lachman
            anterior drawer test                                     | anterior-drawer-knee
            I pull the shin bone forward with the knee slightly bent | lachman
            other                                                    |
            knee                                                     |
            your favourite film                                      |
            ''                                                       |
            """)
    void findsATestByItsIdANameOrADescription(String said, @Nullable String id) {
        assertThat(NAMES.find(said).orElse(null)).isEqualTo(id);
    }

    @Test
    void findsEveryTestByItsIdAndItsName() {
        assertThat(TESTS.byId()).isNotEmpty().allSatisfy((id, entry) -> {
            assertThat(NAMES.find(id)).contains(id);
            assertThat(NAMES.find(entry.name())).contains(id);
        });
    }

    @Test
    void theFunctionNamesTheTestsOfTheCataloguesAndNothingOfACase() {
        var tool = ExamineTool.of(TESTS);
        assertThat(tool.parameters().at("/properties/test/enum"))
                .hasSize(TESTS.byId().size() + 1);
        String all = tool.description() + tool.parameters();
        assertThat(all.length() / 3)
                .as("tokens at most, beside the instructions")
                .isLessThan(2_000);
        assertThat(LIBRARY.scenarios())
                .allSatisfy(scenario -> assertThat(all).doesNotContain(scenario.title(), scenario.diagnosis()));
    }
}
