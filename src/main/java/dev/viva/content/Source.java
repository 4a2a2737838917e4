package dev.viva.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A file as a tree, with the line of each of its nodes.
 *
 * @param builtIn whether the file comes with Viva, so that the author whose files stand beside it cannot change it
 * @param lines the line on which each node begins, by JSON Pointer, counted from 1; that of a member is its name's
 */
public record Source(String file, boolean builtIn, JsonNode tree, Map<String, Integer> lines) {
    /** @param reason what is wrong, as the words after the node's name: {@code is empty} */
    public Finding error(String pointer, String reason) {
        return finding(Severity.ERROR, pointer, reason);
    }

    /** @param reason what is wrong, as the words after the node's name: {@code is empty} */
    public Finding warning(String pointer, String reason) {
        return finding(Severity.WARNING, pointer, reason);
    }

    private Finding finding(Severity severity, String pointer, String reason) {
        Place place = Place.of(tree, pointer);
        return new Finding(severity, file, line(pointer), pointer, place.around(), place.sentence(reason));
    }

    /** The line of a node; for one that is missing, the line of what should contain it. */
    public int line(String pointer) {
        for (String at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
            Integer line = lines.get(at);
            if (line != null) {
                return line;
            }
        }
        return 1;
    }
}
