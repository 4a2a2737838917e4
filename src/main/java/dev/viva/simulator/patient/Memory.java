package dev.viva.simulator.patient;

import dev.viva.realtime.CaseScript;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a patient remembers of one conversation. */
final class Memory {
    private final Set<Object> told = new HashSet<>();
    private final Set<CaseScript.Topic> kept = new HashSet<>();
    private final Map<Intent, Integer> turns = new EnumMap<>(Intent.class);
    private int lost;
    private int repeated;

    boolean trusts;
    String lastSaid = "";
    CaseScript.@Nullable Topic lastTopic;
    CaseScript.@Nullable Test lastTest;
    Set<CaseScript.Side> lastSides = Set.of();
    String lastFelt = "";
    boolean awaitsSide;
    boolean awaitsConsent;
    /** The student may touch, for a test that is not named yet. */
    boolean mayTouch;

    /** The tests that the patient has agreed to. */
    final Set<CaseScript.Test> agreed = new HashSet<>();
    /** The side that is still to be examined, when both were asked for. */
    CaseScript.@Nullable Side otherSide;
    /** What the first of two sides showed. */
    String ofFirstSide = "";

    /** Notes consent: for the test that waits for it, else for the next one if it is consent to touch. */
    void agree(boolean touch) {
        if (awaitsConsent && lastTest != null) {
            agreed.add(lastTest);
        } else {
            mayTouch = touch;
        }
    }

    /** Notes that something is told; false if it was told before. */
    boolean tell(Object what) {
        return told.add(what);
    }

    boolean hasTold(Object what) {
        return told.contains(what);
    }

    boolean hasToldNothing() {
        return told.isEmpty();
    }

    /** Notes that a topic is kept back; false if it was kept back before. */
    boolean keep(CaseScript.Topic topic) {
        return kept.add(topic);
    }

    String nextLost(Phrases phrases) {
        return phrases.lost().get(lost++ % phrases.lost().size());
    }

    String nextAgain(Phrases phrases) {
        return phrases.again().get(repeated++ % phrases.again().size());
    }

    /** The next of the phrases for an intent, in turn. */
    String next(Phrases phrases, Intent intent) {
        List<String> all = phrases.small().getOrDefault(intent, List.of());
        if (all.isEmpty()) {
            return nextLost(phrases);
        }
        return all.get((turns.merge(intent, 1, Integer::sum) - 1) % all.size());
    }
}
