package dev.viva.patient;

import java.util.List;
import java.util.stream.Collectors;

/** Stops the start because the content does not hold; its message lists every finding, one a line. */
public final class ContentException extends RuntimeException {
    private final transient List<Finding> findings;

    ContentException(List<Finding> findings) {
        super(findings.stream()
                .map(Finding::toString)
                .collect(Collectors.joining("\n", "The content does not hold:\n", "")));
        this.findings = List.copyOf(findings);
    }

    public List<Finding> findings() {
        return findings;
    }
}
