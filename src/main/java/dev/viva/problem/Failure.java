package dev.viva.problem;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The catalogue of failures: everything that can be answered in place of a success. The code on the wire is the name
 * in lower case and never changes; the advice is what the page {@code /docs/problems/{code}} says.
 */
public enum Failure {
    MALFORMED_BODY(
            400, "Body cannot be read", "The body is not well-formed JSON in UTF-8. Correct it and send it again."),
    INVALID_PARAMETER(400, "Wrong parameter", "A parameter or header has a wrong form; `errors` names it."),
    MALFORMED_REQUEST(400, "Request cannot be read", "The request is not well-formed HTTP. Check the client."),
    UNAUTHENTICATED(
            401,
            "Grant needed",
            "Send the session's grant as `Authorization: Bearer …`; what only faculty may do needs the faculty key there."
                    + " Grants expire: start a new encounter when this one has."),
    NOT_FOUND(404, "Not found", "There is nothing here, or it is not yours to see. Check the id and the grant."),
    METHOD_NOT_ALLOWED(
            405, "Method not allowed", "This address does not take that method; `Allow` lists those it takes."),
    NOT_ACCEPTABLE(
            406,
            "Not acceptable",
            "None of the media types in `Accept` can be given. Ask for one that the contract lists."),
    REQUEST_TIMEOUT(408, "Request too slow", "The request did not arrive in time. Send it again."),
    ITEM_CONFLICT(
            409,
            "Line conflicts",
            "A line with this `item_id` is stored with other words. The stored one stays; use a new id for a new line."),
    SESSION_FULL(
            409,
            "Session full",
            "This session holds as many lines as one may. End it and start a new encounter; what is stored stays."),
    SESSION_ENDED(409, "Session ended", "This session has ended and takes no more. Start a new encounter."),
    PHASE_ORDER(
            409,
            "Phases go in order",
            "An encounter goes from subjective to objective to treatment_plan, one step at a time."),
    RTC_TOKEN_REQUIRED(
            412,
            "RTC token required",
            "The call needs a live RTC token: absent, used or expired. Get another with mintVoiceToken."),
    BODY_TOO_LARGE(413, "Body too large", "The body is over the limit. Send less at once."),
    URI_TOO_LONG(414, "Address too long", "The request's address is over the limit."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "Media type not taken",
            "The body's `Content-Type` is not taken here. Use the one that the contract lists."),
    INVALID_BODY(
            422,
            "Body does not hold",
            "The body was read but breaks the contract; `errors` points to each place. Nothing was changed."),
    CASE_MISMATCH(
            422,
            "Case and patient do not fit",
            "This patient does not fit the case's guardrails. Choose another patient for it."),
    IDEMPOTENCY_KEY_REUSED(
            422,
            "Key was used before",
            "This `Idempotency-Key` came before with another body. Use a new key for a new encounter; nothing was changed."),
    HEADERS_TOO_LARGE(431, "Headers too large", "The request's headers are over the limit."),
    QUOTA_EXCEEDED(
            429,
            "Too many requests",
            "A rate limit was reached; `violated-policies` names it. Wait as `Retry-After` says and try again."),
    BUDGET_EXHAUSTED(
            429,
            "Voice calls are used up",
            "This deployment has no voice call left for now. Wait as `Retry-After` says and try again."),
    TOO_MANY_STREAMS(
            429,
            "Too many event streams",
            "As many event streams are open as may be at a time. Close other pages that follow a session and try again"
                    + " after `Retry-After`; lines are stored all the same."),
    INTERNAL_ERROR(
            500,
            "Unexpected error",
            "Something went wrong that should not have. Try again; if it stays, report the `request_id`."),
    UPSTREAM_REJECTED(
            502,
            "Voice provider refused",
            "The voice provider refused the call. Try again; if it stays, report the `request_id`."),
    STORAGE_UNAVAILABLE(
            503, "Storage unavailable", "What was sent is not stored. Keep it and send it again after `Retry-After`."),
    LIMITER_UNAVAILABLE(
            503,
            "Limits cannot be counted",
            "What counts requests is out, and this operation is not allowed uncounted. Try again after `Retry-After`."),
    OVERLOADED(503, "Too busy", "What was sent is not stored: too much is waiting. Send it again after `Retry-After`."),
    UPSTREAM_UNAVAILABLE(
            503,
            "Voice provider unavailable",
            "The voice provider cannot be reached or is too busy. Try again after `Retry-After`."),
    UPSTREAM_QUOTA(
            503,
            "Voice provider's account used up",
            "The account with the voice provider is used up. Tell the operator; typed notes and transcripts still work."),
    VOICE_UNAVAILABLE(
            503,
            "No voice calls here",
            "This server can hold no voice calls now. Type to the patient instead, or tell the operator."),
    UNAVAILABLE(503, "Unavailable", "The service is starting or stopping. Try again after `Retry-After`.");

    private final int status;
    private final String title;
    private final String advice;

    Failure(int status, String title, String advice) {
        this.status = status;
        this.title = title;
        this.advice = advice;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** What happened and what to do next, for the reply's {@code detail} when nothing more exact is known. */
    public String advice() {
        return advice;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Failure> ofCode(String code) {
        return Stream.of(values()).filter(f -> f.code().equals(code)).findFirst();
    }

    /** The failure that says an HTTP status which the framework chose. */
    public static Failure ofStatus(int status) {
        return switch (status) {
            case 401, 403 -> UNAUTHENTICATED;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 408 -> REQUEST_TIMEOUT;
            case 413 -> BODY_TOO_LARGE;
            case 414 -> URI_TOO_LONG;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 431 -> HEADERS_TOO_LARGE;
            case 503 -> UNAVAILABLE;
            case 501, 505 -> MALFORMED_REQUEST; // an encoding or a version of HTTP that the service does not speak
            default -> status >= 400 && status < 500 ? MALFORMED_REQUEST : INTERNAL_ERROR;
        };
    }
}
