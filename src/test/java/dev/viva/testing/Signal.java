package dev.viva.testing;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Pauses other processes: their connections stay open, new ones are accepted, and nothing is answered. */
final class Signal {
    private Signal() {}

    static void pause(ProcessHandle process) {
        send("STOP", process);
    }

    static void resume(ProcessHandle process) {
        send("CONT", process);
    }

    private static void send(String name, ProcessHandle process) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0 && process.isAlive()) {
                throw new IllegalStateException("no signal could be sent to process " + process.pid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
