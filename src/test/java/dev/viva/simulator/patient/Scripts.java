package dev.viva.simulator.patient;

import dev.viva.realtime.CaseScript;
import java.util.List;
import java.util.Optional;

/** The case that the tests of this package use. */
public final class Scripts {
    static final String REFERENCE = "low-back-pain/maria";
    public static final String INSTRUCTIONS = "You are Maria.\nCase reference: " + REFERENCE + "\nStay in your role.";

    public static final String GREETING = "Hello, I'm Maria.";
    static final String LOCATION = "It's in my lower back, mostly on the left.";
    static final String ONSET = "It started three weeks ago, when I lifted a box.";
    static final String WORSE = "Sitting for long makes it worse, and so does bending.";
    public static final String BETTER = "Walking eases it.";
    static final String NUMBNESS = "No, I haven't had any numbness or tingling.";
    static final String BLADDER = "No trouble with my bladder or bowels.";
    static final String MEDICATION = "I take ibuprofen, one tablet in the evening.";
    static final String ALLERGIES = "I'm allergic to penicillin.";
    static final String WORK = "I'm a nurse on a surgical ward.";
    static final String SLEEP = "I wake up twice a night when I turn over.";
    static final String SEVERITY = "I'd say a six out of ten.";
    static final String GOALS = "I want to play tennis again.";
    static final String REFLEXES = "You find my reflexes normal on both sides.";
    static final String GAIT = "I walk a little stiffly.";

    static final CaseScript CASE = script(
            "en",
            GREETING,
            List.of(
                    topic("pain location", LOCATION, "where does it hurt", "where is the pain", "show me where"),
                    topic("onset", ONSET, "when did it start", "how long", "how did it begin", "what happened"),
                    topic("aggravating factors", WORSE, "makes it worse", "aggravate", "worse"),
                    topic("easing factors", BETTER, "makes it better", "ease", "relieve", "better"),
                    topic("numbness", NUMBNESS, "pins and needles", "tingling", "numb"),
                    topic("bladder and bowel", BLADDER, "bladder", "bowel", "trouble going to the toilet"),
                    topic("medication", MEDICATION, "medicine", "drug", "tablet", "what do you take"),
                    topic("allergies", ALLERGIES, "allergic"),
                    topic("occupation", WORK, "what do you do", "job", "work", "for a living"),
                    topic("sleep", SLEEP, "at night", "wake up"),
                    topic("severity", SEVERITY, "out of ten", "how bad", "pain scale", "rate your pain"),
                    topic("goals", GOALS, "hope to achieve", "goal", "expect from treatment")),
            List.of(
                    test("reflexes", "reflexes", REFLEXES, "test your reflexes", "knee jerk"),
                    test("gait", "gait", GAIT, "watch you walk", "walk across the room")));

    public static final CaseScript.Source LIBRARY =
            reference -> reference.equals(REFERENCE) ? Optional.of(CASE) : Optional.empty();

    private Scripts() {}

    static CaseScript script(
            String language, String openingLine, List<CaseScript.Topic> topics, List<CaseScript.Test> tests) {
        return new CaseScript(
                new CaseScript.Speaker("Maria Keller", "Maria", openingLine, "Goodbye, and thank you.", language, null),
                topics,
                tests,
                new CaseScript.Plan("To play tennis.", "Another week in bed.", List.of()),
                List.of(),
                null);
    }

    static CaseScript.Topic topic(String name, String reply, String... cues) {
        return new CaseScript.Topic(
                name, CaseScript.Part.HISTORY, null, asked(cues), reply, CaseScript.Disclosure.ASKED);
    }

    static CaseScript.Topic trusted(String name, String reply, String... cues) {
        return new CaseScript.Topic(
                name, CaseScript.Part.HISTORY, null, asked(cues), reply, CaseScript.Disclosure.TRUSTED);
    }

    private static CaseScript.Test test(String testId, String name, String finding, String... cues) {
        return new CaseScript.Test(
                testId,
                List.of(name),
                asked(cues),
                new CaseScript.Caution(false, false, null),
                List.of(new CaseScript.Result(null, finding, "All right.")));
    }

    private static CaseScript.Asked asked(String... cues) {
        return new CaseScript.Asked(List.of(), List.of(cues), List.of());
    }
}
