package dev.viva.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.viva.redis.RedisConfiguration.Mode;
import dev.viva.testing.Certificate;
import dev.viva.testing.RedisNode;
import dev.viva.testing.ServerProcess;
import dev.viva.testing.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.exceptions.JedisException;

/** Shared state works the same with sentinels, in a cluster and over TLS, on real processes. */
class RedisTopologyTest {
    private static final int MANY = 20;
    private static final int SLOTS = 16_384;
    /** The offset of the port on which a cluster's nodes talk to each other. */
    private static final int BUS = 10_000;

    @TempDir
    Path folder;

    private final List<RedisNode> nodes = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(RedisNode::close);
    }

    private RedisNode launch(int port, String... options) {
        var node = RedisNode.launch(folder, port, options);
        nodes.add(node);
        return node;
    }

    private static boolean answers(RedisNode node) {
        try (var client = node.client()) {
            return client.ping().equals("PONG");
        } catch (JedisException notYet) {
            return false;
        }
    }

    @Test
    void sentinelFailoverKeepsSharedState() throws Exception {
        var master = launch(ServerProcess.freePort());
        var replica = launch(ServerProcess.freePort(), "--replicaof", "127.0.0.1", String.valueOf(master.port()));
        Until.isTrue("both answer", () -> answers(master) && answers(replica));
        List<RedisNode> sentinels = List.of(sentinel(master, 1), sentinel(master, 2), sentinel(master, 3));
        Until.isTrue(
                "the sentinels know each other and the replica",
                () -> sentinels.stream().allMatch(RedisTopologyTest::knowsAll));

        try (var state = new SharedState(addresses(sentinels), Mode.SENTINEL)) {
            state.takesLeases("call", 3);
            state.takesTwoOfThree(2, 3);
            state.delivers("before");
            try (var client = master.client()) {
                assertThat(client.waitReplicas(1, 60_000)).isEqualTo(1);
            }

            sentinels.forEach(RedisTopologyTest::noticesSoon);
            master.kill();
            Until.isTrue("the replica is the master", () -> role(replica).equals("master"));
            Until.isTrue("the new master is connected", () -> {
                state.delivers("after");
                return state.up();
            });
            state.keepsLeases("call", 3);
            state.takesTheLast(2, 3);
            state.releases("call0");
        }
    }

    private RedisNode sentinel(RedisNode master, int number) throws Exception {
        int port = ServerProcess.freePort();
        Path configuration =
                Files.writeString(folder.resolve("sentinel-" + number + ".conf"), """
                dir %s
                sentinel monitor mymaster 127.0.0.1 %d 2
                sentinel down-after-milliseconds mymaster 60000
                sentinel failover-timeout mymaster 5000
                """.formatted(folder, master.port()));
        var sentinel = RedisNode.launchSentinel(folder, configuration, port);
        nodes.add(sentinel);
        return sentinel;
    }

    private static boolean knowsAll(RedisNode sentinel) {
        try (var client = sentinel.client()) {
            var master = client.sentinelMasters().getFirst();
            return "2".equals(master.get("num-other-sentinels")) && "1".equals(master.get("num-slaves"));
        } catch (JedisException notYet) {
            return false;
        }
    }

    /** Earlier, a master that a busy machine stops for a second would lose its place. */
    private static void noticesSoon(RedisNode sentinel) {
        try (var client = sentinel.client()) {
            client.sentinelSet("mymaster", Map.of("down-after-milliseconds", "1000"));
        }
    }

    private static String role(RedisNode node) {
        try (var client = node.client()) {
            return String.valueOf(client.role().getFirst());
        } catch (JedisException changing) {
            return ""; // it closes all connections when its role changes
        }
    }

    private static String addresses(List<RedisNode> nodes) {
        return nodes.stream().map(node -> "redis://127.0.0.1:" + node.port()).collect(Collectors.joining(","));
    }

    @Test
    void clusterOfThreeSharesState() throws Exception {
        for (int i = 0; i < 3; i++) {
            int port = portWithBus();
            launch(port, "--cluster-enabled", "yes", "--cluster-config-file", "nodes-" + port + ".conf");
        }
        Until.isTrue("all answer", () -> nodes.stream().allMatch(RedisTopologyTest::answers));
        for (int i = 0; i < 3; i++) {
            try (var client = nodes.get(i).client()) {
                client.clusterAddSlots(
                        IntStream.range(SLOTS * i / 3, SLOTS * (i + 1) / 3).toArray());
                client.clusterMeet("127.0.0.1", nodes.getFirst().port());
            }
        }
        Until.isTrue("the cluster is whole", () -> nodes.stream().allMatch(RedisTopologyTest::knowsTheCluster));

        try (var state = new SharedState(addresses(nodes.subList(0, 2)), Mode.CLUSTER)) {
            state.takesLeases("call", MANY);
            state.takesTwoOfThree(2, MANY);
            state.takesTheLast(2, MANY);
            state.delivers("a wake-up");
            state.releases("call0");
        }
        for (var node : nodes) {
            try (var client = node.client()) {
                assertThat(client.keys("viva:*")).as("each node has its part").isNotEmpty();
            }
        }
    }

    /** A port whose bus is free too: that port may belong to another JVM of the run. */
    private static int portWithBus() {
        return IntStream.generate(ServerProcess::freePort)
                .filter(port -> isFree(port + BUS))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static boolean knowsTheCluster(RedisNode node) {
        try (var client = node.client()) {
            String info = client.clusterInfo();
            return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:3");
        }
    }

    @Test
    void sharesStateOverTlsWithAPassword() throws Exception {
        var certificate = Certificate.of(folder, "127.0.0.1");
        int port = ServerProcess.freePort();
        var node = launch(
                port,
                "--port",
                "0",
                "--tls-port",
                String.valueOf(port),
                "--tls-cert-file",
                certificate.pem().toString(),
                "--tls-key-file",
                certificate.key().toString(),
                "--tls-auth-clients",
                "no",
                "--requirepass",
                "the password of this test");
        String log = "redis-" + port + ".log";
        Until.isTrue(
                "it listens or cannot",
                () -> !node.isAlive() || read(folder.resolve(log)).contains("Ready to accept"));
        assumeTrue(node.isAlive(), "the Redis of this platform is built without TLS");

        try (var trusted = certificate.trusted();
                var state = new SharedState("rediss://127.0.0.1:" + port, Mode.SINGLE, "the password of this test")) {
            state.takesLeases("call", 3);
            state.takesTwoOfThree(2, 3);
            state.takesTheLast(2, 3);
            state.delivers("a wake-up");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
