package dev.viva.problem;

import dev.viva.model.InputError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failure to answer to the caller. Its detail is for people. It never contains a secret, transcript text or the
 * message of another exception.
 */
public final class ProblemException extends RuntimeException {
    private final Failure failure;
    private final ArrayList<InputError> errors = new ArrayList<>();
    private final ArrayList<String> violatedPolicies = new ArrayList<>();
    private @Nullable Duration retryAfter;
    private @Nullable String upstreamRequestId;

    public ProblemException(Failure failure) {
        this(failure, failure.advice());
    }

    public ProblemException(Failure failure, String detail) {
        this(failure, detail, null);
    }

    public ProblemException(Failure failure, String detail, @Nullable Throwable cause) {
        super(detail, cause);
        this.failure = failure;
    }

    /** An invalid body with one error. */
    public static ProblemException invalidBody(String pointer, String detail) {
        return new ProblemException(Failure.INVALID_BODY).at(pointer, detail);
    }

    /** Adds an error at a JSON Pointer into the body, or at {@code /query/…} or {@code /header/…}. */
    public ProblemException at(String pointer, String detail) {
        errors.add(new InputError(pointer, detail));
        return this;
    }

    public ProblemException at(List<InputError> places) {
        errors.addAll(places);
        return this;
    }

    public ProblemException retryAfter(Duration wait) {
        retryAfter = wait;
        return this;
    }

    public ProblemException upstream(@Nullable String requestId) {
        upstreamRequestId = requestId;
        return this;
    }

    public ProblemException violating(String policy) {
        violatedPolicies.add(policy);
        return this;
    }

    public Failure failure() {
        return failure;
    }

    /** The text for the caller. */
    public String detail() {
        String text = getMessage();
        return text == null ? failure.advice() : text;
    }

    public List<InputError> errors() {
        return List.copyOf(errors);
    }

    public List<String> violatedPolicies() {
        return List.copyOf(violatedPolicies);
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    public @Nullable String upstreamRequestId() {
        return upstreamRequestId;
    }
}
