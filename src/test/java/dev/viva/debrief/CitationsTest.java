package dev.viva.debrief;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.library.TestContent;
import dev.viva.model.CaseSource;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CitationsTest {
    private static final Citations CITATIONS = new Citations(List.of(
            new CaseSource("stiell-1996", "Stiell IG, Greenberg GH, Wells GA et al. JAMA 1996;275:611-615."),
            new CaseSource("van-der-windt-2010", "van der Windt DAWM, Simons E et al. Cochrane 2010."),
            new CaseSource("girft-2023", "Getting It Right First Time (GIRFT). National pathway, 2023."),
            new CaseSource("unknown-1999", "Somebody Else. A book, 1999."),
            new CaseSource("hidden-agenda", "A text without a year.")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Fracture (Ottawa knee rules, stiell-1996)     | Fracture (Ottawa knee rules, Stiell 1996)
            Bends it (van-der-windt-2010, stiell-1996).   | Bends it (van der Windt 2010, Stiell 1996).
            The pathway (girft-2023)                      | The pathway (GIRFT 2023)
            A book (unknown-1999)                         | A book (Unknown 1999)
            Asks for the hidden-agenda                    | Asks for the hidden-agenda
            Another key (stiell-1996-b, smith-2001)       | Another key (stiell-1996-b, smith-2001)
            Without a source                              | Without a source
            """)
    void namesASourceAsReadersDo(String written, String read) {
        assertThat(CITATIONS.in(written)).isEqualTo(read);
    }

    @Test
    void aCaseWithoutSourcesKeepsItsWords() {
        assertThat(new Citations(List.of()).in("stiell-1996")).isEqualTo("stiell-1996");
    }

    /** In what students read of the cases that ship. */
    @Test
    void noKeyIsLeft() {
        Pattern key = Pattern.compile("[a-z]+-(19|20)\\d\\d");
        assertThat(TestContent.SHIPPED.scenarios()).isNotEmpty().allSatisfy(scenario -> {
            var citations = new Citations(scenario.sources());
            var plan = scenario.treatmentPlan().expected();
            Stream.concat(
                            scenario.redFlags().stream().map(flag -> flag.flag()),
                            plan == null ? Stream.empty() : plan.stream())
                    .forEach(text -> assertThat(citations.in(text)).doesNotContainPattern(key));
        });
    }
}
