package dev.viva.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Holds every JSON body against its component of the contract before a resource sees it: well-formed, no member twice,
 * then the schema. What passes is bound to the generated record.
 */
public final class BodyValidation implements ReaderInterceptor {
    /** Request property: the body as JSON, once it holds. */
    public static final String BODY = "viva.body";

    private static final String MODEL = "dev.viva.model";
    private static final int DEEPEST = 32;
    /** Some editors put it at the beginning; readers may pass over it. */
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
                        .maxNestingDepth(DEEPEST)
                        .maxStringLength(1 << 20)
                        .build());
    }

    @Override
    public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        if (!saysWhatItIs(context)) {
            throw new ProblemException(Failure.UNSUPPORTED_MEDIA_TYPE);
        }
        Class<?> type = context.getType();
        if (!type.getPackageName().equals(MODEL)) {
            return context.proceed();
        }
        JsonNode body = parse(context.getInputStream());
        var errors = validator.validate(type.getSimpleName(), body);
        if (!errors.isEmpty()) {
            throw new ProblemException(Failure.INVALID_BODY).at(errors);
        }
        context.setProperty(BODY, body);
        return json.treeToValue(body, type);
    }

    /** The framework would let a body without a type, and one of every type, be whatever the operation takes. */
    private static boolean saysWhatItIs(ReaderInterceptorContext context) {
        MediaType type = context.getMediaType();
        return context.getHeaders().containsKey(HttpHeaders.CONTENT_TYPE)
                && !type.isWildcardType()
                && !type.isWildcardSubtype();
    }

    private JsonNode parse(InputStream in) throws IOException {
        JsonNode body;
        try {
            body = json.readTree(text(in.readAllBytes()));
        } catch (JsonProcessingException | CharacterCodingException e) {
            throw new ProblemException(Failure.MALFORMED_BODY);
        }
        if (body.isMissingNode()) {
            throw ProblemException.invalidBody("", "a body is required");
        }
        rejectWhatCannotBeKept(body, "");
        return body;
    }

    /** UTF-8 and nothing else (RFC 8259, section 8.1): left alone, the parser would take UTF-16 and UTF-32 too. */
    private static String text(byte[] body) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(body))
                .toString();
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    /**
     * JSON can escape half a character, which no reader could be given back in UTF-8, and can write numbers that are
     * infinite once read, which the schemas' validator fails on.
     */
    private static void rejectWhatCannotBeKept(JsonNode node, String at) {
        if (node.isTextual() && !wellFormed(node.textValue())) {
            throw ProblemException.invalidBody(at, "holds half a character (an unpaired surrogate)");
        }
        if (node.isDouble() && !Double.isFinite(node.doubleValue())) {
            throw ProblemException.invalidBody(at, "is a number beyond all bounds");
        }
        if (node.isObject()) {
            node.properties().forEach(e -> rejectWhatCannotBeKept(e.getValue(), at + "/" + e.getKey()));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                rejectWhatCannotBeKept(node.get(i), at + "/" + i);
            }
        }
    }

    private static boolean wellFormed(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
