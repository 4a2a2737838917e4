package dev.viva.wire;

import com.networknt.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An operation as declared by the contract, prepared for checks.
 *
 * @param path a pattern for its paths, with a group for each path parameter
 * @param replies by status
 */
record DeclaredOperation(
        String id,
        String method,
        Pattern path,
        List<Parameter> parameters,
        @Nullable Body body,
        Map<Integer, Reply> replies) {
    /** @param in {@code path}, {@code query} or {@code header} */
    record Parameter(String name, String in, boolean required, boolean number, Schema schema) {}

    /** @param content schemas by media type */
    record Body(boolean required, Map<String, Schema> content) {}

    /** @param content schemas by media type; empty where the reply has no body */
    record Reply(Map<String, Header> headers, Map<String, Schema> content) {}

    record Header(boolean required, boolean number, Schema schema) {}

    boolean hasPath(String rawPath) {
        return path.matcher(rawPath).matches();
    }
}
