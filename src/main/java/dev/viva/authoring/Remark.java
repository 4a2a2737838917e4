package dev.viva.authoring;

import dev.viva.content.Finding;

/**
 * One row of a check's report.
 *
 * @param file relative to the content folder
 * @param line counted from 1; 0 for the file as a whole
 * @param words what is wrong, beginning with its place in the file
 */
record Remark(boolean error, String file, int line, String words) {
    static Remark of(Finding finding) {
        String place = finding.place().isEmpty() ? "" : finding.place() + ": ";
        return new Remark(finding.isError(), finding.file(), finding.line(), place + finding.reason());
    }

    static Remark warning(String file, int line, String words) {
        return new Remark(false, file, line, words);
    }

    /** {@code scenarios/knee.yaml:12: subjective "How bad it is": the reply is empty}. */
    String plain() {
        return "%s%s: %s".formatted(file, line == 0 ? "" : ":" + line, words);
    }

    /**
     * A workflow command of GitHub Actions, which shows the remark beside the file.
     *
     * @param folder the content folder as seen from the repository
     */
    String github(String folder) {
        return "::%s file=%s%s::%s"
                .formatted(
                        error ? "error" : "warning",
                        property(folder + "/" + file),
                        line == 0 ? "" : ",line=" + line,
                        data(words));
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
