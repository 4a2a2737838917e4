package dev.viva;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.viva.access.Access;
import dev.viva.access.AccessConfiguration;
import dev.viva.configuration.Finding;
import dev.viva.configuration.Resolution;
import dev.viva.configuration.ServerFindings;
import dev.viva.configuration.WebAddress;
import dev.viva.content.ContentConfiguration;
import dev.viva.debrief.DebriefConfiguration;
import dev.viva.encounter.EncounterConfiguration;
import dev.viva.erasure.RetentionConfiguration;
import dev.viva.http.ConnectionsConfiguration;
import dev.viva.http.CorsConfiguration;
import dev.viva.limits.LimitsConfiguration;
import dev.viva.model.Consent;
import dev.viva.model.DeploymentView;
import dev.viva.model.OidcLogin;
import dev.viva.model.ProviderKind;
import dev.viva.model.StorageKind;
import dev.viva.ops.Deployment;
import dev.viva.ops.LogLevels;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.realtime.SimulatorFactory;
import dev.viva.redis.RedisConfiguration;
import dev.viva.review.ReviewConfiguration;
import dev.viva.storage.DatabaseConfiguration;
import dev.viva.tracing.TracingConfiguration;
import dev.viva.voice.BudgetConfiguration;
import dev.viva.voice.CallsConfiguration;
import dev.viva.voice.VoiceSettings;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Everything that an operator can set, by part; {@code config.yml.example} documents each key. */
public class VivaConfiguration extends Configuration {
    /** With {@code production}, unsafe settings stop the start; with {@code development}, they are warned of. */
    @NotNull
    @JsonProperty
    Mode mode = Mode.DEVELOPMENT;

    /** Where browsers reach the service, as {@code https://host} without a path; blank: not declared. */
    @NotNull
    @JsonProperty("public_url")
    String publicUrl = "";

    /** How many processes serve the same database, 1 to 1,000. */
    @Min(1)
    @Max(1_000)
    @JsonProperty
    int replicas = 1;

    /** The unsafe settings that production mode lets pass: for each key the reason. */
    @NotNull
    @JsonProperty("accepted_risks")
    Map<String, @NotBlank(message = "needs a reason: why is this setting safe here?") String> acceptedRisks = Map.of();

    /** Where the service keeps its own files; created if missing. */
    @NotNull
    @JsonProperty("data_dir")
    Path dataDir = Path.of("data");

    @Valid
    @NotNull
    @JsonProperty
    DatabaseConfiguration database = DatabaseConfiguration.defaults();

    @Valid
    @NotNull
    @JsonProperty
    RedisConfiguration redis = RedisConfiguration.NONE;

    @Valid
    @NotNull
    @JsonProperty
    AccessConfiguration access = AccessConfiguration.DEFAULTS;

    @Valid
    @NotNull
    @JsonProperty
    EncounterConfiguration encounter = EncounterConfiguration.DEFAULTS;

    @Valid
    @NotNull
    @JsonProperty
    RetentionConfiguration retention = RetentionConfiguration.DEFAULTS;

    @Valid
    @NotNull
    @JsonProperty
    DebriefConfiguration debrief = DebriefConfiguration.DEFAULTS;

    @Valid
    @NotNull
    @JsonProperty
    ReviewConfiguration review = ReviewConfiguration.NONE;

    @Valid
    @NotNull
    @JsonProperty
    ContentConfiguration content = ContentConfiguration.builtIn();

    @Valid
    @NotNull
    @JsonProperty
    LimitsConfiguration limits = LimitsConfiguration.defaults();

    @Valid
    @NotNull
    @JsonProperty
    TracingConfiguration tracing = TracingConfiguration.OFF;

    @Valid
    @NotNull
    @JsonProperty
    ConnectionsConfiguration connections = ConnectionsConfiguration.DEFAULTS;

    @Valid
    @NotNull
    @JsonProperty
    RealtimeConfiguration realtime = RealtimeConfiguration.DEFAULTS;

    @Valid
    @NotNull
    @JsonProperty
    CallsConfiguration calls = CallsConfiguration.DEFAULTS;

    @Valid
    @NotNull
    @JsonProperty
    BudgetConfiguration budget = BudgetConfiguration.DEFAULTS;

    @Valid
    @NotNull
    @JsonProperty
    SimulatorFactory simulator = SimulatorFactory.defaults();

    /** How long the service still serves after SIGTERM, while readiness already fails; 0 to 5 min. */
    @NotNull
    @MinDuration(value = 0, unit = TimeUnit.SECONDS)
    @MaxDuration(value = 5, unit = TimeUnit.MINUTES)
    @JsonProperty("drain_notice")
    Duration drainNotice = Duration.seconds(0);

    /** How long a start may practise before it is ready, 0 to 5 min; null: as {@link #warmUp} decides. */
    @Nullable
    @MinDuration(value = 0, unit = TimeUnit.SECONDS)
    @MaxDuration(value = 5, unit = TimeUnit.MINUTES)
    @JsonProperty("warm_up")
    Duration warmUp;

    @Valid
    @NotNull
    @JsonProperty
    CorsConfiguration cors = new CorsConfiguration(List.of());

    /** Where the values come from; absent if the configuration was created in code. */
    @JsonIgnore
    @Nullable
    Resolution resolution;

    @JsonIgnore
    @ValidationMethod(message = "public_url must be blank or an address without a path, " + WebAddress.ORIGIN)
    boolean isPublicUrlAnOrigin() {
        return publicUrl == null || publicUrl.isEmpty() || WebAddress.isOrigin(publicUrl);
    }

    @JsonIgnore
    @ValidationMethod(message = "tracing.endpoint must be blank, or an http or https address without a query")
    boolean isTracingEndpointAnAddress() {
        return tracing == null || !tracing.on() || WebAddress.isBase(tracing.endpoint());
    }

    @JsonIgnore
    @ValidationMethod(message = SimulatorFactory.MISSING)
    boolean isProviderPresent() {
        return simulator.isPresent() || !realtime.simulated();
    }

    @JsonIgnore
    @ValidationMethod(
            message = "logging.level and each of logging.loggers must be OFF, ERROR, WARN, INFO, DEBUG, TRACE or ALL")
    boolean isLoggingLevelKnown() {
        return LogLevels.unknown(getLoggingFactory()).isEmpty();
    }

    /** Dropwizard's part, of either type. */
    AbstractServerFactory server() {
        return (AbstractServerFactory) getServerFactory();
    }

    Deployment deployment() {
        return new Deployment(
                database.postgresql() ? StorageKind.POSTGRESQL : StorageKind.SQLITE,
                database.place(dataDir),
                dataDir,
                realtime.simulated() ? ProviderKind.SIMULATOR : ProviderKind.OPENAI,
                drainNotice.toJavaDuration());
    }

    /** The bound of the warm-up. A single replica has none: nobody else can take its traffic meanwhile. */
    java.time.Duration warmUp() {
        if (warmUp != null) {
            return warmUp.toJavaDuration();
        }
        return java.time.Duration.ofSeconds(replicas > 1 ? 30 : 0);
    }

    /** What pages must know of this deployment. */
    DeploymentView view(Access callers) {
        var asked = access.consent();
        return new DeploymentView(
                access.students(),
                callers.hasClasses(),
                encounter.participants().mode(),
                asked == null ? null : new Consent(asked.version(), asked.text()),
                login(),
                deployment().provider(),
                realtime.simulated() ? null : realtime.baseUri().getHost(),
                review.view(),
                retention.erasesSessions() ? retention.sessions().toSeconds() : null);
    }

    private @Nullable OidcLogin login() {
        var oidc = access.oidc();
        boolean offered = oidc.on() && !oidc.clientId().isEmpty();
        return offered ? new OidcLogin(URI.create(oidc.issuer()), oidc.clientId(), oidc.scope()) : null;
    }

    VoiceSettings voice() {
        return new VoiceSettings(realtime, calls, budget);
    }

    /** The warnings that {@code /health} shows to everyone, each a sentence or two. */
    List<String> warnings() {
        var warnings = new ArrayList<String>();
        if (realtime.simulated()) {
            warnings.add(
                    "The simulated voice service is in use: it answers typed lines from the case and ignores speech. "
                            + realtime.realPatient());
        }
        if (database.postgresql() && access.grantKey() == null) {
            warnings.add("The key that signs grants is this replica's own: set access.grant_key, the same for all.");
        }
        findings().stream()
                .filter(Finding::shownInHealth)
                .map(Finding::sentence)
                .forEach(warnings::add);
        return warnings;
    }

    /** Whether browsers reach the service by TLS. */
    boolean isPublicByTls() {
        return publicUrl.startsWith("https:");
    }

    /** Settings that are valid but unsafe or without effect; {@code check} and the start warn of them. */
    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        if (resolution != null) {
            findings.addAll(resolution.unused());
        }
        findings.addAll(encounter.findingsOf(access.classes()));
        findings.addAll(Classrooms.findings(this));
        findings.addAll(Production.findings(this));
        return findings;
    }

    /** Settings that are unsafe in every mode. */
    List<Finding> unsafe() {
        var findings = new ArrayList<Finding>();
        findings.addAll(ServerFindings.of(getServerFactory()));
        findings.addAll(limits.findings());
        findings.addAll(cors.findings());
        if (calls.listens()) {
            findings.addAll(encounter.findings());
        }
        findings.addAll(access.oidc().findings());
        findings.addAll(review.findings());
        findings.addAll(realtime.simulated() ? simulator.findings() : realtime.findings());
        if (!realtime.simulated() && !budget.bounded()) {
            findings.add(new Finding(
                    "budget",
                    "Paid calls have no bound: anyone who reaches the service can use up the key's credit. Set"
                            + " budget.minutes_per_day (VIVA_BUDGET_MINUTES_PER_DAY) or another bound of budget.",
                    true));
        }
        return findings;
    }
}
