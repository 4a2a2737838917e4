package dev.viva.voice;

import com.codahale.metrics.MetricRegistry;
import dev.viva.ops.ServerStop;
import dev.viva.ops.Spending;
import dev.viva.realtime.RealtimeProvider;
import dev.viva.realtime.SafetyIdentifier;
import dev.viva.redis.Leases;
import dev.viva.redis.Redis;
import dev.viva.redis.RedisLeases;
import dev.viva.voice.token.RtcTokens;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Voice calls, put together, and what other features use of them. Thread-safe. */
public final class Voice {
    private final VoiceProvider provider;
    private final Budget budget;
    private final CallConfigs configs;
    private final CallNotes notes;
    private final ModelWatch models;
    private final Sidebands sidebands;
    private final Calls calls;

    private Voice(
            VoiceSettings settings,
            VoiceProvider provider,
            Sessions sessions,
            Leases leases,
            MetricRegistry metrics,
            Clock clock) {
        var database = sessions.database();
        var access = sessions.access();
        var transcript = sessions.transcripts().log();
        var realtime = provider.realtime();
        this.provider = provider;
        this.budget = new Budget(database, settings.budget(), clock);
        this.configs = new CallConfigs(
                sessions.cases(),
                settings.realtime(),
                new SafetyIdentifier(access.grantKey()),
                settings.calls().listens());
        this.models = new ModelWatch(realtime, settings.realtime(), provider.health()::isTroubled, metrics, clock);
        this.notes = new CallNotes(
                transcript, sessions.transcripts().hub(), access.activity(), budget, provider.health(), metrics);
        this.sidebands = new Sidebands(realtime, notes, configs, leases, clock, settings.calls());
        this.calls = new Calls(realtime, database, transcript, budget, sidebands, configs);
    }

    /** @param redis what replicas share; empty for a replica that is alone */
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
                sessions.database(), access.activity(), sessions.transcripts().hub(), settings.calls(), clock);
        voice.manage(environment, new CallReconciler(voice.calls, voice.sidebands, abandoned, environment.metrics()));
        var tokens = RtcTokens.of(redis, clock);
        var minting = new Minting(voice.calls, tokens, settings.calls().mode(), provider.connectUrl());
        environment
                .jersey()
                .register(new VoiceResource(
                        access.sessions(), voice.configs, voice.calls, minting, provider.voiceFault()));
        return voice;
    }

    private void measure(MetricRegistry metrics) {
        budget.measure(metrics);
        calls.measure(metrics);
        metrics.gauge("viva.sideband.open", () -> sidebands::open);
    }

    private void manage(Environment environment, CallReconciler reconciler) {
        environment.lifecycle().manage(models);
        ServerStop.before(environment, sidebands::close);
        environment.lifecycle().manage(new AutoCloseableManager(calls));
        environment.lifecycle().addServerLifecycleListener(reconciler);
        environment.lifecycle().manage(new AutoCloseableManager(reconciler));
    }

    /** Makes and ends calls. */
    public Calls calls() {
        return calls;
    }

    public CallConfigs configs() {
        return configs;
    }

    public CallNotes notes() {
        return notes;
    }

    public RealtimeProvider provider() {
        return provider.realtime();
    }

    /** How much is used of each bound on paid calls. */
    public Spending spending() {
        var uses = budget.uses();
        return new Spending(uses, Budget.warnings(uses));
    }

    /** What an operator should know about the provider, each a sentence or two. */
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
