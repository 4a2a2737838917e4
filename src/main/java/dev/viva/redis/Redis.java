package dev.viva.redis;

import com.codahale.metrics.MetricRegistry;
import com.google.common.base.Throwables;
import dev.viva.problem.Repeated;
import dev.viva.storage.Outage;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.RedisTimeoutException;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to Redis. The service works without it: a command gets its answer within the timeout, or its caller
 * continues without one. After a timeout, commands are skipped until a probe, sent at once, shows whether Redis is slow
 * or out. While it is out, a probe each second waits for its return. So an outage costs the requests in progress one
 * timeout, and later ones nothing. A Redis that refuses writes counts as out. Timeouts are counted as
 * {@code viva.redis.late.…}, skipped and failed commands as {@code viva.redis.bypass.…}. Thread-safe.
 */
public final class Redis implements Broadcast, Managed {
    private static final Logger log = LoggerFactory.getLogger(Redis.class);
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);
    /** The key that each probe writes: a Redis that is demoted or full still answers reads. */
    private static final String PROBE_KEY = "viva:probe";

    private static final String PROBE_SCRIPT = "redis.call('SET', KEYS[1], '1', 'PX', ARGV[1]) return 1";

    /** Of messages that wait to be published, in characters: what large classes cause in some seconds. */
    private static final int MAX_WAITING = 4_000_000;
    /** What a message takes beside its text. */
    private static final int OBJECTS = 300;

    private final RedisConfiguration config;
    private final MetricRegistry metrics;
    private final Duration timeout;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("redis-probe").daemon().factory());
    private volatile @Nullable RedissonClient client;
    private final AtomicBoolean probeQueued = new AtomicBoolean();
    private final Object publishing = new Object();
    private int waiting; // characters, guarded by publishing
    private CompletionStage<?> lastPublished = CompletableFuture.completedStage(null); // guarded by publishing
    private volatile State state = State.OUT; // written under this
    private long failures; // guarded by this
    private final Outage outage = new Outage(log, "redis: out, the service continues without it", "redis: back");

    private enum State {
        UP,
        /** A command timed out, and a probe that tells an outage from a slow answer is in progress. */
        IN_DOUBT,
        OUT
    }

    /** A listener of a topic; it is subscribed once Redis answers. */
    private static final class Listener {
        private final String topic;
        private final Consumer<String> consumer;
        private @Nullable RedissonClient subscribed; // only used by the probe

        private Listener(String topic, Consumer<String> consumer) {
            this.topic = topic;
            this.consumer = consumer;
        }
    }

    public Redis(RedisConfiguration config, MetricRegistry metrics) {
        this.config = config;
        this.metrics = metrics;
        this.timeout = config.timeout().toJavaDuration();
        metrics.gauge("viva.redis.up", () -> () -> up() ? 1 : 0);
    }

    /** Installs the Redis of a service; empty when none is configured. */
    public static Optional<Redis> install(Environment environment, RedisConfiguration config) {
        if (!config.on()) {
            return Optional.empty();
        }
        var redis = new Redis(config, environment.metrics());
        RedisKeys.measure(redis, environment.metrics());
        environment.lifecycle().manage(redis);
        return Optional.of(redis);
    }

    /** Connects if Redis answers. Otherwise the service starts without it and connects later. */
    @Override
    public void start() {
        probe();
        scheduler.scheduleWithFixedDelay(
                new Repeated(log, "redis", this::probe),
                PROBE_INTERVAL.toMillis(),
                PROBE_INTERVAL.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** False from an outage until a probe succeeds. A single slow answer is no outage. */
    public boolean up() {
        return state != State.OUT;
    }

    /** How long a request may wait for Redis. */
    public Duration timeout() {
        return timeout;
    }

    /**
     * Sends a command and waits for the answer, within the timeout.
     *
     * @param purpose the label of the metrics
     * @return empty when Redis is out or in doubt, or did not answer in time; then it may have executed the command or
     *     not
     */
    public <T> Optional<T> ask(String purpose, Function<RedissonClient, ? extends Future<T>> command) {
        RedissonClient connected = client;
        if (state == State.UP && connected != null) {
            try {
                return Optional.of(await(command.apply(connected)));
            } catch (ExecutionException | TimeoutException | RedisException e) {
                failed(purpose, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        bypass(purpose);
        return Optional.empty();
    }

    /** Sends a command without waiting, even while Redis is in doubt. A failed command is counted and lost. */
    public void submit(String purpose, Function<RedissonClient, ? extends CompletionStage<?>> command) {
        RedissonClient connected = client;
        if (!up() || connected == null) {
            bypass(purpose);
            return;
        }
        try {
            command.apply(connected).whenComplete((done, failure) -> {
                if (failure != null) {
                    failed(purpose, failure);
                    bypass(purpose);
                }
            });
        } catch (RedisException e) {
            failed(purpose, e);
            bypass(purpose);
        }
    }

    @Override
    public void send(String topic, String message) {
        submit(
                "wake",
                connected -> inOrder(
                        message.length() + OBJECTS,
                        () -> connected.getTopic(topic, StringCodec.INSTANCE).publishAsync(message)));
    }

    /**
     * Publishes one message after the other: on two connections, one could overtake the other. While Redis is slow,
     * those beyond {@link #MAX_WAITING} are skipped: replicas also find what is stored by themselves.
     */
    private CompletionStage<Long> inOrder(int length, Supplier<CompletionStage<Long>> publish) {
        synchronized (publishing) {
            if (waiting > MAX_WAITING) {
                return skip();
            }
            waiting += length;
            CompletionStage<Long> published = lastPublished
                    .handle((done, failure) -> up())
                    .thenCompose(reachable -> reachable ? publish.get() : skip())
                    .whenComplete((done, failure) -> published(length));
            lastPublished = published;
            return published;
        }
    }

    private void published(int length) {
        synchronized (publishing) {
            waiting -= length;
        }
    }

    /** Redis is out or too slow for the message. Counts it without a further outage. */
    private CompletionStage<Long> skip() {
        bypass("wake");
        return CompletableFuture.completedStage(0L);
    }

    @Override
    public void listen(String topic, Consumer<String> listener) {
        listeners.add(new Listener(topic, listener));
    }

    private <T> T await(Future<T> reply) throws ExecutionException, TimeoutException, InterruptedException {
        try {
            return reply.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            reply.cancel(true); // do not send a command that is still queued
            throw e;
        }
    }

    private void failed(String purpose, Throwable failure) {
        boolean timedOut = Throwables.getCausalChain(failure).stream()
                .anyMatch(cause -> cause instanceof TimeoutException || cause instanceof RedisTimeoutException);
        if (!timedOut) {
            out(failure);
            return;
        }
        metrics.counter("viva.redis.late." + purpose).inc();
        if (suspect()) {
            probeNow();
        }
    }

    /** Returns false when Redis is already out; the probe each second detects its return. */
    private synchronized boolean suspect() {
        if (state == State.OUT) {
            return false;
        }
        state = State.IN_DOUBT;
        failures++;
        return true;
    }

    /** Sends one probe, however many commands time out. */
    private void probeNow() {
        if (probeQueued.compareAndSet(false, true)) {
            try {
                scheduler.execute(() -> {
                    probeQueued.set(false);
                    probe();
                });
            } catch (RejectedExecutionException e) {
                log.debug("redis: no probe, the service is stopping");
            }
        }
    }

    private void probe() {
        long before = failures();
        try {
            RedissonClient connected = client;
            if (connected == null) {
                connected = Redisson.create(config.client());
                client = connected;
            }
            await(write(connected));
            for (Listener listener : listeners) {
                subscribe(connected, listener);
            }
            back(before);
        } catch (ExecutionException | TimeoutException | RedisException e) {
            out(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the service stops
        } catch (RuntimeException e) {
            outage.failsUnexpectedly(e);
        }
    }

    /** Uses a script, as all writes of the service do, so that the probe needs no further permission. */
    static Future<Long> write(RedissonClient connected) {
        return connected
                .getScript(StringCodec.INSTANCE)
                .evalAsync(
                        RScript.Mode.READ_WRITE,
                        PROBE_SCRIPT,
                        RScript.ReturnType.LONG,
                        List.of(PROBE_KEY),
                        String.valueOf(2 * PROBE_INTERVAL.toMillis()));
    }

    /** Subscribes once: the client resubscribes by itself after a lost connection. */
    private static void subscribe(RedissonClient connected, Listener listener) {
        if (listener.subscribed != connected) {
            connected
                    .getTopic(listener.topic, StringCodec.INSTANCE)
                    .addListener(String.class, (topic, message) -> listener.consumer.accept(message));
            listener.subscribed = connected;
        }
    }

    private synchronized long failures() {
        return failures;
    }

    /** Reports the outage before {@link #up} tells it: whoever sees the state finds the count. */
    private synchronized void out(Throwable failure) {
        failures++;
        if (outage.fails(failure.toString())) {
            metrics.counter("viva.redis.outages").inc();
        }
        state = State.OUT;
    }

    /** @param before the failures when the probe began; after a newer failure, the next probe decides */
    private synchronized void back(long before) {
        if (failures != before) {
            return;
        }
        outage.succeeds();
        state = State.UP;
    }

    private synchronized void stopped() {
        state = State.OUT;
    }

    private void bypass(String purpose) {
        metrics.counter("viva.redis.bypass." + purpose).inc();
    }

    @Override
    public void stop() throws InterruptedException {
        scheduler.shutdownNow();
        if (!scheduler.awaitTermination(5, TimeUnit.SECONDS)) {
            log.warn("redis: the probe did not stop within 5 s");
        }
        RedissonClient connected = client;
        if (connected != null) {
            stopped();
            connected.shutdown(0, 2, TimeUnit.SECONDS);
        }
    }
}
