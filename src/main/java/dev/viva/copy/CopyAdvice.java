package dev.viva.copy;

/**
 * What to do about a database that is refused, in the words of each command.
 *
 * @param source about the database that is read
 * @param target about the database that is filled
 */
record CopyAdvice(String source, String target) {
    static final CopyAdvice COPY = new CopyAdvice(
            "Check --from: it names the old service's database, viva.db in its data directory.",
            "Name an empty database with --to.");
    static final CopyAdvice RESTORE = new CopyAdvice(
            "Check --from: it names a backup.",
            "Move the service's database away, or give it another name, so that an empty one is filled.");
    static final CopyAdvice BACKUP =
            new CopyAdvice("Check data_dir and database.url.", "Name another folder with --to.");
}
