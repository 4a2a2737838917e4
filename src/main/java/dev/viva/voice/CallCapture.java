package dev.viva.voice;

import dev.viva.model.PartialLine;
import dev.viva.model.Role;
import dev.viva.model.TranscriptLine;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.Speaker;
import dev.viva.transcript.LineText;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is said in one call, as the provider reports it, into the session's log: under the item's own id, in the
 * place that the provider gives it. It is the second source of every line: the page relays the same ones, and either
 * may fail. Called by the sideband's thread alone.
 */
final class CallCapture {
    /** The contract's form of an item's id; one of another form could not be told to anybody. */
    private static final Pattern ITEM_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}");
    /** Places are needed until a line's words are there, which is within a few lines. */
    private static final int MAX_PLACES = 500;

    private final String sessionId;
    private final String callId;
    private final CallNotes notes;
    private final Confirmation confirmation;
    private final Clock clock;
    private final Map<String, Place> places = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Place> eldest) {
            return size() > MAX_PLACES;
        }
    };
    /** Lines that were cut short before their words were known. */
    private final Set<String> cutShort = new HashSet<>();

    /**
     * Where a line stands and when it was begun.
     *
     * @param awaited whether the student said it and the provider has not written it down yet
     */
    private record Place(@Nullable String previous, Instant begun, boolean awaited) {}

    CallCapture(SidebandSession.Subject subject, CallNotes notes, Confirmation confirmation, Clock clock) {
        this.sessionId = subject.sessionId();
        this.callId = subject.callId();
        this.notes = notes;
        this.confirmation = confirmation;
        this.clock = clock;
    }

    void on(CallEvent event) {
        switch (event) {
            case CallEvent.SpeechStarted e -> place(e.itemId(), null, false);
            case CallEvent.ItemAdded e -> place(e.itemId(), e.previousItemId(), e.speaker() == Speaker.STUDENT);
            case CallEvent.StudentTranscribed e -> {
                settled(e.itemId());
                line(e.itemId(), Role.STUDENT, e.text(), e.previousItemId());
            }
            case CallEvent.PatientTranscribed e -> line(e.itemId(), Role.PATIENT, e.text(), e.previousItemId());
            case CallEvent.StudentPartial e -> partly(e.itemId(), Role.STUDENT, e.text());
            case CallEvent.PatientPartial e -> partly(e.itemId(), Role.PATIENT, e.text());
            case CallEvent.TranscriptionFailed e -> notHeard(e.itemId());
            case CallEvent.Interrupted e -> interrupted(e.itemId());
            case CallEvent.ResponseDone e -> done(e);
            case CallEvent.ProviderError e -> notes.providerComplained(e);
            case CallEvent.Attached e -> throw ofTheLine(e);
            case CallEvent.Detached e -> throw ofTheLine(e);
            case CallEvent.SessionChanged e -> throw ofTheLine(e);
        }
    }

    private static IllegalArgumentException ofTheLine(CallEvent event) {
        return new IllegalArgumentException(
                "nothing was said by " + event.getClass().getSimpleName());
    }

    /** The call is over: what has not been written down by now never will be, and somebody should know. */
    void last() {
        List<String> awaited = places.entrySet().stream()
                .filter(place -> place.getValue().awaited())
                .map(Map.Entry::getKey)
                .toList();
        awaited.forEach(this::notHeard);
    }

    /** A line's place may be told twice, the first time without its predecessor; its words may be there already. */
    private void place(String itemId, @Nullable String previous, boolean awaited) {
        notes.sawActivity(sessionId);
        boolean waits = awaited && !confirmation.isReported(itemId);
        Place known = places.get(itemId);
        if (known == null) {
            places.put(itemId, new Place(previous, clock.instant(), waits));
        } else {
            String first = known.previous() == null ? previous : known.previous();
            places.put(itemId, new Place(first, known.begun(), known.awaited() || waits));
        }
    }

    private void settled(String itemId) {
        places.computeIfPresent(itemId, (id, place) -> new Place(place.previous(), place.begun(), false));
    }

    private void line(String itemId, Role role, String text, @Nullable String before) {
        String words = LineText.of(text);
        if (words.isEmpty() || !ITEM_ID.matcher(itemId).matches()) {
            return; // a noise has no words, and what has no name cannot be kept under it
        }
        confirmation.reported(itemId);
        Place place = places.get(itemId);
        String previous = before == null && place != null ? place.previous() : before;
        Instant begun = place == null ? null : place.begun();
        notes.appendFromProvider(
                sessionId, new TranscriptLine(itemId, role, words, true, previous, begun, clock.instant(), null, null));
        if (cutShort.remove(itemId)) {
            notes.markInterrupted(sessionId, itemId);
        }
    }

    private void partly(String itemId, Role role, String text) {
        notes.sawActivity(sessionId);
        String words = LineText.of(text);
        if (!words.isEmpty() && ITEM_ID.matcher(itemId).matches()) {
            notes.showPartial(sessionId, new PartialLine(itemId, role, words));
        }
    }

    private void notHeard(String itemId) {
        settled(itemId);
        if (ITEM_ID.matcher(itemId).matches()) {
            notes.transcriptionFailed(sessionId, itemId);
        }
    }

    private void interrupted(String itemId) {
        if (ITEM_ID.matcher(itemId).matches() && !notes.markInterrupted(sessionId, itemId)) {
            cutShort.add(itemId);
        }
    }

    private void done(CallEvent.ResponseDone done) {
        notes.used(sessionId, callId, done.usage());
        notes.answered(sessionId, done);
    }
}
