package dev.viva.patient;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A labelled part of the instructions.
 *
 * @param lead a line under the title, before the points; may be empty
 */
record Section(String title, String lead, List<String> points) {
    Section {
        points = List.copyOf(points);
    }

    static Section of(String title, Stream<String> points) {
        return new Section(title, "", points.toList());
    }

    /** @param points one a line */
    static Section of(String title, String points) {
        return of(title, points.strip().lines());
    }

    /** The sections that have points, each under its title. */
    static String write(Stream<Section> sections) {
        return sections.filter(section -> !section.points.isEmpty())
                .map(Section::text)
                .collect(Collectors.joining("\n"));
    }

    private String text() {
        String head = "# " + title + "\n" + (lead.isEmpty() ? "" : lead + "\n");
        return points.stream().map(point -> "- " + point + "\n").collect(Collectors.joining("", head, ""));
    }

    /** An author's text on one line: a line of its own could pass for a section. */
    static String line(String text) {
        return Arrays.stream(text.strip().split("\\s*\\R\\s*", -1)).collect(Collectors.joining(" "));
    }
}
