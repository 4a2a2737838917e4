package dev.viva.transcript;

import dev.viva.model.Turn;
import dev.viva.model.TurnPage;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns page by page: in reading order, or by arrival after a sequence number. A cursor names the last turn of the
 * previous page, so that a late line inserted in between hides no turn.
 */
final class TurnPages {
    private static final Pattern SEQ = Pattern.compile("[0-9]{1,16}");

    private final TranscriptLog log;

    TurnPages(TranscriptLog log) {
        this.log = log;
    }

    TurnPage inReadingOrder(Session session, @Nullable String cursor, int limit) {
        List<Turn> all = log.inReadingOrder(session);
        int begin = cursor == null ? 0 : positionAfter(all, seqOf(cursor));
        // A copy, because a view would hold all of them until a slow reader has the page.
        List<Turn> page = List.copyOf(all.subList(begin, Math.min(all.size(), begin + limit)));
        String next = begin + limit < all.size() ? cursorOf(page.getLast()) : null;
        return new TurnPage(page, session.lastSeq(), next);
    }

    TurnPage byArrival(Session session, long afterSeq, @Nullable String cursor, int limit) {
        long after = cursor == null ? afterSeq : seqOf(cursor);
        List<Turn> found = log.turnsAfter(session, after, limit + 1);
        List<Turn> page = found.subList(0, Math.min(limit, found.size()));
        String next = found.size() > limit ? cursorOf(page.getLast()) : null;
        return new TurnPage(page, session.lastSeq(), next);
    }

    private static int positionAfter(List<Turn> all, long seq) {
        return 1
                + IntStream.range(0, all.size())
                        .filter(i -> all.get(i).seq() == seq)
                        .findFirst()
                        .orElseThrow(TurnPages::unknownCursor);
    }

    private static String cursorOf(Turn last) {
        byte[] seq = String.valueOf(last.seq()).getBytes(StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(seq);
    }

    private static long seqOf(String cursor) {
        try {
            var seq = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            if (SEQ.matcher(seq).matches()) {
                return Long.parseLong(seq);
            }
        } catch (IllegalArgumentException e) {
            throw unknownCursor();
        }
        throw unknownCursor();
    }

    private static ProblemException unknownCursor() {
        return new ProblemException(Failure.INVALID_PARAMETER)
                .at("/query/cursor", "is not a cursor of this list; start again without it");
    }
}
