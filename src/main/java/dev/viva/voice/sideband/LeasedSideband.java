package dev.viva.voice.sideband;

import dev.viva.realtime.CallRules;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.Sideband;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A sideband that sends only while this replica has the call's lease. Two replicas that send to one call would undo
 * each other's instructions and answer its functions twice. Thread-safe.
 */
final class LeasedSideband implements Sideband {
    private final Sideband sideband;
    private final CallLeases leases;
    private final String callId;
    private final Runnable onLost;
    private final AtomicBoolean over = new AtomicBoolean();

    /** @param onLost called once, when another replica has the lease */
    LeasedSideband(Sideband sideband, CallLeases leases, String callId, Runnable onLost) {
        this.sideband = sideband;
        this.leases = leases;
        this.callId = callId;
        this.onLost = onLost;
    }

    /** Whether this replica may send. It may no more once the lease was lost or this was closed: it asks for none then. */
    boolean maySend() {
        if (over.get() || leases.isStuck()) {
            return false;
        }
        boolean held = leases.hold(callId);
        if (!held && over.compareAndSet(false, true)) {
            onLost.run();
        }
        return held;
    }

    @Override
    public void update(CallRules rules) {
        requireLease();
        sideband.update(rules);
    }

    @Override
    public String answer(Map<String, String> outputs) {
        requireLease();
        return sideband.answer(outputs);
    }

    private void requireLease() {
        if (!maySend()) {
            throw ProviderException.unreached("this replica may not send to the call now");
        }
    }

    @Override
    public void close() {
        over.set(true);
        sideband.close();
    }
}
