package dev.viva.voice.sideband;

import dev.viva.model.PartialLine;
import dev.viva.model.Role;
import dev.viva.model.TranscriptLine;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.ProviderException.Kind;
import dev.viva.realtime.Speaker;
import dev.viva.transcript.LineText;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stores what the provider reports of one call in the session's transcript: under the provider's item id, at the place
 * that the provider reports. Beside the page's relay it is the second source of each line, so that either may fail.
 * Thread-safe.
 */
final class CallCapture {
    /** The contract's form of an item id; the API cannot show an item of another form. */
    private static final Pattern ITEM_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}");
    /** A place is needed until the text of its line arrives, which takes a few lines. */
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
    /** Lines that were interrupted before their text arrived. */
    private final Set<String> interrupted = new HashSet<>();
    /** The lasting problems that the session was warned of. */
    private final Set<Kind> told = EnumSet.noneOf(Kind.class);

    /**
     * The place of a line and when it began.
     *
     * @param awaited whether the student spoke it and the provider has not transcribed it yet
     */
    private record Place(@Nullable String previous, Instant begun, boolean awaited) {}

    CallCapture(ListenedCall call, CallNotes notes, Confirmation confirmation, Clock clock) {
        this.sessionId = call.sessionId();
        this.callId = call.callId();
        this.notes = notes;
        this.confirmation = confirmation;
        this.clock = clock;
    }

    synchronized void on(CallEvent event) {
        switch (event) {
            case CallEvent.SpeechStarted e -> place(e.itemId(), null, false);
            case CallEvent.ItemAdded e -> place(e.itemId(), e.previousItemId(), e.speaker() == Speaker.STUDENT);
            case CallEvent.StudentTranscribed e -> {
                transcriptionDone(e.itemId());
                line(e.itemId(), Role.STUDENT, e.text(), e.previousItemId());
            }
            case CallEvent.PatientTranscribed e -> line(e.itemId(), Role.PATIENT, e.text(), e.previousItemId());
            case CallEvent.StudentPartial e -> partial(e.itemId(), Role.STUDENT, e.text());
            case CallEvent.PatientPartial e -> partial(e.itemId(), Role.PATIENT, e.text());
            case CallEvent.TranscriptionFailed e -> transcriptionFailed(e.itemId());
            case CallEvent.Interrupted e -> interrupted(e.itemId());
            case CallEvent.ResponseDone e -> responseDone(e);
            case CallEvent.ProviderError e -> {
                notes.providerError(e);
                if (e.trouble() != null && e.trouble().lasts()) {
                    patientSilent(null, e.trouble());
                }
            }
            case CallEvent.Attached e -> throw notOfTheConversation(e);
            case CallEvent.Detached e -> throw notOfTheConversation(e);
            case CallEvent.SessionChanged e -> throw notOfTheConversation(e);
            case CallEvent.FunctionsCalled e -> throw notOfTheConversation(e);
        }
    }

    private static IllegalArgumentException notOfTheConversation(CallEvent event) {
        return new IllegalArgumentException(
                "not an event of the conversation: " + event.getClass().getSimpleName());
    }

    /** The call has ended: reports speech without a transcript as failed. */
    synchronized void callEnded() {
        List<String> awaited = places.entrySet().stream()
                .filter(place -> place.getValue().awaited())
                .map(Map.Entry::getKey)
                .toList();
        awaited.forEach(this::transcriptionFailed);
    }

    /** The provider may report a place twice, first without the previous item. The text may have arrived before. */
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

    private void transcriptionDone(String itemId) {
        places.computeIfPresent(itemId, (id, place) -> new Place(place.previous(), place.begun(), false));
    }

    private void line(String itemId, Role role, String text, @Nullable String before) {
        String words = LineText.of(text);
        if (words.isEmpty() || !ITEM_ID.matcher(itemId).matches()) {
            return; // a noise has no text, and an item without a valid id cannot be stored
        }
        confirmation.reported(itemId);
        Place place = places.get(itemId);
        String previous = before == null && place != null ? place.previous() : before;
        Instant begun = place == null ? null : place.begun();
        notes.appendFromProvider(
                sessionId, new TranscriptLine(itemId, role, words, true, previous, begun, clock.instant(), null, null));
        if (interrupted.remove(itemId)) {
            notes.markInterrupted(sessionId, itemId);
        }
    }

    private void partial(String itemId, Role role, String text) {
        notes.sawActivity(sessionId);
        String words = LineText.of(text);
        if (!words.isEmpty() && ITEM_ID.matcher(itemId).matches()) {
            notes.showPartial(sessionId, new PartialLine(itemId, role, words));
        }
    }

    private void transcriptionFailed(String itemId) {
        transcriptionDone(itemId);
        if (ITEM_ID.matcher(itemId).matches()) {
            notes.transcriptionFailed(sessionId, itemId);
        }
    }

    private void interrupted(String itemId) {
        if (ITEM_ID.matcher(itemId).matches() && !notes.markInterrupted(sessionId, itemId)) {
            interrupted.add(itemId);
        }
    }

    private void responseDone(CallEvent.ResponseDone done) {
        notes.used(sessionId, callId, done.usage());
        notes.responseDone(done);
        Kind trouble = done.trouble();
        if (trouble != null) {
            patientSilent(done.id(), trouble);
        }
    }

    /** Warns of a lasting problem once: an error event reports it, and so does each response that fails because of it. */
    private void patientSilent(@Nullable String responseId, Kind trouble) {
        if (!trouble.lasts() || told.add(trouble)) {
            notes.patientSilent(sessionId, responseId, trouble);
        }
    }
}
