package dev.viva.authoring;

import dev.viva.model.Examination;
import dev.viva.model.ExaminationOutcome;
import dev.viva.model.Phase;
import dev.viva.model.Side;
import dev.viva.patient.Refusal;
import dev.viva.problem.ProblemException;
import dev.viva.realtime.CaseScript;
import dev.viva.realtime.SimulatorFactory.OfflinePatient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One encounter with the scripted patient, without a service. Not thread-safe. */
final class Rehearsal {
    private static final Pattern ASKED =
            Pattern.compile("(?<name>.*?)(?:[,\\s]+(?<side>left|right))?(?:[,\\s]+(?<consent>consent))?");

    /** Performs a test by the rules of the service. */
    @FunctionalInterface
    interface Examiner {
        /** @throws ProblemException when the service refuses it */
        Examination examine(String testId, @Nullable Side side, boolean consent, Phase phase);
    }

    private final CaseScript script;
    private final OfflinePatient patient;
    private final Examiner examiner;
    private final Coverage coverage;
    private Stage stage = Stage.HISTORY;

    Rehearsal(CaseScript script, OfflinePatient patient, Examiner examiner) {
        this.script = script;
        this.patient = patient;
        this.examiner = examiner;
        this.coverage = new Coverage(script);
    }

    Coverage coverage() {
        return coverage;
    }

    CaseScript script() {
        return script;
    }

    void moveTo(Stage next) {
        stage = next;
    }

    /** The student says something. */
    Exchange say(String line) {
        OfflinePatient.Reply reply = patient.answer(stage.wire(), line);
        List<Exchange> tests = new ArrayList<>();
        for (var test = reply.test(); test != null; test = reply.test()) {
            try {
                Examination done = perform(test.testId(), test.side(), test.consent());
                tests.add(shown(done));
                reply = patient.examined(stage.wire(), done.outcome().toString(), toSay(done));
            } catch (ProblemException e) {
                return Exchange.shows(e.detail());
            }
        }
        return noted(Exchange.said(reply, tests));
    }

    /** What the service gives the patient to say. */
    private static String toSay(Examination done) {
        String otherwise = done.outcome() == ExaminationOutcome.CONTRAINDICATED ? Refusal.WITHOUT_WORDS : "";
        return Objects.requireNonNullElse(done.reply(), otherwise);
    }

    /**
     * The student does a test.
     *
     * @param words the test's id or name; a side may follow, and then {@code consent} when the patient has agreed
     */
    Exchange examine(String words) {
        Matcher asked = ASKED.matcher(words.strip().toLowerCase(Locale.ROOT));
        String name = asked.matches() ? asked.group("name") : "";
        return find(name)
                .map(test -> examine(test.testId(), side(asked.group("side")), asked.group("consent") != null))
                .orElseGet(() -> Exchange.shows("There is no test \"" + name + "\" in the catalogues."));
    }

    private Exchange examine(String testId, CaseScript.@Nullable Side side, boolean consent) {
        try {
            return noted(shown(perform(testId, side, consent)));
        } catch (ProblemException e) {
            return Exchange.shows(e.detail());
        }
    }

    private Examination perform(String testId, CaseScript.@Nullable Side side, boolean consent) {
        return examiner.examine(testId, side == null ? null : Side.valueOf(side.name()), consent, stage.phase());
    }

    private Exchange shown(Examination examination) {
        String said = Objects.requireNonNullElse(examination.reply(), "");
        return switch (examination.outcome()) {
            case FOUND ->
                new Exchange(
                        said, String.valueOf(examination.finding()), List.of(), List.of(nameOf(examination)), true);
            case CONTRAINDICATED ->
                new Exchange(said, "Not done. " + examination.detail(), List.of(), List.of(nameOf(examination)), true);
            case SIDE_NEEDED, CONSENT_NEEDED, NOT_IN_CASE -> Exchange.shows(String.valueOf(examination.detail()));
        };
    }

    /** As {@link Coverage} names what was found. */
    private String nameOf(Examination examination) {
        Side side = examination.side();
        return script.tests().stream()
                .filter(test -> test.testId().equals(examination.testId()))
                .findFirst()
                .map(test -> Coverage.nameOf(test, side == null ? null : CaseScript.Side.valueOf(side.name())))
                .orElse("");
    }

    private static CaseScript.@Nullable Side side(@Nullable String word) {
        return word == null ? null : CaseScript.Side.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private Exchange noted(Exchange exchange) {
        coverage.add(exchange);
        return exchange;
    }

    private Optional<CaseScript.Test> find(String idOrName) {
        return script.tests().stream()
                .filter(test -> test.testId().equalsIgnoreCase(idOrName)
                        || test.names().stream().anyMatch(idOrName::equalsIgnoreCase))
                .min(Comparator.comparing(test -> !test.names().getFirst().equalsIgnoreCase(idOrName)));
    }
}
