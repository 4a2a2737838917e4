package dev.viva.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.primitives.Bytes;
import dev.viva.realtime.CallConfig;
import dev.viva.realtime.CallEvent.Transcription;
import dev.viva.realtime.NoiseReduction;
import dev.viva.realtime.Sdp;
import dev.viva.realtime.VadConfiguration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** The multipart body that begins a call: the browser's unchanged offer and the session. */
final class SessionBody {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROMPT = "prompt";
    private static final List<String> STEERING = List.of(PROMPT, "keywords", "languages");

    private final String boundary;

    SessionBody() {
        byte[] random = new byte[16];
        ThreadLocalRandom.current().nextBytes(random);
        boundary = "viva-" + HexFormat.of().formatHex(random);
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /** In one piece: the client hands each piece of a body from thread to thread. */
    byte[] of(Sdp.Offer offer, CallConfig config) {
        byte[] before = part("sdp", "application/sdp").getBytes(StandardCharsets.UTF_8);
        String session = session(config).toString();
        byte[] after = ("\r\n" + part("session", "application/json") + session + "\r\n--" + boundary + "--\r\n")
                .getBytes(StandardCharsets.UTF_8);
        return Bytes.concat(before, offer.bytes(), after);
    }

    private String part(String name, String type) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\nContent-Type: " + type
                + "\r\n\r\n";
    }

    /** The body that requests a secret: its lifetime and its session. */
    static String secret(CallConfig config, Duration lifetime) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("expires_after").put("anchor", "created_at").put("seconds", lifetime.toSeconds());
        body.set("session", session(config));
        return body.toString();
    }

    static ObjectNode session(CallConfig config) {
        ObjectNode session = JSON.createObjectNode();
        session.put("type", "realtime").put("model", config.model());
        session.put("instructions", config.rules().instructions().reveal());
        session.putArray("output_modalities").add("audio");
        ObjectNode audio = session.putObject("audio");
        input(audio.putObject("input"), config.rules().speech());
        audio.putObject("output").put("voice", config.voice());
        if (!config.rules().tools().isEmpty()) {
            Tools.set(session, config.rules().tools());
        }
        return session;
    }

    static ObjectNode transcription(ObjectNode input, CallConfig.SpeechInput speech) {
        ObjectNode transcription = input.putObject("transcription").put("model", speech.transcriptionModel());
        if (speech.language() != null) {
            transcription.put("language", speech.language());
        }
        return transcription;
    }

    /** Empties members that somebody else set: left out, they would stay. */
    static void clear(ObjectNode transcription, Set<String> steering) {
        for (String member : steering) {
            if (member.equals(PROMPT)) {
                transcription.put(member, "");
            } else {
                transcription.putArray(member);
            }
        }
    }

    /** How a session transcribes the student. */
    static Transcription transcriptionOf(JsonNode session) {
        JsonNode transcription = session.at("/audio/input/transcription");
        if (transcription.isNull()) {
            return Transcription.OFF;
        }
        JsonNode language = transcription.path("language");
        return new Transcription(
                true,
                transcription.path("model").textValue(),
                language.isNull() ? "" : language.textValue(),
                STEERING.stream()
                        .filter(member -> isSet(transcription.path(member), language))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether a member steers the transcription. A list of the one language says nothing new. */
    private static boolean isSet(JsonNode member, JsonNode language) {
        boolean repeats = member.size() == 1 && member.path(0).equals(language);
        return !repeats && (member.size() > 0 || !member.asText("").isBlank());
    }

    private static void input(ObjectNode input, CallConfig.SpeechInput speech) {
        transcription(input, speech);
        if (speech.noiseReduction() == NoiseReduction.NONE) {
            input.putNull("noise_reduction");
        } else {
            input.putObject("noise_reduction")
                    .put("type", speech.noiseReduction().wireName());
        }
        turns(input.putObject("turn_detection"), speech.vad());
    }

    /** The two types share no setting, and the provider refuses those of the other. */
    private static void turns(ObjectNode detection, VadConfiguration vad) {
        detection.put("type", vad.type().wireName());
        switch (vad.type()) {
            case SEMANTIC_VAD -> detection.put("eagerness", vad.eagerness().wireName());
            case SERVER_VAD ->
                detection
                        .put("threshold", vad.threshold())
                        .put("prefix_padding_ms", vad.prefixPadding().toMilliseconds())
                        // The provider's documented default (500) and what it uses (200) differ: always sent.
                        .put("silence_duration_ms", vad.silenceDuration().toMilliseconds());
        }
    }
}
