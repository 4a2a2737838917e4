package dev.viva.doctor;

import dev.viva.doctor.Diagnosis.Grade;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the doctor prints of a probe, read back. */
final class Report {
    private Report() {}

    static List<Diagnosis> of(Probe probe) {
        var bytes = new ByteArrayOutputStream();
        new Doctor(List.of(probe)).examine(List.of(), new PrintStream(bytes, true, StandardCharsets.UTF_8));
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        return lines.subList(0, lines.size() - 1).stream()
                .filter(line -> line.matches("(OK  |WARN|FAIL)  .*"))
                .map(Report::read)
                .toList();
    }

    private static Diagnosis read(String line) {
        String[] parts = line.substring(6).split(": ", 2);
        return new Diagnosis(Grade.valueOf(line.substring(0, 4).strip()), parts[0], parts[1]);
    }
}
