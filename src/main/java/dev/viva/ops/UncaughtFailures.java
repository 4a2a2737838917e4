package dev.viva.ops;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what ends a thread. The JVM would print it beside the log, where nobody is told of it, and with its message, which
 * may quote a line: a database's failure names the values of its statement.
 */
public final class UncaughtFailures implements Thread.UncaughtExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(UncaughtFailures.class);
    /** Longer chains of causes, or circular ones, are cut. */
    private static final int MAX_CAUSES = 10;

    /** Handles those of all threads of this process. */
    public static void install() {
        Thread.setDefaultUncaughtExceptionHandler(new UncaughtFailures());
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        String name = thread.getName().isEmpty() ? "one without a name" : thread.getName();
        String kind = failure.getClass().getName();
        log.error("threads: {} ended with {}", name, kind, withoutMessages(failure, MAX_CAUSES));
    }

    private static @Nullable Throwable withoutMessages(@Nullable Throwable failure, int causes) {
        return failure == null || causes == 0 ? null : new Wordless(failure, causes);
    }

    /** Kind and place of a failure and of its causes. */
    private static final class Wordless extends Exception {
        private static final long serialVersionUID = 1;

        private Wordless(Throwable failure, int causes) {
            super(failure.getClass().getName(), withoutMessages(failure.getCause(), causes - 1), false, true);
            setStackTrace(failure.getStackTrace());
        }

        @Override
        public String toString() {
            return String.valueOf(getMessage());
        }
    }
}
