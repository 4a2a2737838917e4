package dev.viva.simulator;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.viva.configuration.Finding;
import dev.viva.configuration.GuessableKey;
import dev.viva.ops.ServerStop;
import dev.viva.problem.Secret;
import dev.viva.realtime.CaseScript;
import dev.viva.realtime.SimulatorFactory;
import dev.viva.simulator.media.CallThread;
import dev.viva.simulator.media.NativeMedia;
import dev.viva.simulator.media.NoMedia;
import dev.viva.simulator.media.WebRtcMedia;
import dev.viva.simulator.patient.RehearsedPatient;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How the simulated provider behaves; it has no effect while a real provider is used. {@link java.util.ServiceLoader}
 * finds it: no class outside the simulator refers to it.
 *
 * @param media webrtc makes real calls with sound; none answers an offer with a description that no browser can connect
 *     to, for load tests. Default webrtc
 * @param maxCalls live calls at a time; more are refused with 429. With webrtc each takes about 12 MiB. Default 20
 * @param answerDelay how long the patient thinks before it begins to answer. Default 300 ms
 * @param key the API key that a client must send; it also permits control requests. Default: a new one at each start,
 *     which only this service knows
 * @param faults the simulated faults. Default none
 * @param models the answer of the list of models; a call may name any model. Default: those known when this was
 *     released
 */
@JsonNaming(SnakeCaseStrategy.class)
public record SimulatorConfiguration(
        MediaType media,
        @Min(1) @Max(100_000) Integer maxCalls,

        @MinDuration(value = 0, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 30, unit = TimeUnit.SECONDS)
        Duration answerDelay,

        @Nullable Secret key,
        @NotNull @Valid Faults faults,
        @NotNull @Valid List<ModelRow> models)
        implements SimulatorFactory {

    /** Whether a call has sound. */
    public enum MediaType {
        WEBRTC,
        NONE;

        @JsonCreator
        static @Nullable MediaType of(String name) {
            return name.isBlank()
                    ? null
                    : Arrays.stream(values())
                            .filter(type -> type.name().toLowerCase(Locale.ROOT).equals(name.strip()))
                            .findFirst()
                            .orElseThrow(() -> new IllegalArgumentException("must be one of webrtc and none"));
        }
    }

    private static final int MIN_KEY_LENGTH = 16;

    /** All defaults. */
    public SimulatorConfiguration() {
        this(null, null, null, null, null, null);
    }

    @JsonCreator
    public SimulatorConfiguration(
            @Nullable MediaType media,
            @Nullable Integer maxCalls,
            @Nullable Duration answerDelay,
            @Nullable Secret key,
            @Nullable Faults faults,
            @Nullable List<ModelRow> models) {
        this.media = media == null ? MediaType.WEBRTC : media;
        this.maxCalls = maxCalls == null ? 20 : maxCalls;
        this.answerDelay = answerDelay == null ? Duration.milliseconds(300) : answerDelay;
        this.key = key == null || key.isBlank() ? null : key;
        this.faults = faults == null ? Faults.NONE : faults;
        this.models = models == null ? ModelRow.KNOWN : List.copyOf(models);
    }

    @Override
    public boolean isPresent() {
        return true;
    }

    @Override
    public List<Finding> findings() {
        boolean weak = key != null && (key.reveal().length() < MIN_KEY_LENGTH || GuessableKey.is(key));
        return weak
                ? List.of(new Finding(
                        "simulator.key",
                        "is easy to guess, and anyone with it controls and ends simulated calls. Leave it blank"
                                + " (VIVA_SIMULATOR_KEY), or make one with: openssl rand -base64 24"))
                : List.of();
    }

    @Override
    public Optional<OfflinePatient> rehearse(CaseScript script) {
        return Optional.of(new RehearsedPatient(script));
    }

    @Override
    public Mounted mount(Environment environment, CaseScript.Source scripts, InstantSource clock) {
        Secret shown = key == null ? new Secret(UUID.randomUUID().toString()) : key;
        Simulator simulator = build(shown, scripts, clock);
        simulator.mount(environment.getApplicationContext());
        environment.lifecycle().manage(simulator);
        ServerStop.before(environment, simulator::release);
        return new Mounted(shown, media == MediaType.WEBRTC ? NativeMedia::fault : Optional::empty);
    }

    /** @param shown the API key that a client must send */
    Simulator build(Secret shown, CaseScript.Source scripts, InstantSource clock) {
        CallThread timers = new CallThread("simulator-timers");
        SimulatedCalls calls = new SimulatedCalls(
                media == MediaType.WEBRTC ? new WebRtcMedia() : new NoMedia(),
                maxCalls,
                timers,
                clock,
                new PatientSettings(scripts, answerDelay.toJavaDuration()));
        ClientSecrets secrets = new ClientSecrets(clock);
        Credentials credentials = new Credentials(shown, secrets);
        FaultPlan plan = new FaultPlan(faults);
        FaultInjector faultInjector = new FaultInjector(plan, credentials, timers);
        SimulatorServlet servlet = new SimulatorServlet(
                new CallRoutes(calls, credentials, secrets, plan),
                new AccountRoutes(credentials, secrets, models),
                new ControlRoutes(calls, credentials, plan),
                faultInjector);
        return new Simulator(timers, calls, faultInjector, servlet);
    }
}
