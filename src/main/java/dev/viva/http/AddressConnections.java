package dev.viva.http;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.jetty.io.SelectorManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the connections at a time from one address. Further ones are closed as soon as they are accepted. Jetty's own
 * limits count all addresses together, so one client could lock out all others. Thread-safe.
 */
final class AddressConnections implements SelectorManager.AcceptListener {
    private static final Logger log = LoggerFactory.getLogger(AddressConnections.class);
    /** An IPv6 customer usually has a /64 and can choose any address in it. */
    private static final int V6_NETWORK_BYTES = 8;

    private static final long LOG_INTERVAL = TimeUnit.MINUTES.toNanos(1);

    private final int max;
    private final Predicate<InetAddress> unbounded;
    private final Map<SelectableChannel, InetAddress> open = new IdentityHashMap<>(); // guarded by this
    private final Map<InetAddress, Integer> counts = new HashMap<>(); // guarded by this
    private long logged = System.nanoTime() - LOG_INTERVAL; // guarded by this

    /** @param unbounded addresses without a bound, such as trusted proxies */
    AddressConnections(int max, Predicate<InetAddress> unbounded) {
        this.max = max;
        this.unbounded = unbounded;
    }

    @Override
    public void onAccepting(SelectableChannel channel) {
        InetAddress address = remote(channel);
        if (address != null && !unbounded.test(address) && !admit(channel, counted(address))) {
            close(channel);
        }
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
        forget(channel);
    }

    @Override
    public void onClosed(SelectableChannel channel) {
        forget(channel);
    }

    private synchronized boolean admit(SelectableChannel channel, InetAddress address) {
        int before = counts.getOrDefault(address, 0);
        if (before >= max) {
            warn(address);
            return false;
        }
        counts.put(address, before + 1);
        open.put(channel, address);
        return true;
    }

    private synchronized void forget(SelectableChannel channel) {
        InetAddress address = open.remove(channel);
        if (address != null) {
            counts.computeIfPresent(address, (a, count) -> count == 1 ? null : count - 1);
        }
    }

    private void warn(InetAddress address) {
        long now = System.nanoTime();
        if (now - logged >= LOG_INTERVAL) {
            logged = now;
            log.warn(
                    "connections: {} has {} open, further ones are closed. If many people share this address, raise"
                            + " connections.per_address; if it is a proxy, name it in limits.trust_proxy",
                    address.getHostAddress(),
                    max);
        }
    }

    private static @Nullable InetAddress remote(SelectableChannel channel) {
        try {
            return channel instanceof SocketChannel socket
                            && socket.getRemoteAddress() instanceof InetSocketAddress address
                    ? address.getAddress()
                    : null;
        } catch (IOException gone) {
            return null;
        }
    }

    static InetAddress counted(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] network = address.getAddress();
        Arrays.fill(network, V6_NETWORK_BYTES, network.length, (byte) 0);
        try {
            return InetAddress.getByAddress(network);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has a wrong number of bytes", e);
        }
    }

    private static void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug(
                    "connections: cannot close a refused connection: {}",
                    e.getClass().getSimpleName());
        }
    }
}
