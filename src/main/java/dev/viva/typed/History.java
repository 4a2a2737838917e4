package dev.viva.typed;

import dev.viva.model.Role;
import dev.viva.model.Turn;
import dev.viva.realtime.Speaker;
import dev.viva.realtime.TextConversation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The lines that the patient must know before it answers one. */
final class History {
    /** Earlier lines that a new conversation gets; the model's context window has room for many more. */
    private static final int MAX_LINES = 200;
    /** The maximum characters of all lines, some 15,000 tokens. */
    private static final int MAX_CHARACTERS = 60_000;

    private History() {}

    /**
     * The latest lines in reading order, the question last. Other lines that await an answer are left out: each is
     * asked by itself. So are lines that the provider never heard of: a page may have made them up.
     */
    static List<Turn> before(List<Turn> inReadingOrder, AwaitedAnswers.Claim question) {
        var kept = new ArrayList<Turn>();
        List<Turn> candidates = inReadingOrder.stream()
                .filter(turn ->
                        turn.unconfirmed() == null && !question.waiting().contains(turn.itemId()))
                .toList();
        inReadingOrder.stream()
                .filter(turn -> turn.itemId().equals(question.itemId()))
                .forEach(kept::add);
        int characters = 0;
        for (Turn turn : candidates.reversed()) {
            characters += turn.text().length();
            if (kept.size() >= MAX_LINES || characters > MAX_CHARACTERS) {
                break;
            }
            if (!turn.itemId().equals(question.itemId())) {
                kept.add(turn);
            }
        }
        Collections.reverse(kept);
        return kept;
    }

    static TextConversation.Line line(Turn turn) {
        return new TextConversation.Line(turn.role() == Role.STUDENT ? Speaker.STUDENT : Speaker.PATIENT, turn.text());
    }
}
