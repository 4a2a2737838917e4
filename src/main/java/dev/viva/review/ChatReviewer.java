package dev.viva.review;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.viva.model.Verdict;
import dev.viva.openai.OpenAiChat;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.ProviderException.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks a model with an OpenAI-compatible chat endpoint: one request per criterion, and a bounded number of retries. */
final class ChatReviewer implements Reviewer {
    private static final Set<Kind> TRANSIENT = EnumSet.of(Kind.UNAVAILABLE, Kind.TIMEOUT, Kind.RATE_LIMITED);
    /** A longer wait that the model's server asks for ends the tries; faculty can ask again. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(30);

    private static final int MAX_MODEL = 128;
    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]*");
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final OpenAiChat chat;
    private final String model;
    private final RetryPolicy<OpenAiChat.Answer> retries;

    /** @param pause before the first retry; doubled before each other one */
    ChatReviewer(OpenAiChat chat, String model, int retries, Duration pause) {
        this.chat = chat;
        this.model = model;
        this.retries = RetryPolicy.<OpenAiChat.Answer>builder()
                .withMaxRetries(retries)
                .handleIf(failure -> failure instanceof ProviderException e
                        && TRANSIENT.contains(e.kind())
                        && retryAfter(e).compareTo(MAX_WAIT) <= 0)
                .withDelayFn(context -> {
                    Duration doubled = pause.multipliedBy(1L << Math.min(context.getAttemptCount() - 1, 5));
                    Duration asked =
                            context.getLastException() instanceof ProviderException e ? retryAfter(e) : Duration.ZERO;
                    return asked.compareTo(doubled) > 0 ? asked : doubled;
                })
                .build();
    }

    @Override
    public Opinion propose(Criterion criterion, Lines lines) throws JsonProcessingException {
        var question = Prompt.of(model, criterion, lines);
        return opinion(answer(question));
    }

    private OpenAiChat.Answer answer(OpenAiChat.Question question) {
        try {
            return Failsafe.with(retries).get(() -> chat.ask(question));
        } catch (FailsafeException e) {
            throw ProviderException.unreached("interrupted");
        }
    }

    @Override
    public String promptDigest(Criterion criterion) {
        return Prompt.digest(criterion);
    }

    @Override
    public String model() {
        return model;
    }

    /** Servers that know no schemas answer with whatever JSON the model wrote, so each member is checked. */
    private Opinion opinion(OpenAiChat.Answer answer) throws JsonProcessingException {
        JsonNode read = JSON.readTree(answer.text());
        Verdict verdict = verdict(read.path("verdict").asText(""));
        double confidence = read.path("confidence").asDouble(-1);
        return new Opinion(
                verdict,
                text(read.path("line")),
                text(read.path("quote")),
                confidence >= 0 && confidence <= 1 ? (int) Math.round(confidence * 100) : null,
                named(answer.model()));
    }

    private static Verdict verdict(String word) throws JsonProcessingException {
        return switch (word) {
            case "met" -> Verdict.MET;
            case "not_met" -> Verdict.NOT_MET;
            case "unclear" -> Verdict.UNCLEAR;
            default -> throw new JsonParseException(null, "no verdict");
        };
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() && !node.asText().isBlank() ? node.asText() : null;
    }

    private String named(String said) {
        return said.length() <= MAX_MODEL && MODEL.matcher(said).matches() ? said : model;
    }

    private static Duration retryAfter(ProviderException failure) {
        Duration retryAfter = failure.retryAfter();
        return retryAfter == null ? Duration.ZERO : retryAfter;
    }
}
