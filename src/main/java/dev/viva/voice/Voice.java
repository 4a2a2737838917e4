package dev.viva.voice;

import com.codahale.metrics.MetricRegistry;
import dev.viva.examination.VoiceFunctions;
import dev.viva.ops.ServerStop;
import dev.viva.ops.Spending;
import dev.viva.realtime.SafetyIdentifier;
import dev.viva.redis.Leases;
import dev.viva.redis.Redis;
import dev.viva.redis.RedisLeases;
import dev.viva.session.Session;
import dev.viva.voice.sideband.CallHandling;
import dev.viva.voice.sideband.CallNotes;
import dev.viva.voice.sideband.Sidebands;
import dev.viva.voice.token.RedisTokens;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Wires voice calls, and offers them to other features. Thread-safe. */
public final class Voice {
    private final VoiceProvider provider;
    private final Budget budget;
    private final CallConfigs configs;
    private final CallNotes notes;
    private final VoiceFunctions functions;
    private final ModelWatch models;
    private final HangUps hangUps;
    private final Calls calls;
    private final Sidebands sidebands;
    private final CallSetup setup;

    private Voice(
            VoiceSettings settings,
            VoiceProvider provider,
            Sessions sessions,
            Leases leases,
            MetricRegistry metrics,
            Clock clock) {
        var database = sessions.database();
        var access = sessions.access();
        var realtime = provider.realtime();
        this.provider = provider;
        this.budget = new Budget(database, settings.budget(), clock);
        this.configs = new CallConfigs(
                sessions.cases(),
                sessions.transcripts().log(),
                sessions.functions(),
                settings.realtime(),
                new SafetyIdentifier(access.grantKey()),
                settings.calls().listens());
        this.models = new ModelWatch(realtime, settings.realtime(), provider.health()::isTroubled, metrics, clock);
        this.notes =
                new CallNotes(sessions.transcripts(), access.activity(), budget, provider.health(), metrics, clock);
        this.hangUps = new HangUps(realtime, database, clock);
        this.calls = new Calls(database, sessions.transcripts().log(), hangUps, clock);
        this.functions = sessions.functions();
        var handling = new CallHandling(notes, functions);
        this.sidebands = new Sidebands(
                realtime, handling, configs::rules, settings.calls().leases(leases), calls::endedByProvider, clock);
        var ending = new CallSetup.CallEnding(calls, hangUps);
        this.setup = new CallSetup(realtime, sessions, budget, configs, sidebands, ending);
    }

    /** @param redis shared by replicas; empty for a single replica */
    public static Voice install(
            Environment environment,
            VoiceSettings settings,
            VoiceProvider provider,
            Sessions sessions,
            Optional<Redis> redis,
            Clock clock) {
        var access = sessions.access();
        var voice = new Voice(settings, provider, sessions, RedisLeases.in(redis), environment.metrics(), clock);
        voice.measure(environment.metrics());
        var abandoned = new AbandonedCalls(
                sessions.database(),
                access.activity(),
                sessions.transcripts().hub(),
                settings.calls(),
                clock,
                Clock.systemUTC());
        voice.manage(
                environment,
                new CallReconciler(voice.calls, voice.sidebands, abandoned, voice.hangUps, environment.metrics()));
        var tokens = RedisTokens.in(redis, access.grantKey(), clock);
        var minting = new Minting(voice.setup, tokens, settings.calls().mode(), provider.connectUrl());
        environment
                .jersey()
                .register(new VoiceResource(
                        access.sessions(), voice.configs, voice.setup, minting, provider.voiceFault()));
        return voice;
    }

    private void measure(MetricRegistry metrics) {
        budget.measure(metrics);
        hangUps.measure(metrics);
        metrics.gauge("viva.sideband.open", () -> sidebands::open);
    }

    private void manage(Environment environment, CallReconciler reconciler) {
        environment.lifecycle().manage(models);
        ServerStop.before(environment, sidebands::close);
        environment.lifecycle().manage(new AutoCloseableManager(hangUps));
        environment.lifecycle().addServerLifecycleListener(reconciler);
        environment.lifecycle().manage(new AutoCloseableManager(reconciler));
    }

    /** Ends calls. */
    public Calls calls() {
        return calls;
    }

    /** Calls of typed lines. */
    public TypedCalls typed() {
        return new ProviderTypedCalls(setup, configs, functions, notes, provider.realtime());
    }

    /** Sends the patient of a live call the instructions of its session's phase, in the background. */
    public void instruct(Session session) {
        sidebands.instruct(session);
    }

    /** The usage of each bound on paid calls. */
    public Spending spending() {
        var uses = budget.uses();
        return new Spending(uses, Budget.warnings(uses));
    }

    /** Warnings about the provider for operators, each a sentence or two. */
    public List<String> warnings() {
        return Stream.of(
                        provider.voiceFault().get().stream().toList(),
                        provider.health().warnings(),
                        provider.realtime().warnings(),
                        models.warnings())
                .flatMap(List::stream)
                .toList();
    }
}
