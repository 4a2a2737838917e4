package dev.viva.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Adds to the message of a failed test the problems with which the service answered 5xx meanwhile. A test that compares
 * statuses says only that there was one, and the log of a run elsewhere may be lost. JUnit finds this in
 * {@code META-INF/services}.
 */
public final class ServerFailures implements BeforeTestExecutionCallback, TestExecutionExceptionHandler {
    private static final int SHOWN = 10;
    private static final ConcurrentLinkedQueue<String> SEEN = new ConcurrentLinkedQueue<>();

    static void note(Exchange exchange) {
        if (exchange.reply().status() >= 500 && SEEN.size() < SHOWN) {
            byte[] body = exchange.reply().body();
            SEEN.add(exchange + " " + (body == null ? "" : new String(body, StandardCharsets.UTF_8)));
        }
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) {
        SEEN.clear();
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw failure instanceof AssertionError ? explained(failure) : failure;
    }

    static Throwable explained(Throwable failure) {
        List<String> seen = List.copyOf(SEEN);
        if (seen.isEmpty()) {
            return failure;
        }
        var lines = Stream.concat(Stream.of(failure.toString(), "The service answered meanwhile:"), seen.stream());
        var explained = new AssertionError(String.join("\n", lines.toList()), failure);
        explained.setStackTrace(failure.getStackTrace());
        return explained;
    }
}
