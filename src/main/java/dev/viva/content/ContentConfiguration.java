package dev.viva.content;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where patients and cases are read from.
 *
 * @param dir a folder with {@code personas/}, {@code scenarios/}, {@code catalogs/}, {@code rubrics/} or
 *     {@code questions.yaml}, added to
 *     what comes with the service; a file of the same name replaces the built-in one. Null for none
 * @param withBuiltIn whether the patients and cases that come with the service are served too. Default true
 * @param reload whether changes of the folder apply while running, for authors. Default false
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ContentConfiguration(
        @Nullable Path dir, @JsonProperty("built_in") Boolean withBuiltIn, Boolean reload) {
    // An empty environment variable counts as not set.
    @JsonCreator
    public ContentConfiguration(
            @Nullable Path dir, @JsonProperty("built_in") @Nullable Boolean withBuiltIn, @Nullable Boolean reload) {
        this.dir = dir == null || dir.toString().isBlank() ? null : dir;
        this.withBuiltIn = withBuiltIn == null || withBuiltIn;
        this.reload = reload != null && reload;
    }

    /** A folder beside the cases that come with the service. */
    public ContentConfiguration(Path dir) {
        this(dir, true, false);
    }

    /** The cases that come with the service. */
    public static ContentConfiguration builtIn() {
        return new ContentConfiguration(null, true, false);
    }

    /** The patients and cases of a folder alone. */
    public static ContentConfiguration only(Path dir) {
        return new ContentConfiguration(dir, false, false);
    }
}
