package dev.viva.sheet;

import dev.viva.model.Catalog;
import dev.viva.model.CatalogEntry;
import dev.viva.model.CatalogId;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tests of the catalogues, by id. */
record Tests(Map<String, CatalogEntry> byId) {
    private static final Set<CatalogId> OF_TESTS = EnumSet.of(CatalogId.SPECIAL_TESTS, CatalogId.FUNCTIONAL_TESTS);

    static Tests of(Collection<Catalog> catalogs) {
        var byId = new HashMap<String, CatalogEntry>();
        catalogs.stream()
                .filter(catalog -> OF_TESTS.contains(catalog.catalogId()))
                .flatMap(catalog -> catalog.entries().stream())
                .forEach(entry -> byId.putIfAbsent(entry.id(), entry));
        return new Tests(byId);
    }

    /** The catalogue's name of a test; its id when the catalogues do not have it. */
    String name(String testId) {
        @Nullable CatalogEntry entry = byId.get(testId);
        return entry == null ? testId : entry.name();
    }

    boolean needConsent(String testId) {
        @Nullable CatalogEntry entry = byId.get(testId);
        return entry != null && Boolean.TRUE.equals(entry.needsConsent());
    }
}
