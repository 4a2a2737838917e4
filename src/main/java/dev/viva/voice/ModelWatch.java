package dev.viva.voice;

import com.codahale.metrics.MetricRegistry;
import dev.viva.problem.Repeated;
import dev.viva.realtime.Backoff;
import dev.viva.realtime.Model;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.realtime.RealtimeProvider;
import io.dropwizard.lifecycle.Managed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the provider's models once a day, and warns of a configured model that is missing or retires soon: calls with
 * it would fail. A failed request is retried after 30 s to 5 min. While the provider has a problem, the list is
 * requested each minute: that is free, and shows whether key and network work. Thread-safe.
 */
final class ModelWatch implements Managed {
    private static final Logger log = LoggerFactory.getLogger(ModelWatch.class);
    /** Leaves time to try a successor. */
    private static final int WARN_DAYS = 60;

    private static final Duration POLL = Duration.ofSeconds(15);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MAX_RETRY = Duration.ofMinutes(5);
    private static final Duration IN_TROUBLE = Duration.ofMinutes(1);
    private static final Backoff RETRY = new Backoff(
            Duration.ofSeconds(30), MAX_RETRY, () -> ThreadLocalRandom.current().nextDouble());

    private final RealtimeProvider provider;
    private final Set<String> configured;
    private final BooleanSupplier inTrouble;
    private final Clock clock;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("model-watch").daemon().factory());
    private Instant last = Instant.MIN; // used on the scheduler's thread only
    private Duration pause = Duration.ZERO; // used on the scheduler's thread only
    private int failures; // used on the scheduler's thread only
    private volatile List<Model> retiring = List.of();
    private volatile List<String> missing = List.of();

    /** @param inTrouble whether the provider has a problem, whose end a successful request may show */
    ModelWatch(
            RealtimeProvider provider,
            RealtimeConfiguration config,
            BooleanSupplier inTrouble,
            MetricRegistry metrics,
            Clock clock) {
        this.provider = provider;
        this.configured = Set.copyOf(List.of(config.model(), config.transcriptionModel()));
        this.inTrouble = inTrouble;
        this.clock = clock;
        metrics.gauge("viva.models.retiring", () -> () -> retiringWarnings().size());
        metrics.gauge("viva.models.missing", () -> () -> missing.size());
    }

    @Override
    public void start() {
        // First soon after the start, when a simulator on this service's own port can answer.
        scheduler.scheduleWithFixedDelay(
                new Repeated(log, "models", this::poll), 10, POLL.toSeconds(), TimeUnit.SECONDS);
    }

    /** Requests the list when it is due. */
    void poll() {
        Instant now = clock.instant();
        Duration due =
                inTrouble.getAsBoolean() && pause.compareTo(IN_TROUBLE) > 0 && failures == 0 ? IN_TROUBLE : pause;
        if (last.equals(Instant.MIN) || !now.isBefore(last.plus(due))) {
            last = now;
            ask();
        }
    }

    private void ask() {
        try {
            List<Model> models = provider.models();
            failures = 0;
            retiring = models.stream()
                    .filter(model -> model.shutdownDate() != null && configured.contains(model.id()))
                    .toList();
            missing = configured.stream()
                    .filter(id -> models.stream().noneMatch(model -> model.id().equals(id)))
                    .sorted()
                    .toList();
            // One incomplete list must not count for a day.
            pause = missing.isEmpty() ? DAY : MAX_RETRY;
        } catch (ProviderException e) {
            failures++;
            pause = RETRY.pause(failures);
            log.info("models: request failed ({}), retrying in {}", e.kind().label(), pause);
        }
    }

    /** A sentence for each configured model that is missing, is retired, or retires within 60 days. */
    List<String> warnings() {
        return Stream.concat(
                        missing.stream()
                                .map(("The voice provider does not list the model %s for this key (model_missing)."
                                        + " Check realtime.model and realtime.transcription_model, and that the"
                                        + " account may use them.")::formatted),
                        retiringWarnings().stream())
                .toList();
    }

    private List<String> retiringWarnings() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return retiring.stream()
                .flatMap(model -> warning(model, today).stream())
                .toList();
    }

    private static List<String> warning(Model model, LocalDate today) {
        LocalDate day = model.shutdownDate();
        if (day == null || ChronoUnit.DAYS.between(today, day) > WARN_DAYS) {
            return List.of();
        }
        return List.of("The provider retires the model %s on %s. Configure its successor before that."
                .formatted(model.id(), day));
    }

    @Override
    public void stop() {
        scheduler.shutdownNow();
    }
}
