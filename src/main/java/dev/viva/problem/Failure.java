package dev.viva.problem;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The catalogue of failures that an operation can answer. The code on the wire is the name in lower case and never
 * changes. The page {@code /docs/problems/{code}} shows the advice.
 */
public enum Failure {
    MALFORMED_BODY(400, "Malformed body", "The body is not well-formed JSON in UTF-8. Correct it and send it again."),
    INVALID_PARAMETER(
            400,
            "Invalid parameter",
            "A parameter or header is invalid; `errors` names it. Correct it and send the request again."),
    MALFORMED_REQUEST(400, "Malformed request", "The request is not well-formed HTTP. Check the client."),
    UNAUTHENTICATED(
            401,
            "Authentication required",
            "Send what the operation needs as `Authorization: Bearer …`: the session's grant, the faculty key, the class code, or the token of your login. Grants and logins expire: if this one has, log in or start again."),
    FORBIDDEN(
            403,
            "Not permitted",
            "You are known, but may not do this: only faculty may, or only students, or your grant only reads."),
    NOT_FOUND(404, "Not found", "It does not exist, or you have no access to it. Check the id and the grant."),
    METHOD_NOT_ALLOWED(
            405,
            "Method not allowed",
            "This path does not support that method; `Allow` lists the methods it supports."),
    NOT_ACCEPTABLE(
            406,
            "Not acceptable",
            "None of the media types in `Accept` is available. Ask for one that the contract lists."),
    REQUEST_TIMEOUT(408, "Request timeout", "The request did not arrive in time. Send it again."),
    ITEM_CONFLICT(
            409,
            "Conflicting line",
            "A line with this `item_id` is already stored with different text. The stored line stays; use a new id for a new line."),
    SESSION_FULL(
            409,
            "Session full",
            "This session has reached its maximum length. End it and start a new encounter; stored lines stay."),
    SESSION_ENDED(409, "Session ended", "This session has ended and accepts nothing more. Start a new encounter."),
    PHASE_ORDER(
            409,
            "Invalid phase change",
            "An encounter goes from subjective to objective to treatment_plan, one step at a time. Ask for the phase that follows the present one."),
    EXAMINATION_NOT_BEGUN(
            409,
            "Examination not begun",
            "Tests are performed once the history is finished. Change the phase to objective first."),
    ASSESSMENT_SIGNED(
            409,
            "Assessment signed",
            "This version of your assessment is signed and stays as it is. Send the next `version` to change your scores."),
    REVIEW_OFF(
            409,
            "No reviewer",
            "No model reviews encounters in this deployment. Ask the operator to set `review.kind`."),
    REVIEW_NOT_AGREED(
            409,
            "Review not agreed to",
            "The student of this session did not agree that a model reads its lines. Judge it without proposals."),
    SESSION_NOT_CLOSED(
            409,
            "Session not closed",
            "The encounter is still open, or its last lines may still arrive. End it, wait some seconds, and try again."),
    REFLECTION_REQUIRED(
            409, "Reflection required", "The debrief follows your own reflection. Submit it with putReflection first."),
    DEBRIEF_NOT_RELEASED(
            409,
            "Debrief not released",
            "Your teacher has not released this debrief yet. Ask your teacher, or come back later."),
    REFLECTION_STANDS(
            409,
            "Reflection already submitted",
            "A reflection is already submitted for this encounter. It stays as it is."),
    EXAM_NOT_OPEN(
            409,
            "Exam not open",
            "This exam is not open now: its window has not begun, or is over. Begin it within the window that getExam names."),
    ATTEMPT_USED(
            409,
            "Attempt used",
            "You have begun this exam already, and each student has one attempt. If you were interrupted, continue it: with a login on any device, without one where you began. If that fails, ask your teacher."),
    EXAM_NOT_RELEASED(409, "Exam not released", "This was an exam. You can read it when your teacher releases it."),
    ASSESSMENT_CHANGED(
            412,
            "Assessment changed",
            "Your assessment was changed elsewhere since you read it, and nothing was stored. Read it again with listAssessments, decide what stands, and send that."),
    RTC_TOKEN_REQUIRED(
            412, "RTC token required", "The RTC token is missing, used or expired. Get a new one with mintVoiceToken."),
    BODY_TOO_LARGE(413, "Body too large", "The body is larger than the limit. Send less at once."),
    URI_TOO_LONG(414, "URI too long", "The request's URI is longer than the limit. Shorten its query."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "Unsupported media type",
            "This operation does not accept the body's `Content-Type`. Use the one that the contract lists."),
    INVALID_BODY(
            422,
            "Invalid body",
            "The body does not conform to the contract; `errors` points to each error. Nothing was changed. Correct it and send it again."),
    CASE_MISMATCH(
            422,
            "Patient does not fit the case",
            "This patient does not fit the case's guardrails. Choose another patient for it."),
    IDEMPOTENCY_KEY_REUSED(
            422,
            "Idempotency key reused",
            "This `Idempotency-Key` was already used with a different body. Use a new key for a new encounter; nothing was changed."),
    HEADERS_TOO_LARGE(
            431,
            "Headers too large",
            "The request's headers are larger than the limit. Send fewer; in a browser, remove this site's cookies."),
    QUOTA_EXCEEDED(
            429,
            "Too many requests",
            "A rate limit was reached; `violated-policies` names it. Wait as `Retry-After` says and try again."),
    BUDGET_EXHAUSTED(
            429,
            "Call budget exhausted",
            "This deployment's call budget is used up for now. Wait as `Retry-After` says and try again."),
    TOO_MANY_STREAMS(
            429,
            "Too many event streams",
            "The maximum number of event streams is open. Close other pages that follow a session and try again after `Retry-After`; lines are still stored."),
    INTERNAL_ERROR(
            500,
            "Internal error",
            "The service failed unexpectedly. Try again; if it fails again, report the `request_id`."),
    UPSTREAM_REJECTED(
            502,
            "Call rejected by the voice provider",
            "The voice provider rejected the call. Try again; if it fails again, report the `request_id`."),
    STORAGE_UNAVAILABLE(
            503,
            "Storage unavailable",
            "Your request may not have been stored. Keep it and send it again after `Retry-After`."),
    LIMITER_UNAVAILABLE(
            503,
            "Rate limiter unavailable",
            "The rate limiter's store is unavailable, and this operation is not allowed without it. Try again after `Retry-After`."),
    IDENTITY_UNAVAILABLE(
            503,
            "Identity provider unavailable",
            "Your login cannot be checked now, because the identity provider does not answer. Try again after `Retry-After`."),
    OVERLOADED(
            503,
            "Overloaded",
            "The service has too much to do at once, and stored nothing. Send your request again after `Retry-After`."),
    UPSTREAM_UNAVAILABLE(
            503,
            "Voice provider unavailable",
            "The voice provider is unreachable or overloaded. Try again after `Retry-After`."),
    UPSTREAM_QUOTA(
            503,
            "Voice provider quota exhausted",
            "The quota of the voice provider's account is exhausted. Tell the operator; transcripts still work."),
    VOICE_UNAVAILABLE(
            503,
            "Voice calls unavailable",
            "This server cannot run voice calls now. Type to the patient instead, or tell the operator."),
    UNAVAILABLE(
            503, "Unavailable", "The service is busy, or it is starting or stopping. Try again after `Retry-After`.");

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

    /** What happened and what to do next. The reply's {@code detail} unless a more precise one is known. */
    public String advice() {
        return advice;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Failure> ofCode(String code) {
        return Stream.of(values()).filter(f -> f.code().equals(code)).findFirst();
    }

    /** The failure for an HTTP status that the framework chose. */
    public static Failure ofStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 408 -> REQUEST_TIMEOUT;
            case 413 -> BODY_TOO_LARGE;
            case 414 -> URI_TOO_LONG;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 431 -> HEADERS_TOO_LARGE;
            case 503 -> UNAVAILABLE;
            case 501, 505 -> MALFORMED_REQUEST; // an unsupported encoding or version of HTTP
            default -> status >= 400 && status < 500 ? MALFORMED_REQUEST : INTERNAL_ERROR;
        };
    }
}
