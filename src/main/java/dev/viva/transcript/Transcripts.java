package dev.viva.transcript;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.access.SessionAccess;
import dev.viva.api.TranscriptApi;
import dev.viva.limits.HeldText;
import dev.viva.limits.StreamSlots;
import dev.viva.model.TranscriptSummary;
import dev.viva.ops.ServerStop;
import dev.viva.redis.Broadcast;
import dev.viva.redis.Redis;
import dev.viva.storage.Database;
import dev.viva.transcript.print.PrintedForms;
import io.dropwizard.core.setup.Environment;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The transcripts of a running service.
 *
 * @param log stores and reads them
 * @param hub wakes the followers of a session
 * @param held bounds the text of the replies that hold much of a transcript
 */
public record Transcripts(TranscriptLog log, EventHub hub, HeldText held) {
    /**
     * Serves the transcripts of all sessions.
     *
     * @param redis carries wake-ups between replicas, if there is one
     * @param slots bound how many streams are open
     * @param fastPath takes the operations, to serve some in front of the framework
     */
    public static Transcripts install(
            Environment environment,
            Database database,
            Optional<Redis> redis,
            SessionAccess access,
            TranscriptLog.Rules rules,
            StreamSlots slots,
            Consumer<TranscriptApi> fastPath,
            Clock clock) {
        ObjectMapper json = environment.getObjectMapper();
        var log = new TranscriptLog(database, rules, json, clock);
        var hub = new EventHub(slots.perSession(), clock, System::nanoTime, environment.metrics());
        wakeOnCommit(environment, database, redis, hub);
        ServerStop.before(environment, hub::close);
        var streams = new EventStreams(slots, log, hub, new EventJson(json), clock, System::nanoTime);
        var held = HeldText.install(environment);
        var operations = new TranscriptResource(access, log, hub, rules.names(), streams, held);
        environment.jersey().register(operations);
        fastPath.accept(operations);
        PrintedForms.register(environment.jersey());
        return new Transcripts(log, hub, held);
    }

    /** The summary of a session without lines. */
    public static TranscriptSummary emptySummary() {
        return new TranscriptSummary(0L, 0, TranscriptDigest.of(List.of()), 0, false);
    }

    private static void wakeOnCommit(Environment environment, Database database, Optional<Redis> redis, EventHub hub) {
        Broadcast broadcast = redis.<Broadcast>map(shared -> shared).orElseGet(Broadcast::alone);
        var replicas = new Replicas(hub, broadcast, environment.getObjectMapper());
        database.commits().onCommitted(replicas::committed);
        environment.lifecycle().manage(new LogPoll(database, hub));
    }
}
