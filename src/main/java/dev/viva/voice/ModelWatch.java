package dev.viva.voice;

import com.codahale.metrics.MetricRegistry;
import dev.viva.realtime.Model;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.realtime.RealtimeProvider;
import io.dropwizard.lifecycle.Managed;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the provider once a day for its models, and says when one that is configured will soon be gone: a call with a
 * model that was retired fails for the student. Thread-safe.
 */
public final class ModelWatch implements Managed {
    private static final Logger log = LoggerFactory.getLogger(ModelWatch.class);
    /** Time enough to try a successor before the day. */
    private static final int WARN_DAYS = 60;

    private final RealtimeProvider provider;
    private final Set<String> configured;
    private final Clock clock;
    private final ScheduledExecutorService daily = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("model-watch").daemon().factory());
    private volatile List<Model> retiring = List.of();

    public ModelWatch(RealtimeProvider provider, RealtimeConfiguration config, MetricRegistry metrics, Clock clock) {
        this.provider = provider;
        this.configured = Set.of(config.model(), config.transcriptionModel());
        this.clock = clock;
        metrics.gauge("viva.models.retiring", () -> () -> warnings().size());
    }

    @Override
    public void start() {
        // The first time soon after the start, when the simulator on this service's own port answers too.
        daily.scheduleWithFixedDelay(this::look, 10, TimeUnit.DAYS.toSeconds(1), TimeUnit.SECONDS);
    }

    void look() {
        try {
            retiring = provider.models().stream()
                    .filter(model -> model.shutdownDate() != null && configured.contains(model.id()))
                    .toList();
        } catch (ProviderException e) {
            log.info("the provider's models could not be read; asked again tomorrow: {}", e.kind());
        }
    }

    /** In words, each configured model that is gone or will be within 60 days. */
    public List<String> warnings() {
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
        daily.shutdownNow();
    }
}
