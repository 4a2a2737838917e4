package dev.viva.fault;

import dev.viva.testing.Api;
import dev.viva.testing.Frames;
import dev.viva.testing.Frames.Frame;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Faculty who follow a session until it has ended, at whichever replica answers: after a cut they resume by the last
 * event they have, at the next one.
 */
final class Following implements Runnable {
    private final List<Api> replicas;
    private final Api.Opened asFaculty;
    private final List<Frame> seen = new CopyOnWriteArrayList<>();
    private volatile int cuts;
    private int at;

    /** @param first the replica at which it begins */
    Following(List<Api> replicas, int first, Api.Opened session) {
        this.replicas = replicas;
        this.at = first;
        this.asFaculty = new Api.Opened(session.id(), Api.FACULTY);
    }

    @Override
    public void run() {
        while (!hasEnded()) {
            try (var frames =
                    new Frames(replicas.get(at).stream(asFaculty, resume()).body())) {
                while (!hasEnded()) {
                    take(frames.next());
                }
            } catch (UncheckedIOException | AssertionError e) { // cut, or nobody there
                if (!isCut(e)) {
                    throw e;
                }
                cuts++;
                at = (at + 1) % replicas.size();
            }
        }
    }

    private static boolean isCut(Throwable e) {
        return e instanceof UncheckedIOException || "the stream ended".equals(e.getMessage());
    }

    private void take(Frame frame) {
        if (!frame.id().isEmpty()) { // a partial line has no number
            seen.add(frame);
        }
    }

    private Map<String, String> resume() {
        return seen.isEmpty()
                ? Map.of()
                : Map.of("Last-Event-ID", seen.getLast().id());
    }

    private boolean hasEnded() {
        return !seen.isEmpty() && seen.getLast().event().equals("ended");
    }

    /** The numbers of all stored events that it was sent, as they came. */
    List<Long> numbers() {
        return seen.stream().map(frame -> Long.valueOf(frame.id())).toList();
    }

    /** The items of all lines that it was sent, as they came. */
    List<String> items() {
        return seen.stream()
                .filter(frame -> frame.event().equals("turn"))
                .map(frame -> frame.data().at("/turn/item_id").asText())
                .toList();
    }

    /** How often it had to go on elsewhere. */
    int cuts() {
        return cuts;
    }
}
