package dev.viva.debrief;

import dev.viva.debrief.evidence.Quotes;
import dev.viva.debrief.language.Sentences;
import dev.viva.debrief.language.Span;
import dev.viva.gate.Opening;
import dev.viva.model.DebriefBasis;
import dev.viva.model.DebriefItem;
import dev.viva.model.DebriefKind;
import dev.viva.model.DebriefResult;
import dev.viva.model.Evidence;
import dev.viva.model.ExaminationOutcome;
import dev.viva.model.GateStep;
import dev.viva.model.Phase;
import dev.viva.model.Role;
import dev.viva.model.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The opening of the encounter, recognised from the lines as they stand, and consent before the first touch. */
final class GateItems {
    private final Map<GateStep, Evidence> quotes = new EnumMap<>(GateStep.class);
    /** The first line that asks for leave to examine, which leave to ask questions is not. */
    private final Optional<Turn> askedToTouch;

    GateItems(List<Turn> lines) {
        askedToTouch = lines.stream()
                .filter(line -> line.role() == Role.STUDENT && asksToTouch(line, line.text()))
                .findFirst();
        int done = 0;
        for (Turn line : lines) {
            if (line.role() == Role.STUDENT) {
                int after = Opening.after(done, line.text());
                for (GateStep step : Opening.passed(done, after)) {
                    quotes.put(step, Quotes.of(line, part(line.text(), step, done)));
                }
                done = after;
            }
        }
    }

    /** The sentence that completes a step, or else the whole line. */
    private static Span part(String text, GateStep step, int before) {
        return Sentences.of(text).stream()
                .filter(sentence -> Opening.passed(before, Opening.after(before, sentence.of(text)))
                        .contains(step))
                .findFirst()
                .orElse(Span.all(text));
    }

    private static boolean asksToTouch(Turn line, String part) {
        return Opening.asksToTouch(part, line.phase() == Phase.OBJECTIVE);
    }

    /** When the student asked whether the patient agrees to be examined. */
    Optional<Instant> consentToTouch() {
        return askedToTouch.map(Conversation::at);
    }

    List<DebriefItem> items(List<Conversation.Done> tests) {
        List<DebriefItem> items = new ArrayList<>();
        for (GateStep step : GateStep.values()) {
            Evidence quote = quotes.get(step);
            items.add(item(
                    step.toString(), title(step), quote == null ? DebriefResult.NOT_MET : DebriefResult.MET, quote));
        }
        items.add(consentBeforeTouch(tests));
        return items;
    }

    private static String title(GateStep step) {
        return switch (step) {
            case GREETING -> "Greets the patient";
            case INTRODUCTION -> "Says name and role";
            case CONSENT -> "Asks whether the patient agrees";
            case IDENTITY -> "Checks who the patient is";
        };
    }

    private DebriefItem consentBeforeTouch(List<Conversation.Done> tests) {
        Optional<Instant> first = tests.stream()
                .filter(test -> test.examination().outcome() != ExaminationOutcome.CONTRAINDICATED)
                .map(Conversation.Done::at)
                .findFirst();
        boolean before = first.isPresent()
                && consentToTouch()
                        .filter(consent -> consent.isBefore(first.get()))
                        .isPresent();
        DebriefResult result =
                first.isEmpty() ? DebriefResult.NOT_APPLICABLE : before ? DebriefResult.MET : DebriefResult.NOT_MET;
        return item(
                "consent-before-touch",
                "Asks for consent before the first test",
                result,
                before ? askedToTouch.map(GateItems::quote).orElse(null) : null);
    }

    private static Evidence quote(Turn line) {
        return Quotes.of(
                line,
                Sentences.of(line.text()).stream()
                        .filter(sentence -> asksToTouch(line, sentence.of(line.text())))
                        .findFirst()
                        .orElse(Span.all(line.text())));
    }

    private static DebriefItem item(String id, String title, DebriefResult result, @Nullable Evidence quote) {
        return new DebriefItem(
                "gate/" + id,
                DebriefKind.GATE,
                title,
                result,
                null,
                null,
                DebriefBasis.RULE,
                null,
                quote == null ? List.of() : List.of(quote),
                null,
                null);
    }
}
