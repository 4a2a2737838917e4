package dev.viva.planted;

import dev.viva.limits.Verdict;

/** Uses one package, so that the rule of the layers has something to find. */
public interface PlantedImport {
    /** Names the other package. */
    Verdict verdict();
}
