package dev.viva.session;

import org.jspecify.annotations.Nullable;

/** Tells people apart: by their login, else by the name that they give. */
public final class PersonKeys {
    private static final String NAME = "name ";

    private PersonKeys() {}

    /** @param owner the id of a student who is logged in */
    public static String of(@Nullable String owner, String name) {
        return owner != null ? "owner " + owner : NAME + PersonNames.plain(name);
    }

    /** The key that an earlier version may have stored in place of this one. */
    public static String earlier(String key, String name) {
        return key.startsWith(NAME) ? NAME + PersonNames.earlier(name) : key;
    }

    /** Today's key for one that an earlier version may have stored. */
    public static String present(String stored) {
        return stored.startsWith(NAME) ? of(null, stored.substring(NAME.length())) : stored;
    }
}
