package dev.viva.debrief.fidelity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.debrief.evidence.Disclosures;
import dev.viva.debrief.evidence.Exchange;
import dev.viva.debrief.evidence.Line;
import dev.viva.debrief.interviews.Interview;
import dev.viva.model.Role;
import dev.viva.patient.CasePair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The sentences to which the model of claims is fitted: those of the labelled interviews, and single ones. */
final class ClaimExamples {
    /** Nothing is fitted to these. */
    private static final Set<String> UNSEEN = Set.of("twenty-fourth", "twenty-fifth", "twenty-sixth", "twenty-seventh");

    static final List<String> SETS =
            Interview.SETS.stream().filter(set -> !UNSEEN.contains(set)).toList();
    private static final List<String> CLAIMS =
            List.of("inventions.txt", "claims.txt", "everyday-claims.txt", "plain-claims.txt");
    private static final List<String> HARMLESS =
            List.of("harmless.txt", "talk.txt", "everyday-talk.txt", "plain-talk.txt");
    /** From these the list of findings was written, so what it finds in them is not what it finds in others. */
    private static final Set<String> FINDINGS_FROM =
            Set.of("tuning", "held", "third", "inventions.txt", "harmless.txt");

    private static final Path PROBES = Path.of("src/test/resources/debrief/probes");
    /** How many patients say each single sentence. */
    private static final int VOICES = 3;

    private static final int MIN_QUOTE = 12;

    /**
     * @param set the set of interviews or the list
     * @param scenario the case
     * @param line unique for the line
     * @param seed what a person planted in the line; empty if nothing
     * @param claims whether the sentence is what was planted
     * @param values of each clue and of the new words' mean vector, in per mille
     */
    record Example(String set, String scenario, String line, String text, String seed, boolean claims, int[] values) {
        boolean seenByFindings() {
            return FINDINGS_FROM.contains(set);
        }
    }

    private final List<Example> examples = new ArrayList<>();
    private final Map<String, CasePair> pairs = new LinkedHashMap<>();

    private ClaimExamples() {}

    static List<Example> read() throws IOException {
        var all = new ClaimExamples();
        for (String set : SETS) {
            Interview.of(set).forEach(interview -> all.add(set, interview));
        }
        for (String list : CLAIMS) {
            all.add(list, "invented");
        }
        for (String list : HARMLESS) {
            all.add(list, "");
        }
        return all.examples;
    }

    private void add(String set, Interview interview) {
        CasePair pair = interview.pair();
        String scenario = pair.scenario().scenarioId();
        pairs.putIfAbsent(scenario, pair);
        var disclosures = Disclosures.of(interview.index(), Line.all(interview.lines()));
        var check = new FidelityCheck(new Knowledge(pair), disclosures);
        for (FidelityCheck.Spoken spoken : check.spoken()) {
            String item = spoken.exchange().answer().turn().itemId();
            for (FidelityCheck.Sentence one : spoken.sentences()) {
                String seed = "";
                boolean claims = false;
                for (JsonNode label : interview.labels().get("fidelity")) {
                    if (label.get("item_id").asText().equals(item)) {
                        seed = seed.equals("invented")
                                ? seed
                                : label.get("kind").asText();
                        claims |= overlap(
                                label.get("quote").asText(), one.passage().text());
                    }
                }
                examples.add(new Example(
                        set,
                        scenario,
                        set + "/" + interview.id() + "/" + item,
                        one.passage().text(),
                        seed,
                        claims,
                        one.clues().values()));
            }
        }
    }

    /** Each sentence of a list as if some of the patients had said it, without being asked. */
    private void add(String list, String seed) throws IOException {
        List<String> scenarios = List.copyOf(pairs.keySet());
        Map<String, Knowledge> knowledge = new LinkedHashMap<>();
        pairs.forEach((scenario, pair) -> knowledge.put(scenario, new Knowledge(pair)));
        int number = 0;
        for (String text : Files.readAllLines(PROBES.resolve(list))) {
            for (int voice = 0; voice < VOICES && !text.startsWith("#"); voice++) {
                String scenario = scenarios.get(number++ * 5 % scenarios.size());
                String line = list + "/" + number;
                List<Exchange> exchanges =
                        Exchange.of(List.of(Line.of(ProbesTest.turn("p1", Role.PATIENT, text, null))));
                var nothingTold = new Disclosures(exchanges, List.of(), List.of(), Map.of());
                var check = new FidelityCheck(Objects.requireNonNull(knowledge.get(scenario)), nothingTold);
                check.spoken()
                        .getFirst()
                        .sentences()
                        .forEach(one -> examples.add(new Example(
                                list,
                                scenario,
                                line,
                                one.passage().text(),
                                seed,
                                !seed.isEmpty(),
                                one.clues().values())));
            }
        }
    }

    /** Whether a quote and a sentence have a stretch in common. */
    private static boolean overlap(String quote, String sentence) {
        String a = letters(quote);
        String b = letters(sentence);
        boolean within = !b.isEmpty() && (a.contains(b) || b.contains(a));
        for (int at = 0; !within && at + MIN_QUOTE <= a.length(); at += 4) {
            within = b.contains(a.substring(at, at + MIN_QUOTE));
        }
        return within;
    }

    private static String letters(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }
}
