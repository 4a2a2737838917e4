package dev.viva.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Validates every JSON body against its component of the contract before a resource receives it: well-formed, no
 * duplicate members, then the schema. A valid body is bound to the generated record.
 */
public final class BodyValidation implements ReaderInterceptor {
    /** Request property: the valid body as JSON. */
    public static final String BODY = "viva.body";

    private static final String MODEL = "dev.viva.model";
    private static final int MAX_DEPTH = 32;
    /** Some editors write it at the start; readers may ignore it (RFC 8259, section 8.1). */
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final SchemaValidator validator;
    private final ObjectMapper json;

    public BodyValidation(SchemaValidator validator, ObjectMapper mapper) {
        this.validator = validator;
        this.json = mapper.copy()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        this.json
                .getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(1 << 20)
                        .build());
    }

    @Override
    public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        if (!hasMediaType(context)) {
            throw new ProblemException(Failure.UNSUPPORTED_MEDIA_TYPE);
        }
        Class<?> type = context.getType();
        if (!type.getPackageName().equals(MODEL)) {
            return context.proceed();
        }
        JsonNode body = read(context.getInputStream().readAllBytes(), type);
        context.setProperty(BODY, body);
        return bind(body, type);
    }

    /**
     * A valid body.
     *
     * @param type the generated record of its component
     * @throws ProblemException {@code malformed_body}, {@code invalid_body}
     */
    public JsonNode read(byte[] bytes, Class<?> type) {
        JsonNode body = parse(bytes);
        var errors = validator.validate(type.getSimpleName(), body);
        if (!errors.isEmpty()) {
            throw new ProblemException(Failure.INVALID_BODY).at(errors);
        }
        return body;
    }

    /**
     * A valid body as its generated record.
     *
     * @throws ProblemException {@code invalid_body} for a value that its schema admits and Java cannot hold
     */
    public <T> T bind(JsonNode body, Class<T> type) {
        try {
            return json.treeToValue(body, type);
        } catch (JsonMappingException e) {
            throw ProblemException.invalidBody(
                    pointer(e), "has a form that cannot be read; write a time as 2026-11-02T10:04:28Z");
        } catch (JsonProcessingException e) {
            throw new ProblemException(Failure.MALFORMED_BODY);
        }
    }

    private static String pointer(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> "/" + (step.getFieldName() == null ? step.getIndex() : step.getFieldName()))
                .collect(Collectors.joining());
    }

    /** The framework would accept a body without a type, or with a wildcard, as any type that the operation reads. */
    private static boolean hasMediaType(ReaderInterceptorContext context) {
        MediaType type = context.getMediaType();
        return context.getHeaders().containsKey(HttpHeaders.CONTENT_TYPE)
                && !type.isWildcardType()
                && !type.isWildcardSubtype();
    }

    private JsonNode parse(byte[] bytes) {
        JsonNode body;
        try {
            body = json.readTree(text(bytes));
        } catch (JsonProcessingException | CharacterCodingException e) {
            throw new ProblemException(Failure.MALFORMED_BODY);
        }
        if (body.isMissingNode()) {
            throw ProblemException.invalidBody("", "a body is required");
        }
        if (!isStorable(body)) {
            rejectUnstorable(body, "");
        }
        return body;
    }

    /** Accepts UTF-8 only (RFC 8259, section 8.1): the parser itself would also accept UTF-16 and UTF-32. */
    private static String text(byte[] body) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(body))
                .toString();
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    /** Names the value that cannot be stored. */
    private static void rejectUnstorable(JsonNode node, String at) {
        if (node.isTextual()) {
            throw ProblemException.invalidBody(at, "contains an unpaired surrogate");
        }
        if (node.isDouble()) {
            throw ProblemException.invalidBody(at, "is a number that is too large");
        }
        node.properties().stream()
                .filter(member -> !isStorable(member.getValue()))
                .findFirst()
                .ifPresent(member -> rejectUnstorable(member.getValue(), at + "/" + member.getKey()));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            if (!isStorable(node.get(i))) {
                rejectUnstorable(node.get(i), at + "/" + i);
            }
        }
    }

    /**
     * JSON can escape an unpaired surrogate, which UTF-8 cannot represent in a reply. It can also write numbers that
     * are infinite once parsed; the schema validator fails on them.
     */
    private static boolean isStorable(JsonNode node) {
        if (node.isTextual()) {
            return isWellFormed(node.textValue());
        }
        for (JsonNode each : node) {
            if (!isStorable(each)) {
                return false;
            }
        }
        return !node.isDouble() || Double.isFinite(node.doubleValue());
    }

    /** Each line that is relayed is read here, so a loop. */
    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                return false;
            }
            i += Character.charCount(c);
        }
        return true;
    }
}
