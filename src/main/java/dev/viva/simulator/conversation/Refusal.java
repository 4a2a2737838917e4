package dev.viva.simulator.conversation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The refusal of a request or an event, in the provider's format. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String type;
    private final String code;
    private final @Nullable String param;
    private final Duration retryAfter;

    private Refusal(int status, String type, String code, String message, @Nullable String param, Duration retryAfter) {
        super(message);
        this.status = status;
        this.type = type;
        this.code = code;
        this.param = param;
        this.retryAfter = retryAfter;
    }

    public static Refusal invalid(String code, String message, @Nullable String param) {
        return new Refusal(400, "invalid_request_error", code, message, param, Duration.ZERO);
    }

    public static Refusal missing(String param) {
        return invalid("missing_required_parameter", "Missing required parameter: '" + param + "'.", param);
    }

    public static Refusal wrongType(String param, String wanted) {
        return invalid("invalid_type", "Invalid type for '" + param + "': expected " + wanted + ".", param);
    }

    public static Refusal of(int status, String code, String message) {
        String type = status >= 500 ? "server_error" : "invalid_request_error";
        return new Refusal(status, type, code, message, null, Duration.ZERO);
    }

    public static Refusal unauthorised() {
        return of(401, "invalid_api_key", "Incorrect API key provided.");
    }

    public static Refusal betaShape() {
        return invalid("beta_api_shape_disabled", "The Realtime beta is no longer supported: omit the header.", null);
    }

    /** @param retryAfter when to try again, in whole seconds; zero: not sent */
    public static Refusal limited(String code, Duration retryAfter) {
        String type = code.equals("insufficient_quota") ? code : "requests";
        return new Refusal(429, type, code, "Too much was asked for.", null, retryAfter);
    }

    public Duration retryAfter() {
        return retryAfter;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** The error as in a reply's body. */
    public ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("message", getMessage())
                .put("type", type)
                .put("param", param)
                .put("code", code);
    }
}
