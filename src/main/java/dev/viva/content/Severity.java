package dev.viva.content;

/** How much a finding weighs. */
public enum Severity {
    /** Stops the start. */
    ERROR,
    /** Probably a mistake; the content can still be served. */
    WARNING
}
