package dev.viva.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The receivers of a call's events: its browser and its sidebands, in the same order. Used on the call's loop only. */
final class Subscribers {
    private final Consumer<String> browser;
    private final Faults faults;
    private final List<SimulatedSideband> sidebands = new ArrayList<>();
    private @Nullable Ending ended;

    Subscribers(Consumer<String> browser, Faults faults) {
        this.faults = faults;
        this.browser = browser;
    }

    void publish(ObjectNode event) {
        if (ended == null) {
            String message = event.toString();
            send(message);
            if (faults.duplicateEvents()) {
                send(message);
            }
        }
    }

    private void send(String message) {
        browser.accept(message);
        sidebands.forEach(sideband -> sideband.send(message));
    }

    /** The sideband receives the events from now on; no event is sent on joining. */
    void join(SimulatedSideband sideband) {
        if (ended == null) {
            sidebands.add(sideband);
        } else {
            sideband.close(ended);
        }
    }

    void leave(SimulatedSideband sideband) {
        sidebands.remove(sideband);
    }

    void end(Ending ending) {
        if (ended == null) {
            ended = ending;
            if (!faults.silentEnd()) {
                sidebands.forEach(sideband -> sideband.close(ending));
            }
            sidebands.clear();
        }
    }
}
