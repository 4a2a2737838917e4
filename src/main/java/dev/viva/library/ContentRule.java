package dev.viva.library;

import dev.viva.content.Finding;
import java.util.function.Consumer;

/** A rule over valid documents, for what a schema cannot express. A higher layer can add its own. */
@FunctionalInterface
public interface ContentRule {
    void check(Documents documents, Consumer<Finding> findings);
}
