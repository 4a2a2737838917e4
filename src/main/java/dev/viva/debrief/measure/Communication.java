package dev.viva.debrief.measure;

import dev.viva.debrief.evidence.Line;
import dev.viva.debrief.evidence.Passage;
import dev.viva.debrief.evidence.Quotes;
import dev.viva.meaning.WordLists;
import dev.viva.model.DebriefBasis;
import dev.viva.model.DebriefItem;
import dev.viva.model.DebriefKind;
import dev.viva.model.DebriefResult;
import dev.viva.model.Evidence;
import dev.viva.model.Turn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Candidates for empathy, summary, signpost, agenda and safety net. A person says whether they are. */
public final class Communication {
    private static final int MAX_EVIDENCE = 20;
    private static final Map<String, String> TITLES = new LinkedHashMap<>();
    private static final Map<String, List<Pattern>> PHRASES = new LinkedHashMap<>();

    static {
        TITLES.put("empathy", "Responds to feelings");
        TITLES.put("summary", "Summarises and checks");
        TITLES.put("signpost", "Says what comes next");
        TITLES.put("agenda", "Finds out what the patient wants to talk about");
        TITLES.put("safety_net", "Says what to do if it gets worse");
        for (String line : WordLists.read(Communication.class, "communication.txt")) {
            String[] parts = line.split("\\|", 2);
            PHRASES.computeIfAbsent(parts[0].strip(), kind -> new ArrayList<>()).add(Pattern.compile(parts[1].strip()));
        }
    }

    /** A sentence of the student. */
    private record Said(Turn line, Passage sentence) {
        static Stream<Said> of(Line line) {
            return line.sentences().stream().map(sentence -> new Said(line.turn(), sentence));
        }
    }

    private Communication() {}

    public static List<DebriefItem> items(List<Line> lines) {
        List<Said> all =
                lines.stream().filter(Line::isStudents).flatMap(Said::of).toList();
        return TITLES.keySet().stream().map(kind -> item(kind, all)).toList();
    }

    private static DebriefItem item(String kind, List<Said> all) {
        List<Evidence> candidates = all.stream()
                .filter(said -> is(kind, said.sentence().plain()))
                .map(said -> Quotes.of(said.line(), said.sentence().span()))
                .limit(MAX_EVIDENCE)
                .toList();
        return new DebriefItem(
                "communication/" + kind.replace('_', '-'),
                DebriefKind.COMMUNICATION,
                TITLES.getOrDefault(kind, kind),
                candidates.isEmpty() ? DebriefResult.NOT_MET : DebriefResult.UNCLEAR,
                null,
                null,
                DebriefBasis.PROPOSAL,
                null,
                candidates,
                null,
                null);
    }

    private static boolean is(String kind, String words) {
        return PHRASES.getOrDefault(kind, List.of()).stream()
                .anyMatch(phrase -> phrase.matcher(words).find());
    }
}
