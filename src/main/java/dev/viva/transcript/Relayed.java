package dev.viva.transcript;

import dev.viva.model.LineResult;
import dev.viva.model.LineStatus;
import dev.viva.model.RelayReceipt;
import dev.viva.model.Turn;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The result of relaying a line. A refusal is a value, not an exception, because the other lines of the commit stay
 * stored.
 *
 * @param turn the stored line; null if it was refused
 */
record Relayed(LineStatus status, @Nullable Turn turn) {
    static final Relayed CONFLICT = new Relayed(LineStatus.CONFLICT, null);
    static final Relayed SESSION_ENDED = new Relayed(LineStatus.SESSION_ENDED, null);
    static final Relayed SESSION_FULL = new Relayed(LineStatus.SESSION_FULL, null);

    /**
     * @throws ProblemException {@code item_conflict}, {@code session_ended} or {@code session_full} when the line was
     *     refused
     */
    Appended orThrow() {
        return switch (status) {
            case STORED -> new Appended(Objects.requireNonNull(turn), true);
            case ALREADY_STORED -> new Appended(Objects.requireNonNull(turn), false);
            case CONFLICT -> throw new ProblemException(Failure.ITEM_CONFLICT);
            case SESSION_ENDED -> throw new ProblemException(Failure.SESSION_ENDED);
            case SESSION_FULL -> throw new ProblemException(Failure.SESSION_FULL);
        };
    }

    LineResult result(String sessionId, String itemId) {
        return new LineResult(itemId, status, turn == null ? null : receipt(sessionId, turn));
    }

    static RelayReceipt receipt(String sessionId, Turn turn) {
        return new RelayReceipt(sessionId, turn.itemId(), turn.seq(), turn.late(), turn.createdAt());
    }
}
