package dev.viva.debrief;

import dev.viva.debrief.interviews.Interview;
import dev.viva.library.TestContent;
import dev.viva.model.Turn;
import dev.viva.patient.CasePair;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/** How long debriefs of 200 lines take, one and a group's. Run it as a program; DEBRIEF.md quotes what it prints. */
final class DebriefBenchmark {
    private static final int LINES = 200;
    private static final int ROUNDS = 30;
    private static final int GROUP = 60;

    private DebriefBenchmark() {}

    public static void main(String[] arguments) {
        Interview interview = Interview.of("tuning").get(2);
        List<Turn> lines = longer(interview.lines());
        var conversation = Conversation.of(lines, List.of());
        Rules rules = Rules.of(TestContent.SHIPPED.questions());
        long begin = System.nanoTime();
        PreparedCase prepared = PreparedCase.of(interview.pair(), rules);
        System.out.printf("the first case, with reading the word vectors: %d ms%n", millis(begin));
        long[] took = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            begin = System.nanoTime();
            Debriefing.of(conversation, prepared);
            took[i] = millis(begin);
        }
        System.out.printf("%d lines: first %d ms, ", lines.size(), took[0]);
        Arrays.sort(took);
        System.out.printf("median %d ms, slowest %d ms%n", took[ROUNDS / 2], took[ROUNDS - 1]);
        long cpu = cpu();
        System.out.printf("%d sessions of %d lines each: %d ms, ", GROUP, LINES, group(rules));
        System.out.printf("%d ms of them on a processor%n", (cpu() - cpu) / 1_000_000);
    }

    /** No debrief is computed before. As in the service, each case is prepared once. */
    private static long group(Rules rules) {
        List<Interview> interviews = Interview.of("tuning");
        var cases = new HashMap<CasePair, PreparedCase>();
        long begin = System.nanoTime();
        for (int i = 0; i < GROUP; i++) {
            Interview interview = interviews.get(i % interviews.size());
            var conversation = Conversation.of(longer(interview.lines()), interview.examinations());
            Debriefing.of(conversation, cases.computeIfAbsent(interview.pair(), pair -> PreparedCase.of(pair, rules)));
        }
        return millis(begin);
    }

    /** The same interview again and again, each line with an id of its own. */
    private static List<Turn> longer(List<Turn> lines) {
        List<Turn> more = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            Turn line = lines.get(i % lines.size());
            more.add(new Turn(
                    i + 1L,
                    "item_" + i,
                    line.role(),
                    null,
                    line.phase(),
                    line.text(),
                    line.source(),
                    false,
                    null,
                    null,
                    null,
                    null,
                    line.createdAt().plusSeconds(3L * i),
                    null,
                    line.createdAt(),
                    null));
        }
        return more;
    }

    /** Time of this thread alone, which a busy machine does not stretch as it does the time of the clock. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long millis(long begin) {
        return (System.nanoTime() - begin) / 1_000_000;
    }
}
