package dev.viva.content;

import java.util.List;
import java.util.stream.Collectors;

/** Stops the start because the content is invalid. The message lists the findings, one per row. */
public final class ContentException extends RuntimeException {
    private final transient List<Finding> findings;

    public ContentException(List<Finding> findings) {
        super(findings.stream().map(Finding::toString).collect(Collectors.joining("\n", "Invalid content:\n", "")));
        this.findings = List.copyOf(findings);
    }

    public List<Finding> findings() {
        return findings;
    }
}
