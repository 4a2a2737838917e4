package dev.viva.realtime;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request that failed at the provider. It never contains the provider's message. */
public final class ProviderException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The kind of failure, which decides what a caller can do. */
    public enum Kind {
        /** Unreachable, failing, or answering unreadably. */
        UNAVAILABLE,
        /** No answer in time. */
        TIMEOUT,
        /** Understood and refused: a setting, a model or a region is wrong. */
        REJECTED,
        /** The provider cannot read the browser's offer. */
        INVALID_OFFER,
        /** The account's credit is used up; waiting does not help. */
        QUOTA,
        /** Too many requests; waiting helps. */
        RATE_LIMITED,
        /** The key is wrong. */
        UNAUTHORIZED,
        /** The model is not offered to this account. */
        MODEL_MISSING,
        /** There is no such call, or no such address. */
        NOT_FOUND,
        /** The provider's filter stopped a patient's answer; never thrown. */
        CONTENT_FILTER,
        /** A patient's answer was cut at its maximum length; never thrown. */
        OUTPUT_LIMIT;

        /** The name in metrics, logs and health. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether neither waiting nor other words solve it. */
        public boolean lasts() {
            return switch (this) {
                case QUOTA, UNAUTHORIZED, MODEL_MISSING, NOT_FOUND -> true;
                default -> false;
            };
        }

        /** The kind of an HTTP status; 0 stands for no reply. */
        public static Kind ofStatus(int status) {
            return switch (status) {
                case 401 -> UNAUTHORIZED;
                case 404 -> NOT_FOUND;
                case 408 -> TIMEOUT;
                case 429 -> RATE_LIMITED;
                default -> status / 100 == 4 ? REJECTED : UNAVAILABLE;
            };
        }

        /** The kind of a provider's error code; null for an unknown one. */
        public static @Nullable Kind ofCode(@Nullable String code) {
            return switch (code == null ? "" : code) {
                case "invalid_offer" -> INVALID_OFFER;
                case "invalid_api_key", "incorrect_api_key", "account_deactivated" -> UNAUTHORIZED;
                case "insufficient_quota", "billing_not_active", "billing_hard_limit_reached" -> QUOTA;
                case "rate_limit_exceeded" -> RATE_LIMITED;
                case "model_not_found", "invalid_model" -> MODEL_MISSING;
                case "content_filter", "content_policy_violation" -> CONTENT_FILTER;
                case "max_output_tokens" -> OUTPUT_LIMIT;
                case "server_error", "internal_error", "slow_down", "overloaded" -> UNAVAILABLE;
                default -> null;
            };
        }
    }

    /**
     * The facts of the provider's reply.
     *
     * @param status of the reply; 0 if there was none
     * @param code the provider's error code
     * @param requestId the provider's id of the request
     * @param retryAfter how long to wait before the next try
     */
    public record Reply(
            int status,
            @Nullable String code,
            @Nullable String requestId,
            @Nullable Duration retryAfter) {
        static final Reply NONE = new Reply(0, null, null, null);
    }

    private final Kind kind;
    private final transient Reply reply;
    private final @Nullable String begunCall;

    public ProviderException(Kind kind, String reason, Reply reply) {
        this(kind, reason, reply, null);
    }

    /** @param begunCall a call that began nevertheless, and costs money until it is hung up */
    public ProviderException(Kind kind, String reason, Reply reply, @Nullable String begunCall) {
        super("Provider request failed (%s): %s, status %d, code %s, request %s"
                .formatted(kind, reason, reply.status(), reply.code(), reply.requestId()));
        this.kind = kind;
        this.reply = reply;
        this.begunCall = begunCall;
    }

    /** No reply. The cause's message is left out: it may quote what the provider sent. */
    public static ProviderException unreached(String what) {
        return new ProviderException(Kind.UNAVAILABLE, what, Reply.NONE);
    }

    /** No reply in time. */
    public static ProviderException timeout(String what) {
        return new ProviderException(Kind.TIMEOUT, what, Reply.NONE);
    }

    /** No reply, or one that ended early: its head may have named a call that has begun. */
    public static ProviderException unfinished(Kind kind, String what, @Nullable String begunCall) {
        return new ProviderException(kind, what, Reply.NONE, begunCall);
    }

    /** A request that was not sent, and may be sent after {@code wait}. */
    public static ProviderException notSent(Kind kind, String what, Duration wait) {
        return new ProviderException(kind, what, new Reply(0, null, null, wait));
    }

    public Kind kind() {
        return kind;
    }

    /** Status of the provider's reply; 0 if there was none. */
    public int status() {
        return reply.status();
    }

    public @Nullable String code() {
        return reply.code();
    }

    public @Nullable String upstreamRequestId() {
        return reply.requestId();
    }

    public @Nullable Duration retryAfter() {
        return reply.retryAfter();
    }

    /** A call that began nevertheless, and costs money until it is hung up. */
    public @Nullable String begunCall() {
        return begunCall;
    }
}
