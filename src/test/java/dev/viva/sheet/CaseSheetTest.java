package dev.viva.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.content.CanonicalJson;
import dev.viva.content.ContentConfiguration;
import dev.viva.content.TextWalk;
import dev.viva.library.CaseLibrary;
import dev.viva.library.TestContent;
import dev.viva.model.Persona;
import dev.viva.model.Scenario;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.swing.text.html.HTMLEditorKit;
import javax.swing.text.html.parser.ParserDelegator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CaseSheetTest {
    private static final CaseLibrary LIBRARY = CaseLibrary.load(ContentConfiguration.builtIn(), TestContent.SCHEMAS);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Members whose texts are printed in words, or that steer Viva alone. */
    private static final Set<String> NOT_PRINTED = Set.of(
            "scenario_id",
            "persona_id",
            "test_id",
            "role_id",
            "media_id",
            "like",
            "after",
            "media",
            "cues",
            "voice",
            "guardrails",
            "traits",
            "birthday",
            "disclosure",
            "phase",
            "challenges");

    static Stream<Scenario> cases() {
        return LIBRARY.scenarios().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void printsEveryTextOfEveryCaseAndItsPatients(Scenario scenario) throws IOException {
        for (String personaId : LIBRARY.fitting(scenario)) {
            Persona persona = LIBRARY.persona(personaId).orElseThrow();
            String printed = words(CaseSheet.html(scenario, persona, LIBRARY.catalogs()));

            TextWalk.visit(tree(scenario), (pointer, text) -> assertPrinted(printed, pointer, text));
            TextWalk.visit(
                    tree(persona, scenario), (pointer, text) -> assertPrinted(printed, "/persona" + pointer, text));
        }
    }

    private static void assertPrinted(String printed, String pointer, String text) {
        boolean secret = pointer.startsWith("/hidden_agenda/");
        if (secret || Stream.of(pointer.split("/")).noneMatch(NOT_PRINTED::contains)) {
            for (String line : text.lines().filter(row -> !row.isBlank()).toList()) {
                assertThat(printed).as(pointer).contains(squeezed(line));
            }
        }
    }

    @Test
    void printsTextAsTextWhateverItContains() {
        Scenario scenario = LIBRARY.scenario("knee-after-football").orElseThrow();
        Persona persona = LIBRARY.persona("hana-suzuki").orElseThrow();
        var tree = (ObjectNode) tree(scenario);
        tree.put("title", "<script>alert(1)</script> & {{diagnosis}}");

        String page = CaseSheet.html(read(tree), persona, LIBRARY.catalogs());

        assertThat(page).contains("&lt;script&gt;alert(1)").doesNotContain("<script", "javascript:");
        assertThat(page).as("a text is no template").contains("{{diagnosis}}");
    }

    @Test
    void asksNothingOfOtherServers() {
        String page = CaseSheet.html(
                LIBRARY.scenario("knee-after-football").orElseThrow(),
                LIBRARY.persona("hana-suzuki").orElseThrow(),
                LIBRARY.catalogs());

        assertThat(page)
                .doesNotContain("<script", "<link", "<img", "src=", "href=", " style=")
                .doesNotContainPattern("\\son\\w+=");
        assertThat(page).contains("<html lang=\"en\">", "<h1>", "<caption>", "scope=\"row\"", "scope=\"col\"");
    }

    @Test
    void namesTheTestsAndWhatNeedsConsent() {
        String page = CaseSheet.html(
                LIBRARY.scenario("knee-after-football").orElseThrow(),
                LIBRARY.persona("hana-suzuki").orElseThrow(),
                LIBRARY.catalogs());

        assertThat(page).contains("Lachman test", "ask for consent", "born on 14 March", "18 to 45 years");
    }

    private static JsonNode tree(Object value) {
        try {
            return JSON.readTree(CanonicalJson.write(value));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The patient without what the case replaces. */
    private static JsonNode tree(Persona persona, Scenario scenario) {
        var tree = (ObjectNode) tree(persona);
        if (scenario.affect() != null) {
            tree.remove("affect");
        }
        if (scenario.painBehaviour() != null) {
            tree.remove("pain_behaviour");
        }
        return tree;
    }

    private static Scenario read(JsonNode tree) {
        try {
            return CanonicalJson.read(tree, Scenario.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The texts of a page, as a reader of HTML understands it. */
    private static String words(String html) throws IOException {
        var text = new StringBuilder();
        new ParserDelegator()
                .parse(
                        new StringReader(html),
                        new HTMLEditorKit.ParserCallback() {
                            @Override
                            public void handleText(char[] data, int position) {
                                text.append(data).append(' ');
                            }
                        },
                        true);
        return squeezed(text.toString());
    }

    private static String squeezed(String text) {
        return String.join("", List.of(text.split("\\s+")));
    }
}
