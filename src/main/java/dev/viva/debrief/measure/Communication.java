package dev.viva.debrief.measure;

import dev.viva.debrief.evidence.Quotes;
import dev.viva.debrief.evidence.Sentences;
import dev.viva.debrief.evidence.Words;
import dev.viva.meaning.WordLists;
import dev.viva.model.DebriefBasis;
import dev.viva.model.DebriefItem;
import dev.viva.model.DebriefKind;
import dev.viva.model.DebriefResult;
import dev.viva.model.Evidence;
import dev.viva.model.Role;
import dev.viva.model.Turn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

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

    private Communication() {}

    public static List<DebriefItem> items(List<Turn> lines) {
        return TITLES.keySet().stream().map(kind -> item(kind, lines)).toList();
    }

    private static DebriefItem item(String kind, List<Turn> lines) {
        List<Evidence> candidates = lines.stream()
                .filter(line -> line.role() == Role.STUDENT)
                .flatMap(line -> Sentences.of(line.text()).stream()
                        .filter(sentence -> is(kind, sentence.of(line.text())))
                        .map(sentence -> Quotes.of(line, sentence)))
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

    private static boolean is(String kind, String sentence) {
        String words = String.join(" ", Words.of(sentence));
        return PHRASES.getOrDefault(kind, List.of()).stream()
                .anyMatch(phrase -> phrase.matcher(words).find());
    }
}
