package dev.viva.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads bodies strictly: UTF-8, one value, no duplicate members. */
final class JsonText {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    /** Binary bodies, one character per byte, so that bounds count bytes. */
    private static final String SDP = "application/sdp";

    private JsonText() {}

    /** The violations of a body, each with its pointer. */
    static List<String> findings(Schema schema, String mediaType, byte[] body) {
        try {
            return findings(schema, read(mediaType, body));
        } catch (IOException e) {
            return List.of(" is no " + mediaType + " in UTF-8: " + e.getMessage());
        }
    }

    static List<String> findings(Schema schema, JsonNode value) {
        return schema.validate(value).stream()
                .map(error -> " " + error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    static JsonNode read(String mediaType, byte[] body) throws IOException {
        Charset charset = mediaType.equals(SDP) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        String text = decode(body, charset);
        // Of several documents, one a row, the contract only says that they are text.
        if (!mediaType.endsWith("json") || mediaType.endsWith("ndjson")) {
            return JSON.getNodeFactory().textNode(text);
        }
        JsonNode document = JSON.readTree(text);
        refuseInfinite(document);
        return document;
    }

    /** Huge numbers make the schema validator fail or count digits for minutes. */
    private static void refuseInfinite(JsonNode node) throws IOException {
        if (node.isDouble() && !Double.isFinite(node.doubleValue())) {
            throw new IOException("a number beyond all bounds");
        }
        for (JsonNode child : node) {
            refuseInfinite(child);
        }
    }

    private static String decode(byte[] body, Charset charset) throws CharacterCodingException {
        return charset.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    }
}
