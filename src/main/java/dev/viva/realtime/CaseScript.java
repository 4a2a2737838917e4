package dev.viva.realtime;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the scripted patient of one case knows, and how students ask for it. It contains nothing that only faculty may
 * see.
 *
 * @param topics what can be told: of the case, then of the person, in the author's order, which decides between equals
 * @param tests those of the case, then all others of the catalogues, which have no results
 * @param asks what the patient asks the student, in the author's order
 * @param hiddenAgenda what the patient keeps back; null if there is nothing
 */
public record CaseScript(
        Speaker speaker,
        List<Topic> topics,
        List<Test> tests,
        Plan plan,
        List<Ask> asks,
        @Nullable HiddenAgenda hiddenAgenda) {

    /** Where the simulator finds scripts; implementations are thread-safe. */
    @FunctionalInterface
    public interface Source {
        /**
         * The script of a case by its reference, as the instructions name it: {@code scenario_id/persona_id}, followed
         * by {@code /role_id} when another person than the patient speaks.
         */
        Optional<CaseScript> find(String caseReference);
    }

    /**
     * Who speaks.
     *
     * @param name in full
     * @param preferredName what the person likes to be called
     * @param openingLine said when greeted, or when asked to begin
     * @param closingLine said at the end
     * @param language ISO 639-1 code of the case's texts
     * @param role what a person who is not the patient knows; null for the patient
     */
    public record Speaker(
            String name,
            String preferredName,
            String openingLine,
            String closingLine,
            String language,
            @Nullable Role role) {}

    /**
     * A person beside the patient.
     *
     * @param patient what the patient is called
     * @param knows the topics that this person can tell
     * @param interprets whether this person only says what the patient says
     */
    public record Role(String patient, Set<String> knows, boolean interprets) {
        public Role {
            knows = Set.copyOf(knows);
        }
    }

    /** Where a topic belongs. */
    public enum Part {
        /** Told in the history of the case. */
        HISTORY,
        /** Who the person is: name, age, address. */
        IDENTITY,
        /** The person's health and habits, whatever the case. */
        BASELINE
    }

    /** When a topic is told. */
    public enum Disclosure {
        /** Without being asked. */
        VOLUNTEERED,
        /** When asked. */
        ASKED,
        /** Only after empathy, or when asked twice. */
        TRUSTED
    }

    /**
     * How students ask for something.
     *
     * @param examples natural questions
     * @param cues telling words and phrases
     * @param standard questions of the same meaning that are not the case's own
     */
    public record Asked(List<String> examples, List<String> cues, List<String> standard) {
        public Asked {
            examples = List.copyOf(examples);
            cues = List.copyOf(cues);
            standard = List.copyOf(standard);
        }
    }

    /**
     * One thing the patient can tell.
     *
     * @param name names it for the author; unique
     * @param standard id of the standard question that it answers; null for none
     */
    public record Topic(
            String name, Part part, @Nullable String standard, Asked asked, String reply, Disclosure disclosure) {}

    /** A side of the body. */
    public enum Side {
        LEFT,
        RIGHT
    }

    /**
     * One test that a student can do.
     *
     * @param names the test's name in the case and in the catalogue, and other names
     * @param asked how a student says it without the name
     * @param caution what comes before it
     * @param results empty when nothing is recorded in this case
     */
    public record Test(String testId, List<String> names, Asked asked, Caution caution, List<Result> results) {
        public Test {
            names = List.copyOf(names);
            results = List.copyOf(results);
        }

        /** Whether it is done on the left and on the right. */
        public boolean sided() {
            return caution.sided();
        }
    }

    /**
     * What comes before a test, in this order.
     *
     * @param sided whether the student must say which side
     * @param needsConsent whether the patient must have agreed
     * @param refusal null when nothing speaks against it
     */
    public record Caution(
            boolean sided, boolean needsConsent, @Nullable Refusal refusal) {}

    /**
     * Why a test is not done.
     *
     * @param reason what the student is told
     * @param reply what the patient says
     */
    public record Refusal(String reason, String reply) {}

    /**
     * What a test shows.
     *
     * @param side null when the test has none
     * @param finding what is seen or measured
     * @param reply what the patient says
     */
    public record Result(@Nullable Side side, String finding, String reply) {}

    /**
     * The patient's mind when treatment is discussed.
     *
     * @param reactions to what may be proposed
     */
    public record Plan(String hopes, String worries, List<Reaction> reactions) {
        public Plan {
            reactions = List.copyOf(reactions);
        }
    }

    /** What the patient answers to a proposal. */
    public record Reaction(List<String> examples, String reply) {
        public Reaction {
            examples = List.copyOf(examples);
        }
    }

    /**
     * What the patient asks the student.
     *
     * @param when the moment, in words
     * @param phase as on the wire
     * @param after topics, or {@link HiddenAgenda#NAME}: asked only once one of them is told; empty for no condition
     */
    public record Ask(String question, String when, String phase, Set<String> after) {
        public Ask {
            after = Set.copyOf(after);
        }
    }

    /** What the patient keeps back until a student's words invite it. */
    public record HiddenAgenda(List<String> cues, String reply) {
        /** How a question of the patient names it. */
        public static final String NAME = "hidden_agenda";

        public HiddenAgenda {
            cues = List.copyOf(cues);
        }
    }

    public CaseScript {
        topics = List.copyOf(topics);
        tests = List.copyOf(tests);
        asks = List.copyOf(asks);
    }
}
