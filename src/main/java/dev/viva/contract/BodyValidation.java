package dev.viva.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
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

    private JsonNode parse(InputStream in) throws IOException {
        JsonNode body;
        try {
            body = json.readTree(in);
        } catch (JsonProcessingException | CharConversionException e) {
            throw new ProblemException(Failure.MALFORMED_BODY);
        }
        if (body.isMissingNode()) {
            throw ProblemException.invalidBody("", "a body is required");
        }
        rejectUnpairedSurrogates(body, "");
        return body;
    }

    /** JSON can escape half a character; no database and no reader could be given it back in UTF-8. */
    private static void rejectUnpairedSurrogates(JsonNode node, String at) {
        if (node.isTextual() && !wellFormed(node.textValue())) {
            throw ProblemException.invalidBody(at, "holds half a character (an unpaired surrogate)");
        }
        if (node.isObject()) {
            node.properties().forEach(e -> rejectUnpairedSurrogates(e.getValue(), at + "/" + e.getKey()));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                rejectUnpairedSurrogates(node.get(i), at + "/" + i);
            }
        }
    }

    private static boolean wellFormed(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
