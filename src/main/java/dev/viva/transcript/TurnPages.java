package dev.viva.transcript;

import dev.viva.model.Turn;
import dev.viva.model.TurnPage;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns page by page: in reading order, or by arrival after a sequence number. All pages show the turns as they stood
 * when the first was read. Otherwise a line that comes meanwhile, and belongs before the cursor, would be on no page.
 * The events after the pages' {@code last_seq} bring it.
 */
final class TurnPages {
    private final TranscriptLog log;

    TurnPages(TranscriptLog log) {
        this.log = log;
    }

    TurnPage inReadingOrder(Session session, @Nullable String cursor, int limit) {
        Cursor from = Cursor.of(Order.READING, session, cursor, 0);
        List<Turn> all = log.inReadingOrder(session, from.lastSeq());
        int begin = cursor == null ? 0 : positionAfter(all, from.seq());
        return page(from, all.subList(begin, all.size()), limit);
    }

    TurnPage byArrival(Session session, long afterSeq, @Nullable String cursor, int limit) {
        Cursor from = Cursor.of(Order.ARRIVAL, session, cursor, afterSeq);
        return page(from, log.turnsAfter(session, from.seq(), from.lastSeq(), limit + 1), limit);
    }

    private static TurnPage page(Cursor from, List<Turn> rest, int limit) {
        // A copy, because a view would hold all of them until a slow reader has the page.
        List<Turn> page = List.copyOf(rest.subList(0, Math.min(limit, rest.size())));
        String next = rest.size() > limit ? from.after(page.getLast()).encoded() : null;
        return new TurnPage(page, from.lastSeq(), next);
    }

    private static int positionAfter(List<Turn> all, long seq) {
        return 1
                + IntStream.range(0, all.size())
                        .filter(i -> all.get(i).seq() == seq)
                        .findFirst()
                        .orElseThrow(TurnPages::unknownCursor);
    }

    private static ProblemException unknownCursor() {
        return new ProblemException(Failure.INVALID_PARAMETER)
                .at("/query/cursor", "is not a cursor of this list; start again without it");
    }

    private enum Order {
        READING,
        ARRIVAL
    }

    /**
     * Where a page begins.
     *
     * @param lastSeq the session's last sequence number when the first page was read
     * @param seq of the last turn of the previous page
     */
    private record Cursor(Order order, long lastSeq, long seq) {
        private static final Pattern FORM = Pattern.compile("(READING|ARRIVAL) ([0-9]{1,16}) ([0-9]{1,16})");

        static Cursor of(Order order, Session session, @Nullable String given, long firstAfter) {
            if (given == null) {
                return new Cursor(order, session.lastSeq(), firstAfter);
            }
            Matcher form = FORM.matcher(decoded(given));
            if (!form.matches() || !form.group(1).equals(order.name())) {
                throw unknownCursor();
            }
            var cursor = new Cursor(order, Long.parseLong(form.group(2)), Long.parseLong(form.group(3)));
            if (cursor.lastSeq() > session.lastSeq()) {
                throw unknownCursor();
            }
            return cursor;
        }

        private static String decoded(String given) {
            try {
                return new String(Base64.getUrlDecoder().decode(given), StandardCharsets.US_ASCII);
            } catch (IllegalArgumentException e) {
                throw unknownCursor();
            }
        }

        Cursor after(Turn last) {
            return new Cursor(order, lastSeq, last.seq());
        }

        String encoded() {
            byte[] form = (order + " " + lastSeq + " " + seq).getBytes(StandardCharsets.US_ASCII);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(form);
        }
    }
}
