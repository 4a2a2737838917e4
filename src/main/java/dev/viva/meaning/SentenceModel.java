package dev.viva.meaning;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns sentences into vectors: sentences that mean the same lie near each other. English only. Thread-safe.
 *
 * <p>The model is bge-small-en-v1.5, quantised; the vector of a sentence is that of its first piece. Loading it takes a
 * second and much memory, so it is loaded once per process, when it is first needed. Each sentence is computed by
 * itself, so that its vector never depends on others.
 */
public final class SentenceModel {
    private static final Logger log = LoggerFactory.getLogger(SentenceModel.class);
    private static final String MODEL = "/bge-small-en-v1.5-q.onnx";
    private static final String TOKENIZER = "/bge-small-en-v1.5-q-tokenizer.json";
    /** A vector takes 1.5 KiB, and its sentence half a KiB at most. */
    private static final int MAX_CACHED = 20_000;
    /** In characters. The longest sentence of a shipped case has 209, and hardly anybody says a longer one twice. */
    private static final int MAX_CACHED_LENGTH = 256;

    /** Sentences of a session that is erased do not stay for longer. */
    private static final Duration KEPT_FOR = Duration.ofMinutes(30);

    /** Computed by the build. */
    private final Map<String, float[]> known;

    private final WordPieces pieces;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Cache<String, float[]> vectors = Caffeine.newBuilder()
            .maximumSize(MAX_CACHED)
            .expireAfterAccess(KEPT_FOR)
            .scheduler(Scheduler.systemScheduler())
            .build();

    private SentenceModel(
            WordPieces pieces, OrtEnvironment environment, OrtSession session, Map<String, float[]> known) {
        this.known = known;
        this.pieces = pieces;
        this.environment = environment;
        this.session = session;
    }

    /** The model of this process, loaded now if it is not yet; empty where it cannot run. */
    public static Optional<SentenceModel> shared() {
        return Shared.MODEL;
    }

    /** The vector of a sentence, of length 1. Callers must not change it. */
    public float[] vector(String sentence) {
        float[] vector = known.get(sentence);
        if (vector != null) {
            return vector;
        }
        return sentence.length() > MAX_CACHED_LENGTH ? compute(sentence) : vectors.get(sentence, this::compute);
    }

    /** Writes all vectors that this process knows into a folder of resources, for {@link #shared} of later processes. */
    public void write(Path resources) throws IOException {
        var all = new HashMap<>(known);
        all.putAll(vectors.asMap());
        KnownVectors.write(resources, all);
    }

    /** How near two vectors of length 1 are: 1 for the same direction. */
    public static double similarity(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private float[] compute(String sentence) {
        long[] ids = pieces.ids(sentence);
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        try (var input = OnnxTensor.createTensor(environment, new long[][] {ids});
                var mask = OnnxTensor.createTensor(environment, new long[][] {ones});
                var types = OnnxTensor.createTensor(environment, new long[][] {new long[ids.length]});
                var result = session.run(Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types))) {
            return normalised(((float[][][]) result.get(0).getValue())[0][0]);
        } catch (OrtException e) {
            throw new IllegalStateException("the sentence model failed", e);
        }
    }

    private static float[] normalised(float[] vector) {
        float length = (float) Math.sqrt(similarity(vector, vector));
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
        return vector;
    }

    private static SentenceModel load() throws OrtException, IOException {
        try (InputStream model = open(MODEL);
                InputStream tokenizer = open(TOKENIZER)) {
            var environment = OrtEnvironment.getEnvironment();
            environment.setTelemetry(false);
            var options = new OrtSession.SessionOptions();
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            return new SentenceModel(
                    WordPieces.read(tokenizer),
                    environment,
                    environment.createSession(model.readAllBytes(), options),
                    KnownVectors.read());
        }
    }

    private static InputStream open(String resource) throws IOException {
        InputStream stream = SentenceModel.class.getResourceAsStream(resource);
        if (stream == null) {
            throw new IOException("this build has no " + resource);
        }
        return stream;
    }

    /** Loads the model when it is first used. */
    private static final class Shared {
        static final Optional<SentenceModel> MODEL = tryLoad();

        // The native library may be missing or unfit for this system, which shows as an Error.
        private static Optional<SentenceModel> tryLoad() {
            try {
                return Optional.of(load());
            } catch (OrtException | IOException | UncheckedIOException | LinkageError | IllegalStateException e) {
                log.warn("meaning: sentence model not available, comparing words only: {}", e.toString());
                return Optional.empty();
            }
        }
    }
}
